//! The audit trail as far as it is loaded, newest first, page after page of the API's.

use std::sync::Arc;

use contract::{events::EventPage, problem::Code};

use crate::{
    api::{Api, failure::Failure},
    parts::errand::Errand,
    reactive::prelude::*,
    trail::{entry::Entry, reach::Reach},
};

/// What is read next.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
enum Next {
    #[default]
    Newest,
    After(String),
    Nothing,
}

/// The events of the organization, or of one key; a handle that is copied freely.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    api: Api,
    key: StoredValue<Option<String>>,
    next: RwSignal<Next>,
    /// What is there.
    pub(super) entries: RwSignal<Vec<Arc<Entry>>>,
    /// Whether more is on its way, or why it is not.
    pub(super) errand: Errand,
}

impl Reading {
    /// Of the organization, from the newest event on.
    pub(super) fn new(api: Api) -> Self {
        Self {
            api,
            key: StoredValue::new(None),
            next: RwSignal::default(),
            entries: RwSignal::default(),
            errand: Errand::new(),
        }
    }

    /// Begins anew with one key's events, or with everybody's, unless it reads them already.
    pub(super) fn turn_to(self, key: Option<&str>) {
        if self.key.with_value(|known| known.as_deref() == key) {
            return;
        }
        self.key.set_value(key.map(str::to_owned));
        self.entries.set(Vec::new());
        self.next.set(Next::Newest);
        self.errand.forget();
    }

    /// Reads the next page; what comes for a key that is not asked for any more is dropped.
    pub(super) fn read_older(self) {
        let cursor = match self.next.get_untracked() {
            Next::Newest => None,
            Next::After(cursor) => Some(cursor),
            Next::Nothing => return,
        };
        let (api, key) = (self.api, self.key.get_value());
        let work = async move {
            let page = api.list_events(key.as_deref(), cursor.as_deref()).await;
            page.or_else(none_of_no_key).map(|page| (key, page))
        };
        self.errand.run(work, move |(key, page)| {
            if self.key.with_value(|wanted| *wanted == key) {
                self.keep(page);
            }
        });
    }

    fn keep(self, page: EventPage) {
        let read = page.events.into_iter().map(|event| Arc::new(Entry::new(event)));
        self.entries.update(|entries| entries.extend(read));
        self.next.set(page.next_cursor.map_or(Next::Nothing, Next::After));
    }

    /// How far back it is.
    pub(super) fn reach(self) -> Memo<Reach> {
        Memo::new(move || {
            let whole = self.next.with(|next| *next == Next::Nothing);
            self.entries.with(|entries| Reach {
                loaded: entries.len(),
                oldest: entries.iter().rev().find_map(|entry| entry.day),
                whole,
            })
        })
    }
}

/// To a key that is not there, nothing has happened.
fn none_of_no_key(failure: Failure) -> Result<EventPage, Failure> {
    match failure.code() {
        Some(Code::KeyNotFound) => Ok(EventPage { events: Vec::new(), next_cursor: None }),
        _ => Err(failure),
    }
}
