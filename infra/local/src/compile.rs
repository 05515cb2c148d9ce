//! Which packages cargo is asked to build together.
//!
//! Cargo unifies features over the packages it is asked for. The alias `cargo dev`
//! builds `granary-local`, whose dependencies include `handlers`; naming the two
//! here gives the same features, so that the AWS SDK is compiled once for both. The
//! page's crates want other features of the same ones, so it is always asked for alone.

use std::ffi::OsString;

use anyhow::ensure;
use contract::operations::OPERATIONS;

use crate::{process::Command, terminal::note, workspace::Workspace};

/// The function that decides on Harvest calls; all others are operations of the admin API.
pub const AUTHORIZER: &str = "authorize";

/// Every function once, by the name of its binary.
pub fn functions() -> Vec<&'static str> {
    let mut names: Vec<_> = OPERATIONS.iter().map(|operation| operation.function).collect();
    names.push(AUTHORIZER);
    names.sort_unstable();
    names.dedup();
    names
}

/// Arguments of cargo that build every function; `profile` as in `--profile`.
pub fn arguments(profile: &str) -> Vec<OsString> {
    let fixed =
        ["build", "--package", "granary-local", "--package", "handlers", "--profile", profile];
    let binaries = functions().into_iter().flat_map(|name| ["--bin", name]);
    fixed.into_iter().chain(binaries).map(Into::into).collect()
}

/// Builds every function while the terminal shows cargo's progress.
///
/// # Errors
/// When it does not compile.
pub fn build_functions(workspace: &Workspace, profile: &str) -> anyhow::Result<()> {
    note("Building the functions");
    cargo(workspace, arguments(profile))
}

/// What the page is compiled for.
pub const PAGE_TARGET: &str = "wasm32-unknown-unknown";

/// Arguments of cargo that build the page's program; `profile` as in `--profile`.
pub fn page_arguments(profile: &str) -> Vec<OsString> {
    let words = ["build", "--package", "frontend", "--lib", "--target", PAGE_TARGET];
    words.into_iter().chain(["--profile", profile]).map(Into::into).collect()
}

/// Builds the page's program while the terminal shows cargo's progress.
///
/// # Errors
/// When it does not compile.
pub fn build_page(workspace: &Workspace, profile: &str) -> anyhow::Result<()> {
    note("Building the admin page");
    cargo(workspace, page_arguments(profile))
}

/// The two selections that together are the workspace.
pub const SELECTIONS: [&[&str]; 2] =
    [&["--workspace", "--exclude", "frontend"], &["--package", "frontend"]];

/// Builds all binaries and tests.
///
/// # Errors
/// When one does not compile.
pub fn build_tests(workspace: &Workspace) -> anyhow::Result<()> {
    note("Building functions and tests");
    for selection in SELECTIONS {
        let words = [&["build"], selection, &["--bins", "--tests"]].concat();
        cargo(workspace, words.into_iter().map(Into::into).collect())?;
    }
    Ok(())
}

fn cargo(workspace: &Workspace, arguments: Vec<OsString>) -> anyhow::Result<()> {
    succeed(command(workspace, arguments)?)
}

fn command(workspace: &Workspace, arguments: Vec<OsString>) -> anyhow::Result<Command> {
    let words = std::iter::once(OsString::from("cargo")).chain(arguments);
    Ok(Command::new(words)?.directory(workspace.root()))
}

fn succeed(command: Command) -> anyhow::Result<()> {
    ensure!(command.show()?.success(), "the build failed: see the compiler's message above");
    Ok(())
}
