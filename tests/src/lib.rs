//! What every parser that meets the outside promises, for whatever bytes reach it.
//!
//! The tests of this package are in `it/`. They try each of [`targets::TARGETS`] with the inputs
//! of `fuzz/corpus` and with mutations of these; the program in `fuzz/` tries them with a fuzzer
//! that follows coverage.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a promise that is broken is a panic"
)]

pub mod targets;
