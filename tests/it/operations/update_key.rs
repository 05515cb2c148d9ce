//! `PATCH /keys/{id}`

use contract::{
    keys::{KeyView, Status},
    problem::{Code, FieldCode},
};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{NO_KEY, accepted, refused, refused_fields, sent};
use crate::{
    stack::{Admin, Key, MANAGERS, Organization, sign},
    wire::Answer,
};

#[tokio::test]
async fn what_is_named_changes_and_the_rest_stays() {
    let (manager, key) = manager_with_key().await;
    let steps = [
        (json!({ "description": " Payroll " }), "Payroll", vec!["candidates.list", "jobs.list"]),
        (json!({ "permissions": ["offers.list"] }), "Payroll", vec!["offers.list"]),
        (json!({ "description": "B", "permissions": [] }), "B", vec![]),
        (
            json!({ "permissions": ["jobs.list", "candidates.list", "jobs.list"] }),
            "B",
            vec!["candidates.list", "jobs.list"],
        ),
    ];
    let mut tag = "\"1\"".to_owned();
    for (number, (body, description, permissions)) in (2..).zip(steps) {
        let answer = manager.patch(&key.id, &tag, &body).await;
        let view: KeyView = accepted(&answer, 200, &body.to_string());
        assert_eq!(view.summary.description, description);
        assert_eq!(view.permissions.to_ids(), permissions);
        assert_eq!((view.summary.version, view.summary.status), (number, Status::Active));
        tag = answer.header("etag").unwrap().to_owned();
        assert_eq!(tag, format!("\"{number}\""));
        assert_eq!(manager.send("GET", &format!("/keys/{}", key.id)).await.json(), answer.json());
    }
}

#[tokio::test]
async fn it_says_who_changed_the_key_last() {
    let organization = Organization::new();
    let key = organization.manager().key(&[]).await;
    let colleague =
        Admin { token: sign(&organization.claims(MANAGERS).by_email("second@example.org")) };
    let answer = colleague.patch(&key.id, "\"1\"", &json!({ "description": "mine" })).await;
    let view: KeyView = accepted(&answer, 200, "edited");
    assert_eq!(view.summary.created_by.email.as_deref(), Some("manager@example.org"));
    assert_eq!(view.summary.updated_by.email.as_deref(), Some("second@example.org"));
    assert!(view.summary.updated_at > view.summary.created_at, "{:?}", view.summary);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_takes_a_version_and_leaves_no_event() {
    let (manager, key) = manager_with_key().await;
    let before = manager.send("GET", &format!("/keys/{}", key.id)).await;
    let mut view: KeyView = accepted(&before, 200, "before");
    for body in [
        json!({ "description": "a test's key" }),
        json!({ "description": "  a test's key " }),
        json!({ "permissions": ["jobs.list", "candidates.list"] }),
        json!({ "description": "a test's key", "permissions": ["candidates.list", "jobs.list"] }),
    ] {
        let answer = manager.patch(&key.id, &format!("\"{}\"", view.summary.version), &body).await;
        view.summary.version += 1;
        assert_eq!(accepted::<KeyView>(&answer, 200, &body.to_string()), view);
    }
    assert_eq!(events(&manager, &key).await, 1);
}

#[tokio::test]
async fn an_edit_of_another_version_is_stale_whatever_it_says() {
    let (manager, key) = manager_with_key().await;
    manager.patch(&key.id, "\"1\"", &json!({ "description": "two" })).await;
    for (tag, description) in [("\"1\"", "three"), ("\"1\"", "two"), ("\"3\"", "x"), ("\"0\"", "x")]
    {
        let answer = manager.patch(&key.id, tag, &json!({ "description": description })).await;
        let code = if tag == "\"0\"" { Code::InvalidIfMatch } else { Code::StaleVersion };
        refused(&answer, code, tag);
    }
    manager.revoke(&key.id).await;
    let late = manager.patch(&key.id, "\"2\"", &json!({ "description": "late" })).await;
    refused(&late, Code::StaleVersion, "revoked meanwhile");
    let (version, description) = now(&manager, &key).await;
    assert_eq!((version, description.as_str()), (3, "two"));
}

#[tokio::test]
async fn of_two_who_edit_the_same_version_one_hears_so() {
    let (manager, key) = manager_with_key().await;
    let edits =
        (0..6).map(|number| {
            let (manager, id) = (manager.clone(), key.id.clone());
            async move {
                manager.patch(&id, "\"1\"", &json!({ "description": format!("{number}") })).await
            }
        });
    let answers = join_all(edits).await;
    let (won, lost): (Vec<&Answer>, Vec<_>) = answers.iter().partition(|it| it.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 5));
    lost.iter().for_each(|answer| drop(refused(answer, Code::StaleVersion, "lost")));
    let (version, description) = now(&manager, &key).await;
    assert_eq!((version, json!(description)), (2, won[0].json()["description"].clone()));
}

