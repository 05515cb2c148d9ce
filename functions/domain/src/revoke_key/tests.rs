//! What revoking and re-enabling change, and that nothing gets in their way.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use contract::permissions::PermissionSet;

use super::*;
use crate::{
    examples::{
        Meanwhile::{self, Edit, Reenable, Revoke},
        Overtaken, make, manager, occasion, organization, permit, trail,
    },
    memory::MemoryStore,
    principal::Organization,
    store::{ReadCredential, ReadKey},
    update_key::update_key,
};

/// A store with one key of acme's, active at version 1.
struct World {
    store: MemoryStore,
    ada: Manager,
    made: KeyView,
    id: KeyId,
}

impl World {
    async fn new() -> Self {
        let (store, ada) = (MemoryStore::default(), manager("acme"));
        let (made, plain) = make(&store, &ada, 1).await;
        Self { store, ada, made, id: plain.id }
    }

    async fn revoke(&self, second: u32) -> Result<KeyView, Error> {
        revoke_key(&self.store, &self.ada, self.id, &occasion(second)).await
    }

    async fn reenable(&self, second: u32) -> Result<KeyView, Error> {
        reenable_key(&self.store, &self.ada, self.id, &occasion(second)).await
    }

    /// Revokes while others are quicker each time, and tells what is left of it.
    async fn overtaken(&self, meanwhile: &[Meanwhile]) -> (Result<KeyView, Error>, usize) {
        let store = Overtaken::new(&self.store, meanwhile);
        let revoked = revoke_key(&store, &self.ada, self.id, &occasion(2)).await;
        (revoked, store.left())
    }

    async fn now(&self) -> KeyView {
        self.store.key(&organization("acme"), self.id).await.unwrap().unwrap()
    }

    async fn gate_status(&self) -> Status {
        self.store.credential(self.id).await.unwrap().unwrap().status
    }

    async fn names(&self) -> Vec<EventName> {
        trail(&self.store, "acme").await.into_iter().map(|event| event.event).collect()
    }
}

#[tokio::test]
async fn revoking_and_reenabling_change_the_status_alone() {
    let world = World::new().await;
    let mut expected = world.made.clone();
    expected.summary.status = Status::Revoked;
    expected.summary.version = 2;
    expected.summary.updated_at = "2026-03-14T09:26:55.589Z".into();
    assert_eq!(world.revoke(2).await.unwrap(), expected);
    assert_eq!(world.now().await, expected);
    assert_eq!(world.gate_status().await, Status::Revoked);

    expected.summary.status = Status::Active;
    expected.summary.version = 3;
    expected.summary.updated_at = "2026-03-14T09:26:56.589Z".into();
    assert_eq!(world.reenable(3).await.unwrap(), expected);
    assert_eq!(world.now().await, expected);
    assert_eq!(world.gate_status().await, Status::Active);
}

#[tokio::test]
async fn each_leaves_one_event_with_old_and_new_status() {
    let world = World::new().await;
    world.revoke(2).await.unwrap();
    world.reenable(3).await.unwrap();
    let (active, revoked) = (Status::Active, Status::Revoked);
    let [_, first, second] = trail(&world.store, "acme").await.try_into().unwrap();
    for (event, name, old, new, request) in [
        (first, EventName::Revoked, active, revoked, "request-2"),
        (second, EventName::ReEnabled, revoked, active, "request-3"),
    ] {
        assert_eq!(event.event, name);
        assert_eq!(event.changes, [Change::Status { old: Some(old), new }]);
        assert_eq!(event.key_id, world.made.summary.id);
        assert_eq!(event.key_description, "Nightly export");
        assert_eq!(event.request_id, request);
        assert_eq!(event.actor, world.ada.actor);
    }
}

#[tokio::test]
async fn doing_it_again_leaves_no_event_and_takes_a_version_only_to_revoke() {
    let world = World::new().await;
    assert_eq!(world.reenable(2).await.unwrap(), world.made, "active already");
    let mut revoked = world.revoke(3).await.unwrap();
    for second in 4..7 {
        revoked.summary.version += 1;
        assert_eq!(world.revoke(second).await.unwrap(), revoked);
    }
    assert_eq!(world.names().await, [EventName::Created, EventName::Revoked]);
}

