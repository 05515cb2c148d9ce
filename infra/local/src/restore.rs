//! `cargo dev restore`: a restored table made safe, before the gate is switched to it.
//!
//! A table that was restored has every key as it was then: one that was revoked or narrowed since
//! would be let in again. What has changed since is revoked, by the word of two witnesses: the
//! functions' change log, and the table that was in use until now.
//!
//! # Layout
//! `exported` reads the log, `findings` decides, `report` tells.

mod exported;
mod findings;
mod report;

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use clap::Args;
use contract::{
    events::{Change, EventName, EventView},
    keys::{Actor, Status},
};
use domain::{key::KeyId, occasion::rfc3339, store::Changed};
use handlers::{configuration, moment};
use jiff::{SignedDuration, Timestamp};
use keystore::{
    Keystore, Patience,
    restoration::{Contents, Holding},
};
use rand::RngExt;

use self::{exported::Exported, findings::Evidence, report::Report};
use crate::{selftest::stack_output, terminal::note};

/// Whom the events of a restoration name.
const RESTORER: &str = "granary-restore";

/// What `cargo dev restore` is called with.
#[derive(Args, Clone, Debug)]
pub struct Wish {
    /// The restored table.
    #[arg(long, value_name = "NAME")]
    pub table: String,
    /// The moment that it was restored to, such as 2026-03-14T09:26:53Z.
    #[arg(long, value_name = "TIME")]
    pub point: Timestamp,
    /// The CloudFormation stack whose gate reads another table now.
    #[arg(long, value_name = "NAME", required_unless_present = "in_use")]
    pub stack_name: Option<String>,
    /// The table that the gate reads now, without asking a stack.
    #[arg(long, value_name = "NAME", conflicts_with = "stack_name")]
    pub in_use: Option<String>,
    /// What the table in use held before it was damaged; the events of that one count all the same.
    #[arg(long, value_name = "NAME")]
    pub old_table: Option<String>,
    /// Do without the table that was in use: it is gone, or cannot be read.
    #[arg(long)]
    pub without_old_table: bool,
    /// Files with the change log, as `aws logs filter-log-events` prints it.
    #[arg(long = "log", value_name = "FILE", num_args = 1.., required_unless_present_any = ["without_log", "everything"])]
    pub logs: Vec<PathBuf>,
    /// Do without the change log: it is gone, or does not reach back.
    #[arg(long, conflicts_with = "logs")]
    pub without_log: bool,
    /// Revoke every key, whatever any witness says.
    #[arg(long)]
    pub everything: bool,
    /// Change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document instead of lines.
    #[arg(long)]
    pub json: bool,
}

/// Revokes what the command line asks for, and prints what came of it.
///
/// # Errors
/// When a witness is missing or contradicts the restore point, or the table cannot be read or
/// written; what was revoked by then stays so, and the same command goes on from there.
pub fn run(wish: &Wish) -> anyhow::Result<()> {
    let in_use = match (&wish.in_use, &wish.stack_name) {
        (Some(name), _) => name.clone(),
        (None, Some(stack)) => stack_output(stack, "TableName")?,
        (None, None) => bail!("say which table the gate reads: --stack-name, or --in-use"),
    };
    ensure!(
        wish.table != in_use,
        "the gate reads `{in_use}` now: restore to another table, and switch to it afterwards"
    );
    ensure!(
        wish.old_table.as_ref() != Some(&wish.table),
        "`{}` cannot be the restored table and the old one",
        wish.table
    );
    let log = if wish.logs.is_empty() { None } else { Some(Exported::read(&wish.logs)?) };
    tokio::runtime::Runtime::new()?.block_on(restore(wish, &in_use, log))
}

