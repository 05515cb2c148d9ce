//! What an edit changes and records, and what stops it.

use contract::{keys::Status, problem::FieldCode::*};

use super::*;
use crate::{
    examples::{
        Meanwhile, Overtaken, describe, make, manager, occasion, organization, permit, trail,
    },
    memory::MemoryStore,
    revoke_key::revoke_key,
    store::ReadKey,
};

/// A store with one key of acme's, at version 1.
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

    async fn check(&self, version: u64, request: &keys::UpdateKey) -> Result<KeyView, Error> {
        update_key(&self.store, &self.ada, self.id, version, request, &occasion(2)).await
    }

    async fn now(&self) -> KeyView {
        self.store.key(&organization("acme"), self.id).await.unwrap().unwrap()
    }

    /// Names and changes of the events since the key was created.
    async fn changes(&self) -> Vec<(EventName, Vec<Change>)> {
        let events = trail(&self.store, "acme").await.into_iter().skip(1);
        events.map(|event| (event.event, event.changes)).collect()
    }

    async fn assert_untouched(&self) {
        assert_eq!(self.now().await, self.made);
        assert_eq!(self.changes().await, []);
    }
}

fn set(ids: &[&str]) -> PermissionSet {
    PermissionSet::known(ids.iter().copied())
}

#[tokio::test]
async fn a_description_changes_alone() {
    let world = World::new().await;
    let after = world.check(1, &describe("  Weekly export ")).await.unwrap();
    let mut expected = world.made.clone();
    expected.summary.description = "Weekly export".into();
    expected.summary.version = 2;
    expected.summary.updated_at = "2026-03-14T09:26:55.589Z".into();
    assert_eq!(after, expected);
    assert_eq!(world.now().await, expected);

    let change =
        Change::Description { old: Some("Nightly export".into()), new: "Weekly export".into() };
    assert_eq!(world.changes().await, [(EventName::Updated, vec![change])]);
}

#[tokio::test]
async fn permissions_are_replaced_and_recorded_as_added_and_removed() {
    for (new, added, removed) in [
        (vec!["candidates.list", "jobs.list"], vec!["jobs.list"], vec![]),
        (vec!["jobs.list"], vec!["jobs.list"], vec!["candidates.list"]),
        (vec![], vec![], vec!["candidates.list"]),
    ] {
        let world = World::new().await;
        let after = world.check(1, &permit(&new)).await.unwrap();
        assert_eq!(after.permissions, set(&new));
        assert_eq!(after.summary.permission_count, new.len());
        assert_eq!(after.summary.version, 2);
        assert_eq!(after.summary.description, "Nightly export");
        assert_eq!(world.now().await, after);
        let change =
            Change::Permissions { added: set(&added).to_ids(), removed: set(&removed).to_ids() };
        assert_eq!(world.changes().await, [(EventName::PermissionsUpdated, vec![change])]);
    }
}

#[tokio::test]
async fn an_edit_of_both_leaves_two_events_of_one_request_in_order() {
    let world = World::new().await;
    let both = keys::UpdateKey {
        permissions: permit(&["jobs.list"]).permissions,
        ..describe("Weekly export")
    };
    let after = world.check(1, &both).await.unwrap();
    assert_eq!(after.summary.version, 2, "one change");

    let [created, first, second] = trail(&world.store, "acme").await.try_into().unwrap();
    assert_eq!(first.event, EventName::Updated);
    assert_eq!(second.event, EventName::PermissionsUpdated);
    assert!(created.id < first.id && first.id < second.id);
    for event in [first, second] {
        assert_eq!(event.request_id, "request-2");
        assert_eq!(event.key_id, after.summary.id);
        assert_eq!(event.key_description, "Weekly export", "as it is called afterwards");
        assert_eq!(event.actor, world.ada.actor);
        assert_eq!(event.time, after.summary.updated_at);
    }
}

