//! `cargo dev check`: what is looked at without running it.

use std::{ffi::OsString, path::PathBuf, process::Output};

use crate::{
    compile::PAGE_TARGET,
    process::Command,
    setup,
    terminal::{answer, note},
    workspace::Workspace,
};

/// One tool, and how it is called.
struct Check {
    name: &'static str,
    words: Vec<OsString>,
    variables: &'static [(&'static str, &'static str)],
}

const CLIPPY: &str = "--quiet -- -D warnings";
const RUSTDOC: &str = "--no-deps --document-private-items --quiet";
/// A crate's first page is a map of its modules, private ones too: those links are wanted.
const DENY: &[(&str, &str)] =
    &[("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links")];

/// Runs all checks and returns how many failed.
///
/// # Errors
/// When the tools cannot be installed.
pub fn run(workspace: &Workspace) -> anyhow::Result<usize> {
    setup::for_checks(workspace)?;
    let mut failed = 0;
    for check in checks(workspace) {
        note(format!("Checking: {}", check.name));
        failed += usize::from(!passes(workspace, &check)?);
    }
    Ok(failed + dependencies(workspace)?)
}

fn checks(workspace: &Workspace) -> Vec<Check> {
    let words = |line: &str| line.split(' ').map(OsString::from).collect();
    let tool = |venv: PathBuf, tool: &str, line: &str| {
        let tool = venv.join("bin").join(tool).into_os_string();
        std::iter::once(tool).chain(line.split(' ').map(OsString::from)).collect()
    };
    let python = |name: &str, line: &str| tool(workspace.venv(), name, line);
    let checkov = "--config-file infra/checkov.yaml --file infra/template.yaml";
    let quiet: &[_] = &[];
    let others = "--workspace --exclude frontend";
    let page = format!("--package frontend --target {PAGE_TARGET}");
    let page_tests = "--package frontend --tests";
    [
        ("formatting", words("cargo fmt --all --check"), quiet),
        ("clippy", words(&format!("cargo clippy {others} --all-targets {CLIPPY}")), quiet),
        ("clippy of the page", words(&format!("cargo clippy {page} {CLIPPY}")), quiet),
        (
            "clippy of the page's tests",
            words(&format!("cargo clippy {page_tests} {CLIPPY}")),
            quiet,
        ),
        ("rustdoc", words(&format!("cargo doc {others} {RUSTDOC}")), DENY),
        ("rustdoc of the page", words(&format!("cargo doc {page} {RUSTDOC}")), DENY),
        (
            "sam validate",
            python("sam", "validate --lint --template infra/template.yaml --region us-east-1"),
            &[("SAM_CLI_TELEMETRY", "0")],
        ),
        ("cfn-lint", python("cfn-lint", "infra/template.yaml"), quiet),
        (
            "checkov",
            tool(workspace.security_venv(), "checkov", checkov),
            // A file that it cannot read is otherwise one without risks.
            &[("CKV_PARSE_ERROR_FAIL", "true")],
        ),
    ]
    .map(|(name, words, variables)| Check { name, words, variables })
    .into()
}

fn passes(workspace: &Workspace, check: &Check) -> anyhow::Result<bool> {
    let mut command = Command::new(&check.words)?.directory(workspace.root());
    for (name, value) in check.variables {
        command = command.variable(name, value);
    }
    Ok(report(check.name, &command.output()?))
}

/// Not part of the tool chain, and minutes to compile: asked for, never installed.
fn dependencies(workspace: &Workspace) -> anyhow::Result<usize> {
    let there = Command::new(["cargo", "deny", "--version"])?.output()?.status.success();
    if !there {
        answer("skipped  cargo deny (install it with `cargo install --locked cargo-deny`)");
        return Ok(0);
    }
    let deny = |kinds: &[&str]| -> anyhow::Result<Output> {
        let words = ["cargo", "deny", "check"].iter().chain(kinds);
        Ok(Command::new(words.copied())?.directory(workspace.root()).output()?)
    };
    let kept = report("cargo deny", &deny(&["bans", "licenses", "sources"])?);
    Ok(usize::from(!kept) + usize::from(!advisories(&deny(&["advisories"])?)))
}

/// Advisories come over the network, without which all other checks work.
fn advisories(output: &Output) -> bool {
    if crate::process::text(output).contains("failed to fetch advisory database") {
        answer(
            "skipped  advisories (their database cannot be reached; the nightly workflow asks it)",
        );
        return true;
    }
    report("advisories", output)
}

fn report(name: &str, output: &Output) -> bool {
    let passed = output.status.success();
    answer(format!("{}  {name}", if passed { "passed " } else { "FAILED " }));
    if !passed {
        note(crate::process::text(output));
    }
    passed
}