#[tokio::test]
async fn a_revoked_key_can_be_edited_and_stays_revoked() {
    let (manager, key) = manager_with_key().await;
    manager.revoke(&key.id).await;
    let answer = manager.patch(&key.id, "\"2\"", &json!({ "permissions": ["offers.list"] })).await;
    let view: KeyView = accepted(&answer, 200, "edited");
    assert_eq!((view.summary.version, view.summary.status), (3, Status::Revoked));
}

#[tokio::test]
async fn without_if_match_nothing_is_changed() {
    let (manager, key) = manager_with_key().await;
    let request = manager.request("PATCH", &format!("/keys/{}", key.id));
    let answer = sent(request.json(&json!({ "description": "x" }))).await;
    let problem = refused(&answer, Code::IfMatchRequired, "no header");
    insta::assert_snapshot!(problem.detail, @"send the `ETag` of the key you read as `If-Match`");
    assert_eq!(now(&manager, &key).await.0, 1);
}

#[tokio::test]
async fn if_match_is_one_etag_of_a_key() {
    let (manager, key) = manager_with_key().await;
    for tag in [
        "",
        "1",
        "\"1",
        "1\"",
        "\"\"",
        "'1'",
        "\"01\"",
        "\"+1\"",
        "\"-1\"",
        "\"1.0\"",
        "\" 1\"",
        "\"one\"",
        "W/\"1\"",
        "*",
        "\"*\"",
        "\"1\", \"2\"",
        "\"1\",",
        "\"99999999999999999999999\"",
        "\"١\"",
        "\"ä\"",
        "😀",
    ] {
        let answer = manager.patch(&key.id, tag, &json!({ "description": "x" })).await;
        refused(&answer, Code::InvalidIfMatch, &format!("`{tag}`"));
    }
    assert_eq!(now(&manager, &key).await.0, 1);
}

#[tokio::test]
async fn values_that_are_not_allowed_are_named_and_change_nothing() {
    use FieldCode::*;
    let (manager, key) = manager_with_key().await;
    let table: &[(Value, &[(&str, FieldCode)])] = &[
        (json!({}), &[("description", Blank)]),
        (
            json!({ "permissions": ["jobs.list", "jobs.lists"] }),
            &[("permissions[1]", UnknownPermission)],
        ),
        (
            json!({ "description": "", "permissions": [""] }),
            &[("description", Blank), ("permissions[0]", UnknownPermission)],
        ),
        (
            json!({ "description": "fine", "permissions": ["v3:jobs.list"] }),
            &[("permissions[0]", UnknownPermission)],
        ),
    ];
    for (body, expected) in table {
        let answer = manager.patch(&key.id, "\"1\"", body).await;
        refused_fields(&answer, expected, &body.to_string());
    }
    assert_eq!(events(&manager, &key).await, 1);
}

#[tokio::test]
async fn type_and_partner_are_for_ever() {
    let (manager, key) = manager_with_key().await;
    for body in [
        json!({ "partner": "gem" }),
        json!({ "api_type": "harvest", "description": "x" }),
        json!({ "id": NO_KEY, "description": "x" }),
        json!({ "status": "revoked" }),
        json!({ "version": 7, "description": "x" }),
    ] {
        let answer = manager.patch(&key.id, "\"1\"", &body).await;
        refused(&answer, Code::MalformedBody, &body.to_string());
    }
    assert_eq!(now(&manager, &key).await.0, 1);
}

async fn manager_with_key() -> (Admin, Key) {
    let manager = Organization::new().manager();
    let key = manager.key(&["candidates.list", "jobs.list"]).await;
    (manager, key)
}

/// The key's version and description.
async fn now(manager: &Admin, key: &Key) -> (u64, String) {
    let answer = manager.send("GET", &format!("/keys/{}", key.id)).await;
    let view: KeyView = accepted(&answer, 200, "now");
    (view.summary.version, view.summary.description)
}

async fn events(manager: &Admin, key: &Key) -> usize {
    let answer = manager.send("GET", &format!("/keys/{}/events", key.id)).await;
    answer.json()["events"].as_array().unwrap().len()
}
