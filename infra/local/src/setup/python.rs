//! What comes from PyPI, in private environments.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{debian, network::explain, stamp::Stamp};
use crate::{process::Command, terminal::note, workspace::Workspace};

/// The file in which an environment's path is noted.
const PLACE: &str = ".place";

/// Which of the four files that `uv pip compile` made of what is asked for: each package with its
/// digests, and all that it needs, so that pip looks for nothing itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Set {
    /// The Lambda emulator.
    Stack,
    /// What looks at the template and the running API.
    Checks,
    /// What the template is deployed into, and by.
    Emulator,
    /// What reads the template for risks.
    Security,
}

impl Set {
    const fn file(self) -> &'static str {
        match self {
            Self::Stack => "requirements.txt",
            Self::Checks => "requirements-checks.txt",
            Self::Emulator => "requirements-emulator.txt",
            Self::Security => "requirements-security.txt",
        }
    }

    /// The emulator and the linter want other versions of what SAM's tools need too.
    fn venv(self, workspace: &Workspace) -> PathBuf {
        match self {
            Self::Stack | Self::Checks => workspace.venv(),
            Self::Emulator => workspace.emulator_venv(),
            Self::Security => workspace.security_venv(),
        }
    }

    const fn announcement(self) -> &'static str {
        match self {
            Self::Stack => "Installing the Lambda emulator from PyPI (about 10 seconds)",
            Self::Checks => "Installing SAM, cfn-lint and Schemathesis from PyPI (about a minute)",
            Self::Emulator => {
                "Installing an emulator of AWS, and its command line, from PyPI (about 20 seconds)"
            }
            Self::Security => "Installing checkov from PyPI (about half a minute)",
        }
    }
}

/// Installs one set of pinned packages.
///
/// # Errors
/// When Python cannot make the environment, or pip fails.
pub(super) fn install(workspace: &Workspace, set: Set) -> anyhow::Result<()> {
    let venv = set.venv(workspace);
    let requirements = workspace.tools().join(set.file());
    let stamp = Stamp::new(venv.join(format!(".{}", set.file())), &requirements, &venv)?;
    let usable = usable(&venv);
    if usable && stamp.is_fresh() {
        return Ok(());
    }
    note(set.announcement());
    if !usable {
        create(&venv)?;
    }
    let pip = venv.join("bin/python").into_os_string();
    let arguments = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "--requirement",
    ];
    let words = std::iter::once(pip).chain(arguments.map(Into::into));
    let words = words.chain([requirements.into_os_string()]);
    let installed = Command::new(words)?.succeed().map_err(explain);
    installed.with_context(|| format!("pip could not install {}", set.file()))?;
    stamp.write()
}

/// An environment knows its own path by heart: one that was moved, or lost its Python, is made anew.
fn usable(venv: &Path) -> bool {
    let place = fs::read(venv.join(PLACE));
    venv.join("bin/python").exists() && place.is_ok_and(|place| place == bytes(venv))
}

/// Debian's Python cannot make environments until one more package is there.
fn create(venv: &Path) -> anyhow::Result<()> {
    let attempt = || {
        let words = ["python3", "-m", "venv", "--clear"].into_iter().map(Into::into);
        Command::new(words.chain([venv.as_os_str().to_owned()]))?.succeed()
    };
    if attempt().is_err() {
        debian::install("Python's `venv`", &["python3-venv"])?;
        attempt()?;
    }
    fs::write(venv.join(PLACE), bytes(venv)).context("cannot write into the Python environment")
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}
