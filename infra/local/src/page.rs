//! The admin page: built from `frontend`, weighed, and served as it will be deployed.
//!
//! # Layout
//! - `split`: the compiled program in two, of which one is fetched later; `program`: both and
//!   the one script that loads them; `trusted_types`: what is changed in that script.
//! - `files`: names that change with the content, and who names whom; `styles`: the sheets.
//! - `weight`: what is sent, and how much that may be; `publish`: the way to the disk.
//! - `server`, `headers`: how it is answered.

mod files;
pub mod headers;
mod program;
mod publish;
pub mod server;
mod split;
mod styles;
mod trusted_types;
mod weight;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

pub use self::weight::Weight;
use self::{files::Files, program::Program};
pub(crate) use self::{files::is_hashed, weight::print};
use crate::{
    compile,
    workspace::{self, Workspace},
};

/// The document that every address of the page is answered with.
const DOCUMENT: &str = "index.html";
/// Appended to the glue rather than served by itself.
const BOOT: &str = "boot.js";

/// Which of the page's two builds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Edition {
    /// Compiled in a second or two, large and uncompressed: what `cargo dev` serves.
    Draft,
    /// What is deployed.
    Release,
}

impl Edition {
    /// The quick one where that is wished for.
    pub const fn of(quick: bool) -> Self {
        if quick { Self::Draft } else { Self::Release }
    }

    /// Its profile, as cargo calls it.
    const fn profile(self) -> &'static str {
        match self {
            Self::Draft => "dev",
            Self::Release => "wasm-release",
        }
    }

    /// Where its files lie, unless somebody asks for them elsewhere.
    ///
    /// # Errors
    /// When the system cannot tell the path of this process.
    pub fn directory(self, workspace: &Workspace) -> anyhow::Result<PathBuf> {
        match self {
            Self::Draft => Ok(workspace.state().join("page")),
            Self::Release => Ok(workspace::target()?.join("page")),
        }
    }

    fn program(self) -> anyhow::Result<PathBuf> {
        let directory = match self {
            Self::Draft => "debug",
            Self::Release => self.profile(),
        };
        Ok(workspace::target()?.join(compile::PAGE_TARGET).join(directory).join("frontend.wasm"))
    }
}

/// Arguments of this program that have another process build the quick one; what it takes to
/// translate a large program, hundreds of megabytes, then ends with that process.
pub(crate) const REBUILD: [&str; 2] = ["page", "--dev-page"];

/// What a build that failed means for whoever looks at the page.
pub(crate) const UNCHANGED: &str = "The admin page could not be built, and stays as it was";

/// Compiles the page and puts its files into a directory.
///
/// # Errors
/// When it does not compile, does not fit together, or is heavier than it may be.
pub fn build(workspace: &Workspace, edition: Edition, into: &Path) -> anyhow::Result<Vec<Weight>> {
    compile::build_page(workspace, edition.profile())?;
    let program = Program::translate(&edition.program()?)?;
    let (files, document) = compose(&workspace.page(), program)?;
    let sent = match edition {
        Edition::Draft => publish::plain(files, document),
        Edition::Release => publish::compressed(files, document, into)?,
    };
    let weights = weight::of(&sent);
    if edition == Edition::Release {
        weight::ensure_light(&weights)?;
    }
    publish::write(into, &sent)
        .with_context(|| format!("the page cannot be written to {}", into.display()))?;
    Ok(weights)
}

/// Who is named by another comes first, since its name follows from its content.
fn compose(source: &Path, program: Program) -> anyhow::Result<(Files, String)> {
    let assets = source.join("assets");
    let mut files = Files::default();
    for (name, content) in listed(&assets)? {
        if name != BOOT {
            files.add(&name, content)?;
        }
    }
    files.add("granary.css", files.fill(&styles::joined(&assets.join("styles"))?)?.into())?;
    files.add("app.wasm", program.first)?;
    for (name, wasm) in program.later {
        files.add(&name, wasm)?;
    }
    let loader = files.fill(&program.loader)?;
    let boot = files.fill(&text(&assets.join(BOOT))?)?;
    files.add("app.js", format!("{}\n{loader}\n{boot}", program.glue).into())?;
    let document = files.fill(&text(&source.join(DOCUMENT))?)?;
    Ok((files, document))
}

/// Files of a directory, without those in directories below, in the order of their names.
fn listed(directory: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).with_context(|| directory.display().to_string())? {
        let path = entry?.path();
        if path.is_file()
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
        {
            found.push((name.to_owned(), fs::read(&path)?));
        }
    }
    found.sort();
    Ok(found)
}

fn text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
