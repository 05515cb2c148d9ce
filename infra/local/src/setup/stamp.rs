//! Notes of what was installed, so that later starts need neither time nor network.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// A file that holds, word for word, what an installation was made from.
#[derive(Debug)]
pub(super) struct Stamp {
    path: PathBuf,
    made_from: String,
}

impl Stamp {
    /// Reads what to install from `source`; `place` is where, since installations do not move.
    pub(super) fn new(path: PathBuf, source: &Path, place: &Path) -> anyhow::Result<Self> {
        let source = fs::read_to_string(source).with_context(|| format!("{}", source.display()))?;
        Ok(Self { path, made_from: format!("{}\n{source}", place.display()) })
    }

    /// Whether the installation is the one that is wanted.
    pub(super) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|noted| noted == self.made_from)
    }

    /// Notes that it is, after all else went well.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        fs::write(&self.path, &self.made_from).with_context(|| format!("{}", self.path.display()))
    }
}
