//! One suite for every store: what the rules need of DynamoDB, the memory store does too.

mod builders;
mod dynamodb;
mod late;
mod lists;
mod sequences;

use builders::{create, keys, new_key, trail, viewer};
pub use builders::{edit, manager, occasion, organization, request};
use contract::{
    events::{Change, EventName},
    keys::{Status, UpdateKey},
};
use domain::{
    create_key::create_key,
    error::Error,
    key::KeyId,
    list_events::list_events,
    list_keys::Listing,
    memory::MemoryStore,
    occasion::Occasion,
    revoke_key::{reenable_key, revoke_key},
    store::{self, ListEvents, ListKeys, ReadCredential, ReadKey},
    update_key::update_key,
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use late::{
    a_late_edit_never_undoes_one_that_found_nothing_to_change,
    a_late_reenable_never_undoes_a_revoke,
};
use lists::{
    events_are_paged_by_organization_and_by_key, filters_find_what_they_say,
    pages_hold_every_key_once_newest_first,
};

use crate::stack;

/// Everything that a function may ask of a store.
trait Store:
    ReadCredential + ReadKey + ListKeys + ListEvents + store::CreateKey + store::ChangeKey
{
}
impl<S: ReadCredential + ReadKey + ListKeys + ListEvents + store::CreateKey + store::ChangeKey>
    Store for S
{
}

macro_rules! over_every_store {
    ($($case:ident)+) => {
        mod memory {
            $(#[tokio::test]
            async fn $case() {
                super::$case(&super::MemoryStore::default()).await;
            })+
        }
        mod table {
            $(#[tokio::test]
            async fn $case() {
                let database = stringify!($case).replace('_', "");
                super::$case(&super::stack::own_keystore(&database).await).await;
            })+
        }
    };
}

over_every_store! {
    a_created_key_is_there_for_gate_and_admin
    another_organization_sees_nothing_and_changes_nothing
    a_creation_sent_twice_is_one_key
    an_idempotency_key_makes_one_key_a_day
    an_edit_changes_gate_directory_and_trail
    an_edit_of_an_old_version_changes_nothing
    a_change_sent_twice_is_made_once
    a_revoke_ends_access_and_a_reenable_restores_it
    pages_hold_every_key_once_newest_first
    filters_find_what_they_say
    events_are_paged_by_organization_and_by_key
    forty_racers_leave_one_truth
    a_late_reenable_never_undoes_a_revoke
    a_late_edit_never_undoes_one_that_found_nothing_to_change
}

async fn a_created_key_is_there_for_gate_and_admin(store: &impl Store) {
    let (view, plain) = create(store, "acme", "payroll", &["candidates.list", "jobs.list"]).await;

    let credential = store.credential(plain.id).await.unwrap().unwrap();
    assert_eq!(credential.organization, "acme");
    assert_eq!(credential.status, Status::Active);
    assert_eq!(credential.permissions, view.permissions);
    assert!(credential.secret.verify(&plain.secret).unwrap());
    assert_eq!(store.key(&organization("acme"), plain.id).await.unwrap(), Some(view));
    assert_eq!(store.credential(KeyId::NONE).await.unwrap(), None);
}

async fn another_organization_sees_nothing_and_changes_nothing(store: &impl Store) {
    let (view, plain) = create(store, "acme", "payroll", &[]).await;
    let stranger = manager("globex");

    assert_eq!(store.key(&organization("globex"), plain.id).await.unwrap(), None);
    assert_eq!(keys(store, "globex", &Listing::default()).await, [""; 0]);
    let edit = UpdateKey { description: Some("mine".into()), permissions: None };
    let edited = update_key(store, &stranger, plain.id, 1, &edit, &occasion()).await;
    assert!(matches!(edited, Err(Error::NotFound)), "{edited:?}");
    let revoked = revoke_key(store, &stranger, plain.id, &occasion()).await;
    assert!(matches!(revoked, Err(Error::NotFound)), "{revoked:?}");
    let trail = list_events(store, &viewer("globex"), Some(plain.id), None, None).await;
    assert!(matches!(trail, Err(Error::NotFound)), "{trail:?}");
    assert_eq!(store.key(&organization("acme"), plain.id).await.unwrap(), Some(view));
}

async fn a_creation_sent_twice_is_one_key(store: &impl Store) {
    let new = new_key("acme", None);
    for _ in 0..3 {
        assert_eq!(store.create(&new).await.unwrap(), store::Created::Now);
    }
    assert_eq!(keys(store, "acme", &Listing::default()).await, ["made by hand"]);
    assert_eq!(trail(store, "acme", None).await.len(), 1);
}

async fn an_idempotency_key_makes_one_key_a_day(store: &impl Store) {
    let now = occasion();
    let tomorrow = Occasion { now: now.now + SignedDuration::from_hours(25), ..occasion() };
    let make = |who: &'static str, occasion: Occasion| async move {
        let wanted = request("payroll", &[]);
        let made = create_key(store, &manager(who), &wanted, Some("once-only"), &occasion).await;
        made.map(|(_, plain)| plain.id)
    };

    let first = make("acme", now).await.unwrap();
    let replayed = make("acme", occasion()).await;
    assert!(matches!(replayed, Err(Error::AlreadyCreated(id)) if id == first), "{replayed:?}");
    assert_ne!(make("globex", occasion()).await.unwrap(), first);
    assert_ne!(make("acme", tomorrow).await.unwrap(), first);
    assert_eq!(keys(store, "acme", &Listing::default()).await.len(), 2);
}

