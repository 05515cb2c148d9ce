//! An event, with what it is found and sorted by.

use std::{collections::HashMap, sync::Arc};

use contract::events::{Change, EventView};

use super::day::Day;
use crate::parts::who::actor_name;

/// An event as it came, read once.
#[derive(Debug, Eq, PartialEq)]
pub struct Entry {
    /// What the API said.
    pub event: EventView,
    /// In UTC; nothing when the moment cannot be read.
    pub day: Option<Day>,
    haystack: String,
}

impl Entry {
    /// Reads an event.
    pub fn new(event: EventView) -> Self {
        let mut haystack = format!("{}\n{}", event.key_description, event.key_id);
        for change in &event.changes {
            if let Change::Description { old: Some(old), .. } = change {
                haystack.push('\n');
                haystack.push_str(old);
            }
        }
        Self { day: Day::of(&event.time), haystack: haystack.to_lowercase(), event }
    }

    /// Whether the key's id, or its description before or after, contain this lower-case text.
    pub fn mentions(&self, text: &str) -> bool {
        self.haystack.contains(text)
    }
}

/// Everybody who did something, by id, as they were last called; sorted by that name.
pub fn actors(entries: &[Arc<Entry>]) -> Vec<(String, String)> {
    let mut seen: HashMap<&str, String> = HashMap::new();
    for entry in entries {
        let actor = &entry.event.actor;
        seen.entry(&actor.id).or_insert_with(|| actor_name(actor));
    }
    let mut actors: Vec<_> = seen.into_iter().map(|(id, name)| (id.to_owned(), name)).collect();
    actors.sort_unstable_by(|left, right| (&left.1, &left.0).cmp(&(&right.1, &right.0)));
    actors
}

#[cfg(test)]
pub(crate) mod tests {
    use contract::{
        events::EventName,
        keys::{Actor, Status},
    };

    use super::*;

    /// Somebody, by a letter.
    pub(crate) fn actor(letter: &str) -> Actor {
        Actor { id: letter.into(), name: None, email: Some(format!("{letter}@example.org")) }
    }

    /// A key revoked at this moment.
    pub(crate) fn event(time: &str) -> EventView {
        EventView {
            id: format!("E{time}"),
            time: time.into(),
            event: EventName::Revoked,
            key_id: "01KAS000000000000000000001".into(),
            key_description: "Nightly export".into(),
            actor: actor("m"),
            source_ip: "203.0.113.24".into(),
            request_id: "r".into(),
            changes: vec![Change::Status { old: Some(Status::Active), new: Status::Revoked }],
        }
    }

    /// The same, read.
    pub(crate) fn at(time: &str) -> Arc<Entry> {
        Arc::new(Entry::new(event(time)))
    }

    #[test]
    fn is_found_by_what_its_key_was_called_before_and_after() {
        let mut renamed = event("2026-11-24T09:00:00.000Z");
        renamed.changes = vec![Change::Description {
            old: Some("GoodTime".into()),
            new: "Nightly export".into(),
        }];
        let entry = Entry::new(renamed);
        for text in ["goodtime", "nightly", "01kas00", ""] {
            assert!(entry.mentions(text), "{text}");
        }
        assert!(!entry.mentions("example.org"));
    }

    #[test]
    fn everybody_is_named_once_and_as_they_were_last_called() {
        let mut renamed = event("2026-11-23T00:00:00.000Z");
        renamed.actor.email = Some("old@example.org".into());
        let mut other = event("2026-11-22T00:00:00.000Z");
        other.actor = actor("a");
        let entries = [
            at("2026-11-24T00:00:00.000Z"),
            Arc::new(Entry::new(renamed)),
            Arc::new(Entry::new(other)),
        ];
        let named = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        assert_eq!(actors(&entries), [named("a", "a@example.org"), named("m", "m@example.org")]);
    }
}
