//! Commands that run to their end while the terminal waits.

use std::{
    ffi::OsString,
    io,
    path::Path,
    process::{ExitStatus, Output, Stdio},
};

use anyhow::{Context, bail};

use super::own_program;

/// A command of set-up, build or checks; it is killed when this process is.
#[derive(Debug)]
pub struct Command {
    words: Vec<OsString>,
    inner: std::process::Command,
}

impl Command {
    /// Starts from a program and its arguments.
    ///
    /// # Errors
    /// When the path of this process is unknown.
    pub fn new(words: impl IntoIterator<Item = impl Into<OsString>>) -> anyhow::Result<Self> {
        let words: Vec<OsString> = words.into_iter().map(Into::into).collect();
        let mut inner = std::process::Command::new(own_program()?);
        inner.args(["exec", "--parent", &std::process::id().to_string(), "--"]).args(&words);
        Ok(Self { words, inner })
    }

    /// Runs it elsewhere than here.
    #[must_use]
    pub fn directory(mut self, directory: &Path) -> Self {
        self.inner.current_dir(directory);
        self
    }

    /// Sets one variable beside those of this process.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.inner.env(name, value);
        self
    }

    /// Runs it with the terminal as its output.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn show(mut self) -> anyhow::Result<ExitStatus> {
        self.inner.status().with_context(|| format!("cannot run `{}`", self.line()))
    }

    /// Runs it in silence, whatever it answers.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn output(&mut self) -> io::Result<Output> {
        self.inner.stdin(Stdio::null()).output()
    }

    /// Runs it in silence and returns both its outputs.
    ///
    /// # Errors
    /// When it fails, with the end of what it printed.
    pub fn succeed(mut self) -> anyhow::Result<String> {
        let output = self.output().with_context(|| format!("cannot run `{}`", self.line()))?;
        let text = text(&output);
        if output.status.success() {
            return Ok(text);
        }
        bail!("`{}` failed ({}):\n{}", self.line(), output.status, tail(&text, 20))
    }

    /// The command as one would type it.
    pub fn line(&self) -> String {
        let words: Vec<_> = self.words.iter().map(|word| word.to_string_lossy()).collect();
        words.join(" ")
    }
}

/// Both outputs of a command, one after the other.
pub(crate) fn text(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text
}

/// The last lines of a text.
pub(crate) fn tail(text: &str, lines: usize) -> String {
    let all: Vec<_> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}
