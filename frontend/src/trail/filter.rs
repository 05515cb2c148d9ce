//! Which events are asked for: all of it in the URL.

use contract::events::EventName;
use form_urlencoded::Serializer;

use super::{day::Day, entry::Entry};
use crate::places;

/// What somebody asks the audit trail for, and which page of the answer is shown.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    /// Only what is called so.
    pub event: Option<EventName>,
    /// Only what was done by the actor of this id.
    pub actor: Option<String>,
    /// Only keys with this in their description or id; as typed.
    pub key: String,
    /// Only on this day and later.
    pub from: Option<Day>,
    /// Only on this day and before.
    pub to: Option<Day>,
    /// From 0.
    pub page: usize,
}

/// How the URL calls an event: its name without what all of them have in common.
pub fn slug(event: EventName) -> String {
    let name = event.as_str();
    name.strip_prefix("API Key ").unwrap_or(name).to_lowercase().replace(' ', "-")
}

/// The event that the URL calls so.
pub fn event_of(slug_of_it: &str) -> Option<EventName> {
    EventName::ALL.into_iter().find(|event| slug(*event) == slug_of_it)
}

impl Filter {
    /// Reads a URL's parameters; what it does not know, it leaves out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).unwrap_or_default();
        Self {
            event: event_of(&text("event")),
            actor: get("actor").filter(|actor| !actor.is_empty()),
            key: text("key"),
            from: text("from").parse().ok(),
            to: text("to").parse().ok(),
            page: text("page").parse().map_or(0, |page: usize| page.saturating_sub(1)),
        }
    }

    /// As a URL writes it: with its question mark, or empty where everything is asked for.
    pub fn write(&self) -> String {
        let mut query = Serializer::new(String::new());
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                query.append_pair(name, &value);
            }
        };
        put("event", self.event.map(slug));
        put("actor", self.actor.clone());
        put("key", Some(self.key.clone()));
        put("from", self.from.map(|day| day.to_string()));
        put("to", self.to.map(|day| day.to_string()));
        put("page", (self.page > 0).then(|| (self.page + 1).to_string()));
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// The address of the events that it asks for.
    pub fn address(&self) -> String {
        format!("{}{}", places::EVENTS, self.write())
    }

    /// Whether it leaves events out.
    pub fn narrows(&self) -> bool {
        let all = Self { page: self.page, ..Self::default() };
        Self { key: self.key.trim().to_owned(), ..self.clone() } != all
    }

    /// The whole id of one key, if that is what is asked for: the API has its events by themselves.
    pub fn key_id(&self) -> Option<&str> {
        Some(self.key.trim()).filter(|key| places::is_key_id(key))
    }

    /// Whether it can let nothing through, since the first day is after the last.
    pub fn is_backwards(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| from > to)
    }

    /// Whether nothing from before this day on can be what it asks for.
    pub fn ends_after(&self, oldest: Day) -> bool {
        self.from.is_some_and(|from| oldest < from)
    }

    /// Tells, one after the other, which entries it lets through.
    pub fn test(&self) -> impl Fn(&Entry) -> bool {
        let text = self.key.trim().to_lowercase();
        move |entry| {
            self.event.is_none_or(|event| event == entry.event.event)
                && self.actor.as_ref().is_none_or(|actor| *actor == entry.event.actor.id)
                && self.from.is_none_or(|from| entry.day.is_some_and(|day| day >= from))
                && self.to.is_none_or(|to| entry.day.is_some_and(|day| day <= to))
                && entry.mentions(&text)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{super::entry::tests::at, *};

    fn read(query: &str) -> Filter {
        let pairs: HashMap<_, _> =
            form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect();
        Filter::read(|name| pairs.get(name).cloned())
    }

    fn lets_through(query: &str, time: &str) -> bool {
        let filter = read(query);
        filter.test()(&at(time))
    }

    #[test]
    fn what_is_written_is_read_again() {
        for query in [
            "",
            "?event=permissions-updated&actor=a%26b&key=%3Cimg%3E&from=2026-11-01&to=2026-11-23&page=2",
            "?key=+x+",
        ] {
            assert_eq!(read(query).write(), query);
        }
        for event in EventName::ALL {
            assert_eq!(event_of(&slug(event)), Some(event));
        }
    }

    #[test]
    fn nonsense_in_the_url_asks_for_everything() {
        let odd = read("?event=gone&actor=&from=2026-02-30&to=yesterday&page=-1&colour=red");
        assert_eq!(odd, Filter::default());
        assert!(!odd.narrows() && !read("?page=3&key=+").narrows());
        assert!(read("?key=x").narrows() && read("?to=2026-11-23").narrows());
    }

    #[test]
    fn days_are_whole_and_both_included() {
        let range = "?from=2026-11-20&to=2026-11-21";
        assert!(!lets_through(range, "2026-11-19T23:59:59.999Z"));
        assert!(lets_through(range, "2026-11-20T00:00:00.000Z"));
        assert!(lets_through(range, "2026-11-21T23:59:59.999Z"));
        assert!(!lets_through(range, "2026-11-22T00:00:00.000Z"));
        assert!(!lets_through(range, "nonsense"));
        assert!(lets_through("", "nonsense"));
        assert!(read("?from=2026-11-22&to=2026-11-21").is_backwards());
        assert!(!read("?from=2026-11-21&to=2026-11-21").is_backwards());
    }

    #[test]
    fn older_days_are_out_of_question_only_once_the_first_day_is_passed() {
        let filter = read("?from=2026-11-20");
        assert!(!filter.ends_after("2026-11-20".parse().unwrap()));
        assert!(filter.ends_after("2026-11-19".parse().unwrap()));
        assert!(!Filter::default().ends_after("2026-11-19".parse().unwrap()));
    }

    #[test]
    fn every_field_can_refuse() {
        let time = "2026-11-20T00:00:00.000Z";
        for query in ["?event=revoked", "?actor=m", "?key=NIGHTLY+", "?key=01kas"] {
            assert!(lets_through(query, time), "{query}");
        }
        for query in ["?event=created", "?actor=n", "?key=weekly", "?event=revoked&key=weekly"] {
            assert!(!lets_through(query, time), "{query}");
        }
    }

    #[test]
    fn a_whole_id_asks_for_one_key() {
        assert_eq!(
            read("?key=+01KAS000000000000000000001").key_id(),
            Some("01KAS000000000000000000001")
        );
        for part in ["01KAS", "", "01KAS00000000000000000000/", "01KAS0000000000000000000012"] {
            let filter = Filter { key: part.into(), ..Filter::default() };
            assert_eq!(filter.key_id(), None, "{part}");
        }
    }
}
