//! One suite for every store: what the rules need of DynamoDB, the memory store does too.

mod dynamodb;

use contract::{
    events::{Change, EventName},
    keys::{Actor, CreateKey, KeyView, Status, UpdateKey},
    permissions::PermissionSet,
};
use domain::{
    create_key::create_key,
    error::Error,
    key::{KeyId, PlainKey},
    list_events::list_events,
    list_keys::{Listing, list_keys},
    memory::MemoryStore,
    occasion::{Entropy, Occasion},
    principal::{Manager, Organization, Viewer},
    revoke_key::{reenable_key, revoke_key},
    store::{self, ListEvents, ListKeys, ReadCredential, ReadKey},
    update_key::update_key,
};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::SysRng;

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
        time: new.view.summary.created_at.clone(),
        by: new.view.summary.created_by.clone(),
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

    for _ in 0..2 {
        let revoked = revoke_key(store, &manager, plain.id, &occasion()).await.unwrap();
        assert_eq!((revoked.summary.status, revoked.summary.version), (Status::Revoked, 2));
        assert_eq!(status().await, Status::Revoked);
    }
    for _ in 0..2 {
        let back = reenable_key(store, &manager, plain.id, &occasion()).await.unwrap();
        assert_eq!((back.summary.status, back.summary.version), (Status::Active, 3));
        assert_eq!(status().await, Status::Active);
    }
    assert_eq!(trail(store, "acme", Some(plain.id)).await.len(), 3);
}

async fn pages_hold_every_key_once_newest_first(store: &impl Store) {
    let mut made = Vec::new();
    for number in 0..7 {
        made.push(create_at(store, "acme", &format!("key {number}"), number).await);
    }
    made.reverse();
    for limit in ["1", "3", "7", "100"] {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let listing =
                Listing { limit: Some(limit), cursor: cursor.as_deref(), ..Listing::default() };
            let page = list_keys(store, &viewer("acme"), &listing).await.unwrap();
            found.extend(page.keys.into_iter().map(|key| key.description));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, made, "by {limit}");
    }
}

async fn filters_find_what_they_say(store: &impl Store) {
    let (_, gone) = create(store, "acme", "Old Export", &[]).await;
    let _ = create(store, "acme", "new export", &[]).await;
    let refapp = CreateKey { partner: "refapp".into(), ..request("references", &[]) };
    let _ = create_key(store, &manager("acme"), &refapp, None, &occasion()).await.unwrap();
    let _ = revoke_key(store, &manager("acme"), gone.id, &occasion()).await.unwrap();
    let id = gone.id.to_string();

    let mut table: Vec<(Listing<'_>, &[&str])> = vec![
        (Listing { status: Some("revoked"), ..Listing::default() }, &["Old Export"]),
        (Listing { partner: Some("refapp"), ..Listing::default() }, &["references"]),
        (Listing { search: Some("EXPORT"), ..Listing::default() }, &["new export", "Old Export"]),
        (Listing { search: Some(&id), ..Listing::default() }, &["Old Export"]),
        (
            Listing { search: Some("ada@"), ..Listing::default() },
            &["references", "new export", "Old Export"],
        ),
        (Listing { search: Some("nothing like it"), ..Listing::default() }, &[]),
    ];
    table.push((
        Listing { status: Some("active"), search: Some("export"), ..Listing::default() },
        &["new export"],
    ));
    for (listing, expected) in table {
        let mut found = keys(store, "acme", &listing).await;
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{listing:?}");
    }
}

async fn events_are_paged_by_organization_and_by_key(store: &impl Store) {
    let (_, one) = create(store, "acme", "one", &[]).await;
    let (_, two) = create(store, "acme", "two", &[]).await;
    for turn in 0..4 {
        let id = if turn % 2 == 0 { one.id } else { two.id };
        let _ = revoke_key(store, &manager("acme"), id, &occasion()).await.unwrap();
        let _ = reenable_key(store, &manager("acme"), id, &occasion()).await.unwrap();
    }
    let mut cursor: Option<String> = None;
    let mut found = Vec::new();
    loop {
        let page = list_events(store, &viewer("acme"), Some(one.id), Some("2"), cursor.as_deref())
            .await
            .unwrap();
        assert!(page.events.len() <= 2);
        found.extend(page.events);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|event| event.key_id == one.id.to_string()));
    assert!(found.is_sorted_by(|newer, older| newer.id > older.id));
    assert_eq!(trail(store, "acme", None).await.len(), 10);
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
    assert_eq!(key.summary.version as usize, 1 + edits + turns.count());
}

