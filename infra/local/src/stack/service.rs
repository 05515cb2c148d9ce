//! One child that is kept running: started again when it ends by itself, within reason.

use std::{collections::VecDeque, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};

use super::{dynamodb, record::Register};
use crate::{
    process::{Nursery, Offspring, Program, tail},
    terminal::note,
};

/// How often a child may end by itself within [`SPAN`] before it is given up.
const LIVES: usize = 5;
const SPAN: Duration = Duration::from_secs(60);
/// How long a child may take until it answers.
const DEADLINE: Duration = Duration::from_secs(30);
/// Between two looks at a port, which cannot be awaited.
const GLANCE: Duration = Duration::from_millis(20);

/// When a child counts as started.
#[derive(Clone, Debug)]
pub(crate) enum Ready {
    /// Once it runs.
    AtOnce,
    /// Once its port accepts.
    Listening(u16),
    /// Once its port accepts and the table is there.
    Table(u16, dynamodb::Table),
}

/// A child with the task that looks after it.
#[derive(Debug)]
pub(super) struct Service {
    name: String,
    orders: mpsc::Sender<Order>,
    task: JoinHandle<()>,
}

type Order = (What, oneshot::Sender<()>);

#[derive(Clone, Copy, Debug)]
enum What {
    Restart,
    Stop,
}

impl Service {
    /// Starts the child and waits until it is ready.
    pub(super) async fn start(
        nursery: &Nursery,
        register: &Arc<Register>,
        program: Program,
        ready: Ready,
    ) -> anyhow::Result<Self> {
        let (orders, inbox) = mpsc::channel(1);
        let name = program.name.clone();
        let care = Care {
            nursery: nursery.clone(),
            register: Arc::clone(register),
            program,
            ready,
            ends: VecDeque::new(),
        };
        let child = care.birth().await?;
        Ok(Self { name, orders, task: tokio::spawn(async move { care.keep(child, inbox).await }) })
    }

    /// The name of its program.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Ends the child and starts it anew, also after it was given up.
    pub(super) async fn restart(&self) {
        self.order(What::Restart).await;
    }

    /// Ends the child for good.
    pub(super) async fn stop(self) {
        self.order(What::Stop).await;
    }

    async fn order(&self, what: What) {
        let (done, finished) = oneshot::channel();
        if self.orders.send((what, done)).await.is_ok() {
            finished.await.unwrap_or_default();
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What the task of a service knows.
struct Care {
    nursery: Nursery,
    register: Arc<Register>,
    program: Program,
    ready: Ready,
    ends: VecDeque<Instant>,
}

impl Care {
    async fn birth(&self) -> anyhow::Result<Offspring> {
        let mut child = self.nursery.spawn(&self.program).await?;
        self.register.born(&self.program.name, child.pid()).context("cannot write run.json")?;
        let ready = timeout(DEADLINE, self.ready());
        tokio::select! {
            outcome = ready => match outcome {
                Ok(outcome) => outcome?,
                Err(_) => bail!("`{}` does not answer: {}", self.program.name, self.last_words()),
            },
            _ = child.wait() => bail!("`{}` ended at once: {}", self.program.name, self.last_words()),
        }
        Ok(child)
    }

    async fn ready(&self) -> anyhow::Result<()> {
        match &self.ready {
            Ready::AtOnce => Ok(()),
            Ready::Listening(port) => listening(*port).await,
            Ready::Table(port, table) => {
                listening(*port).await?;
                table.ensure().await
            }
        }
    }

    async fn keep(mut self, child: Offspring, mut inbox: mpsc::Receiver<Order>) {
        let mut child = Some(child);
        loop {
            tokio::select! {
                order = inbox.recv() => {
                    if let Some(child) = child.take() {
                        child.stop().await;
                    }
                    match order {
                        Some((What::Restart, done)) => {
                            self.ends.clear();
                            child = self.rebirth().await;
                            done.send(()).unwrap_or_default();
                        }
                        Some((What::Stop, done)) => return done.send(()).unwrap_or_default(),
                        None => return,
                    }
                }
                how = end_of(&mut child) => {
                    child = None;
                    if self.may_try_again(&how).await {
                        child = self.rebirth().await;
                    }
                }
            }
        }
    }

    async fn rebirth(&self) -> Option<Offspring> {
        self.birth().await.inspect_err(|error| note(format!("{error:#}"))).ok()
    }

    async fn may_try_again(&mut self, how: &str) -> bool {
        let Program { name, .. } = &self.program;
        let now = Instant::now();
        self.ends.retain(|end| now.duration_since(*end) < SPAN);
        self.ends.push_back(now);
        if self.ends.len() >= LIVES {
            note(format!(
                "`{name}` ended {LIVES} times within a minute and stays down: {}",
                self.last_words()
            ));
            return false;
        }
        note(format!("`{name}` ended ({how}); starting it again"));
        sleep(GLANCE * u32::try_from(self.ends.len()).unwrap_or(1)).await;
        true
    }

    fn last_words(&self) -> String {
        let Some(log) = &self.program.log else { return "it has no log".into() };
        let text = std::fs::read_to_string(log).unwrap_or_default();
        format!("see {}, which ends with\n{}", Path::new(log).display(), tail(&text, 5))
    }
}

async fn end_of(child: &mut Option<Offspring>) -> String {
    match child {
        Some(child) => {
            child.wait().await.map_or_else(|error| error.to_string(), |status| status.to_string())
        }
        None => std::future::pending().await,
    }
}

async fn listening(port: u16) -> anyhow::Result<()> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    while TcpStream::connect(address).await.is_err() {
        sleep(GLANCE).await;
    }
    Ok(())
}
