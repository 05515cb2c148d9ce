//! `cargo dev`.

use std::process::ExitCode;

fn main() -> ExitCode {
    granary_local::cli::run()
}
