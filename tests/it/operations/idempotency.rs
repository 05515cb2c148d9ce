//! `Idempotency-Key` of `POST /keys`: a repeated creation makes no second key.

use contract::{keys::KeyPage, problem::Code};
use futures_util::future::join_all;
use serde_json::json;

use super::{Signed, accepted, refused, sent};
use crate::{
    stack::{Admin, Key, MANAGERS, Organization, sign, wanted},
    wire::{Answer, Request},
};

#[tokio::test]
async fn a_replay_names_the_key_and_shows_no_secret() {
    let manager = Organization::new().manager();
    let key = Key::of(&create(&manager, "replay", "first").await);
    for description in ["first", "another"] {
        let answer = create(&manager, "replay", description).await;
        let problem = refused(&answer, Code::AlreadyCreated, description);
        assert_eq!(problem.key_id.as_deref(), Some(key.id.as_str()));
        assert!(problem.detail.contains("revoke that key and create another"), "{problem:?}");
    }
    assert_eq!(descriptions(&manager).await, ["first"]);
}

#[tokio::test]
async fn it_is_the_callers_own() {
    let organization = Organization::new();
    let manager = organization.manager();
    let colleague =
        Admin { token: sign(&organization.claims(MANAGERS).by_email("second@example.org")) };
    let stranger = Organization::new().manager();
    let mut ids = Vec::new();
    for admin in [&manager, &colleague, &stranger] {
        ids.push(Key::of(&create(admin, "mine", "own").await).id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 3);
    for (admin, id) in [&manager, &colleague, &stranger].into_iter().zip(&ids) {
        let problem = refused(&create(admin, "mine", "own").await, Code::AlreadyCreated, id);
        assert_eq!(problem.key_id.as_ref(), Some(id));
    }
}

#[tokio::test]
async fn racers_with_the_same_one_make_one_key() {
    let manager = Organization::new().manager();
    let answers = join_all((0..8).map(|_| create(&manager, "race", "race"))).await;
    let (made, others): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == 201);
    assert_eq!(made.len(), 1, "{:?}", answers.iter().map(|it| it.status).collect::<Vec<_>>());
    let key = Key::of(made[0]);
    for other in others {
        let problem = refused(other, Code::AlreadyCreated, "a racer");
        assert_eq!(problem.key_id.as_deref(), Some(key.id.as_str()));
    }
    assert_eq!(descriptions(&manager).await, ["race"]);
}

#[tokio::test]
async fn a_refused_creation_uses_none_up() {
    let manager = Organization::new().manager();
    refused(&create(&manager, "again", " ").await, Code::InvalidFields, "blank");
    Key::of(&create(&manager, "again", "corrected").await);
    assert_eq!(descriptions(&manager).await, ["corrected"]);
}

#[tokio::test]
async fn one_to_255_visible_characters_are_accepted() {
    let manager = Organization::new().manager();
    for (number, good) in ["x", "!~", &"k".repeat(255)].into_iter().enumerate() {
        Key::of(&create(&manager, good, &format!("good {number}")).await);
    }
    for bad in ["", "two words", "tab\tbed", "schlüssel", "😀", &"k".repeat(256)] {
        let answer = create(&manager, bad, "bad").await;
        refused(&answer, Code::InvalidIdempotencyKey, &format!("`{bad}`"));
    }
    assert_eq!(descriptions(&manager).await, ["good 2", "good 1", "good 0"]);
}

#[tokio::test]
async fn no_header_makes_a_key_each_time() {
    let manager = Organization::new().manager();
    for _ in 0..2 {
        manager.key(&[]).await;
    }
    assert_eq!(descriptions(&manager).await.len(), 2);
}

async fn create(admin: &Admin, idempotency_key: &str, description: &str) -> Answer {
    let request = Request::new("POST", "/keys").by(admin);
    let request = request.header("Idempotency-Key", idempotency_key);
    sent(request.json(&json!(wanted(description, &[])))).await
}

async fn descriptions(admin: &Admin) -> Vec<String> {
    let page: KeyPage = accepted(&admin.send("GET", "/keys").await, 200, "list");
    page.keys.into_iter().map(|key| key.description).collect()
}
