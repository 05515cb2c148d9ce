//! Managers, occasions and stores that the tests of this crate start from.

use std::{collections::VecDeque, sync::Mutex};

use contract::{
    events::EventView,
    keys::{Actor, CreateKey, KeyView, UpdateKey},
};
use jiff::{SignedDuration, Timestamp};
use rand::{SeedableRng, rngs::StdRng};

use crate::{
    create_key::create_key,
    key::{KeyId, PlainKey},
    list_events::list_events,
    memory::MemoryStore,
    occasion::{Entropy, Occasion},
    principal::{Manager, Organization, Viewer},
    revoke_key::{reenable_key, revoke_key},
    store::{ChangeKey, Changed, KeyChange, ReadKey, StoreError},
    update_key::update_key,
};

pub(crate) fn organization(name: &str) -> Organization {
    Organization::parse(name).unwrap()
}

pub(crate) fn manager(organization_name: &str) -> Manager {
    let actor = Actor {
        id: format!("sub-{organization_name}"),
        name: Some("Ada Lovelace".into()),
        email: Some(format!("ada@{organization_name}.example")),
    };
    Manager { organization: organization(organization_name), actor }
}

pub(crate) fn viewer(organization_name: &str) -> Viewer {
    Viewer { organization: organization(organization_name) }
}

/// An action in this second of the tests' day, with the same randomness in every run.
pub(crate) fn occasion(second: u32) -> Occasion {
    let start: Timestamp = "2026-03-14T09:26:53.589Z".parse().unwrap();
    Occasion {
        now: start + SignedDuration::from_secs(second.into()),
        request_id: format!("request-{second}"),
        source_ip: "203.0.113.7".into(),
        entropy: Entropy::draw(&mut StdRng::seed_from_u64(second.into())).unwrap(),
    }
}

pub(crate) fn request() -> CreateKey {
    CreateKey {
        api_type: "harvest".into(),
        partner: "custom_integration".into(),
        description: "Nightly export".into(),
        permissions: Some(vec!["candidates.list".into()]),
    }
}

pub(crate) async fn make(store: &MemoryStore, who: &Manager, second: u32) -> (KeyView, PlainKey) {
    create_key(store, who, &request(), None, &occasion(second)).await.unwrap()
}

pub(crate) fn describe(description: &str) -> UpdateKey {
    UpdateKey { description: Some(description.into()), permissions: None }
}

pub(crate) fn permit(ids: &[&str]) -> UpdateKey {
    let ids = ids.iter().map(|id| (*id).to_owned()).collect();
    UpdateKey { description: None, permissions: Some(ids) }
}

/// The organization's whole trail, oldest first.
pub(crate) async fn trail(store: &MemoryStore, organization_name: &str) -> Vec<EventView> {
    let viewer = viewer(organization_name);
    let page = list_events(store, &viewer, None, Some("500"), None).await.unwrap();
    assert_eq!(page.next_cursor, None, "more events than one page holds");
    page.events.into_iter().rev().collect()
}

/// What somebody else manages to do between another action's read and its write.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meanwhile {
    Edit,
    Reenable,
    Revoke,
}

/// A store where each write is overtaken by the next of these, as long as there are any.
pub(crate) struct Overtaken<'a> {
    store: &'a MemoryStore,
    meanwhile: Mutex<VecDeque<Meanwhile>>,
}

impl<'a> Overtaken<'a> {
    pub(crate) fn new(store: &'a MemoryStore, meanwhile: &[Meanwhile]) -> Self {
        Self { store, meanwhile: Mutex::new(meanwhile.iter().copied().collect()) }
    }

    pub(crate) fn left(&self) -> usize {
        self.meanwhile.lock().unwrap().len()
    }
}

impl ReadKey for Overtaken<'_> {
    async fn key(
        &self,
        organization: &Organization,
        id: KeyId,
    ) -> Result<Option<KeyView>, StoreError> {
        self.store.key(organization, id).await
    }
}

impl ChangeKey for Overtaken<'_> {
    async fn change(&self, change: &KeyChange) -> Result<Changed, StoreError> {
        let next = self.meanwhile.lock().unwrap().pop_front();
        if let Some(meanwhile) = next {
            let other = manager(change.organization.as_str());
            let before = self.key(&change.organization, change.id).await?.unwrap();
            let version = before.summary.version;
            let now = occasion(40_000 + u32::try_from(version).unwrap());
            let edit = describe(&format!("Edited at version {version}"));
            let done = match meanwhile {
                Meanwhile::Edit => {
                    update_key(self.store, &other, change.id, version, &edit, &now).await
                }
                Meanwhile::Reenable => reenable_key(self.store, &other, change.id, &now).await,
                Meanwhile::Revoke => revoke_key(self.store, &other, change.id, &now).await,
            };
            assert_eq!(done.unwrap().summary.version, version + 1, "{meanwhile:?} did nothing");
        }
        self.store.change(change).await
    }
}
