//! `GET /keys`

use contract::{
    keys::{KeyPage, Status},
    problem::Code,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::{accepted, id, refused, time};
use crate::stack::{Admin, Key, Organization, wanted};

#[tokio::test]
async fn an_organization_without_keys_has_an_empty_page() {
    let answer = Organization::new().viewer().send("GET", "/keys").await;
    accepted::<KeyPage>(&answer, 200, "empty");
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "keys": []
    }
    "#);
}

#[tokio::test]
async fn a_page_shows_keys_newest_first_without_their_permissions() {
    let manager = Organization::new().manager();
    named(&manager, "older", "gem").await;
    named(&manager, "newer", "custom_integration").await;
    let answer = manager.send("GET", "/keys").await;
    let page: KeyPage = accepted(&answer, 200, "page");
    assert_eq!(descriptions(&page), ["newer", "older"]);
    insta::assert_json_snapshot!(answer.json()["keys"][0], {
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
      "description": "newer",
      "id": "[id]",
      "partner": "custom_integration",
      "permission_count": 0,
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
}

#[tokio::test]
async fn filters_show_what_they_say() {
    let manager = Organization::new().manager();
    named(&manager, "Payroll Größe", "gem").await;
    let old = named(&manager, "payroll 100% & more", "custom_integration").await;
    named(&manager, "Warehouse", "gem").await;
    manager.revoke(&old.id).await;

    let first = old.id.as_str();
    for (query, expected) in [
        ("status=active", &["Warehouse", "Payroll Größe"][..]),
        ("status=revoked", &["payroll 100% & more"]),
        ("partner=gem", &["Warehouse", "Payroll Größe"]),
        ("partner=gem&status=revoked", &[]),
        ("search=PAYROLL", &["payroll 100% & more", "Payroll Größe"]),
        ("search=gr%C3%B6%C3%9Fe", &["Payroll Größe"]),
        ("search=100%25+%26", &["payroll 100% & more"]),
        ("search=payroll&partner=gem", &["Payroll Größe"]),
        ("search=manager%40example.org", &["Warehouse", "payroll 100% & more", "Payroll Größe"]),
        (&format!("search={}", first.to_lowercase()), &["payroll 100% & more"]),
        ("search=", &["Warehouse", "payroll 100% & more", "Payroll Größe"]),
        ("search=%00", &[]),
        ("search=%FF", &[]),
        (&format!("search={}", "%F0%9F%98%80".repeat(200)), &[]),
    ] {
        let page = list(&manager, query).await;
        assert_eq!(descriptions(&page), expected, "{query}");
        assert_eq!(page.next_cursor, None, "{query}");
    }
}

#[tokio::test]
async fn a_revoked_key_is_shown_active_nowhere() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    manager.revoke(&key.id).await;
    let page = list(&manager, "").await;
    assert_eq!(page.keys.iter().map(|it| it.status).collect::<Vec<_>>(), [Status::Revoked]);
    assert_eq!(list(&manager, "status=active").await.keys, []);
}

#[tokio::test]
async fn pages_of_any_length_show_every_key_once() {
    let manager = Organization::new().manager();
    for number in 0..5 {
        named(&manager, &format!("key {number}"), "gem").await;
    }
    for limit in [1, 2, 5, 499, 500] {
        for filter in ["", "&partner=gem", "&search=key"] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            for _ in 0..20 {
                let page = list(&manager, &format!("limit={limit}{filter}{cursor}")).await;
                assert!(page.keys.len() <= limit, "{limit}{filter}");
                seen.extend(descriptions(&page));
                let Some(next) = page.next_cursor else { break };
                cursor = format!("&cursor={}", utf8_percent_encode(&next, NON_ALPHANUMERIC));
            }
            assert_eq!(seen, ["key 4", "key 3", "key 2", "key 1", "key 0"], "{limit}{filter}");
        }
    }
}

#[tokio::test]
async fn a_query_that_makes_no_sense_is_refused() {
    let viewer = Organization::new().viewer();
    for query in [
        "limit=0",
        "limit=501",
        "limit=-1",
        "limit=%2B5",
        "limit=05",
        "limit=1.0",
        "limit=1e2",
        "limit=abc",
        "limit=",
        "limit=%201",
        "limit=99999999999999999999999",
        "status=",
        "status=Active",
        "status=deleted",
        "status=active,revoked",
        "partner=",
        "partner=nobody",
        "partner=GEM",
        "stat%00us=active",
        "sort=asc",
        "Status=active",
        "status%5B%5D=active",
        "=x",
        "status=active&status=active",
        "limit=1&limit=2",
        "cursor=a&cursor=b",
        &format!("search={}", "a".repeat(201)),
        &format!("{}=1", "x".repeat(2_000)),
        "%F0%9F%98%80=1",
    ] {
        let answer = viewer.send("GET", &format!("/keys?{query}")).await;
        refused(&answer, Code::InvalidQuery, query);
    }
}

#[tokio::test]
async fn a_cursor_holds_for_its_own_list_alone() {
    let manager = Organization::new().manager();
    for _ in 0..2 {
        named(&manager, "key", "gem").await;
    }
    let stranger = Organization::new().manager();
    for _ in 0..2 {
        stranger.key(&[]).await;
    }
    let cursor = async |admin: &Admin, target: &str| {
        let body = admin.send("GET", target).await.json();
        body["next_cursor"].as_str().unwrap().to_owned()
    };
    let own = cursor(&manager, "/keys?limit=1").await;
    assert_eq!(list(&manager, &format!("limit=500&cursor={own}")).await.keys.len(), 1);
    for (what, query) in [
        ("empty", "cursor=".to_owned()),
        ("broken", "cursor=abc".to_owned()),
        ("not base64", "cursor=%F0%9F%98%80".to_owned()),
        ("cut", format!("cursor={}", &own[1..])),
        ("padded", format!("cursor={own}%3D")),
        ("longer", format!("cursor={own}AAAA")),
        (
            "of a filtered list",
            format!("cursor={}", cursor(&manager, "/keys?limit=1&partner=gem").await),
        ),
        ("with a filter", format!("status=active&cursor={own}")),
        ("of events", format!("cursor={}", cursor(&manager, "/events?limit=1").await)),
        ("of a stranger", format!("cursor={}", cursor(&stranger, "/keys?limit=1").await)),
    ] {
        let answer = manager.send("GET", &format!("/keys?{query}")).await;
        refused(&answer, Code::InvalidCursor, what);
    }
}

async fn list(admin: &Admin, query: &str) -> KeyPage {
    accepted(&admin.send("GET", &format!("/keys?{query}")).await, 200, query)
}

async fn named(manager: &Admin, description: &str, partner: &str) -> Key {
    let mut body = wanted(description, &[]);
    body["partner"] = json!(partner);
    let answer = manager.post("/keys", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    Key::of(&answer)
}

fn descriptions(page: &KeyPage) -> Vec<String> {
    page.keys.iter().map(|key| key.description.clone()).collect()
}
