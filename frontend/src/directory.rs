//! All keys of the organization, loaded once and then at hand: lists need no further request.

pub mod query;

use std::{collections::HashMap, sync::Arc};

use contract::keys::{KeySummary, KeyView, PAGE_MAX};
use leptos::task::spawn_local;

use crate::{
    api::{Api, failure::Failure},
    partner,
    reactive::prelude::*,
};

/// A key with the text that it is searched by.
#[derive(Debug)]
pub struct Row {
    /// What the list shows.
    pub key: KeySummary,
    haystack: String,
}

impl Row {
    fn new(key: KeySummary) -> Self {
        let partner = partner::name(&key.partner);
        let haystack = format!("{}\n{partner}\n{}", key.description, key.id).to_lowercase();
        Self { key, haystack }
    }

    /// Whether description, partner or key id contain this text, which is in lower case.
    pub fn mentions(&self, text: &str) -> bool {
        self.haystack.contains(text)
    }
}

/// How far the directory is loaded.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Loading {
    /// Nobody has asked yet, or the first page is on its way.
    #[default]
    First,
    /// Some keys are there, and more are to come.
    More,
    /// All of them are there.
    Done,
    /// What is there stays; the rest could not be had.
    Failed(Failure),
}

/// The keys; a handle that is copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Directory {
    api: Api,
    rows: RwSignal<Vec<Arc<Row>>>,
    loading: RwSignal<Loading>,
    underway: StoredValue<bool>,
}

impl Directory {
    /// Begins empty.
    pub fn new(api: Api) -> Self {
        Self {
            api,
            rows: RwSignal::default(),
            loading: RwSignal::default(),
            underway: StoredValue::new(false),
        }
    }

    /// The keys there are, newest first.
    pub fn rows(&self) -> Signal<Vec<Arc<Row>>> {
        self.rows.into()
    }

    /// How far they are loaded.
    pub fn loading(&self) -> Signal<Loading> {
        self.loading.into()
    }

    /// Loads all pages anew; what is shown stays until the new ones are there.
    pub fn refresh(&self) {
        if self.underway.get_value() {
            return;
        }
        self.underway.set_value(true);
        if matches!(self.loading.get_untracked(), Loading::Failed(_)) {
            let empty = self.rows.with_untracked(Vec::is_empty);
            self.loading.set(if empty { Loading::First } else { Loading::More });
        }
        let directory = *self;
        spawn_local(async move {
            let outcome = directory.load().await;
            directory.underway.set_value(false);
            directory.loading.set(outcome.map_or_else(Loading::Failed, |()| Loading::Done));
        });
    }

    async fn load(&self) -> Result<(), Failure> {
        let first = self.rows.with_untracked(Vec::is_empty);
        let (mut found, mut limit, mut cursor) = (Vec::new(), query::PAGE, None);
        loop {
            let page = self.api.list_keys(limit, cursor.as_deref()).await?;
            found.extend(page.keys.into_iter().map(|key| Arc::new(Row::new(key))));
            let done = page.next_cursor.is_none();
            if first || done {
                self.rows.update(|rows| *rows = merge(rows, found.clone()));
            }
            if done {
                return Ok(());
            }
            if first {
                self.loading.set(Loading::More);
            }
            (limit, cursor) = (PAGE_MAX, page.next_cursor);
        }
    }

    /// Shows what the API has acknowledged for one key.
    pub fn acknowledge(&self, key: &KeyView) {
        let row = Arc::new(Row::new(key.summary.clone()));
        self.rows.update(|rows| match rows.iter_mut().find(|known| known.key.id == row.key.id) {
            Some(known) => *known = row,
            None => rows.insert(0, row),
        });
    }
}

/// What was just read and what is known, newest first: keys are never deleted, and none goes back
/// to what it was before a change that has been acknowledged since it was read.
fn merge(known: &[Arc<Row>], read: Vec<Arc<Row>>) -> Vec<Arc<Row>> {
    let mut rows: HashMap<String, Arc<Row>> = HashMap::new();
    for row in known.iter().cloned().chain(read) {
        let newer = rows.get(&row.key.id).is_none_or(|held| held.key.version <= row.key.version);
        if newer {
            rows.insert(row.key.id.clone(), row);
        }
    }
    let mut rows: Vec<_> = rows.into_values().collect();
    rows.sort_unstable_by(|left, right| right.key.id.cmp(&left.key.id));
    rows
}

#[cfg(test)]
pub(crate) mod tests {
    use contract::keys::{Actor, ApiType, Status};

    use super::*;

    /// A key like any other, made by its number.
    pub(crate) fn row(number: u64, description: &str) -> Arc<Row> {
        let actor = Actor { id: "s".into(), name: None, email: Some("a@example.org".into()) };
        Arc::new(Row::new(KeySummary {
            id: format!("01KAS{number:021}"),
            api_type: ApiType::Harvest,
            partner: "gem".into(),
            description: description.into(),
            status: Status::Active,
            permission_count: 3,
            version: 1,
            created_at: format!("2026-11-24T00:00:{number:02}.000Z"),
            created_by: actor.clone(),
            updated_at: format!("2026-11-24T00:00:{number:02}.000Z"),
            updated_by: actor,
        }))
    }

    #[test]
    fn no_read_brings_back_what_was_before_an_acknowledged_change() {
        let mut revoked = row(1, "one").key.clone();
        (revoked.version, revoked.status) = (2, Status::Revoked);
        let known = [row(4, "made since"), Arc::new(Row::new(revoked))];
        let merged = merge(&known, vec![row(3, "three"), row(1, "one")]);
        let shown: Vec<_> =
            merged.iter().map(|row| (row.key.description.as_str(), row.key.status)).collect();
        let expected =
            [("made since", Status::Active), ("three", Status::Active), ("one", Status::Revoked)];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_key_is_found_by_what_it_is_called_by_its_partner_and_by_its_id() {
        let row = row(7, "Nightly Ünit export");
        for text in ["nightly", "ünit", "gem", "0007"] {
            assert!(row.mentions(text), "{text}");
        }
        assert!(!row.mentions("harvest"));
    }
}