pub fn organization(name: &str) -> Organization {
    Organization::parse(name).unwrap()
}

pub fn manager(name: &str) -> Manager {
    let actor =
        Actor { id: "u-1".into(), name: Some("Ada".into()), email: Some("ada@example.com".into()) };
    Manager { organization: organization(name), actor }
}

fn viewer(name: &str) -> Viewer {
    Viewer { organization: organization(name) }
}

pub fn occasion() -> Occasion {
    Occasion {
        now: Timestamp::now(),
        request_id: "r-1".into(),
        source_ip: "192.0.2.1".into(),
        entropy: Entropy::draw(&mut SysRng).unwrap(),
    }
}

pub fn request(description: &str, permissions: &[&str]) -> CreateKey {
    CreateKey {
        api_type: "harvest".into(),
        partner: "custom_integration".into(),
        description: description.into(),
        permissions: Some(permissions.iter().map(|id| (*id).to_owned()).collect()),
    }
}

pub fn edit(description: &str, permissions: &[&str]) -> UpdateKey {
    let permissions = permissions.iter().map(|id| (*id).to_owned()).collect();
    UpdateKey { description: Some(description.into()), permissions: Some(permissions) }
}

async fn create(
    store: &impl Store,
    who: &str,
    description: &str,
    permissions: &[&str],
) -> (KeyView, PlainKey) {
    create_key(store, &manager(who), &request(description, permissions), None, &occasion())
        .await
        .unwrap()
}

async fn create_at(store: &impl Store, who: &str, description: &str, second: i64) -> String {
    let now = Timestamp::from_second(1_790_000_000 + second).unwrap();
    let occasion = Occasion { now, ..occasion() };
    let made = create_key(store, &manager(who), &request(description, &[]), None, &occasion).await;
    made.unwrap().0.summary.description
}

/// What the rule would write, for a test that writes it more than once.
fn new_key(who: &str, idempotency: Option<(String, i64)>) -> store::NewKey {
    let occasion = occasion();
    let plain = PlainKey::generate(occasion.milliseconds(), &occasion.entropy);
    let (manager, time) = (manager(who), occasion.time());
    let summary = contract::keys::KeySummary {
        id: plain.id.to_string(),
        api_type: contract::keys::ApiType::Harvest,
        partner: "custom_integration".into(),
        description: "made by hand".into(),
        status: Status::Active,
        permission_count: 0,
        version: 1,
        created_at: time.clone(),
        created_by: manager.actor.clone(),
        updated_at: time.clone(),
        updated_by: manager.actor.clone(),
    };
    let event = contract::events::EventView {
        id: KeyId::new(1, &[1; 10]).to_string(),
        time,
        event: EventName::Created,
        key_id: summary.id.clone(),
        key_description: summary.description.clone(),
        actor: manager.actor,
        source_ip: occasion.source_ip,
        request_id: occasion.request_id,
        changes: vec![Change::Partner { new: "custom_integration".into() }],
    };
    store::NewKey {
        organization: manager.organization,
        id: plain.id,
        view: KeyView { summary, permissions: PermissionSet::EMPTY },
        secret: domain::secret::HashedSecret::new(&plain.secret, &[9; 16]).unwrap(),
        event,
        idempotency,
        now: occasion.now.as_second(),
    }
}

async fn keys(store: &impl Store, who: &str, listing: &Listing<'_>) -> Vec<String> {
    let page = list_keys(store, &viewer(who), listing).await.unwrap();
    page.keys.into_iter().map(|key| key.description).collect()
}

async fn trail(
    store: &impl Store,
    who: &str,
    key: Option<KeyId>,
) -> Vec<contract::events::EventView> {
    list_events(store, &viewer(who), key, Some("500"), None).await.unwrap().events
}
