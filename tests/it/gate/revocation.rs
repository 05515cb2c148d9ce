//! The first promise, one admin at a time: what is acknowledged holds for the very next call.

use serde_json::json;

use super::{assert_forbidden, assert_unauthorized};
use crate::stack::Organization;

const LIST: &str = "/v1/candidates?per_page=1";

#[tokio::test]
async fn a_revoked_key_is_refused_at_once_and_a_reenabled_one_accepted_at_once() {
    let manager = Organization::new().manager();
    let key = manager.key(&["candidates.list"]).await;
    for _ in 0..10 {
        assert_eq!(key.call("GET", LIST).await.status, 200);
        assert_eq!(manager.revoke(&key.id).await.status, 200);
        assert_unauthorized(&key.call("GET", LIST).await, "after the revoke");
        assert_eq!(manager.reenable(&key.id).await.status, 200);
    }
    assert_eq!(key.call("GET", LIST).await.status, 200);
}

#[tokio::test]
async fn a_permission_that_was_taken_is_missing_at_once_and_a_given_one_held_at_once() {
    let manager = Organization::new().manager();
    let key = manager.key(&["candidates.list"]).await;
    for version in (1..20).step_by(2) {
        let tag = |version: u32| format!("\"{version}\"");
        let taken =
            manager.patch(&key.id, &tag(version), &json!({"permissions": ["jobs.list"]})).await;
        assert_eq!(taken.status, 200, "{}", taken.text());
        assert_forbidden(
            &key.call("GET", LIST).await,
            "permission_missing",
            "candidates.list",
            "taken",
        );
        let body = json!({"permissions": ["candidates.list"]});
        assert_eq!(manager.patch(&key.id, &tag(version + 1), &body).await.status, 200);
        assert_eq!(key.call("GET", LIST).await.status, 200);
    }
}

#[tokio::test]
async fn a_key_that_was_just_created_works() {
    let manager = Organization::new().manager();
    for _ in 0..5 {
        let key = manager.key(&["candidates.list"]).await;
        assert_eq!(key.call("GET", LIST).await.status, 200);
    }
}
