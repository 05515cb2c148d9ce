//! `cargo dev test`: every test, against a stack of its own on free ports.

use std::{
    fs::{create_dir_all, remove_dir_all},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use crate::{
    canaries, compile,
    process::{self, Nursery, Program},
    setup,
    stack::{Facts, Options, Ports, Stack},
    terminal::note,
    up::Ends,
    workspace::{Workspace, binaries},
};

/// Name of the variable that tells tests where the stack has what.
pub const STACK: &str = "GRANARY_STACK";

/// Sets up, builds, runs the tests whose names contain a filter, and returns cargo's exit code.
///
/// # Errors
/// When the stack cannot be started or the tests not be built.
pub fn run(
    workspace: Workspace,
    dynamodb: Option<&Path>,
    filters: &[String],
) -> anyhow::Result<u8> {
    let tools = setup::for_stack(&workspace, dynamodb)?;
    setup::for_checks(&workspace)?;
    compile::build_tests(&workspace)?;
    let mut arguments = vec!["test".to_owned(), "--workspace".into()];
    if !filters.is_empty() {
        arguments.push("--".into());
        arguments.extend_from_slice(filters);
    }
    let options = options(workspace, tools, binaries()?)?;
    tokio::runtime::Runtime::new()?.block_on(with_stack(options, arguments, filters.is_empty()))
}

/// A stack in memory, on ports that are free now, with a directory of its own.
pub(crate) fn options(
    workspace: Workspace,
    tools: setup::Tools,
    functions: PathBuf,
) -> anyhow::Result<Options> {
    let state = std::env::temp_dir().join(format!("granary-{}", std::process::id()));
    create_dir_all(&state).with_context(|| format!("cannot create {}", state.display()))?;
    Ok(Options {
        workspace,
        tools,
        ports: Ports::free().context("no ports are free")?,
        state,
        in_memory: true,
        functions,
        launcher: process::own_program()?,
        recorded: false,
    })
}

/// Runs cargo while a stack is up; what it wrote is kept when cargo fails.
///
/// The whole suite must have noted keys, or the search for their secrets would find nothing
/// for want of anything to find.
pub(crate) async fn with_stack(
    options: Options,
    arguments: Vec<String>,
    whole: bool,
) -> anyhow::Result<u8> {
    let mut ends = Ends::catch()?;
    let state = options.state.clone();
    note("Starting a stack for the tests");
    let stack = tokio::select! {
        stack = Stack::start(options.clone()) => stack?,
        () = ends.next() => bail!("stopped before the tests began"),
    };
    let program = cargo(&options.workspace, stack.facts(), arguments)?;
    let nursery = Nursery::open(options.launcher)?;
    let mut child = nursery.spawn(&program).await?;
    let code = tokio::select! {
        status = child.wait() => status?.code(),
        () = ends.next() => None,
    };
    drop(child);
    let noted = whole || canaries::file(stack.facts()).exists();
    let silent = if noted { betrayals(stack.facts()).await } else { Ok(true) };
    stack.stop().await;
    if code == Some(0) && silent? {
        remove_dir_all(&state).unwrap_or_default();
        return Ok(0);
    }
    note(format!("The stack's logs are in {}", state.join("logs").display()));
    Ok(code.and_then(|code| u8::try_from(code).ok()).filter(|code| *code != 0).unwrap_or(1))
}

/// Whether no secret of a test's key stands where it must not.
async fn betrayals(facts: &Facts) -> anyhow::Result<bool> {
    let places = canaries::search(facts).await?;
    for place in &places {
        note(format!("the secret of a key stands in {place}"));
    }
    Ok(places.is_empty())
}

fn cargo(workspace: &Workspace, facts: &Facts, arguments: Vec<String>) -> anyhow::Result<Program> {
    Ok(Program {
        name: "cargo".into(),
        path: "cargo".into(),
        arguments: arguments.into_iter().map(Into::into).collect(),
        environment: vec![(STACK.into(), serde_json::to_string(facts)?)],
        inherits: true,
        directory: workspace.root().to_owned(),
        log: None,
    })
}
