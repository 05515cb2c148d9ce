//! The run file: who runs, where, and what the next start has to clear away.

use std::{
    collections::BTreeMap,
    fs::{self, create_dir_all},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::{Facts, Options};
use crate::process::Trace;

/// What a stack leaves in `run.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Record {
    /// The process that runs the stack.
    pub owner: Trace,
    /// Whether all parts answer.
    pub ready: bool,
    /// Where everything is.
    pub facts: Facts,
    /// Its children by name.
    pub children: BTreeMap<String, Trace>,
}

impl Record {
    /// Reads what the last start left, if anything.
    pub fn read(state: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path(state)).ok()?).ok()
    }

    /// Kills what a stack left behind that can no longer end it itself.
    pub fn clear(self, state: &Path) {
        for child in self.children.into_values() {
            child.kill();
        }
        fs::remove_file(path(state)).unwrap_or_default();
    }
}

/// Keeps the run file true while children come and go.
#[derive(Debug)]
pub(super) struct Register {
    path: Option<PathBuf>,
    record: Mutex<Record>,
}

impl Register {
    /// Makes the state's directories and notes that this process starts a stack.
    pub(super) fn open(options: &Options, facts: &Facts) -> anyhow::Result<Self> {
        for directory in ["identity", "logs", "data"] {
            let directory = options.state.join(directory);
            create_dir_all(&directory).with_context(|| format!("{}", directory.display()))?;
        }
        let owner = Trace::of(i32::try_from(std::process::id())?);
        let record =
            Record { owner, ready: false, facts: facts.clone(), children: BTreeMap::new() };
        let path = options.recorded.then(|| path(&options.state));
        let register = Self { path, record: Mutex::new(record) };
        register.change(|_| ())?;
        Ok(register)
    }

    /// Notes a child, in place of an earlier one of that name.
    pub(super) fn born(&self, name: &str, pid: i32) -> io::Result<()> {
        let trace = Trace::of(pid);
        self.change(|record| record.children.extend([(name.to_owned(), trace)]))
    }

    /// Notes that all parts answer.
    pub(super) fn ready(&self) -> io::Result<()> {
        self.change(|record| record.ready = true)
    }

    fn change(&self, change: impl FnOnce(&mut Record)) -> io::Result<()> {
        let mut record = self.record.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut record);
        let Some(path) = &self.path else { return Ok(()) };
        let partial = path.with_extension("partial");
        fs::write(&partial, serde_json::to_vec_pretty(&*record)?)?;
        fs::rename(partial, path)
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            fs::remove_file(path).unwrap_or_default();
        }
    }
}

/// The run file of a stack with this state.
pub(super) fn path(state: &Path) -> PathBuf {
    state.join("run.json")
}
