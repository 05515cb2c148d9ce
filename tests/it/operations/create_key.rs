//! `POST /keys`

use contract::{
    catalogue::Permission,
    keys::{CreatedKey, KeyPage, KeyView, UpdateKey},
    partners::PARTNERS,
    permissions::PermissionSet,
    problem::FieldCode,
};
use serde_json::{Value, json};

use super::{accepted, id, refused_fields, time};
use crate::stack::{Key, Organization, wanted};

#[tokio::test]
async fn a_key_is_what_was_asked_for_and_its_text_is_shown() {
    let manager = Organization::new().manager();
    let answer = manager.post("/keys", &wanted("Warehouse sync", &["jobs.list"])).await;
    let (key, created) = (Key::of(&answer), accepted::<CreatedKey>(&answer, 201, "created"));

    assert_eq!(answer.header("etag"), Some("\"1\""));
    assert_eq!(answer.header("location"), Some(format!("/keys/{}", key.id).as_str()));
    assert!(key.text.starts_with(&format!("grn_{}_", key.id)), "a key begins with its id");
    assert_eq!(created.view.summary.created_at, created.view.summary.updated_at);
    let mut body = answer.json();
    body["key"] = json!("[key]");
    insta::assert_json_snapshot!(body, {
        ".id" => id(), ".created_at" => time(), ".updated_at" => time(),
    }, @r#"
    {
      "api_type": "harvest",
      "created_at": "[time]",
      "created_by": {
        "email": "manager@example.org",
        "id": "6f1c2f0e-6a57-4d0c-9a3e-5d0b6a6f0001",
        "name": "Morgan Manager"
      },
      "description": "Warehouse sync",
      "id": "[id]",
      "key": "[key]",
      "partner": "custom_integration",
      "permission_count": 1,
      "permissions": [
        "jobs.list"
      ],
      "status": "active",
      "updated_at": "[time]",
      "updated_by": {
        "email": "manager@example.org",
        "id": "6f1c2f0e-6a57-4d0c-9a3e-5d0b6a6f0001",
        "name": "Morgan Manager"
      },
      "version": 1
    }
    "#);

    let there = manager.send("GET", answer.header("location").unwrap()).await;
    assert_eq!(accepted::<KeyView>(&there, 200, "its location"), created.view);
}

#[tokio::test]
async fn the_text_of_a_key_is_in_one_reply_and_no_other() {
    let manager = Organization::new().manager();
    let request = || {
        let request = manager.request("POST", "/keys").header("Idempotency-Key", "shown-once");
        super::sent(request.json(&wanted("shown once", &[])))
    };
    let key = Key::of(&request().await);
    let at = |tail: &str| format!("/keys/{}{tail}", key.id);
    let replies = [
        request().await,
        manager.send("GET", &at("")).await,
        manager.send("GET", "/keys").await,
        manager.patch(&key.id, "\"1\"", &json!(edit("edited", &["jobs.list"]))).await,
        manager.patch(&key.id, "\"1\"", &json!(edit("stale", &[]))).await,
        manager.revoke(&key.id).await,
        manager.reenable(&key.id).await,
        manager.send("GET", &at("/events")).await,
        manager.send("GET", "/events").await,
    ];
    let (start, end) = (&key.text[31..47], &key.text[59..75]);
    for reply in replies {
        let whole = format!("{:?} {}", reply.headers, reply.text());
        assert!(!whole.contains(start) && !whole.contains(end), "{}: a secret", reply.status);
        assert!(reply.json().get("key").is_none(), "{}", reply.status);
    }
}

#[tokio::test]
async fn a_partner_brings_its_preset_where_no_permissions_are_named() {
    let manager = Organization::new().manager();
    for partner in &PARTNERS {
        let mut body = wanted("preset", &[]);
        body["partner"] = json!(partner.id);
        let named = create(&manager, &body).await;
        assert_eq!(named.permissions, PermissionSet::EMPTY, "{}", partner.id);
        body.as_object_mut().unwrap().remove("permissions");
        let preset = create(&manager, &body).await;
        assert_eq!(preset.permissions, partner.preset.permissions(), "{}", partner.id);
        assert_eq!(preset.summary.permission_count, preset.permissions.len(), "{}", partner.id);
    }
}

#[tokio::test]
async fn every_description_that_fits_is_kept() {
    let manager = Organization::new().manager();
    for (sent, kept) in [
        ("x", "x"),
        (" \t Payroll\r\n", "Payroll"),
        (r#"<b>"Größe" & 'd\'</b>"#, r#"<b>"Größe" & 'd\'</b>"#),
        (&"a".repeat(200), &"a".repeat(200)),
        (&"😀".repeat(200), &"😀".repeat(200)),
    ] {
        let created = create(&manager, &wanted(sent, &[])).await;
        assert_eq!(created.summary.description, kept);
    }
}

#[tokio::test]
async fn permissions_may_be_all_or_come_twice() {
    let manager = Organization::new().manager();
    let all: Vec<_> = Permission::all().map(Permission::id).collect();
    let created = create(&manager, &wanted("all", &all)).await;
    assert_eq!(created.permissions, PermissionSet::full());
    let created = create(&manager, &wanted("twice", &["jobs.list", "jobs.list"])).await;
    assert_eq!(created.permissions.to_ids(), ["jobs.list"]);
}

#[tokio::test]
async fn every_value_that_is_not_allowed_is_named() {
    use FieldCode::*;
    let manager = Organization::new().manager();
    let long = "a".repeat(60_000);
    let names: Vec<_> = (0..50).map(|index| format!("permissions[{index}]")).collect();
    let names = names.iter().map(String::as_str).chain(["permissions"]);
    let everything_wrong: Vec<_> = names.map(|name| (name, UnknownPermission)).collect();
    let table: &[(Value, &[(&str, FieldCode)])] = &[
        (json!({ "api_type": "harvest_v3" }), &[("api_type", UnknownApiType)]),
        (json!({ "api_type": "" }), &[("api_type", UnknownApiType)]),
        (json!({ "api_type": "Harvest" }), &[("api_type", UnknownApiType)]),
        (json!({ "partner": "nobody" }), &[("partner", UnknownPartner)]),
        (json!({ "partner": "" }), &[("partner", UnknownPartner)]),
        (json!({ "partner": "Gem" }), &[("partner", UnknownPartner)]),
        (json!({ "partner": format!("a\nb\u{1b}{long}") }), &[("partner", UnknownPartner)]),
        (json!({ "permissions": ["candidates.read"] }), &[("permissions[0]", UnknownPermission)]),
        (
            json!({ "permissions": ["", "jobs.list", "JOBS.LIST", "*"] }),
            &[
                ("permissions[0]", UnknownPermission),
                ("permissions[2]", UnknownPermission),
                ("permissions[3]", UnknownPermission),
            ],
        ),
        (json!({ "permissions": vec![""; 15_000] }), &everything_wrong),
        (
            json!({ "api_type": "?", "partner": "?", "description": "", "permissions": ["?"] }),
            &[
                ("api_type", UnknownApiType),
                ("partner", UnknownPartner),
                ("description", Blank),
                ("permissions[0]", UnknownPermission),
            ],
        ),
    ];
    for (change, expected) in table {
        let mut body = wanted("fields", &[]);
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let what: String = change.to_string().chars().take(80).collect();
        refused_fields(&manager.post("/keys", &body).await, expected, &what);
    }
    let page: KeyPage = accepted(&manager.send("GET", "/keys").await, 200, "nothing was created");
    assert_eq!(page.keys, []);
}

#[tokio::test]
async fn a_viewer_of_the_list_sees_a_new_key_at_once() {
    let organization = Organization::new();
    let key = organization.manager().key(&[]).await;
    let page: KeyPage = accepted(&organization.viewer().send("GET", "/keys").await, 200, "list");
    assert_eq!(page.keys.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), [key.id]);
}

async fn create(manager: &crate::stack::Admin, body: &Value) -> KeyView {
    let answer = manager.post("/keys", body).await;
    let what: String = body.to_string().chars().take(120).collect();
    let created: CreatedKey = accepted(&answer, 201, &what);
    Key::of(&answer);
    created.view
}

fn edit(description: &str, permissions: &[&str]) -> UpdateKey {
    UpdateKey {
        description: Some(description.to_owned()),
        permissions: Some(permissions.iter().map(|id| (*id).to_owned()).collect()),
    }
}
