//! `cargo dev status` and `cargo dev token`: what a running stack tells scripts.

use anyhow::{Context, ensure};

use crate::{
    stack::{Facts, record::Record},
    terminal::answer,
    token::{self, Claims},
    workspace::Workspace,
};

/// Where the stack of this checkout has what.
///
/// # Errors
/// When none runs, or it is still starting.
pub fn facts(workspace: &Workspace) -> anyhow::Result<Facts> {
    let record = Record::read(&workspace.state()).filter(|record| record.owner.alive());
    let record = record.context("nothing is running: start it with `cargo dev`")?;
    ensure!(record.ready, "`cargo dev` is still starting: try again in a moment");
    Ok(record.facts)
}

/// Prints the addresses, as a table or as JSON.
///
/// # Errors
/// When nothing is running.
pub fn print(workspace: &Workspace, json: bool) -> anyhow::Result<()> {
    let urls = facts(workspace)?.urls;
    if json {
        answer(serde_json::to_string(&urls)?);
        return Ok(());
    }
    let lines = [
        ("Admin page", urls.page),
        ("Admin API", urls.admin_api),
        ("Harvest API", urls.harvest_api),
        ("Upstream", urls.upstream),
        ("DynamoDB", urls.dynamodb),
    ];
    for (name, url) in lines {
        answer(format!("{name:<12} {url}"));
    }
    Ok(())
}

/// Who the printed token is for.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// Their one group.
    pub group: String,
    /// Their organization; the default one when absent.
    pub organization: Option<String>,
    /// An address of their own, and with it a subject.
    pub email: Option<String>,
}

/// Prints a token that the running stack accepts for 15 minutes.
///
/// # Errors
/// When nothing is running.
pub fn print_token(workspace: &Workspace, bearer: &Bearer) -> anyhow::Result<()> {
    let facts = facts(workspace)?;
    let mut claims = Claims::of_group(&bearer.group, &facts.issuer, &facts.client_id)?;
    if let Some(email) = &bearer.email {
        claims = claims.by_email(email);
    }
    claims.organization.clone_from(&bearer.organization);
    answer(token::mint(&claims, &facts.identity_key)?);
    Ok(())
}
