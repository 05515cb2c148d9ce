//! One integration test binary: every test that crosses a crate.
//!
//! `cargo dev test` builds everything, starts the whole stack and runs this against it.
//! Each test works in an organization of its own, so that all of them run at once.

mod stack;
mod wire;

mod faults;
mod gate;
mod keystore;
mod operations;