#[tokio::test]
async fn a_key_of_nobody_or_of_another_organization_is_not_found() {
    let world = World::new().await;
    for (who, id) in [(manager("globex"), world.id), (manager("acme"), KeyId::NONE)] {
        let revoked = revoke_key(&world.store, &who, id, &occasion(2)).await;
        assert!(matches!(revoked, Err(Error::NotFound)), "{revoked:?}");
        let reenabled = reenable_key(&world.store, &who, id, &occasion(2)).await;
        assert!(matches!(reenabled, Err(Error::NotFound)), "{reenabled:?}");
    }
    assert_eq!(world.now().await, world.made);
    assert_eq!(trail(&world.store, "globex").await, []);
}

#[tokio::test]
async fn no_edit_delays_a_revoke() {
    let world = World::new().await;
    let (revoked, left) = world.overtaken(&[Edit; 20]).await;
    let revoked = revoked.unwrap();
    assert_eq!(left, 19, "edits got in the way of more than one write");
    assert_eq!(revoked.summary.status, Status::Revoked);
    assert_eq!(revoked.summary.version, 3);
    assert_eq!(revoked.summary.description, "Edited at version 1", "the edit is kept");
    assert_eq!(revoked, world.now().await);
    assert_eq!(world.names().await.len(), 3);
}

#[tokio::test]
async fn of_two_revokes_at_once_both_succeed_and_one_is_recorded() {
    let world = World::new().await;
    let (revoked, left) = world.overtaken(&[Revoke]).await;
    assert_eq!((revoked.unwrap(), left), (world.now().await, 0));
    assert_eq!(world.names().await, [EventName::Created, EventName::Revoked]);
}

#[tokio::test]
async fn of_two_reenablings_at_once_both_succeed_and_one_is_recorded() {
    let world = World::new().await;
    world.revoke(2).await.unwrap();
    let store = Overtaken::new(&world.store, &[Reenable]);
    let reenabled = reenable_key(&store, &world.ada, world.id, &occasion(3)).await;
    assert_eq!((reenabled.unwrap(), store.left()), (world.now().await, 0));
    assert_eq!(world.names().await.len(), 3);
}

/// A store where the first so many writes lose, and the status is back by the next read.
struct Losing<'a>(&'a MemoryStore, AtomicUsize);

impl ReadKey for Losing<'_> {
    async fn key(
        &self,
        organization: &Organization,
        id: KeyId,
    ) -> Result<Option<KeyView>, StoreError> {
        self.0.key(organization, id).await
    }
}

impl ChangeKey for Losing<'_> {
    async fn change(&self, change: &KeyChange) -> Result<Changed, StoreError> {
        let lost = self.1.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1));
        if lost.is_ok() { Ok(Changed::Conflict) } else { self.0.change(change).await }
    }
}

#[tokio::test]
async fn a_revoke_outlasts_seven_lost_races_and_then_says_that_it_could_not() {
    for (races, succeeds) in [(1, true), (7, true), (8, false)] {
        let world = World::new().await;
        let store = Losing(&world.store, races.into());
        let revoked = revoke_key(&store, &world.ada, world.id, &occasion(2)).await;
        if succeeds {
            assert_eq!(revoked.unwrap(), world.now().await);
            assert_eq!(world.names().await, [EventName::Created, EventName::Revoked]);
        } else {
            assert!(matches!(revoked, Err(Error::Store(StoreError::Unavailable(_)))));
            assert_eq!(world.now().await, world.made);
        }
    }
}

#[tokio::test]
async fn a_key_comes_back_with_the_permissions_it_has_by_then() {
    let world = World::new().await;
    world.revoke(2).await.unwrap();
    let edit = permit(&["jobs.list"]);
    update_key(&world.store, &world.ada, world.id, 2, &edit, &occasion(3)).await.unwrap();
    let back = world.reenable(4).await.unwrap();
    assert_eq!(back.permissions, PermissionSet::known(["jobs.list"]));
    assert_eq!((back.summary.status, back.summary.version), (Status::Active, 4));
}
