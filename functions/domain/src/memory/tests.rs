//! What a store promises: retries that do nothing twice, and a trail that tells the whole story.

use std::collections::BTreeSet;

use contract::{
    events::{Change, EventName},
    keys::UpdateKey,
    permissions::PermissionSet,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use tokio::runtime;

use super::*;
use crate::{
    create_key::create_key,
    error::Error,
    examples::{make, manager, occasion, organization, request, trail},
    revoke_key::{reenable_key, revoke_key},
    update_key::update_key,
};

const ORGANIZATIONS: [&str; 2] = ["acme", "globex"];

/// Something an admin does; the key is picked among all there are, also the other's.
#[derive(Clone, Debug)]
enum Act {
    Create { description: &'static str },
    Edit { key: usize, request: UpdateKey, stale: bool },
    Reenable { key: usize },
    Revoke { key: usize },
}

fn act() -> impl Strategy<Value = Act> {
    let description = || select(vec!["Export", "Import", "Sync"]);
    let ids = select(vec!["candidates.list", "jobs.list", "offers.list", "users.list"]);
    let permissions = vec(ids.prop_map(str::to_owned), 0..4);
    let request =
        (option::of(description()), option::of(permissions)).prop_map(|(text, permissions)| {
            UpdateKey { description: text.map(Into::into), permissions }
        });
    let key = || 0..4_usize;
    prop_oneof![
        1 => description().prop_map(|description| Act::Create { description }),
        4 => (key(), request, prop::bool::weighted(0.2))
            .prop_map(|(key, request, stale)| Act::Edit { key, request, stale }),
        2 => key().prop_map(|key| Act::Reenable { key }),
        2 => key().prop_map(|key| Act::Revoke { key }),
    ]
}

/// All that the gate and the page see of a key, and its number of changes.
type State = (KeyView, Option<Credential>);

#[derive(Default)]
struct World {
    store: MemoryStore,
    keys: Vec<(&'static str, KeyId)>,
    second: u32,
}

impl World {
    async fn act(&mut self, organization: &'static str, act: &Act) -> Result<KeyView, Error> {
        self.second += 1;
        let (who, now) = (manager(organization), occasion(self.second));
        let picked = |key: usize| {
            self.keys.get(key % self.keys.len().max(1)).map_or(KeyId::NONE, |(_, id)| *id)
        };
        match act {
            Act::Create { description } => {
                let request = contract::keys::CreateKey {
                    description: (*description).into(),
                    permissions: None,
                    partner: "refapp".into(),
                    ..request()
                };
                let (view, plain) = create_key(&self.store, &who, &request, None, &now).await?;
                self.keys.push((organization, plain.id));
                Ok(view)
            }
            Act::Edit { key, request, stale } => {
                let id = picked(*key);
                let found = self.store.key(&who.organization, id).await?;
                let version = found.map_or(1, |view| view.summary.version) + u64::from(*stale);
                update_key(&self.store, &who, id, version, request, &now).await
            }
            Act::Reenable { key } => reenable_key(&self.store, &who, picked(*key), &now).await,
            Act::Revoke { key } => revoke_key(&self.store, &who, picked(*key), &now).await,
        }
    }

    async fn states(&self) -> Vec<State> {
        let mut states = Vec::new();
        for (owner, id) in &self.keys {
            let view = self.store.key(&organization(owner), *id).await.unwrap().unwrap();
            states.push((view, self.store.credential(*id).await.unwrap()));
        }
        states
    }

    async fn events(&self) -> Vec<EventView> {
        let mut events = Vec::new();
        for organization in ORGANIZATIONS {
            let trail = trail(&self.store, organization).await;
            let owned = |event: &EventView| {
                self.keys
                    .iter()
                    .any(|(owner, id)| *owner == organization && id.to_string() == event.key_id)
            };
            assert!(trail.iter().all(owned), "another organization's event");
            assert!(trail.is_sorted_by(|one, next| one.id < next.id));
            events.extend(trail);
        }
        events
    }
}

/// The key as its events alone tell it: first to last, each old value the one before.
fn replayed(events: &[EventView], now: &KeyView) -> KeyView {
    let mut told = now.clone();
    let (mut description, mut status) = (None, None);
    told.permissions = PermissionSet::EMPTY;
    for change in events.iter().flat_map(|event| &event.changes) {
        match change {
            Change::ApiType { new } => told.summary.api_type = *new,
            Change::Partner { new } => told.summary.partner.clone_from(new),
            Change::Description { old, new } => {
                assert_eq!(*old, description);
                description = Some(new.clone());
            }
            Change::Status { old, new } => {
                assert_eq!(*old, status);
                status = Some(*new);
            }
            Change::Permissions { added, removed } => {
                let [added, removed] = [added, removed]
                    .map(|ids| PermissionSet::known(ids.iter().map(String::as_str)));
                assert_eq!(
                    (added.without(&told.permissions), removed.without(&added)),
                    (added, removed)
                );
                assert!(removed.without(&told.permissions).is_empty());
                let kept = told.permissions.without(&removed);
                told.permissions = kept.iter().chain(added.iter()).collect();
            }
        }
    }
    let (first, last) = (&events[0], &events[events.len() - 1]);
    let actions: BTreeSet<_> = events.iter().map(|event| &event.request_id).collect();
    told.summary.description = description.unwrap();
    told.summary.status = status.unwrap();
    told.summary.permission_count = told.permissions.len();
    assert!(told.summary.version >= actions.len().try_into().unwrap());
    (told.summary.created_at, told.summary.created_by) = (first.time.clone(), first.actor.clone());
    (told.summary.updated_at, told.summary.updated_by) = (last.time.clone(), last.actor.clone());
    told
}

/// A version may be taken by a write that changes nothing, so that none arrives after it.
fn unversioned<C>((mut view, credential): (KeyView, C)) -> (KeyView, C) {
    view.summary.version = 0;
    (view, credential)
}

async fn live(acts: &[(usize, Act)]) {
    let mut world = World::default();
    let mut reached = Vec::new();
    for (who, act) in acts {
        let (before, events_before) = (world.states().await, world.events().await.len());
        let done = world.act(ORGANIZATIONS[*who], act).await;
        let (after, events) = (world.states().await, world.events().await);
        let before: Vec<_> = before.into_iter().map(unversioned).collect();
        let changed =
            after.iter().filter(|state| !before.contains(&unversioned((*state).clone()))).count();
        assert!(changed <= 1, "{act:?} changed {changed} keys");
        assert_eq!(changed == 1, events.len() > events_before, "{act:?}");
        match done {
            Ok(view) => assert!(after.iter().any(|(now, _)| *now == view), "{act:?}"),
            Err(error) => assert_eq!(changed, 0, "{act:?}: {error}"),
        }
        reached = events;
    }
    for (now, credential) in world.states().await {
        let own: Vec<_> =
            reached.iter().filter(|event| event.key_id == now.summary.id).cloned().collect();
        assert_eq!(replayed(&own, &now), now);
        assert_eq!(own[0].event, EventName::Created);
        let credential = credential.unwrap();
        assert_eq!(
            (credential.status, credential.permissions),
            (now.summary.status, now.permissions)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_admins_do_the_trail_tells_it_and_nothing_else(
        acts in vec((0..2_usize, act()), 1..40),
    ) {
        let first = (0, Act::Create { description: "Export" });
        let acts: Vec<_> = [first].into_iter().chain(acts).collect();
        runtime::Builder::new_current_thread().build().unwrap().block_on(live(&acts));
    }
}

/// A store that keeps the last writes it was asked for, so that they can be asked for again.
#[derive(Default)]
struct Recording {
    store: MemoryStore,
    created: Mutex<Option<NewKey>>,
    changed: Mutex<Option<KeyChange>>,
}

impl Recording {
    fn last_change(&self) -> KeyChange {
        self.changed.lock().unwrap().clone().unwrap()
    }
}

impl CreateKey for Recording {
    async fn create(&self, key: &NewKey) -> Result<Created, StoreError> {
        *self.created.lock().unwrap() = Some(key.clone());
        self.store.create(key).await
    }
}

impl ReadKey for Recording {
    async fn key(&self, owner: &Organization, id: KeyId) -> Result<Option<KeyView>, StoreError> {
        self.store.key(owner, id).await
    }
}

impl ChangeKey for Recording {
    async fn change(&self, change: &KeyChange) -> Result<Changed, StoreError> {
        *self.changed.lock().unwrap() = Some(change.clone());
        self.store.change(change).await
    }
}

#[tokio::test]
async fn a_creation_that_is_asked_for_again_undoes_nothing_done_since() {
    for idempotency_key in [None, Some("retry-1")] {
        let (store, ada) = (Recording::default(), manager("acme"));
        let now = occasion(1);
        let (_, plain) = create_key(&store, &ada, &request(), idempotency_key, &now).await.unwrap();
        let revoked = revoke_key(&store, &ada, plain.id, &occasion(2)).await.unwrap();
        let events = trail(&store.store, "acme").await;

        let again = store.created.lock().unwrap().clone().unwrap();
        assert_eq!(store.create(&again).await.unwrap(), Created::Now);
        assert_eq!(store.key(&ada.organization, plain.id).await.unwrap(), Some(revoked));
        assert_eq!(trail(&store.store, "acme").await, events);
    }
}

#[tokio::test]
async fn a_change_that_is_asked_for_again_undoes_nothing_done_since() {
    let (store, ada) = (Recording::default(), manager("acme"));
    let (_, plain) = make(&store.store, &ada, 1).await;
    revoke_key(&store, &ada, plain.id, &occasion(2)).await.unwrap();
    let revocation = store.last_change();
    let active = reenable_key(&store, &ada, plain.id, &occasion(3)).await.unwrap();
    let events = trail(&store.store, "acme").await;

    assert_eq!(store.change(&revocation).await.unwrap(), Changed::Done);
    assert_eq!(store.key(&ada.organization, plain.id).await.unwrap(), Some(active));
    assert_eq!(trail(&store.store, "acme").await, events);
}

#[tokio::test]
async fn a_change_of_another_organizations_key_or_of_none_is_a_conflict() {
    let (store, ada) = (Recording::default(), manager("acme"));
    let (made, plain) = make(&store.store, &ada, 1).await;
    revoke_key(&store, &ada, plain.id, &occasion(2)).await.unwrap();
    let revocation = store.last_change();

    let other = MemoryStore::default();
    assert_eq!(other.change(&revocation).await.unwrap(), Changed::Conflict);
    make(&other, &ada, 1).await;
    let theirs = KeyChange { organization: organization("globex"), ..revocation };
    assert_eq!(other.change(&theirs).await.unwrap(), Changed::Conflict);
    assert_eq!(other.key(&ada.organization, plain.id).await.unwrap(), Some(made));
    assert_eq!(other.key(&organization("globex"), plain.id).await.unwrap(), None);
}
