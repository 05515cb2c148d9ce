//! Whether a history could have been: each call is explained by a state that the key may have had.
//!
//! The versions that changes return are the order in which they were made. A call must then find
//! a version between the last one acknowledged before it began and the last one begun before it
//! ended, and none older than what an earlier call has found. That is linearizability, for a
//! register whose writes are ordered: with each call given the oldest version that fits, no later
//! one has less to choose from than it must.

use std::{collections::BTreeMap, fmt, time::Duration};

use super::record::{Call, Change, History, Span, State, Verdict};

/// What cannot be explained.
#[derive(Clone, Debug)]
pub enum Violation {
    /// No state that the key may have had gives this answer.
    Unexplained { call: Call, versions: (u64, u64) },
    /// One change was acknowledged before the other was asked for, and is the later version.
    OutOfOrder { earlier: Change, later: Change },
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexplained { call, versions: (oldest, newest) } => write!(
                formatter,
                "key {}: {:?} for {} at {:?} to {:?}, where versions {oldest} to {newest} say otherwise",
                call.key,
                call.verdict,
                call.permission.id(),
                call.span.began,
                call.span.ended,
            ),
            Self::OutOfOrder { earlier, later } => write!(
                formatter,
                "key {}: version {} was acknowledged at {:?}, version {} asked for at {:?}",
                earlier.key, earlier.version, earlier.span.ended, later.version, later.span.began,
            ),
        }
    }
}

/// One version of a key, as far as its changes tell.
#[derive(Clone, Copy, Debug)]
struct Version {
    span: Span,
    /// Unknown where racing admins were both shown what came after.
    state: Option<State>,
}

/// Everything that a history contains and no execution could.
pub fn violations(history: &History) -> Vec<Violation> {
    let mut keys: BTreeMap<usize, (Vec<Change>, Vec<Call>)> = BTreeMap::new();
    for change in &history.changes {
        keys.entry(change.key).or_default().0.push(*change);
    }
    for call in &history.calls {
        keys.entry(call.key).or_default().1.push(*call);
    }
    let mut found = Vec::new();
    for (changes, mut calls) in keys.into_values() {
        let changes = one_for_each_version(changes);
        found.extend(out_of_order(&changes));
        calls.sort_by_key(|call| call.span.began);
        found.extend(unexplained(&versions(&changes), &calls));
    }
    found
}

/// An answer to a change that found nothing to change shows a version that another has made: who
/// made it is unknown, so it was begun by the first and there with the first answer.
fn one_for_each_version(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| change.version);
    changes.dedup_by(|next, kept| {
        kept.version == next.version && {
            kept.span.began = kept.span.began.min(next.span.began);
            kept.span.ended = kept.span.ended.min(next.span.ended);
            true
        }
    });
    changes
}

fn out_of_order(changes: &[Change]) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut first_answered: Option<Change> = None;
    for change in changes.iter().rev() {
        if let Some(earlier) = first_answered.filter(|newer| newer.span.ended < change.span.began) {
            found.push(Violation::OutOfOrder { earlier, later: *change });
        }
        if first_answered.is_none_or(|known| change.span.ended < known.span.ended) {
            first_answered = Some(*change);
        }
    }
    found
}

/// By version: begun no earlier than those before it, there no later than those after it.
fn versions(changes: &[Change]) -> BTreeMap<u64, Version> {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else {
        return BTreeMap::new();
    };
    let unknown =
        Version { span: Span { began: Duration::ZERO, ended: Duration::MAX }, state: None };
    let mut versions: BTreeMap<u64, Version> =
        (first.version..=last.version).map(|number| (number, unknown)).collect();
    for change in changes {
        let version = Version { span: change.span, state: Some(change.state) };
        versions.insert(change.version, version);
    }
    let mut began = Duration::ZERO;
    for version in versions.values_mut() {
        began = began.max(version.span.began);
        version.span.began = began;
    }
    let mut ended = Duration::MAX;
    for version in versions.values_mut().rev() {
        ended = ended.min(version.span.ended);
        version.span.ended = ended;
    }
    versions
}

/// Calls come in the order in which they began.
fn unexplained(versions: &BTreeMap<u64, Version>, calls: &[Call]) -> Vec<Violation> {
    let mut found = Vec::new();
    // What ended calls have found, by when they ended; only rising versions are of interest.
    let mut seen: BTreeMap<Duration, u64> = BTreeMap::new();
    for call in calls {
        let before = seen.range(..call.span.began).next_back().map_or(0, |(_, version)| *version);
        let acknowledged = last(versions, |version| version.span.ended < call.span.began);
        let oldest = before.max(acknowledged.unwrap_or(0));
        let newest = last(versions, |version| version.span.began < call.span.ended).unwrap_or(0);
        let fits = |state: Option<State>| {
            state.is_none_or(|state| state.verdict(call.permission) == call.verdict)
        };
        let mut candidates = versions.range(oldest..).take_while(|(number, _)| **number <= newest);
        match candidates.find(|(_, version)| fits(version.state)) {
            Some((number, _)) => note(&mut seen, call.span.ended, *number),
            None => found.push(Violation::Unexplained { call: *call, versions: (oldest, newest) }),
        }
    }
    found
}

/// The newest version for which this holds, which it does for all before it.
fn last(versions: &BTreeMap<u64, Version>, holds: impl Fn(&Version) -> bool) -> Option<u64> {
    let (mut low, end) = (*versions.keys().next()?, versions.keys().last()? + 1);
    let mut high = end;
    let first = low;
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(versions.get(&middle)?) { low = middle + 1 } else { high = middle }
    }
    (low > first).then(|| low - 1)
}

/// Keeps the newest version that was seen by then, for every moment from then on.
fn note(seen: &mut BTreeMap<Duration, u64>, ended: Duration, version: u64) {
    let before = seen.range(..=ended).next_back().map_or(0, |(_, known)| *known);
    if before >= version {
        return;
    }
    let outdone: Vec<_> = seen
        .range(ended..)
        .take_while(|(_, known)| **known <= version)
        .map(|(at, _)| *at)
        .collect();
    for at in outdone {
        seen.remove(&at);
    }
    seen.insert(ended, version);
}

/// How many calls were answered what, by milliseconds since the last acknowledged change that
/// forbids them: the promise in one picture.
pub fn after_acknowledgement(history: &History) -> Vec<(Duration, Verdict)> {
    let mut keys: BTreeMap<usize, Vec<Change>> = BTreeMap::new();
    for change in &history.changes {
        keys.entry(change.key).or_default().push(*change);
    }
    for changes in keys.values_mut() {
        changes.sort_by_key(|change| (change.version, change.span.ended));
    }
    let since = |call: &Call| {
        let changes = keys.get(&call.key)?;
        let known = changes.iter().rposition(|change| change.span.ended < call.span.began)?;
        let change = changes.get(known)?;
        // All that follow: one that was shown what came after it stands under that one's version.
        let mut next = changes.get(known + 1..)?.iter();
        let undisputed = next.all(|next| next.span.began > call.span.ended);
        let forbids = change.state.verdict(call.permission) != Verdict::Allowed;
        (undisputed && forbids).then(|| (call.span.began - change.span.ended, call.verdict))
    };
    history.calls.iter().filter_map(since).collect()
}

#[cfg(test)]
mod tests;
