//! One integration test binary: every test that crosses a crate.
//!
//! `cargo dev test` builds everything, starts the whole stack and runs this against it.
//! Each test works in an organization of its own, so that all of them run at once.
#![expect(
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    unreachable_pub,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking, and reads clock and environment as it likes"
)]

mod stack;
mod wire;

mod deployment;
mod faults;
mod floods;
mod gate;
mod history;
mod keystore;
mod operations;
mod parsers;
mod restore;
mod secrets;
mod selftest;
mod template;
mod tidy;
