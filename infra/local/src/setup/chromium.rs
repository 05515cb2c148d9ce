//! The browser that tests drive: one that is installed, since none can be brought along.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::debian;
use crate::process::Command;

/// Looked up in `PATH`, the first one first.
const NAMES: [&str; 3] = ["chromium", "google-chrome", "google-chrome-stable"];
/// Text in the tests' pictures needs letters, which the browser does not bring.
const PACKAGES: [&str; 2] = ["chromium", "fonts-liberation"];

/// Makes sure of a browser and returns its path.
///
/// # Errors
/// When the named one does not exist, or there is none and none can be installed.
pub(super) fn require(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(named) = named {
        ensure!(named.is_file(), "CHROMIUM names {}, which is no program", named.display());
        return Ok(named.to_owned());
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    debian::install("Chromium", &PACKAGES)?;
    installed().context("Chromium was installed, and is not in `PATH`: name it by CHROMIUM")
}

fn installed() -> Option<PathBuf> {
    NAMES.into_iter().find_map(|name| {
        let found = Command::new(["sh", "-c", &format!("command -v {name}")]).ok()?.succeed();
        Some(PathBuf::from(found.ok()?.trim()))
    })
}
