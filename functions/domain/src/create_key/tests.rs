//! What a new key is, what it leaves behind, and what is refused instead.

use contract::{
    partners::PARTNERS,
    problem::FieldCode::{
        self, Blank, ControlCharacter, TooLong, UnknownApiType, UnknownPartner, UnknownPermission,
    },
};

use super::*;
use crate::{
    examples::{manager, occasion, organization, request, trail},
    key::KeyId,
    memory::MemoryStore,
    store::{ReadCredential, ReadKey},
};

async fn check(request: &keys::CreateKey) -> Result<KeyView, Error> {
    let store = MemoryStore::default();
    let created = create_key(&store, &manager("acme"), request, None, &occasion(1)).await;
    let events = trail(&store, "acme").await.len();
    assert_eq!(events, usize::from(created.is_ok()), "no key without its event");
    created.map(|(view, _)| view)
}

async fn check_fields(request: &keys::CreateKey) -> Vec<(String, FieldCode)> {
    match check(request).await {
        Err(Error::InvalidFields(errors)) => {
            assert!(errors.iter().all(|error| !error.message.is_empty()));
            errors.into_iter().map(|error| (error.field, error.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// With this idempotency key at this second: the id made, or the id made before.
async fn attempt(
    store: &MemoryStore,
    who: &Manager,
    idempotency_key: &str,
    second: u32,
) -> Result<KeyId, KeyId> {
    let now = occasion(second);
    match create_key(store, who, &request(), Some(idempotency_key), &now).await {
        Ok((_, plain)) => Ok(plain.id),
        Err(Error::AlreadyCreated(id)) => Err(id),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_new_key_is_what_was_asked_for() {
    let (store, ada, now) = (MemoryStore::default(), manager("acme"), occasion(1));
    let (view, plain) = create_key(&store, &ada, &request(), None, &now).await.unwrap();

    let expected = KeySummary {
        id: plain.id.to_string(),
        api_type: ApiType::Harvest,
        partner: "custom_integration".into(),
        description: "Nightly export".into(),
        status: Status::Active,
        permission_count: 1,
        version: 1,
        created_at: "2026-03-14T09:26:54.589Z".into(),
        created_by: ada.actor.clone(),
        updated_at: "2026-03-14T09:26:54.589Z".into(),
        updated_by: ada.actor.clone(),
    };
    assert_eq!(view.summary, expected);
    assert_eq!(view.permissions, PermissionSet::known(["candidates.list"]));
    assert_eq!(store.key(&organization("acme"), plain.id).await.unwrap(), Some(view));
}

#[tokio::test]
async fn the_gate_can_verify_the_new_key_and_reads_what_it_may() {
    let (store, ada) = (MemoryStore::default(), manager("acme"));
    let (view, plain) = create_key(&store, &ada, &request(), None, &occasion(1)).await.unwrap();
    let credential = store.credential(plain.id).await.unwrap().unwrap();
    let presented = PlainKey::parse(&plain.reveal()).unwrap();
    assert_eq!(credential.secret.verify(&presented.secret), Ok(true));
    assert!(credential.secret.may_match(&presented.secret));
    assert_eq!(credential.permissions, view.permissions);
    assert_eq!((credential.organization.as_str(), credential.status), ("acme", Status::Active));
}

#[tokio::test]
async fn creating_leaves_one_event_that_says_everything() {
    let (store, ada, now) = (MemoryStore::default(), manager("acme"), occasion(1));
    let (view, _) = create_key(&store, &ada, &request(), None, &now).await.unwrap();
    let [event] = trail(&store, "acme").await.try_into().unwrap();

    let expected = EventView {
        id: event.id.clone(),
        time: "2026-03-14T09:26:54.589Z".into(),
        event: EventName::Created,
        key_id: view.summary.id,
        key_description: "Nightly export".into(),
        actor: ada.actor,
        source_ip: "203.0.113.7".into(),
        request_id: "request-1".into(),
        changes: vec![
            Change::ApiType { new: ApiType::Harvest },
            Change::Partner { new: "custom_integration".into() },
            Change::Description { old: None, new: "Nightly export".into() },
            Change::Status { old: None, new: Status::Active },
            Change::Permissions { added: view.permissions.to_ids(), removed: Vec::new() },
        ],
    };
    assert_eq!(event, expected);
}

#[tokio::test]
async fn a_partners_preset_is_assigned_when_no_permissions_are_given() {
    for partner in &PARTNERS {
        let request =
            keys::CreateKey { partner: partner.id.into(), permissions: None, ..request() };
        let view = check(&request).await.unwrap();
        assert_eq!(view.permissions, partner.preset.permissions(), "{}", partner.id);
        assert_eq!(view.summary.permission_count, view.permissions.len());
    }
}

#[tokio::test]
async fn given_permissions_replace_the_preset_even_when_there_are_none() {
    for (given, held) in [
        (vec![], PermissionSet::EMPTY),
        (vec!["jobs.list"; 2], PermissionSet::known(["jobs.list"])),
        (
            vec!["jobs.list", "candidates.list"],
            PermissionSet::known(["candidates.list", "jobs.list"]),
        ),
        (PermissionSet::full().ids().collect(), PermissionSet::full()),
    ] {
        let permissions = Some(given.iter().map(|id| (*id).to_owned()).collect());
        let request = keys::CreateKey { partner: "refapp".into(), permissions, ..request() };
        assert_eq!(check(&request).await.unwrap().permissions, held, "{given:?}");
    }
}

#[tokio::test]
async fn a_description_is_trimmed_and_at_most_200_characters_long() {
    let longest = "ä".repeat(200);
    for (given, stored) in [
        ("  Export\t", "Export"),
        ("\r\n Export \u{a0}\n", "Export"),
        ("a  b", "a  b"),
        ("<b>\"'&", "<b>\"'&"),
        (&longest, &longest),
        (&format!(" {longest} "), &longest),
    ] {
        let request = keys::CreateKey { description: given.into(), ..request() };
        assert_eq!(check(&request).await.unwrap().summary.description, stored, "{given:?}");
    }
}

#[tokio::test]
async fn a_description_that_is_not_allowed_is_refused() {
    let long = "ä".repeat(201);
    for (given, code) in [
        ("", Blank),
        (" \t\n\u{2003}", Blank),
        (&long, TooLong),
        ("a\nb", ControlCharacter),
        ("a\0b", ControlCharacter),
        ("a\tb", ControlCharacter),
        ("a\u{7f}b", ControlCharacter),
        ("a\u{85}b", ControlCharacter),
        ("a\u{1b}[31mb", ControlCharacter),
    ] {
        let request = keys::CreateKey { description: given.into(), ..request() };
        assert_eq!(check_fields(&request).await, [("description".into(), code)], "{given:?}");
    }
}

#[tokio::test]
async fn every_value_that_is_not_allowed_is_named_at_once() {
    let named = |field: &str, code| (field.to_owned(), code);
    let permissions = ["jobs.list", "jobs.none", "", "JOBS.LIST"].map(str::to_owned).to_vec();
    let request = keys::CreateKey {
        api_type: "Harvest".into(),
        partner: "acme".into(),
        description: " ".into(),
        permissions: Some(permissions),
    };
    let expected = [
        named("api_type", UnknownApiType),
        named("partner", UnknownPartner),
        named("description", Blank),
        named("permissions[1]", UnknownPermission),
        named("permissions[2]", UnknownPermission),
        named("permissions[3]", UnknownPermission),
    ];
    assert_eq!(check_fields(&request).await, expected);

    let alone = keys::CreateKey { partner: String::new(), ..self::request() };
    assert_eq!(check_fields(&alone).await, [named("partner", UnknownPartner)]);
    let alone = keys::CreateKey { api_type: "ingestion".into(), ..self::request() };
    assert_eq!(check_fields(&alone).await, [named("api_type", UnknownApiType)]);
}

#[tokio::test]
async fn a_message_repeats_input_in_one_short_line() {
    let partner = format!("a\n\u{1b}b{}", "c".repeat(10_000));
    let Err(Error::InvalidFields(errors)) = check(&keys::CreateKey { partner, ..request() }).await
    else {
        panic!("accepted");
    };
    let message = &errors[0].message;
    assert!(message.contains("`abccc") && message.len() < 200, "{message}");
    assert!(!message.chars().any(char::is_control), "{message}");
}

#[tokio::test]
async fn an_idempotency_key_makes_one_key() {
    let (store, ada) = (MemoryStore::default(), manager("acme"));
    let first = attempt(&store, &ada, "retry-1", 1).await.unwrap();
    assert_eq!(attempt(&store, &ada, "retry-1", 2).await, Err(first));
    assert_eq!(attempt(&store, &ada, "retry-1", 3).await, Err(first));
    assert_eq!(trail(&store, "acme").await.len(), 1, "a replay leaves nothing");
}

#[tokio::test]
async fn an_idempotency_key_is_its_callers_own() {
    let (store, ada) = (MemoryStore::default(), manager("acme"));
    let first = attempt(&store, &ada, "retry-1", 1).await.unwrap();
    let mut bob = ada.clone();
    bob.actor.id = "sub-bob".into();
    for (number, (who, key)) in
        (2..).zip([(&bob, "retry-1"), (&manager("globex"), "retry-1"), (&ada, "retry-2")])
    {
        assert_ne!(attempt(&store, who, key, number).await.unwrap(), first);
    }
    let in_globex = Manager { organization: organization("globex"), ..ada };
    assert_ne!(attempt(&store, &in_globex, "retry-1", 9).await.unwrap(), first);
}

#[tokio::test]
async fn an_idempotency_key_runs_out_after_a_day() {
    const DAY: u32 = 24 * 60 * 60;
    let (store, ada) = (MemoryStore::default(), manager("acme"));
    let first = attempt(&store, &ada, "retry-1", 1).await.unwrap();
    assert_eq!(attempt(&store, &ada, "retry-1", DAY).await, Err(first));
    let second = attempt(&store, &ada, "retry-1", 1 + DAY).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(attempt(&store, &ada, "retry-1", 2 + DAY).await, Err(second));
}

#[tokio::test]
async fn an_idempotency_key_is_1_to_255_visible_characters() {
    let longest = "~".repeat(255);
    let (store, ada) = (MemoryStore::default(), manager("acme"));
    for (second, good) in (1..).zip(["!", "0b8f7c1e-6a", &longest]) {
        assert!(attempt(&store, &ada, good, second).await.is_ok(), "{good}");
    }
    for bad in ["", " ", "a b", "a\n", "é", "\u{7f}", &"x".repeat(256)] {
        let refused = create_key(&store, &ada, &request(), Some(bad), &occasion(9)).await;
        assert!(matches!(refused, Err(Error::InvalidIdempotencyKey)), "{bad:?}");
    }
    assert_eq!(trail(&store, "acme").await.len(), 3);
}
