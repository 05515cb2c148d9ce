//! What was found and done, for whoever reads it and for what reads it next.

use std::collections::BTreeSet;

use domain::{key::KeyId, occasion::rfc3339};
use keystore::restoration::Holding;
use serde::Serialize;

use super::{
    Wish,
    exported::Exported,
    findings::{Evidence, Findings, Reason},
};
use crate::terminal::answer;

/// One run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    table: String,
    point: String,
    /// Changes from here on count.
    since: String,
    dry_run: bool,
    /// Lines of the log that were read, if it was.
    log_lines: Option<usize>,
    old_table_read: bool,
    /// Changes that a table has, and the log has not.
    gaps_in_log: usize,
    /// In this run, or in a dry run to be.
    pub(super) revoked: Vec<Row>,
    /// By an earlier run of this command, to the same end.
    revoked_by_an_earlier_run: Vec<Row>,
    /// Found so, and left so.
    already_revoked: Vec<Row>,
    /// Made after the restore point, or asked for and refused.
    not_in_table: BTreeSet<String>,
    untouched: usize,
    /// Items that cannot be read.
    unreadable: Vec<String>,
}

/// One key.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    key_id: String,
    organization: String,
    description: String,
    reasons: BTreeSet<Reason>,
}

impl Report {
    pub(super) fn new(wish: &Wish, evidence: &Evidence<'_>, findings: &Findings) -> Self {
        let concerned = findings.concerned(evidence.restored).len();
        Self {
            table: wish.table.clone(),
            point: rfc3339(wish.point),
            since: rfc3339(evidence.since()),
            dry_run: wish.dry_run,
            log_lines: evidence.log.map(Exported::len),
            old_table_read: evidence.old.is_some(),
            gaps_in_log: findings.gaps,
            revoked: Vec::new(),
            revoked_by_an_earlier_run: Vec::new(),
            already_revoked: Vec::new(),
            not_in_table: findings.absent.clone(),
            untouched: evidence.restored.keys.len() - concerned,
            unreadable: evidence.restored.unreadable.clone(),
        }
    }

    /// Files a key as it was before this run; `is_ours` if an earlier one has revoked it.
    pub(super) fn add(
        &mut self,
        id: KeyId,
        held: &Holding,
        reasons: BTreeSet<Reason>,
        is_ours: bool,
    ) {
        let organization = held.organization().map(ToString::to_string).unwrap_or_default();
        let description = held.description.clone();
        let row = Row { key_id: id.to_string(), organization, description, reasons };
        let list = match (held.is_revoked(), is_ours) {
            (false, _) => &mut self.revoked,
            (true, true) => &mut self.revoked_by_an_earlier_run,
            (true, false) => &mut self.already_revoked,
        };
        list.push(row);
    }

    pub(super) fn print(&self, json: bool) -> anyhow::Result<()> {
        if json {
            answer(serde_json::to_string_pretty(self)?);
            return Ok(());
        }
        let done = if self.dry_run { "would be revoked" } else { "revoked" };
        for (what, rows) in [
            (done, &self.revoked),
            ("revoked by an earlier run", &self.revoked_by_an_earlier_run),
            ("was revoked", &self.already_revoked),
        ] {
            for Row { key_id, organization, description, reasons } in rows {
                let reasons = reasons.iter().map(|it| it.words()).collect::<Vec<_>>().join(", ");
                answer(format!("{what}  {key_id}  {organization}  {description:?}: {reasons}"));
            }
        }
        for id in &self.not_in_table {
            answer(format!("not in this table  {id}"));
        }
        for place in &self.unreadable {
            answer(format!("cannot be read  {place}"));
        }
        if self.gaps_in_log > 0 {
            let gaps = self.gaps_in_log;
            answer(format!("the log lacks {gaps} changes, which the tables have"));
        }
        let (revoked, before) = (self.revoked.len(), self.already_revoked.len());
        let earlier = self.revoked_by_an_earlier_run.len();
        let (absent, untouched) = (self.not_in_table.len(), self.untouched);
        answer(format!(
            "\n{revoked} {done}, {earlier} by an earlier run, {before} had been, {absent} not in this table, {untouched} left as \
             they were; changes from {} on count",
            self.since
        ));
        Ok(())
    }
}
