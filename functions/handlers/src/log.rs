//! Log lines: one JSON object each, on standard output, where Lambda picks them up.

use std::{
    error::Error,
    io::{self, Write},
};

use contract::problem::Code;
use domain::occasion::rfc3339;
use serde::Serialize;

use crate::moment;

/// One line; a log that cannot be written to must not stop an answer.
pub fn line(line: &impl Serialize) {
    drop(write(line));
}

/// One line that has left the process when this returns.
///
/// # Errors
/// What the operating system says of standard output.
pub fn write(line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    let mut output = io::stdout().lock();
    output.write_all(&text)?;
    output.flush()
}

/// Why a request failed, with all its causes.
pub fn failure(request_id: &str, code: Code, cause: &(dyn Error + 'static)) {
    let timestamp = timestamp();
    line(&Failed { timestamp, level: "ERROR", request_id, code, causes: causes(cause) });
}

/// The error and what lies behind it, outermost first.
pub fn causes(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut causes = vec![error.to_string()];
    let mut behind = error.source();
    while let Some(cause) = behind {
        causes.push(cause.to_string());
        behind = cause.source();
    }
    causes
}

/// Now, in the form without which Lambda does not read a line's level.
pub fn timestamp() -> String {
    rfc3339(moment::now())
}

#[derive(Serialize)]
struct Failed<'a> {
    timestamp: String,
    level: &'static str,
    request_id: &'a str,
    code: Code,
    causes: Vec<String>,
}
