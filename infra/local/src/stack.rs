//! Everything that answers: store, functions, identity provider, upstream, gateways and page.

pub mod apis;
pub mod dynamodb;
mod emulator;
mod facts;
pub mod functions;
mod ports;
pub mod record;
pub mod reload;
mod service;

use std::{path::PathBuf, sync::Arc};

use anyhow::Context;
use futures_util::future::{join_all, try_join_all};
use tokio::try_join;

pub(crate) use self::service::Ready;
use self::{apis::Apis, ports::Listeners, record::Register, service::Service};
pub use self::{
    facts::{Facts, Urls},
    ports::Ports,
};
use crate::{identity, process::Nursery, setup::Tools, workspace::Workspace};

/// What a stack is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The checkout whose deployed files are served.
    pub workspace: Workspace,
    /// What set-up found.
    pub tools: Tools,
    /// Where each part listens.
    pub ports: Ports,
    /// Keys, logs and, unless in memory, the data.
    pub state: PathBuf,
    /// Whether the data ends with the stack.
    pub in_memory: bool,
    /// The directory of the functions' binaries.
    pub functions: PathBuf,
    /// The directory of the admin page's files.
    pub page: PathBuf,
    /// The `granary-local` binary, through which children are started.
    pub launcher: PathBuf,
    /// Whether the state directory notes the processes for the next start.
    pub recorded: bool,
}

/// A running stack; dropping it kills what it started, [`Stack::stop`] ends it in order.
#[derive(Debug)]
pub struct Stack {
    facts: Facts,
    apis: Apis,
    functions: Vec<Service>,
    backing: Vec<Service>,
}

impl Stack {
    /// Starts all parts, and returns when each of them answers.
    ///
    /// # Errors
    /// When a port is taken, or a part ends before it is ready; nothing is left running.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let facts = Facts::new(&options)?;
        let listeners = Listeners::bind(&options.ports)?;
        let nursery = Nursery::open(options.launcher.clone()).context("no thread for children")?;
        let register = Arc::new(Register::open(&options, &facts)?);
        let start = |program, ready| Service::start(&nursery, &register, program, ready);

        let Listeners { admin_api, harvest_api, upstream, page, children } = listeners;
        drop(children);
        let (dynamodb, lambda, identity) = try_join!(
            start(dynamodb::program(&options), dynamodb::readiness(&facts, &options)),
            start(emulator::program(&options), emulator::readiness(&options)),
            start(identity::program(&options, &facts), identity::readiness(&options)),
        )?;
        // Before the functions: the gate reads its credential for the upstream as it starts.
        let sockets = apis::Sockets { admin_api, harvest_api, upstream, page };
        let apis = Apis::start(&options, &facts, sockets)?;
        let programs = functions::programs(&options, &facts)?;
        let functions = try_join_all(programs.into_iter().map(|it| start(it, Ready::AtOnce)));
        let functions = functions.await?;
        register.ready()?;
        Ok(Self { facts, apis, functions, backing: vec![identity, lambda, dynamodb] })
    }

    /// Where everything is; what `GRANARY_STACK` holds.
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The addresses that `cargo dev status` prints.
    pub const fn urls(&self) -> &Urls {
        &self.facts.urls
    }

    /// Starts the named functions again, all their copies, from the binaries as they are now.
    pub async fn restart_functions(&self, names: &[&str]) {
        let concerned =
            self.functions.iter().filter(|it| names.contains(&functions::of(it.name())));
        join_all(concerned.map(Service::restart)).await;
    }

    /// Serves the deployed files as they are now; the ports stay open meanwhile.
    ///
    /// # Errors
    /// When a file cannot be read; the gateways then go on as they were.
    pub fn reload_apis(&mut self) -> anyhow::Result<()> {
        self.apis.reload()
    }

    /// Ends everything, what asks before what answers.
    pub async fn stop(self) {
        self.apis.stop();
        join_all(self.functions.into_iter().map(Service::stop)).await;
        join_all(self.backing.into_iter().map(Service::stop)).await;
    }
}
