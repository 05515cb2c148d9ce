//! One integration test binary: every test that crosses a crate.
