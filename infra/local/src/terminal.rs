//! What the person at the terminal reads: answers on stdout, everything else on stderr.

use std::{
    fmt::Display,
    io::{Write, stderr, stdout},
};

/// Prints a result, which scripts may read; a closed pipe is no reason to stop.
pub fn answer(line: impl Display) {
    writeln!(stdout(), "{line}").unwrap_or_default();
}

/// Prints what is going on, or went wrong, beside the results.
pub fn note(line: impl Display) {
    writeln!(stderr(), "{line}").unwrap_or_default();
}
