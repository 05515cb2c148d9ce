//! `cargo dev browser` and `cargo dev screenshots`: the page in a real browser.

use std::path::Path;

use anyhow::Context;
use clap::Args;

use crate::{
    compile,
    page::{self, Edition},
    process::Program,
    setup::{self, Places},
    suite::{options, with_stack},
    workspace::{Workspace, binaries},
};

/// The variable that has Playwright take pictures, instead of running the tests.
const PICTURES: (&str, &str) = ("GRANARY_SCREENSHOTS", "1");

/// What the browser is started for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// The tests.
    Tests,
    /// The pictures of `docs/screenshots`.
    Pictures,
}

/// What is done in the browser, and with which page.
#[derive(Args, Clone, Debug)]
pub struct Visit {
    /// Build the page in seconds, not as it is deployed.
    #[arg(long)]
    pub dev_page: bool,
    /// Names of files or tests, and options of Playwright.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<String>,
}

/// Sets up, builds, runs Playwright against a fresh stack and returns its exit code.
///
/// # Errors
/// When the stack cannot be started or the page not be built.
pub fn run(
    workspace: Workspace,
    places: &Places,
    purpose: Purpose,
    visit: &Visit,
) -> anyhow::Result<u8> {
    let tools = setup::for_stack(&workspace, places.dynamodb_local.as_deref())?;
    let chromium = setup::for_browser(&workspace, places.chromium.as_deref())?;
    compile::build_functions(&workspace, "dev")?;
    let edition = Edition::of(visit.dev_page);
    let page = edition.directory(&workspace)?;
    page::build(&workspace, edition, &page)?;
    let mut program = tests(&workspace, &chromium, &visit.arguments);
    if purpose == Purpose::Pictures {
        let (name, value) = PICTURES;
        program.environment.push((name.into(), value.into()));
    }
    let options = options(workspace, tools, binaries()?, page)?;
    let runtime = tokio::runtime::Runtime::new().context("no threads for the stack")?;
    runtime.block_on(with_stack(options, vec![program], false))
}

/// Playwright with that browser.
pub(crate) fn tests(workspace: &Workspace, chromium: &Path, arguments: &[String]) -> Program {
    let fixed = ["node_modules/@playwright/test/cli.js", "test"].map(str::to_owned);
    Program {
        name: "playwright".into(),
        path: "node".into(),
        arguments: fixed.iter().chain(arguments).map(Into::into).collect(),
        environment: vec![("CHROMIUM".into(), chromium.to_string_lossy().into_owned())],
        inherits: true,
        directory: workspace.browser_tests(),
        log: None,
    }
}
