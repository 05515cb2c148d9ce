//! `cargo dev test`: every test, against a stack of its own on free ports.
//!
//! The tests of a browser, and the benchmarks, run against such a stack too.

use std::{
    fs::{create_dir_all, remove_dir_all},
    path::PathBuf,
};

use anyhow::{Context, bail};
use clap::Args;

use crate::{
    browser, canaries, compile,
    page::{self, Edition},
    process::{self, Nursery, Program},
    setup::{self, Places},
    stack::{Facts, Options, Ports, Stack},
    terminal::note,
    up::Ends,
    workspace::{Workspace, binaries},
};

/// Name of the variable that tells tests where the stack has what.
pub const STACK: &str = "GRANARY_STACK";

/// The test that a long run repeats.
const HISTORY: &str = "history::every_answer_of_the_stack_is_explained_by_a_state_of_the_key";
/// The test that disturbs the store.
const FAULTS: &str = "faults::every_action_meets_every_fault_and_is_done_once_or_not_at_all";

/// What is to be shown at length, and where what was observed is kept.
#[derive(Args, Clone, Debug)]
pub struct Proof {
    /// How many calls.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    calls: usize,
    /// Where to draw, as SVG, what was answered after each acknowledgement.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
    /// Instead, let every action meet every fault of the store; where to write, as Markdown, what
    /// came of each.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["calls", "picture"])]
    faults: Option<PathBuf>,
}

impl Proof {
    /// The test, and what it is told by variables.
    fn test(&self) -> anyhow::Result<(&'static str, Vec<(String, String)>)> {
        let file = |name: &str, path: &PathBuf| {
            let path = std::path::absolute(path)?.to_string_lossy().into_owned();
            anyhow::Ok((name.to_owned(), path))
        };
        if let Some(report) = &self.faults {
            return Ok((FAULTS, vec![file("GRANARY_FAULTS_REPORT", report)?]));
        }
        let mut variables = vec![("GRANARY_PROVE_CALLS".to_owned(), self.calls.to_string())];
        if let Some(picture) = &self.picture {
            variables.push(file("GRANARY_PROVE_PICTURE", picture)?);
        }
        Ok((HISTORY, variables))
    }
}

/// Sets up, builds, runs all tests, or those of Rust whose names contain a filter, and returns
/// the exit code of what failed.
///
/// # Errors
/// When the stack cannot be started or the tests not be built.
pub fn run(workspace: Workspace, places: &Places, filters: &[String]) -> anyhow::Result<u8> {
    let whole = filters.is_empty();
    let tools = setup::for_stack(&workspace, places.dynamodb_local.as_deref())?;
    setup::for_tests(&workspace)?;
    let mut programs = rust_tests(&workspace, filters);
    if whole {
        let chromium = setup::for_browser(&workspace, places.chromium.as_deref())?;
        programs.push(browser::tests(&workspace, &chromium, &[]));
    }
    compile::build_tests(&workspace)?;
    let page = Edition::Release.directory(&workspace)?;
    if whole {
        page::build(&workspace, Edition::Release, &page)?;
    }
    let options = options(workspace, tools, binaries()?, page)?;
    tokio::runtime::Runtime::new()?.block_on(with_stack(options, programs, whole))
}

/// Runs one test at length, and returns the exit code; what was observed goes where somebody
/// wants it.
///
/// # Errors
/// When the stack cannot be started or the test not be built.
pub fn prove(workspace: Workspace, places: &Places, proof: &Proof) -> anyhow::Result<u8> {
    let tools = setup::for_stack(&workspace, places.dynamodb_local.as_deref())?;
    setup::for_checks(&workspace)?;
    compile::build_tests(&workspace)?;
    let (test, variables) = proof.test()?;
    let words = ["--test", "it", "--", test, "--exact", "--nocapture"];
    let words = [&["test"], compile::SELECTIONS[0], &words].concat();
    let mut proof = cargo(&workspace, words.into_iter().map(str::to_owned).collect());
    proof.environment.extend(variables);
    let page = Edition::Release.directory(&workspace)?;
    let options = options(workspace, tools, binaries()?, page)?;
    tokio::runtime::Runtime::new()?.block_on(with_stack(options, vec![proof], false))
}

fn rust_tests(workspace: &Workspace, filters: &[String]) -> Vec<Program> {
    let selected = compile::SELECTIONS.into_iter().map(|selection| {
        let words = [&["test"], selection].concat();
        let words = words.into_iter().map(str::to_owned);
        let harness = (!filters.is_empty()).then(|| "--".to_owned());
        words.chain(harness).chain(filters.iter().cloned()).collect()
    });
    selected.map(|arguments| cargo(workspace, arguments)).collect()
}

/// A stack in memory, on ports that are free now, with a directory of its own.
pub(crate) fn options(
    workspace: Workspace,
    tools: setup::Tools,
    functions: PathBuf,
    page: PathBuf,
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
        page,
        launcher: process::own_program()?,
        recorded: true,
    })
}

/// Runs programs while a stack is up, up to the first that fails; what the stack wrote is then
/// kept.
///
/// The whole suite must have noted keys, or the search for their secrets would find nothing
/// for want of anything to find.
pub(crate) async fn with_stack(
    options: Options,
    programs: Vec<Program>,
    whole: bool,
) -> anyhow::Result<u8> {
    let mut ends = Ends::catch()?;
    let state = options.state.clone();
    note("Starting a stack for the tests");
    let stack = tokio::select! {
        stack = Stack::start(options.clone()) => stack?,
        () = ends.next() => bail!("stopped before the tests began"),
    };
    let nursery = Nursery::open(options.launcher)?;
    let code = tokio::select! {
        code = run_in_turn(&nursery, stack.facts(), programs) => code?,
        () = ends.next() => None,
    };
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

/// The exit code of the last that ran; none when a signal ended it.
async fn run_in_turn(
    nursery: &Nursery,
    facts: &Facts,
    programs: Vec<Program>,
) -> anyhow::Result<Option<i32>> {
    let mut code = Some(0);
    for mut program in programs {
        program.environment.push((STACK.into(), serde_json::to_string(facts)?));
        code = nursery.spawn(&program).await?.wait().await?.code();
        if code != Some(0) {
            break;
        }
    }
    Ok(code)
}

pub(crate) fn cargo(workspace: &Workspace, arguments: Vec<String>) -> Program {
    Program {
        name: "cargo".into(),
        path: "cargo".into(),
        arguments: arguments.into_iter().map(Into::into).collect(),
        environment: Vec::new(),
        inherits: true,
        directory: workspace.root().to_owned(),
        log: None,
    }
}
