//! The command line of `cargo dev`.

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::ensure;
use clap::{Args, Parser, Subcommand, value_parser};

use crate::{
    bench,
    browser::{self, Purpose, Visit},
    checks, openapi,
    page::{self, Edition},
    process, publish, restore, sbom, seed, selftest,
    setup::{self, Places},
    status::{self, Bearer},
    suite::{self, Proof},
    terminal::{answer, note},
    up::{self, Wishes},
    workspace::Workspace,
};

/// Granary on this machine: without a subcommand it sets up, builds and runs everything.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo dev")]
struct Cli {
    #[command(subcommand)]
    command: Option<Subcommands>,
    #[command(flatten)]
    up: Up,
    #[command(flatten)]
    places: Places,
}

#[derive(Args, Clone, Debug)]
struct Up {
    /// Start with an empty table.
    #[arg(long)]
    fresh: bool,
    /// Listen on the seven ports after this one.
    #[arg(long, env = "GRANARY_PORT_BASE", value_name = "N", default_value_t = 4800, value_parser = value_parser!(u16).range(1024..65_000))]
    port_base: u16,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Set up, build and run everything (the default).
    Up(Up),
    /// Print where everything is.
    Status {
        /// As one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Print a bearer token for the admin API.
    Token {
        /// The one group of whoever it names.
        #[arg(long, value_name = "NAME", default_value = contract::operations::Role::Manager.group())]
        group: String,
        /// Their organization, if it is not the default one.
        #[arg(long, value_name = "NAME")]
        organization: Option<String>,
        /// Their e-mail address.
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
    },
    /// Fill the running stack with plausible keys.
    Seed {
        /// How many.
        #[arg(default_value_t = 1000)]
        n: usize,
    },
    /// Build the admin page as it is deployed, and weigh it.
    Page {
        /// Build it in seconds, uncompressed, and where a running `cargo dev` serves it.
        #[arg(long)]
        dev_page: bool,
        /// Where its files go instead.
        #[arg(long, value_name = "DIRECTORY")]
        out: Option<PathBuf>,
    },
    /// Set up and run all tests, or those of Rust whose names contain a filter.
    Test {
        /// Parts of test names, and options of the test harness.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        filters: Vec<String>,
    },
    /// Run the tests of the page in a browser.
    Browser(Visit),
    /// Take the pictures of `docs/screenshots`.
    Screenshots(Visit),
    /// Check what many clients are answered while many admins change their keys.
    Prove(Proof),
    /// Build the admin page and upload it to where a deployed stack serves it from.
    Publish(publish::Wish),
    /// Try from outside what a deployment, or the running stack, promises.
    Selftest(selftest::Wish),
    /// Revoke, in a restored table, what has changed since, before the gate is switched to it.
    Restore(restore::Wish),
    /// Look at formatting, lints, documentation, dependencies and template.
    Check,
    /// Write what the functions and the page are made of, as CycloneDX.
    Sbom {
        /// Where the two documents go.
        #[arg(long, value_name = "DIRECTORY", default_value = "target/sbom")]
        out: PathBuf,
    },
    /// Write both OpenAPI files anew.
    Generate,
    /// Measure, with release binaries.
    Bench,
    /// Become another program that ends with its parent.
    #[command(hide = true)]
    Exec {
        #[arg(long)]
        parent: i32,
        #[arg(last = true)]
        command: Vec<OsString>,
    },
}

/// Does what the command line asks for; a failure is one message on stderr.
pub fn run() -> ExitCode {
    match dispatch(Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            note(format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<u8> {
    let places = cli.places;
    let workspace = Workspace::find;
    match cli.command {
        None => start(cli.up, places),
        Some(Subcommands::Up(up)) => start(up, places),
        Some(Subcommands::Status { json }) => done(status::print(&workspace()?, json)),
        Some(Subcommands::Token { group, organization, email }) => {
            done(status::print_token(&workspace()?, &Bearer { group, organization, email }))
        }
        Some(Subcommands::Seed { n }) => done(fill(&workspace()?, n)),
        Some(Subcommands::Page { dev_page, out }) => {
            done(build_page(&workspace()?, Edition::of(dev_page), out))
        }
        Some(Subcommands::Test { filters }) => suite::run(workspace()?, &places, &filters),
        Some(Subcommands::Browser(visit)) => {
            browser::run(workspace()?, &places, Purpose::Tests, &visit)
        }
        Some(Subcommands::Screenshots(visit)) => {
            browser::run(workspace()?, &places, Purpose::Pictures, &visit)
        }
        Some(Subcommands::Prove(proof)) => suite::prove(workspace()?, &places, &proof),
        Some(Subcommands::Publish(wish)) => done(publish::run(&wish)),
        Some(Subcommands::Selftest(wish)) => selftest::run(&wish),
        Some(Subcommands::Restore(wish)) => done(restore::run(&wish)),
        Some(Subcommands::Check) => check(&workspace()?),
        Some(Subcommands::Sbom { out }) => done(sbom::write(&workspace()?, &out)),
        Some(Subcommands::Generate) => done(openapi::write(workspace()?.root())),
        Some(Subcommands::Bench) => bench::run(workspace()?, &places),
        Some(Subcommands::Exec { parent, command }) => {
            Err(process::become_command(parent, &command))
        }
    }
}

fn done(outcome: anyhow::Result<()>) -> anyhow::Result<u8> {
    outcome.map(|()| 0)
}

fn start(Up { fresh, port_base }: Up, places: Places) -> anyhow::Result<u8> {
    let dynamodb_local = places.dynamodb_local;
    done(up::run(Workspace::find()?, &Wishes { fresh, port_base, dynamodb_local }))
}

fn build_page(workspace: &Workspace, edition: Edition, out: Option<PathBuf>) -> anyhow::Result<()> {
    setup::for_page(workspace)?;
    let out = out.map_or_else(|| edition.directory(workspace), Ok)?;
    let weights = page::build(workspace, edition, &out)?;
    if edition == Edition::Release {
        page::print(&weights);
    }
    note(format!("The admin page lies in {}", out.display()));
    Ok(())
}

fn fill(workspace: &Workspace, n: usize) -> anyhow::Result<()> {
    let facts = status::facts(workspace)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(seed::run(&facts.urls.dynamodb, &facts.table, &facts.organization, n))?;
    answer(format!("{n} keys written"));
    Ok(())
}

fn check(workspace: &Workspace) -> anyhow::Result<u8> {
    let failed = checks::run(workspace)?;
    ensure!(failed == 0, "{failed} of the checks failed: see above");
    Ok(0)
}
