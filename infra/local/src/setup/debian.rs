//! Debian's packages: installed where nobody need be asked, else named.

use std::path::Path;

use anyhow::{Context, bail};

use crate::{process::Command, terminal::note};

/// Installs packages as root on Debian.
///
/// # Errors
/// When that is not possible, with the command to run instead.
pub(super) fn install(missing: &str, packages: &[&str]) -> anyhow::Result<()> {
    let names = packages.join(" ");
    let apt = Path::new("/usr/bin/apt-get").exists();
    if !apt {
        bail!("{missing} is missing: install it and run this again (Debian calls it `{names}`)");
    }
    let advice =
        format!("{missing} is missing: run `sudo apt-get install -y {names}`, then this again");
    if !rustix::process::geteuid().is_root() {
        bail!(advice);
    }
    note(format!("Installing {missing} (Debian package {names})"));
    apt_get(&["update"]).context(advice.clone())?;
    let options = ["install", "-y", "--no-install-recommends"];
    apt_get(&[&options, packages].concat()).context(advice)
}

fn apt_get(arguments: &[&str]) -> anyhow::Result<()> {
    let words = ["apt-get", "-qq"].into_iter().chain(arguments.iter().copied());
    Command::new(words)?.variable("DEBIAN_FRONTEND", "noninteractive").succeed().map(drop)
}
