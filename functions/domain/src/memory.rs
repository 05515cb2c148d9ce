//! The smallest store that keeps the promises: one lock around four maps, for tests and as a model.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use contract::{
    events::EventView,
    keys::{KeySummary, KeyView},
};
use ulid::Ulid;

use crate::{
    credential::Credential,
    key::KeyId,
    list_keys::KeyQuery,
    principal::Organization,
    secret::HashedSecret,
    store::{
        ChangeKey, Changed, CreateKey, Created, Expected, KeyChange, ListEvents, ListKeys, NewKey,
        Page, ReadCredential, ReadKey, StoreError,
    },
};

/// Keys, directory and events in this process's memory.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    keys: BTreeMap<KeyId, (Organization, HashedSecret, KeyView)>,
    events: BTreeMap<Ulid, (Organization, EventView)>,
    idempotency: HashMap<(Organization, String), (KeyId, i64)>,
}

impl MemoryStore {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ReadCredential for MemoryStore {
    async fn credential(&self, id: KeyId) -> Result<Option<Credential>, StoreError> {
        Ok(self.tables().keys.get(&id).map(|(organization, secret, view)| Credential {
            organization: organization.to_string(),
            status: view.summary.status,
            secret: secret.clone(),
            permissions: view.permissions,
        }))
    }
}

impl ReadKey for MemoryStore {
    async fn key(
        &self,
        organization: &Organization,
        id: KeyId,
    ) -> Result<Option<KeyView>, StoreError> {
        Ok(self
            .tables()
            .keys
            .get(&id)
            .filter(|(owner, ..)| owner == organization)
            .map(|(.., view)| view.clone()))
    }
}

impl ListKeys for MemoryStore {
    async fn keys(
        &self,
        organization: &Organization,
        query: &KeyQuery,
    ) -> Result<Page<KeySummary>, StoreError> {
        let tables = self.tables();
        let rows = tables
            .keys
            .iter()
            .rev()
            .filter(|(_, (owner, _, view))| {
                owner == organization && query.filter.shows(&view.summary)
            })
            .map(|(id, (.., view))| (Ulid::from(*id), view.summary.clone()));
        Ok(page(rows, query.limit, query.after))
    }
}

impl ListEvents for MemoryStore {
    async fn events(
        &self,
        organization: &Organization,
        key: Option<KeyId>,
        limit: usize,
        after: Option<Ulid>,
    ) -> Result<Page<EventView>, StoreError> {
        let tables = self.tables();
        let key = key.map(|id| id.to_string());
        let rows = tables
            .events
            .iter()
            .rev()
            .filter(|(_, (owner, _))| owner == organization)
            .filter(|(_, (_, event))| key.as_ref().is_none_or(|key| *key == event.key_id))
            .map(|(id, (_, event))| (*id, event.clone()));
        Ok(page(rows, limit, after))
    }
}

impl CreateKey for MemoryStore {
    async fn create(&self, new: &NewKey) -> Result<Created, StoreError> {
        let mut tables = self.tables();
        if tables.has_recorded(std::slice::from_ref(&new.event))? {
            return Ok(Created::Now);
        }
        if let Some((digest, until)) = &new.idempotency {
            let slot = (new.organization.clone(), digest.clone());
            let held = tables.idempotency.get(&slot).filter(|(_, until)| *until > new.now);
            match held {
                Some((id, _)) => return Ok(Created::Before(*id)),
                None => tables.idempotency.insert(slot, (new.id, *until)),
            };
        }
        tables
            .keys
            .insert(new.id, (new.organization.clone(), new.secret.clone(), new.view.clone()));
        tables.record(&new.organization, std::slice::from_ref(&new.event))?;
        Ok(Created::Now)
    }
}

impl ChangeKey for MemoryStore {
    async fn change(&self, change: &KeyChange) -> Result<Changed, StoreError> {
        let mut tables = self.tables();
        if tables.has_recorded(&change.events)? {
            return Ok(Changed::Done);
        }
        let Some((owner, _, view)) = tables.keys.get_mut(&change.id) else {
            return Ok(Changed::Conflict);
        };
        if *owner != change.organization || !expected(change.expected, view) {
            return Ok(Changed::Conflict);
        }
        apply(change, view);
        tables.record(&change.organization, &change.events)?;
        Ok(Changed::Done)
    }
}

impl Tables {
    fn has_recorded(&self, events: &[EventView]) -> Result<bool, StoreError> {
        let Some(first) = events.first() else { return Ok(false) };
        Ok(self.events.contains_key(&position(&first.id)?))
    }

    fn record(
        &mut self,
        organization: &Organization,
        events: &[EventView],
    ) -> Result<(), StoreError> {
        for event in events {
            self.events.insert(position(&event.id)?, (organization.clone(), event.clone()));
        }
        Ok(())
    }
}

fn expected(expected: Expected, view: &KeyView) -> bool {
    match expected {
        Expected::Status(status) => view.summary.status == status,
        Expected::Version(version) => view.summary.version == version,
    }
}

fn apply(change: &KeyChange, view: &mut KeyView) {
    let summary = &mut view.summary;
    if let Some(description) = &change.description {
        summary.description.clone_from(description);
    }
    if let Some(permissions) = change.permissions {
        summary.permission_count = permissions.len();
        view.permissions = permissions;
    }
    if let Some(status) = change.status {
        summary.status = status;
    }
    summary.version += 1;
    if let Some((time, by)) = &change.stamp {
        summary.updated_at.clone_from(time);
        summary.updated_by = by.clone();
    }
}

fn page<T>(rows: impl Iterator<Item = (Ulid, T)>, limit: usize, after: Option<Ulid>) -> Page<T> {
    let mut rows =
        rows.filter(|(position, _)| after.is_none_or(|after| *position < after)).peekable();
    let mut items = Vec::new();
    let mut last = None;
    for (position, item) in rows.by_ref().take(limit) {
        last = Some(position);
        items.push(item);
    }
    Page { items, next: last.filter(|_| rows.peek().is_some()) }
}

fn position(id: &str) -> Result<Ulid, StoreError> {
    Ulid::from_string(id).map_err(|error| StoreError::Corrupt(error.into()))
}

#[cfg(test)]
mod tests;
