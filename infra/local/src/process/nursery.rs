//! The one thread that long-lived children are born on.

use std::{
    fs::{File, OpenOptions},
    io,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::{
    process::{Child, Command},
    runtime::Handle,
    sync::oneshot,
    time::timeout,
};

use super::Program;

/// How long a process may take to end in order before it is killed.
const PATIENCE: Duration = Duration::from_secs(4);

/// Starts children that die with this process: their births share a thread that outlives them.
#[derive(Clone, Debug)]
pub struct Nursery {
    births: mpsc::Sender<Birth>,
    launcher: PathBuf,
}

type Birth = (Command, oneshot::Sender<io::Result<Child>>);

impl Nursery {
    /// Opens one; `launcher` is the path of the `granary-local` binary.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn open(launcher: PathBuf) -> io::Result<Self> {
        let (births, orders) = mpsc::channel::<Birth>();
        let runtime = Handle::current();
        thread::Builder::new().name("nursery".into()).spawn(move || {
            let _inside = runtime.enter();
            for (mut command, reply) in orders {
                drop(reply.send(command.spawn()));
            }
        })?;
        Ok(Self { births, launcher })
    }

    /// Starts a program in a process group of its own.
    ///
    /// # Errors
    /// When the log cannot be written or the launcher not be started.
    pub async fn spawn(&self, program: &Program) -> anyhow::Result<Offspring> {
        let command =
            self.command(program).with_context(|| format!("log of `{}`", program.name))?;
        let (reply, child) = oneshot::channel();
        self.births.send((command, reply)).ok().context("this process is ending")?;
        let child = child.await.context("this process is ending")?;
        let child = child.with_context(|| format!("cannot start `{}`", program.name))?;
        let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        Ok(Offspring { child, group: pid.context("a child without a number")? })
    }

    fn command(&self, program: &Program) -> io::Result<Command> {
        let mut command = Command::new(&self.launcher);
        command
            .args(["exec", "--parent", &std::process::id().to_string(), "--"])
            .arg(&program.path)
            .args(&program.arguments)
            .current_dir(&program.directory)
            .stdin(Stdio::null())
            .process_group(0);
        if !program.inherits {
            command.env_clear();
        }
        command.envs(program.environment.iter().map(|(name, value)| (name, value)));
        if let Some(path) = &program.log {
            let log: File = OpenOptions::new().create(true).append(true).open(path)?;
            command.stdout(log.try_clone()?).stderr(log);
        }
        Ok(command)
    }
}

/// A child and its group; dropping it kills both.
#[derive(Debug)]
pub struct Offspring {
    child: Child,
    group: Pid,
}

impl Offspring {
    /// Its process number, and its group's.
    pub const fn pid(&self) -> i32 {
        self.group.as_raw_pid()
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// When the system lost it.
    pub async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks it to end, and kills it when it takes too long.
    pub async fn stop(mut self) {
        kill_process_group(self.group, Signal::TERM).unwrap_or_default();
        drop(timeout(PATIENCE, self.child.wait()).await);
    }
}

impl Drop for Offspring {
    /// A child that was waited for has no number any more, and its group's may be another's.
    fn drop(&mut self) {
        if self.child.id().is_some() {
            kill_process_group(self.group, Signal::KILL).unwrap_or_default();
        }
    }
}
