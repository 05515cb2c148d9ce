//! `cargo dev bench`: the benchmarks, against a stack of release binaries.

use std::path::Path;

use crate::{
    compile,
    page::Edition,
    setup,
    suite::{cargo, options, with_stack},
    workspace::{Workspace, target},
};

/// Builds as for deployment, runs the benchmarks and returns cargo's exit code.
///
/// # Errors
/// When the stack cannot be started or the functions not be built.
pub fn run(workspace: Workspace, dynamodb: Option<&Path>) -> anyhow::Result<u8> {
    let tools = setup::for_stack(&workspace, dynamodb)?;
    compile::build_functions(&workspace, "release")?;
    let arguments = ["bench", "--package", "granary-tests"].map(str::to_owned);
    let programs = vec![cargo(&workspace, arguments.into())];
    let page = Edition::Release.directory(&workspace)?;
    let options = options(workspace, tools, target()?.join("release"), page)?;
    tokio::runtime::Runtime::new()?.block_on(with_stack(options, programs, false))
}
