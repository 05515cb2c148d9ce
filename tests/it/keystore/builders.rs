//! What the suite starts from: somebody, an occasion, a key; and how it looks at what came of it.

use contract::{
    events::{Change, EventName, EventView},
    keys::{Actor, ApiType, CreateKey, KeySummary, KeyView, Status, UpdateKey},
    permissions::PermissionSet,
};
use domain::{
    create_key::create_key,
    key::{KeyId, PlainKey},
    list_events::list_events,
    list_keys::{Listing, list_keys},
    occasion::{Entropy, Occasion},
    principal::{Manager, Organization, Viewer},
    secret::HashedSecret,
    store,
};
use jiff::Timestamp;
use rand::rngs::SysRng;

use super::Store;

pub fn organization(name: &str) -> Organization {
    Organization::parse(name).unwrap()
}

pub fn manager(name: &str) -> Manager {
    let actor =
        Actor { id: "u-1".into(), name: Some("Ada".into()), email: Some("ada@example.com".into()) };
    Manager { organization: organization(name), actor }
}

pub(super) fn viewer(name: &str) -> Viewer {
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

pub(super) async fn create(
    store: &impl Store,
    who: &str,
    description: &str,
    permissions: &[&str],
) -> (KeyView, PlainKey) {
    create_key(store, &manager(who), &request(description, permissions), None, &occasion())
        .await
        .unwrap()
}

pub(super) async fn create_at(
    store: &impl Store,
    who: &str,
    description: &str,
    second: i64,
) -> String {
    let now = Timestamp::from_second(1_790_000_000 + second).unwrap();
    let occasion = Occasion { now, ..occasion() };
    let made = create_key(store, &manager(who), &request(description, &[]), None, &occasion).await;
    made.unwrap().0.summary.description
}

/// What the rule would write, for a test that writes it more than once.
pub(super) fn new_key(who: &str, idempotency: Option<(String, i64)>) -> store::NewKey {
    let occasion = occasion();
    let plain = PlainKey::generate(occasion.milliseconds(), &occasion.entropy);
    let (manager, time) = (manager(who), occasion.time());
    let summary = KeySummary {
        id: plain.id.to_string(),
        api_type: ApiType::Harvest,
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
    let event = EventView {
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
        secret: HashedSecret::new(&plain.secret, &[9; 16]).unwrap(),
        event,
        idempotency,
        now: occasion.now.as_second(),
    }
}

pub(super) async fn keys(store: &impl Store, who: &str, listing: &Listing<'_>) -> Vec<String> {
    let page = list_keys(store, &viewer(who), listing).await.unwrap();
    page.keys.into_iter().map(|key| key.description).collect()
}

pub(super) async fn trail(store: &impl Store, who: &str, key: Option<KeyId>) -> Vec<EventView> {
    list_events(store, &viewer(who), key, Some("500"), None).await.unwrap().events
}
