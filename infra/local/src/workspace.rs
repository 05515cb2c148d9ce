//! Where everything that `cargo dev` reads and writes lies.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// The checkout that this binary was built from.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the checkout by where the package was compiled.
    ///
    /// # Errors
    /// When the checkout has moved since.
    pub fn find() -> anyhow::Result<Self> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = package.ancestors().nth(2).filter(|root| root.is_dir());
        let root = root.context("the checkout has moved: run `cargo clean`, then `cargo dev`")?;
        Ok(Self { root: root.to_owned() })
    }

    /// The directory of the root manifest.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Everything that lasts between runs and is not committed.
    pub fn state(&self) -> PathBuf {
        self.root.join("infra/local/.state")
    }

    /// The private Python environment.
    pub fn venv(&self) -> PathBuf {
        self.state().join("venv")
    }

    /// The Python environment of the AWS emulator, which holds AWS's command line too.
    pub fn emulator_venv(&self) -> PathBuf {
        self.state().join("venv-emulator")
    }

    /// The Python environment of the template's security linter, whose packages clash with SAM's.
    pub fn security_venv(&self) -> PathBuf {
        self.state().join("venv-security")
    }

    /// What is taken from npm and PyPI, by lock file and pinned requirements.
    pub fn tools(&self) -> PathBuf {
        self.root.join("infra/local/tools")
    }

    /// The admin page's source.
    pub fn page(&self) -> PathBuf {
        self.root.join("frontend")
    }

    /// The tests that drive a browser, and what they take from npm.
    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// The identity provider's source.
    pub fn identity(&self) -> PathBuf {
        self.root.join("infra/local/identity")
    }

    /// One of the files that are deployed, such as `admin-api.json`.
    pub fn deployed(&self, file: &str) -> PathBuf {
        self.root.join("infra").join(file)
    }
}

/// Where cargo puts everything, each profile in a directory of its own.
///
/// # Errors
/// When the system cannot tell the path of this process.
pub fn target() -> anyhow::Result<PathBuf> {
    let profile = binaries()?;
    Ok(profile.parent().context("this program lies in no target directory")?.to_owned())
}

/// Where cargo put the binaries of the running binary's own profile.
///
/// # Errors
/// When the system cannot tell the path of this process.
pub fn binaries() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("the path of this program is unknown")?;
    Ok(own.parent().context("this program lies in no directory")?.to_owned())
}
