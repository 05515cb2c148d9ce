//! Records with consecutive ids, each made from its index alone.

use std::sync::OnceLock;

use jiff::Timestamp;
use serde_json::Value;

/// The moment every write claims to have happened: the sample data stands still.
pub(super) const NOW: &str = "2026-03-14T09:26:53.589Z";

/// 2025-01-06T08:00:00Z, when the organization began.
const BEGINNING: i64 = 1_736_150_400_000;

/// All records of one kind, made at their first use.
pub(super) struct Collection {
    first: u32,
    count: u32,
    make: fn(u32) -> Value,
    made: OnceLock<Vec<Value>>,
}

impl Collection {
    pub(super) const fn new(first: u32, count: u32, make: fn(u32) -> Value) -> Self {
        Self { first, count, make, made: OnceLock::new() }
    }

    /// The id at an index; indices wrap, so that any number refers to a record.
    pub(super) const fn id(&self, index: u32) -> u32 {
        self.first + index % self.count
    }

    /// The id a created record gets; always the same, as nothing is kept.
    pub(super) const fn next_id(&self) -> u32 {
        self.first + self.count
    }

    pub(super) fn index(&self, id: u32) -> Option<u32> {
        id.checked_sub(self.first).filter(|index| *index < self.count)
    }

    pub(super) fn indices(&self) -> std::ops::Range<u32> {
        0..self.count
    }

    pub(super) fn records(&self) -> &[Value] {
        self.made.get_or_init(|| self.indices().map(self.make).collect())
    }

    pub(super) fn find(&self, id: u32) -> Option<&Value> {
        self.records().get(usize::try_from(self.index(id)?).ok()?)
    }
}

/// A moment that many minutes after the beginning, with odd seconds and milliseconds.
pub(super) fn moment(minutes: u32) -> String {
    let odd = minutes.wrapping_mul(7_919) % 60_000;
    let millisecond = BEGINNING + i64::from(minutes) * 60_000 + i64::from(odd);
    let moment = Timestamp::from_millisecond(millisecond).unwrap_or_default();
    moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The day of that moment, `YYYY-MM-DD`.
pub(super) fn day(minutes: u32) -> String {
    moment(minutes).chars().take(10).collect()
}

/// One of them; indices wrap.
pub(super) fn pick(of: &[&'static str], index: u32) -> &'static str {
    let index = usize::try_from(index).unwrap_or_default();
    index.checked_rem(of.len()).and_then(|index| of.get(index)).copied().unwrap_or_default()
}