#[tokio::test]
async fn the_last_editor_is_named_and_the_creator_stays() {
    let mut world = World::new().await;
    world.ada.actor.id = "sub-bob".into();
    let after = world.check(1, &describe("Weekly export")).await.unwrap();
    assert_eq!(after.summary.updated_by.id, "sub-bob");
    assert_eq!(after.summary.created_by, world.made.summary.created_by);
    assert_eq!(world.now().await, after);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_takes_a_version_and_leaves_no_event() {
    let world = World::new().await;
    let both = keys::UpdateKey {
        permissions: permit(&["candidates.list", "candidates.list"]).permissions,
        ..describe(" Nightly export ")
    };
    let mut expected = world.made.clone();
    for request in [describe("Nightly export"), permit(&["candidates.list"]), both] {
        let version = expected.summary.version;
        expected.summary.version += 1;
        assert_eq!(world.check(version, &request).await.unwrap(), expected);
        assert_eq!(world.now().await, expected);
    }
    assert!(world.changes().await.is_empty());
}

#[tokio::test]
async fn of_two_values_only_the_one_that_differs_is_recorded() {
    let world = World::new().await;
    let both = keys::UpdateKey {
        permissions: permit(&["jobs.list"]).permissions,
        ..describe("Nightly export")
    };
    world.check(1, &both).await.unwrap();
    let [(name, _)] = world.changes().await.try_into().unwrap();
    assert_eq!(name, EventName::PermissionsUpdated);
}

#[tokio::test]
async fn an_edit_of_another_version_is_stale() {
    let world = World::new().await;
    for version in [0, 2, u64::MAX] {
        for request in [describe("Weekly export"), describe("Nightly export")] {
            assert!(matches!(world.check(version, &request).await, Err(Error::Stale)), "{version}");
        }
    }
    world.assert_untouched().await;

    world.check(1, &describe("Weekly export")).await.unwrap();
    assert!(matches!(world.check(1, &describe("Daily export")).await, Err(Error::Stale)));
    assert_eq!(world.now().await.summary.description, "Weekly export");
}

#[tokio::test]
async fn an_edit_that_is_overtaken_is_stale_and_overwrites_nothing() {
    for meanwhile in [Meanwhile::Edit, Meanwhile::Revoke] {
        let world = World::new().await;
        let store = Overtaken::new(&world.store, &[meanwhile]);
        let request = describe("Weekly export");
        let edit = update_key(&store, &world.ada, world.id, 1, &request, &occasion(2)).await;
        assert!(matches!(edit, Err(Error::Stale)), "{edit:?}");
        assert_eq!(store.left(), 0);
        assert_ne!(world.now().await.summary.description, "Weekly export");
        assert_eq!(world.changes().await.len(), 1, "{meanwhile:?} alone");
    }
}

#[tokio::test]
async fn a_revoked_key_can_be_edited_and_stays_revoked() {
    let world = World::new().await;
    revoke_key(&world.store, &world.ada, world.id, &occasion(3)).await.unwrap();
    let after = world.check(2, &permit(&["jobs.list"])).await.unwrap();
    assert_eq!(after.summary.status, Status::Revoked);
    assert_eq!(world.now().await, after);
}

#[tokio::test]
async fn a_key_of_nobody_or_of_another_organization_is_not_found() {
    let world = World::new().await;
    for (who, id) in [(manager("globex"), world.id), (manager("acme"), KeyId::NONE)] {
        for request in [describe("Mine now"), describe("Nightly export")] {
            let edit = update_key(&world.store, &who, id, 1, &request, &occasion(2)).await;
            assert!(matches!(edit, Err(Error::NotFound)), "{edit:?}");
        }
    }
    world.assert_untouched().await;
    assert_eq!(trail(&world.store, "globex").await, []);
}

#[tokio::test]
async fn every_value_that_is_not_allowed_is_named_at_once() {
    let world = World::new().await;
    let long = keys::UpdateKey {
        permissions: permit(&["jobs.none", "jobs.list", "x"]).permissions,
        ..describe(&"x".repeat(201))
    };
    for (request, expected) in [
        (keys::UpdateKey::default(), vec![("description", Blank)]),
        (describe(" "), vec![("description", Blank)]),
        (describe("a\nb"), vec![("description", ControlCharacter)]),
        (permit(&["jobs.none"]), vec![("permissions[0]", UnknownPermission)]),
        (
            long,
            vec![
                ("description", TooLong),
                ("permissions[0]", UnknownPermission),
                ("permissions[2]", UnknownPermission),
            ],
        ),
    ] {
        // Values are checked first: another organization's key is not even looked up.
        let Err(Error::InvalidFields(errors)) = world.check(9, &request).await else {
            panic!("{request:?} accepted");
        };
        let named: Vec<_> = errors.iter().map(|error| (error.field.as_str(), error.code)).collect();
        assert_eq!(named, expected);
    }
    world.assert_untouched().await;
}
