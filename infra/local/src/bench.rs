//! `cargo dev bench`: the benchmarks, against a stack of release binaries.

use crate::{
    compile,
    page::{self, Edition},
    setup::{self, Places},
    suite::{cargo, options, with_stack},
    workspace::{Workspace, target},
};

/// Builds as for deployment, runs the benchmarks and returns cargo's exit code.
///
/// # Errors
/// When the stack cannot be started or the functions not be built.
pub fn run(workspace: Workspace, places: &Places) -> anyhow::Result<u8> {
    let tools = setup::for_stack(&workspace, places.dynamodb_local.as_deref())?;
    let chromium = setup::for_browser(&workspace, places.chromium.as_deref())?;
    compile::build_functions(&workspace, "release")?;
    let page = Edition::Release.directory(&workspace)?;
    page::build(&workspace, Edition::Release, &page)?;
    let arguments = ["bench", "--package", "granary-tests"].map(str::to_owned);
    let mut benchmarks = cargo(&workspace, arguments.into());
    benchmarks.environment.push(("CHROMIUM".into(), chromium.to_string_lossy().into_owned()));
    let options = options(workspace, tools, target()?.join("release"), page)?;
    tokio::runtime::Runtime::new()?.block_on(with_stack(options, vec![benchmarks], false))
}
