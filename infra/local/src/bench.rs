//! `cargo dev bench`: the benchmarks, against a stack of release binaries.

use std::path::Path;

use anyhow::Context;

use crate::{
    compile, setup,
    suite::{options, with_stack},
    workspace::{Workspace, binaries},
};

/// Builds as for deployment, runs the benchmarks and returns cargo's exit code.
///
/// # Errors
/// When the stack cannot be started or the functions not be built.
pub fn run(workspace: Workspace, dynamodb: Option<&Path>) -> anyhow::Result<u8> {
    let tools = setup::for_stack(&workspace, dynamodb)?;
    compile::build_functions(&workspace, "release")?;
    let profiles = binaries()?;
    let profiles = profiles.parent().context("this program lies in no target directory")?;
    let options = options(workspace, tools, profiles.join("release"))?;
    let arguments = ["bench", "--package", "granary-tests"].map(str::to_owned);
    tokio::runtime::Runtime::new()?.block_on(with_stack(options, arguments.into(), false))
}
