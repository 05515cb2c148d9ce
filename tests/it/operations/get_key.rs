//! `GET /keys/{id}`

use contract::keys::{KeyView, Status};
use serde_json::json;

use super::{accepted, id, time};
use crate::stack::Organization;

#[tokio::test]
async fn a_manager_and_a_viewer_see_the_same() {
    let organization = Organization::new();
    let manager = organization.manager();
    let key = manager.key(&["jobs.list", "candidates.list"]).await;
    let target = format!("/keys/{}", key.id);

    let answer = organization.viewer().send("GET", &target).await;
    accepted::<KeyView>(&answer, 200, "viewer");
    assert_eq!(answer.header("etag"), Some("\"1\""));
    insta::assert_json_snapshot!(answer.json(), {
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
      "description": "a test's key",
      "id": "[id]",
      "partner": "custom_integration",
      "permission_count": 2,
      "permissions": [
        "candidates.list",
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
    assert_eq!(manager.send("GET", &target).await.json(), answer.json());
}

#[tokio::test]
async fn every_change_shows_at_once_with_its_version() {
    let manager = Organization::new().manager();
    let key = manager.key(&["jobs.list"]).await;
    let seen = async || {
        let answer = manager.send("GET", &format!("/keys/{}", key.id)).await;
        let view: KeyView = accepted(&answer, 200, "seen");
        assert_eq!(answer.header("etag"), Some(format!("\"{}\"", view.summary.version).as_str()));
        (view.summary.version, view.summary.status, view.summary.permission_count)
    };
    assert_eq!(seen().await, (1, Status::Active, 1));
    manager.patch(&key.id, "\"1\"", &json!({ "permissions": [] })).await;
    assert_eq!(seen().await, (2, Status::Active, 0));
    manager.revoke(&key.id).await;
    assert_eq!(seen().await, (3, Status::Revoked, 0));
    manager.reenable(&key.id).await;
    assert_eq!(seen().await, (4, Status::Active, 0));
}
