//! What rustc needs to compile the admin page.

use std::path::Path;

use anyhow::Context;

use super::network::explain;
use crate::{compile::PAGE_TARGET, process::Command, terminal::note, workspace::Workspace};

/// Makes sure of the library that programs for the browser are linked with.
///
/// # Errors
/// When it is missing and rustup cannot install it.
pub(super) fn require_page_target(workspace: &Workspace) -> anyhow::Result<()> {
    let words = ["rustc", "--print", "target-libdir", "--target", PAGE_TARGET];
    let library = Command::new(words)?.directory(workspace.root()).succeed()?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    note(format!("Installing Rust's library for {PAGE_TARGET} (a few seconds)"));
    let rustup = Command::new(["rustup", "target", "add", PAGE_TARGET])?;
    rustup.directory(workspace.root()).succeed().map_err(explain).with_context(|| {
        format!("rustc cannot compile for {PAGE_TARGET}: run `rustup target add {PAGE_TARGET}`")
    })?;
    Ok(())
}