async fn an_edit_changes_gate_directory_and_trail(store: &impl Store) {
    let (_, plain) = create(store, "acme", "payroll", &["candidates.list", "jobs.list"]).await;
    let edit = edit("payroll 2", &["jobs.list", "offers.list"]);
    let after = update_key(store, &manager("acme"), plain.id, 1, &edit, &occasion()).await.unwrap();

    assert_eq!(after.summary.version, 2);
    assert_eq!(store.key(&organization("acme"), plain.id).await.unwrap().as_ref(), Some(&after));
    assert_eq!(store.credential(plain.id).await.unwrap().unwrap().permissions, after.permissions);
    let events = trail(store, "acme", Some(plain.id)).await;
    let names: Vec<_> = events.iter().map(|event| event.event).collect();
    assert_eq!(names, [EventName::PermissionsUpdated, EventName::Updated, EventName::Created]);
    assert_eq!(
        events[0].changes,
        [Change::Permissions {
            added: vec!["offers.list".into()],
            removed: vec!["candidates.list".into()],
        }]
    );
    assert_eq!(
        events[1].changes,
        [Change::Description { old: Some("payroll".into()), new: "payroll 2".into() }]
    );
}

async fn an_edit_of_an_old_version_changes_nothing(store: &impl Store) {
    let (_, plain) = create(store, "acme", "payroll", &[]).await;
    let manager = manager("acme");
    let first =
        update_key(store, &manager, plain.id, 1, &edit("first", &[]), &occasion()).await.unwrap();
    let late =
        update_key(store, &manager, plain.id, 1, &edit("late", &["jobs.list"]), &occasion()).await;

    assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    assert_eq!(store.key(&organization("acme"), plain.id).await.unwrap(), Some(first));
    assert_eq!(trail(store, "acme", None).await.len(), 2);
}

async fn a_change_sent_twice_is_made_once(store: &impl Store) {
    let new = new_key("acme", None);
    let _ = store.create(&new).await.unwrap();
    let mut event = new.event.clone();
    event.id = KeyId::new(2, &[7; 10]).to_string();
    let change = store::KeyChange {
        organization: new.organization.clone(),
        id: new.id,
        expected: store::Expected::Version(1),
        description: Some("once".into()),
        permissions: None,
        status: None,
        stamp: Some((new.view.summary.created_at.clone(), new.view.summary.created_by.clone())),
        token: event.id.clone(),
        events: vec![event],
    };
    for _ in 0..3 {
        assert_eq!(store.change(&change).await.unwrap(), store::Changed::Done);
    }
    let key = store.key(&new.organization, new.id).await.unwrap().unwrap();
    assert_eq!((key.summary.version, key.summary.description.as_str()), (2, "once"));
    assert_eq!(trail(store, "acme", None).await.len(), 2);
}

async fn a_revoke_ends_access_and_a_reenable_restores_it(store: &impl Store) {
    let (_, plain) = create(store, "acme", "payroll", &["jobs.list"]).await;
    let manager = manager("acme");
    let status = || async { store.credential(plain.id).await.unwrap().unwrap().status };

    for version in [2, 3] {
        let revoked = revoke_key(store, &manager, plain.id, &occasion()).await.unwrap();
        assert_eq!((revoked.summary.status, revoked.summary.version), (Status::Revoked, version));
        assert_eq!(status().await, Status::Revoked);
    }
    for _ in 0..2 {
        let back = reenable_key(store, &manager, plain.id, &occasion()).await.unwrap();
        assert_eq!((back.summary.status, back.summary.version), (Status::Active, 4));
        assert_eq!(status().await, Status::Active);
    }
    assert_eq!(trail(store, "acme", Some(plain.id)).await.len(), 3);
}

/// Edits of one version, revokes and re-enables at once: whatever wins, everything agrees.
async fn forty_racers_leave_one_truth(store: &impl Store) {
    let (_, plain) = create(store, "acme", "raced for", &[]).await;
    let manager = &manager("acme");
    let racers = (0..40).map(|number| async move {
        let occasion = &occasion();
        match number % 4 {
            0 => revoke_key(store, manager, plain.id, occasion).await.map(|_| ()),
            1 => reenable_key(store, manager, plain.id, occasion).await.map(|_| ()),
            _ => {
                let edit = edit(&format!("racer {number}"), &["jobs.list"]);
                update_key(store, manager, plain.id, 1, &edit, occasion).await.map(|_| ())
            }
        }
    });
    for outcome in join_all(racers).await {
        assert!(matches!(outcome, Ok(()) | Err(Error::Stale)), "{outcome:?}");
    }

    let key = store.key(&organization("acme"), plain.id).await.unwrap().unwrap();
    let credential = store.credential(plain.id).await.unwrap().unwrap();
    let mut events = trail(store, "acme", Some(plain.id)).await;
    events.reverse();
    assert_eq!(credential.status, key.summary.status);
    assert_eq!(credential.permissions, key.permissions);
    assert_eq!(trail(store, "acme", None).await.len(), events.len());
    let edits = events.iter().filter(|event| event.event == EventName::Updated).count();
    assert!(edits <= 1, "two edits of one version were made");
    let turns = events
        .iter()
        .filter(|event| matches!(event.event, EventName::Revoked | EventName::ReEnabled));
    assert!(key.summary.version as usize > edits + turns.count());
}
