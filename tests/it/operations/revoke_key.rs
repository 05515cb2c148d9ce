//! `POST /keys/{id}/revoke`

use contract::keys::{KeyView, Status};
use futures_util::future::join_all;
use serde_json::json;

use super::{accepted, sent};
use crate::{
    stack::{Admin, MANAGERS, Organization, sign},
    wire::Request,
};

#[tokio::test]
async fn the_next_call_is_refused_once_it_is_answered() {
    let manager = Organization::new().manager();
    let key = manager.key(&["candidates.list"]).await;
    assert_eq!(key.call("GET", "/v1/candidates").await.status, 200);

    let answer = manager.revoke(&key.id).await;
    let view: KeyView = accepted(&answer, 200, "revoked");
    assert_eq!((view.summary.status, view.summary.version), (Status::Revoked, 2));
    assert_eq!(answer.header("etag"), Some("\"2\""));
    assert_eq!(view.permissions.to_ids(), ["candidates.list"], "permissions are kept");
    assert_eq!(key.call("GET", "/v1/candidates").await.status, 401);
}

#[tokio::test]
async fn again_it_changes_nothing_but_the_version() {
    let organization = Organization::new();
    let manager = organization.manager();
    let key = manager.key(&[]).await;
    let mut view: KeyView = accepted(&manager.revoke(&key.id).await, 200, "once");
    let colleague =
        Admin { token: sign(&organization.claims(MANAGERS).by_email("second@example.org")) };
    for admin in [&manager, &colleague] {
        let again = admin.revoke(&key.id).await;
        view.summary.version += 1;
        assert_eq!(accepted::<KeyView>(&again, 200, "again"), view);
    }
    let events = manager.send("GET", &format!("/keys/{}/events", key.id)).await.json();
    assert_eq!(events["events"].as_array().unwrap().len(), 2, "{events}");
}

#[tokio::test]
async fn it_takes_no_version_and_reads_no_body() {
    let manager = Organization::new().manager();
    let changes: [fn(Request) -> Request; 5] = [
        |request| request.header("If-Match", "\"999\""),
        |request| request.header("If-Match", "nonsense"),
        |request| request.body("text/plain", "not JSON"),
        |request| request.json(&json!({ "status": "active" })),
        |request| request.header("Content-Length", "0"),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let key = manager.key(&[]).await;
        let request = manager.request("POST", &format!("/keys/{}/revoke", key.id));
        let view: KeyView = accepted(&sent(change(request)).await, 200, &number.to_string());
        assert_eq!(view.summary.status, Status::Revoked);
    }
}

#[tokio::test]
async fn many_at_once_make_one_change() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    for answer in join_all((0..6).map(|_| manager.revoke(&key.id))).await {
        let view: KeyView = accepted(&answer, 200, "one of many");
        assert_eq!(view.summary.status, Status::Revoked);
    }
    let events = manager.send("GET", &format!("/keys/{}/events", key.id)).await.json();
    assert_eq!(events["events"].as_array().unwrap().len(), 2, "{events}");
}

#[tokio::test]
async fn an_edit_cannot_keep_it_from_happening() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    let edits = async {
        for version in 1..20 {
            let body = json!({ "description": format!("edit {version}") });
            manager.patch(&key.id, &format!("\"{version}\""), &body).await;
        }
    };
    let (_, revoked) = futures_util::future::join(edits, manager.revoke(&key.id)).await;
    let view: KeyView = accepted(&revoked, 200, "revoked");
    assert_eq!(view.summary.status, Status::Revoked);
    let after: KeyView =
        accepted(&manager.send("GET", &format!("/keys/{}", key.id)).await, 200, "after");
    assert_eq!(after.summary.status, Status::Revoked);
}