async fn restore(wish: &Wish, in_use: &str, log: Option<Exported>) -> anyhow::Result<()> {
    let table = open(&wish.table).await;
    check_point(&table, wish.point).await?;
    let restored = contents(&table, &wish.table).await?;
    let old = old(wish, in_use).await?;
    let now = moment::now();
    let evidence = Evidence {
        restored: &restored,
        old: old.as_ref(),
        log: log.as_ref(),
        point: wish.point,
        now,
        everything: wish.everything,
    };
    let findings = evidence.weigh()?;
    let mut report = Report::new(wish, &evidence, &findings);
    for (id, held) in &findings.concerned(&restored) {
        if !wish.dry_run && !held.is_revoked() {
            let closed = close(&table, *id, held, wish.point, now).await;
            if closed.is_err() {
                report.print(wish.json)?;
            }
            closed.with_context(|| format!("{} keys are done, and then", report.revoked.len()))?;
        }
        report.add(*id, held, findings.reasons(*id), is_ours(&restored, *id));
    }
    report.print(wish.json)?;
    let hidden = restored.unreadable.iter().filter(|place| place.starts_with("KEY#")).count();
    ensure!(
        hidden == 0,
        "{hidden} keys cannot be read, and the gate may take them all the same: delete or mend these items"
    );
    Ok(())
}

/// AWS notes in a table what moment it was restored to; believing a later one would miss changes.
async fn check_point(table: &Keystore, point: Timestamp) -> anyhow::Result<()> {
    let Some(restored) = table.restored_to().await? else { return Ok(()) };
    ensure!(
        point <= restored + SignedDuration::from_mins(1),
        "the table was restored to {}, which is before the restore point",
        rfc3339(restored)
    );
    Ok(())
}

/// Whether an earlier run of this command has revoked the key.
fn is_ours(restored: &Contents, id: KeyId) -> bool {
    let id = id.to_string();
    restored.events.values().any(|event| event.key_id == id && event.actor.id == RESTORER)
}

async fn open(name: &str) -> Keystore {
    configuration::table(name.to_owned(), Patience::Maintenance).await
}

/// The second witness: the table in use, or another one in its place with the events of both.
async fn old(wish: &Wish, in_use: &str) -> anyhow::Result<Option<Contents>> {
    let is_left_out = wish.without_old_table || (wish.everything && wish.old_table.is_none());
    let in_use =
        if is_left_out { None } else { Some(contents(&open(in_use).await, in_use).await?) };
    let Some(name) = &wish.old_table else { return Ok(in_use) };
    ensure!(
        in_use.is_some() || !wish.logs.is_empty() || wish.everything,
        "nothing tells what has changed since `{name}` was: it takes the table in use, or the log"
    );
    let mut old = contents(&open(name).await, name).await?;
    old.events.extend(in_use.map(|damaged| damaged.events).unwrap_or_default());
    Ok(Some(old))
}

async fn contents(store: &Keystore, name: &str) -> anyhow::Result<Contents> {
    note(format!("Reading table `{name}`"));
    store.contents().await.with_context(|| format!("table `{name}`"))
}

async fn close(
    table: &Keystore,
    id: KeyId,
    held: &Holding,
    point: Timestamp,
    now: Timestamp,
) -> anyhow::Result<()> {
    let closing = table.close(id, held, &event(id, held, point, now)).await;
    match closing.with_context(|| format!("key {id}"))? {
        Changed::Done => Ok(()),
        Changed::Conflict => bail!("key {id} changed meanwhile: who else writes to this table?"),
    }
}

/// What the key's history says from now on: who, and by the name why.
fn event(id: KeyId, held: &Holding, point: Timestamp, now: Timestamp) -> EventView {
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or_default();
    let old = held.credential.as_ref().or(held.entry.as_ref()).map(|side| side.status);
    EventView {
        id: KeyId::new(milliseconds, &rand::rng().random()).to_string(),
        time: rfc3339(now),
        event: EventName::Revoked,
        key_id: id.to_string(),
        key_description: held.description.clone(),
        actor: Actor {
            id: RESTORER.to_owned(),
            name: Some(format!("Restored to {}, changed since", rfc3339(point))),
            email: None,
        },
        source_ip: String::new(),
        request_id: RESTORER.to_owned(),
        changes: vec![Change::Status { old, new: Status::Revoked }],
    }
}
