//! `cargo dev selftest`: what a running deployment promises, tried from outside.
//!
//! A throw-away key is created, used for every check and revoked, however the run ends.
//!
//! # Layout
//! - `aim`: which deployment; `site`: it with a key of this run; `expiry`: how long that may take.
//! - `calls`, `changes`, `headers`, `hostile`, `page`: the checks by theme.
//! - `report`: what came of them; `address`, `wire`: how anything is sent.

mod address;
mod aim;
mod calls;
mod changes;
mod expiry;
mod headers;
mod hostile;
mod page;
mod report;
mod site;
mod wire;

use std::future::Future;

use anyhow::anyhow;

pub(crate) use self::aim::stack_output;
use self::site::Site;
pub use self::{
    aim::{Aim, Wish},
    report::{Check, Finding, Outcome, Report},
};
use crate::{terminal::answer, terminal::note, up::Ends};

/// How much is sent.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Every hostile request, and not one for each rule.
    pub all: bool,
    /// Also those that could change data, should the gate fail.
    pub writes: bool,
}

/// Tests what the command line names, prints what came of it, and returns the exit code.
///
/// # Errors
/// When no deployment is found, or no key can be created there.
pub fn run(wish: &Wish) -> anyhow::Result<u8> {
    let aim = Aim::of(wish)?;
    let plan = Plan { all: wish.all, writes: wish.writes || aim.upstream.is_some() };
    note(format!("Testing {} and {}", aim.harvest_api, aim.admin_api));
    let report = tokio::runtime::Runtime::new()?.block_on(async {
        let mut ends = Ends::catch()?;
        check(&aim, plan, Report::new(!wish.json), ends.next()).await
    })?;
    if wish.json {
        answer(serde_json::to_string_pretty(&report)?);
    } else {
        let Report { passed, failed, skipped, .. } = report;
        answer(format!("\n{passed} passed, {failed} failed, {skipped} skipped"));
    }
    Ok(u8::from(report.failed > 0))
}

/// Makes every check until `stop` comes or the token is about to expire, then revokes the key.
///
/// # Errors
/// When an address is none, or no key can be created.
pub async fn check(
    aim: &Aim,
    plan: Plan,
    mut report: Report,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<Report> {
    for token in [Some(&aim.token), aim.other_token.as_ref()].into_iter().flatten() {
        report.conceal(token, "<a token>");
    }
    let opened = Site::open(aim).await;
    let site = opened.map_err(|error| anyhow::Error::msg(report.shown(&format!("{error:#}"))))?;
    report.key_id = Some(site.key_id.clone());
    report.conceal(&site.key, "<the key>");
    report.conceal(site.secret(), "<the key's secret>");
    report.conceal(&wire::credential(&site.key), "<the key's credential>");
    let outcome = tokio::select! {
        outcome = checks(&site, plan, &mut report) => outcome,
        () = stop => Err(anyhow!("stopped before all checks were made")),
        () = expiry::near(&aim.token) => Err(anyhow!("stopped: the token is about to expire")),
    };
    if let Err(error) = outcome {
        report.fail("the run", &error);
    }
    changes::remove(&site, &mut report).await;
    Ok(report)
}

async fn checks(site: &Site, plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    calls::run(site, report).await?;
    calls::in_the_clear(site, report).await;
    calls::admin(site, report).await;
    headers::run(site, report).await;
    page::run(site, report).await;
    changes::run(site, report).await;
    hostile::run(site, plan, report).await;
    Ok(())
}
