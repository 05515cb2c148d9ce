//! How far back events are loaded: whether that is enough to answer, and in words.

use super::{day::Day, filter::Filter};
use crate::words::{self, counted, grouped};

/// Rows on one page.
pub const PAGE: usize = 100;
/// Events that are looked through without asking.
pub const UNASKED: usize = 2_000;

/// What is there of the audit trail, newest first.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Reach {
    /// How many events.
    pub loaded: usize,
    /// The day of the last of them.
    pub oldest: Option<Day>,
    /// Whether there is none before.
    pub whole: bool,
}

/// Who waits for older events.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Want {
    /// A page of the table, for which this many events may be loaded.
    Page(usize),
    /// An export, which takes everything.
    Everything,
}

impl Reach {
    /// Whether no older event can be what the filter asks for.
    pub fn answers(&self, filter: &Filter) -> bool {
        self.whole || self.oldest.is_some_and(|oldest| filter.ends_after(oldest))
    }

    /// Whether older events are needed, `found` being those that the filter lets through so far.
    ///
    /// Without a filter, the page that is shown and one event after it are enough; with one, the
    /// number of those that it lets through is to be right as far as possible.
    pub fn falls_short(&self, filter: &Filter, found: usize, want: Want) -> bool {
        if self.answers(filter) || filter.is_backwards() {
            return false;
        }
        match want {
            Want::Everything => true,
            Want::Page(allowance) => {
                let more =
                    filter.narrows() || found <= filter.page.saturating_add(1).saturating_mul(PAGE);
                more && self.loaded < allowance
            }
        }
    }

    /// `9 of 486 events since 3 Oct 2026`, or what of it is true without a filter.
    pub fn words(&self, filter: &Filter, found: usize) -> String {
        let events = counted(self.loaded, "event");
        let since = self.since();
        if filter.narrows() {
            format!("{} of {events}{since}", grouped(found))
        } else {
            format!("{events}{since}")
        }
    }

    /// ` since 3 Oct 2026`, or nothing where there are no events.
    pub fn since(&self) -> String {
        self.oldest
            .map_or_else(String::new, |day| format!(" since {}", words::day(&day.to_string())))
    }
}

/// The last page that has any of so many events.
pub const fn last_page(found: usize) -> usize {
    found.saturating_sub(1) / PAGE
}

/// `101–200`: which of the events a page has.
pub fn range(page: usize, found: usize) -> String {
    let first = page * PAGE;
    format!("{}–{}", grouped(first + 1), grouped((first + PAGE).min(found)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(loaded: usize, whole: bool) -> Reach {
        Reach { loaded, oldest: Some("2026-10-03".parse().unwrap()), whole }
    }

    fn named(key: &str) -> Filter {
        Filter { key: key.into(), ..Filter::default() }
    }

    fn from(day: &str) -> Filter {
        Filter { from: day.parse().ok(), ..Filter::default() }
    }

    const SHOWN: Want = Want::Page(UNASKED);

    #[test]
    fn without_a_filter_a_page_and_one_event_more_are_enough() {
        let second = Filter { page: 4, ..Filter::default() };
        assert!(Reach::default().falls_short(&Filter::default(), 0, SHOWN));
        assert!(!reach(500, false).falls_short(&Filter::default(), 500, SHOWN));
        assert!(reach(500, false).falls_short(&second, 500, SHOWN));
        assert!(!reach(500, true).falls_short(&second, 500, SHOWN));
        let far = Filter { page: usize::MAX, ..Filter::default() };
        assert!(!reach(2_000, false).falls_short(&far, 2_000, SHOWN));
    }

    #[test]
    fn a_filter_is_answered_from_a_stated_number_of_events_until_more_are_asked_for() {
        assert!(reach(1_999, false).falls_short(&named("x"), 300, SHOWN));
        assert!(!reach(2_000, false).falls_short(&named("x"), 0, SHOWN));
        assert!(reach(2_000, false).falls_short(&named("x"), 0, Want::Page(2 * UNASKED)));
        assert!(!reach(40, true).falls_short(&named("x"), 0, SHOWN));
    }

    #[test]
    fn an_export_takes_everything_there_is() {
        for filter in [Filter::default(), named("x")] {
            assert!(reach(90_000, false).falls_short(&filter, 90_000, Want::Everything));
            assert!(!reach(90_000, true).falls_short(&filter, 90_000, Want::Everything));
        }
    }

    #[test]
    fn what_is_older_than_the_first_day_is_not_loaded() {
        assert!(reach(500, false).falls_short(&from("2026-10-03"), 0, Want::Everything));
        assert!(!reach(500, false).falls_short(&from("2026-10-04"), 0, Want::Everything));
        assert!(reach(500, false).answers(&from("2026-10-04")));
        let backwards = Filter { to: "2026-01-01".parse().ok(), ..from("2026-01-02") };
        assert!(!reach(500, false).falls_short(&backwards, 0, SHOWN));
    }

    #[test]
    fn says_what_is_covered() {
        assert_eq!(reach(486, true).words(&Filter::default(), 486), "486 events since 3 Oct 2026");
        assert_eq!(reach(2_000, false).words(&named("x"), 9), "9 of 2,000 events since 3 Oct 2026");
        assert_eq!(reach(1, true).words(&Filter::default(), 1), "1 event since 3 Oct 2026");
        assert_eq!(Reach::default().words(&Filter::default(), 0), "0 events");
    }

    #[test]
    fn pages_are_full_but_the_last() {
        assert_eq!((last_page(0), last_page(100), last_page(101)), (0, 0, 1));
        assert_eq!((range(0, 9).as_str(), range(1, 101).as_str()), ("1–9", "101–101"));
        assert_eq!(range(10, 5_000), "1,001–1,100");
    }
}
