//! Processes that end with the one that started them, even when that one is killed.

mod command;
mod nursery;
mod trace;

use std::{ffi::OsString, path::PathBuf};

use anyhow::Context;
pub use command::Command;
pub(crate) use command::{tail, text};
pub use nursery::{Nursery, Offspring};
pub use trace::Trace;

/// A program to start, and the name it goes by in logs and messages.
#[derive(Clone, Debug)]
pub struct Program {
    /// Short and unique in a stack: `dynamodb`, `authorize-2`.
    pub name: String,
    /// A path, or a name to be looked up in `PATH`.
    pub path: PathBuf,
    /// Without the program itself.
    pub arguments: Vec<OsString>,
    /// Added to, or instead of, this process's own.
    pub environment: Vec<(String, String)>,
    /// Whether it also sees the environment of this process.
    pub inherits: bool,
    /// Where it runs.
    pub directory: PathBuf,
    /// Where both its outputs go, appended; the terminal's when absent.
    pub log: Option<PathBuf>,
}

/// This very program, found even after a rebuild has replaced its file.
///
/// # Errors
/// When the system cannot tell the path of this process.
pub fn own_program() -> anyhow::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        return Ok("/proc/self/exe".into());
    }
    std::env::current_exe().context("the path of this program is unknown")
}

/// Turns this process into `command`, which is killed when `parent` ends.
///
/// Returns only when that failed, with the reason.
pub fn become_command(parent: i32, command: &[OsString]) -> anyhow::Error {
    use std::os::unix::process::CommandExt;

    let Some((program, arguments)) = command.split_first() else {
        return anyhow::anyhow!("`exec` needs a command");
    };
    if let Err(error) = die_with(parent) {
        return error;
    }
    let error = std::process::Command::new(program).args(arguments).exec();
    anyhow::Error::new(error).context(format!("cannot run `{}`", program.display()))
}

/// The signal follows the parent's *thread*: whoever spawns must live as long as its children.
fn die_with(parent: i32) -> anyhow::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let now = rustix::process::getppid().map(rustix::process::Pid::as_raw_pid);
    anyhow::ensure!(now == Some(parent), "the process that started this one is gone");
    Ok(())
}
