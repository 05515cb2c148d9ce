//! `POST /keys/{id}/reenable`

use contract::keys::{KeyView, Status};
use serde_json::json;

use super::accepted;
use crate::stack::Organization;

#[tokio::test]
async fn the_same_key_opens_the_gate_again() {
    let manager = Organization::new().manager();
    let key = manager.key(&["candidates.list"]).await;
    for round in [2, 4] {
        manager.revoke(&key.id).await;
        assert_eq!(key.call("GET", "/v1/candidates").await.status, 401);
        let answer = manager.reenable(&key.id).await;
        let view: KeyView = accepted(&answer, 200, "back");
        assert_eq!((view.summary.status, view.summary.version), (Status::Active, round + 1));
        assert_eq!(answer.header("etag"), Some(format!("\"{}\"", round + 1).as_str()));
        assert_eq!(key.call("GET", "/v1/candidates").await.status, 200);
    }
}

#[tokio::test]
async fn an_active_key_stays_as_it_is() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    let before = manager.send("GET", &format!("/keys/{}", key.id)).await;
    for _ in 0..2 {
        let answer = manager.reenable(&key.id).await;
        accepted::<KeyView>(&answer, 200, "active");
        assert_eq!((answer.json(), answer.header("etag")), (before.json(), Some("\"1\"")));
    }
    let events = manager.send("GET", &format!("/keys/{}/events", key.id)).await.json();
    assert_eq!(events["events"].as_array().unwrap().len(), 1, "{events}");
}

#[tokio::test]
async fn it_comes_back_with_the_permissions_it_has_by_now() {
    let manager = Organization::new().manager();
    let key = manager.key(&["candidates.list"]).await;
    manager.revoke(&key.id).await;
    manager.patch(&key.id, "\"2\"", &json!({ "permissions": ["jobs.list"] })).await;
    let view: KeyView = accepted(&manager.reenable(&key.id).await, 200, "back");
    assert_eq!(view.permissions.to_ids(), ["jobs.list"]);
    assert_eq!(key.call("GET", "/v1/candidates").await.status, 403);
    assert_eq!(key.call("GET", "/v1/jobs").await.status, 200);
}
