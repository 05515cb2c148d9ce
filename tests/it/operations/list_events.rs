//! `GET /events` and `GET /keys/{id}/events`

use contract::{
    events::{EventName, EventPage},
    problem::Code,
};
use serde_json::json;

use super::{accepted, id, refused, sent, time};
use crate::stack::{Admin, Key, Organization};

#[tokio::test]
async fn a_key_s_life_is_told_newest_first() {
    let (manager, key) = a_life().await;
    let answer = manager.send("GET", &format!("/keys/{}/events", key.id)).await;
    let page: EventPage = accepted(&answer, 200, "a life");
    assert_eq!(page.next_cursor, None);
    assert!(page.events.is_sorted_by(|newer, older| newer.id > older.id));
    for event in &page.events {
        assert_eq!((event.key_id.as_str(), event.source_ip.as_str()), (&*key.id, "127.0.0.1"));
        assert_eq!(event.actor.email.as_deref(), Some("manager@example.org"));
    }
    let told: Vec<_> =
        page.events.iter().map(|it| json!([it.event, it.key_description, it.changes])).collect();
    insta::assert_json_snapshot!(told, @r#"
    [
      [
        "API Key Re-Enabled",
        "renamed",
        [
          {
            "field": "status",
            "new": "active",
            "old": "revoked"
          }
        ]
      ],
      [
        "API Key Revoked",
        "renamed",
        [
          {
            "field": "status",
            "new": "revoked",
            "old": "active"
          }
        ]
      ],
      [
        "API Key Permissions Updated",
        "renamed",
        [
          {
            "added": [
              "offers.list"
            ],
            "field": "permissions",
            "removed": [
              "candidates.list"
            ]
          }
        ]
      ],
      [
        "API Key Updated",
        "renamed",
        [
          {
            "field": "description",
            "new": "renamed",
            "old": "a test's key"
          }
        ]
      ],
      [
        "API Key Created",
        "a test's key",
        [
          {
            "field": "api_type",
            "new": "harvest"
          },
          {
            "field": "partner",
            "new": "custom_integration"
          },
          {
            "field": "description",
            "new": "a test's key"
          },
          {
            "field": "status",
            "new": "active"
          },
          {
            "added": [
              "candidates.list",
              "jobs.list"
            ],
            "field": "permissions",
            "removed": []
          }
        ]
      ]
    ]
    "#);
}

#[tokio::test]
async fn an_event_says_who_did_it_when_and_by_which_request() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    let revoked = manager.revoke(&key.id).await;
    let answer = manager.send("GET", "/events?limit=1").await;
    let page: EventPage = accepted(&answer, 200, "newest");
    assert_eq!(Some(page.events[0].request_id.as_str()), revoked.header("x-amz-apigw-id"));
    assert_eq!(page.events[0].key_id, key.id);
    insta::assert_json_snapshot!(answer.json()["events"][0], {
        ".id" => id(), ".key_id" => id(), ".time" => time(), ".request_id" => "[as the reply's]",
    }, @r#"
    {
      "actor": {
        "email": "manager@example.org",
        "id": "6f1c2f0e-6a57-4d0c-9a3e-5d0b6a6f0001",
        "name": "Morgan Manager"
      },
      "changes": [
        {
          "field": "status",
          "new": "revoked",
          "old": "active"
        }
      ],
      "event": "API Key Revoked",
      "id": "[id]",
      "key_description": "a test's key",
      "key_id": "[id]",
      "request_id": "[as the reply's]",
      "source_ip": "127.0.0.1",
      "time": "[time]"
    }
    "#);
}

#[tokio::test]
async fn two_events_of_one_edit_share_its_request() {
    let (manager, key) = a_life().await;
    let page = events(&manager, &format!("/keys/{}/events", key.id)).await;
    assert_eq!(page.events[2].request_id, page.events[3].request_id);
    let mut ids: Vec<_> = page.events.iter().map(|event| &event.request_id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{ids:?}");
}

/// A client may choose API Gateway's own request id, and forge any header of a proxy's.
#[tokio::test]
async fn a_client_cannot_write_into_the_trail() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    let request = manager.request("POST", &format!("/keys/{}/revoke", key.id));
    let forged = request
        .header("X-Amzn-RequestId", "forged")
        .header("X-Amz-Apigw-Id", "forged")
        .header("X-Forwarded-For", "192.0.2.1")
        .header("Forwarded", "for=192.0.2.1")
        .header("X-Real-Ip", "192.0.2.1");
    assert_eq!(sent(forged).await.status, 200);
    let event = &events(&manager, "/events?limit=1").await.events[0];
    assert_eq!((event.event, event.source_ip.as_str()), (EventName::Revoked, "127.0.0.1"));
    assert!(!event.request_id.contains("forged"), "{event:?}");
}

#[tokio::test]
async fn the_organization_s_trail_has_all_keys_and_a_key_s_has_its_own() {
    let organization = Organization::new();
    let manager = organization.manager();
    let (first, second) = (manager.key(&[]).await, manager.key(&[]).await);
    manager.revoke(&first.id).await;
    let viewer = organization.viewer();
    let all = events(&viewer, "/events").await.events;
    let keys: Vec<_> = all.iter().map(|event| event.key_id.as_str()).collect();
    assert_eq!(keys, [&*first.id, &*second.id, &*first.id]);
    for key in [first, second] {
        let own = events(&viewer, &format!("/keys/{}/events", key.id)).await.events;
        let expected: Vec<_> = all.iter().filter(|event| event.key_id == key.id).collect();
        assert_eq!(own.iter().collect::<Vec<_>>(), expected);
    }
    assert_eq!(events(&Organization::new().viewer(), "/events").await.events, []);
}

#[tokio::test]
async fn pages_of_any_length_hold_every_event_once() {
    let (manager, key) = a_life().await;
    for target in ["/events".to_owned(), format!("/keys/{}/events", key.id)] {
        let whole = events(&manager, &target).await.events;
        assert_eq!(whole.len(), 5, "{target}");
        for limit in [1, 2, 5, 500] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            for _ in 0..10 {
                let page = events(&manager, &format!("{target}?limit={limit}{cursor}")).await;
                assert!(page.events.len() <= limit, "{target} {limit}");
                seen.extend(page.events);
                let Some(next) = page.next_cursor else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(seen, whole, "{target} {limit}");
        }
    }
}

#[tokio::test]
async fn a_query_or_a_cursor_that_makes_no_sense_is_refused() {
    let (manager, key) = a_life().await;
    let other = manager.key(&[]).await;
    let own = format!("/keys/{}/events", key.id);
    let cursor = async |target: &str| {
        let page = events(&manager, &format!("{target}?limit=1")).await;
        page.next_cursor.unwrap()
    };
    let (of_all, of_own) = (cursor("/events").await, cursor(&own).await);
    for target in ["/events", own.as_str()] {
        for query in ["limit=0", "limit=501", "limit=abc", "limit=1&limit=1", "status=active", "x"]
        {
            let answer = manager.send("GET", &format!("{target}?{query}")).await;
            refused(&answer, Code::InvalidQuery, &format!("{target}?{query}"));
        }
        let foreign = if target == "/events" { &of_own } else { &of_all };
        for cursor in ["", "x", "%00", foreign, &foreign[..8]] {
            let answer = manager.send("GET", &format!("{target}?cursor={cursor}")).await;
            refused(&answer, Code::InvalidCursor, &format!("{target}: `{cursor}`"));
        }
    }
    let answer = manager.send("GET", &format!("/keys/{}/events?cursor={of_own}", other.id)).await;
    refused(&answer, Code::InvalidCursor, "another key's");
}

/// A key that everything happened to once.
async fn a_life() -> (Admin, Key) {
    let manager = Organization::new().manager();
    let key = manager.key(&["candidates.list", "jobs.list"]).await;
    let edit = json!({ "description": "renamed", "permissions": ["jobs.list", "offers.list"] });
    assert_eq!(manager.patch(&key.id, "\"1\"", &edit).await.status, 200);
    assert_eq!(manager.revoke(&key.id).await.status, 200);
    assert_eq!(manager.reenable(&key.id).await.status, 200);
    (manager, key)
}

async fn events(admin: &Admin, target: &str) -> EventPage {
    accepted(&admin.send("GET", target).await, 200, target)
}
