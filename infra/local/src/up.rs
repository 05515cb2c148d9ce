//! `cargo dev`: sets up, builds, starts everything, and follows the sources until it is told to end.

use std::{
    fs::{self, File, TryLockError, create_dir_all, remove_dir_all},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    compile, demo,
    page::{self, Edition},
    process::{self, Command},
    setup,
    stack::{Options, Ports, Stack, record::Record, reload},
    terminal::note,
    workspace::{Workspace, binaries},
};

/// How `cargo dev` is started.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// Whether the data of earlier runs goes first.
    pub fresh: bool,
    /// The seven ports after this one are taken.
    pub port_base: u16,
    /// Amazon's own download of DynamoDB Local.
    pub dynamodb_local: Option<PathBuf>,
}

/// Runs until a signal ends it.
///
/// # Errors
/// When something is missing, in use or broken: one sentence that says what to do.
pub fn run(workspace: Workspace, wishes: &Wishes) -> anyhow::Result<()> {
    let state = workspace.state();
    create_dir_all(&state).context("cannot create infra/local/.state")?;
    let _alone = alone(&state)?;
    if let Some(left) = Record::read(&state) {
        left.clear(&state);
    }
    let ports = Ports::from_base(wishes.port_base);
    ports.ensure_free()?;
    let tools = setup::for_stack(&workspace, wishes.dynamodb_local.as_deref())?;
    compile::build_functions(&workspace, "dev")?;
    let page = Edition::Draft.directory(&workspace)?;
    let rebuild = [process::own_program()?.into_os_string()].into_iter();
    if !Command::new(rebuild.chain(page::REBUILD.map(Into::into)))?.show()?.success() {
        note(page::UNCHANGED);
    }
    if wishes.fresh {
        forget(&state)?;
    }
    let options = Options {
        workspace,
        tools,
        ports,
        state,
        in_memory: false,
        functions: binaries()?,
        page,
        launcher: process::own_program()?,
        recorded: true,
    };
    tokio::runtime::Runtime::new()?.block_on(stay(options))
}

/// Holds the lock that ends with this process, however it ends.
fn alone(state: &Path) -> anyhow::Result<File> {
    let lock = File::create(state.join("lock")).context("cannot write into infra/local/.state")?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::Error(error)) => Err(error.into()),
        Err(TryLockError::WouldBlock) => match Record::read(state) {
            Some(Record { owner, facts, ready: true, .. }) => bail!(
                "already running (process {}) at {}: end that one with Ctrl-C first",
                owner.pid,
                facts.urls.admin_api
            ),
            _ => bail!("another `cargo dev` is just starting in this checkout: wait for it"),
        },
    }
}

/// The signing key stays: it is no data, and open pages go on working.
fn forget(state: &Path) -> anyhow::Result<()> {
    let data = state.join("data");
    if data.exists() {
        remove_dir_all(&data).with_context(|| format!("cannot delete {}", data.display()))?;
    }
    fs::remove_file(demo::file(state)).unwrap_or_default();
    note("Starting with an empty table");
    Ok(())
}

async fn stay(options: Options) -> anyhow::Result<()> {
    let mut ends = Ends::catch()?;
    note("Starting DynamoDB Local, the Lambda emulator, the functions and the identity provider");
    let mut stack = tokio::select! {
        stack = Stack::start(options.clone()) => stack?,
        () = ends.next() => bail!("stopped before everything had started"),
    };
    let outcome = tokio::select! {
        outcome = live(&mut stack, &options) => outcome,
        () = ends.next() => Ok(()),
    };
    note("\nStopping (Ctrl-C again to stop at once)");
    tokio::select! {
        () = stack.stop() => outcome,
        () = ends.next() => outcome,
    }
}

async fn live(stack: &mut Stack, options: &Options) -> anyhow::Result<()> {
    demo::show(stack.facts(), &options.state).await;
    reload::follow(stack, options).await
}

/// The signals that end a run in order.
#[derive(Debug)]
pub(crate) struct Ends([Signal; 3]);

impl Ends {
    pub(crate) fn catch() -> anyhow::Result<Self> {
        Ok(Self([
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    pub(crate) async fn next(&mut self) {
        let Self([interrupt, terminate, hangup]) = self;
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
            _ = hangup.recv() => (),
        }
    }
}
