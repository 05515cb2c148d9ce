//! Which keys of a restored table must be revoked, and whether the witnesses can be believed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail, ensure};
use contract::events::EventView;
use domain::{key::KeyId, occasion::rfc3339};
use jiff::{SignedDuration, Timestamp};
use keystore::restoration::{Contents, Holding};
use serde::Serialize;

use super::{RESTORER, exported::Exported};

/// How long before the restore point a change counts as made after it: a line is out up to 28 s
/// before its change lands, clocks differ, and a backup may hold half of what was in flight.
pub(super) const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// All that is known.
pub(super) struct Evidence<'a> {
    pub(super) restored: &'a Contents,
    pub(super) old: Option<&'a Contents>,
    pub(super) log: Option<&'a Exported>,
    pub(super) point: Timestamp,
    pub(super) now: Timestamp,
    pub(super) everything: bool,
}

/// Why a key is revoked.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reason {
    /// All are.
    Everything,
    /// The log has a line of it.
    Logged,
    /// The old table has an event of it.
    Event,
    /// The old table has it in another state.
    Differs,
    /// Its two items do not agree: it was restored in the middle of a change.
    Torn,
    /// The old table lacks it, and there is no log to ask.
    Unknown,
}

impl Reason {
    /// As a person is told.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Everything => "all are to be",
            Self::Logged => "in the log",
            Self::Event => "in the old table's events",
            Self::Differs => "differs from the old table",
            Self::Torn => "half of a change",
            Self::Unknown => "not in the old table",
        }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Findings {
    reasons: BTreeMap<KeyId, BTreeSet<Reason>>,
    /// Ids that a witness names, and the restored table does not have.
    pub(super) absent: BTreeSet<String>,
    /// Changes that a table has, and the log has not, though it had begun by then.
    pub(super) gaps: usize,
}

impl Findings {
    /// The keys to revoke, as they are.
    pub(super) fn concerned(&self, restored: &Contents) -> Vec<(KeyId, Holding)> {
        let keys = restored.keys.iter().filter(|(id, _)| self.reasons.contains_key(id));
        keys.map(|(id, held)| (*id, held.clone())).collect()
    }

    pub(super) fn reasons(&self, id: KeyId) -> BTreeSet<Reason> {
        self.reasons.get(&id).cloned().unwrap_or_default()
    }

    fn add(&mut self, restored: &Contents, id: &str, reason: Reason) {
        match id.parse().ok().filter(|id| restored.keys.contains_key(id)) {
            Some(id) => drop(self.reasons.entry(id).or_default().insert(reason)),
            None => drop(self.absent.insert(id.to_owned())),
        }
    }
}

impl Evidence<'_> {
    /// From when on a change counts.
    pub(super) fn since(&self) -> Timestamp {
        self.point - MARGIN
    }

    /// Collects what every witness says, and refuses those that cannot be right.
    pub(super) fn weigh(&self) -> anyhow::Result<Findings> {
        self.check_table()?;
        let mut findings = Findings::default();
        for (id, held) in &self.restored.keys {
            let reasons = self.of_key(*id, held);
            if !reasons.is_empty() {
                findings.reasons.insert(*id, reasons);
            }
        }
        if let Some(old) = self.old {
            self.check_old(old)?;
            for event in recent(old, self.since()) {
                findings.add(self.restored, &event.key_id, Reason::Event);
            }
            for id in old.keys.keys().filter(|id| !self.restored.keys.contains_key(id)) {
                findings.absent.insert(id.to_string());
            }
        }
        if let Some(log) = self.log {
            findings.gaps = self.check_log(log)?;
            for id in log.since(self.since()) {
                findings.add(self.restored, id, Reason::Logged);
            }
        }
        ensure!(
            self.everything || self.old.is_some() || self.log.is_some(),
            "nothing tells what has changed since: revoke all keys, with --everything"
        );
        Ok(findings)
    }

    /// What can be said of a key by looking at it.
    fn of_key(&self, id: KeyId, held: &Holding) -> BTreeSet<Reason> {
        let old = self.old.map(|old| old.keys.get(&id));
        let differs = matches!(old, Some(Some(old)) if !same(old, held));
        let unknown = matches!(old, Some(None)) && self.log.is_none();
        let reasons = [
            (self.everything, Reason::Everything),
            (differs, Reason::Differs),
            (!held.is_whole(), Reason::Torn),
            (unknown, Reason::Unknown),
        ];
        reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect()
    }

    fn check_table(&self) -> anyhow::Result<()> {
        ensure!(self.point <= self.now, "the restore point lies in the future");
        ensure!(!self.restored.keys.is_empty(), "the table holds no key: is it the restored one?");
        let late = recent(self.restored, self.point + MARGIN);
        if let Some(event) = late.filter(|event| event.actor.id != RESTORER).last() {
            bail!(
                "the table holds a change of {}, after the restore point: it is in use already, or \
                 was restored to a later moment",
                event.time
            );
        }
        Ok(())
    }

    /// A table of an earlier moment lacks changes that nobody would look for.
    fn check_old(&self, old: &Contents) -> anyhow::Result<()> {
        let before = |event: &&EventView| time(event).is_some_and(|time| time < self.since());
        let lost = |event: &&EventView| !self.restored.events.contains_key(&event.id);
        let lost = old.events.values().filter(before).filter(lost).count();
        ensure!(
            lost == 0,
            "the table lacks {lost} changes from before the restore point, which the old one has: it \
             was restored to an earlier moment"
        );
        Ok(())
    }

    /// Returns how many changes the log lacks; alone it must lack none, and begin early enough.
    fn check_log(&self, log: &Exported) -> anyhow::Result<usize> {
        let begins = log.begins().context("the log holds no change")?;
        let whole = self.restored.events.values().filter_map(time).all(|it| it >= begins - MARGIN);
        ensure!(
            begins <= self.since() || whole,
            "the log begins at {}, and must reach back to {}: export more of it, or do without, with \
             --without-log",
            rfc3339(begins),
            rfc3339(self.since())
        );
        let known = log.requests();
        let mut gaps = BTreeSet::new();
        for contents in [Some(self.restored), self.old].into_iter().flatten() {
            for event in recent(contents, begins + MARGIN) {
                let request = (event.key_id.as_str(), event.request_id.as_str());
                if event.actor.id != RESTORER && !known.contains(&request) {
                    gaps.insert(&event.id);
                }
            }
        }
        ensure!(
            gaps.is_empty() || self.old.is_some() || self.everything,
            "the log lacks {} changes that the table has, so it may lack others: revoke all keys, with \
             --everything",
            gaps.len()
        );
        Ok(gaps.len())
    }
}

/// Whether both tables say the same of a key, wherever the old one says anything.
fn same(old: &Holding, restored: &Holding) -> bool {
    let sides = [(&old.credential, &restored.credential), (&old.entry, &restored.entry)];
    sides.into_iter().all(|(old, restored)| old.is_none() || old == restored)
}

/// Events of this moment or later, or of one that cannot be read.
fn recent(contents: &Contents, moment: Timestamp) -> impl Iterator<Item = &EventView> {
    contents.events.values().filter(move |event| time(event).is_none_or(|time| time >= moment))
}

fn time(event: &EventView) -> Option<Timestamp> {
    event.time.parse().ok()
}

#[cfg(test)]
mod tests;
