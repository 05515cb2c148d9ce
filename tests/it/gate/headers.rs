//! What reaches the upstream: the gate's own headers and credential, and never the client's.

use granary_local::upstream::SAMPLE_CREDENTIAL;
use serde_json::Value;

use super::{assert_forbidden, marker, seen, through_the_gate};
use crate::stack::Organization;

const LIST: &str = "/v1/candidates?per_page=1";

#[tokio::test]
async fn the_client_s_credential_is_overwritten_in_every_casing_that_is_accepted() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    for name in ["Authorization", "authorization", "AUTHORIZATION"] {
        let marker = marker("credential", name);
        let request = crate::wire::Request::new("GET", LIST).header(name, &key.basic());
        assert_eq!(through_the_gate(&request, &marker).await.status, 200, "{name}");
        let reached = seen(&marker).await;
        assert_eq!(values(&reached[0], "authorization"), [SAMPLE_CREDENTIAL], "{name}");
        assert!(!reached[0].to_string().contains(&key.basic()[6..]), "{name}");
    }
}

#[tokio::test]
async fn the_upstream_learns_key_organization_and_permission_from_the_gate() {
    let organization = Organization::new();
    let key = organization.manager().key(&["candidates.list"]).await;
    let marker = marker("identity", 1);
    assert_eq!(through_the_gate(&key.request("GET", LIST), &marker).await.status, 200);
    let reached = &seen(&marker).await[0];
    assert_eq!(values(reached, "x-granary-key-id"), [key.id.as_str()]);
    assert_eq!(values(reached, "x-granary-organization"), [organization.0.as_str()]);
    assert_eq!(values(reached, "x-granary-permission"), ["candidates.list"]);
}

#[tokio::test]
async fn headers_that_only_the_gate_sets_are_refused_from_a_client() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let names = [
        "X-Granary-Organization",
        "x-granary-organization",
        "X-GRANARY-ORGANIZATION",
        "X-Granary-Anything",
        "X-Forwarded-Host",
        "x-forwarded-host",
        "X-Forwarded-Prefix",
        "Forwarded",
        "X-Original-URL",
        "X_Rewrite_URL",
        "x-forwarded-proto",
    ];
    for name in names {
        let marker = marker("forged", name);
        let request = key.request("GET", LIST).header(name, "globex");
        let answer = through_the_gate(&request, &marker).await;
        assert_forbidden(&answer, "forged_header", "candidates.list", name);
        assert!(seen(&marker).await.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn other_headers_query_and_body_pass() {
    let key = Organization::new().manager().key(&["candidates.list", "candidates.create"]).await;
    let marker = marker("passes", 1);
    let request = key
        .request("GET", "/v1/candidates?per_page=1&created_after=2026-01-01T00%3A00%3A00Z&a=b%20c");
    let request = request
        .header("On-Behalf-Of", "1")
        .header("X-Custom", "as it is")
        .header("Accept", "application/json");
    assert_eq!(through_the_gate(&request, &marker).await.status, 200);
    let reached = &seen(&marker).await[0];
    assert_eq!(values(reached, "on-behalf-of"), ["1"]);
    assert_eq!(values(reached, "x-custom"), ["as it is"]);
    let query = reached["query"].as_str().unwrap();
    assert!(query.contains("created_after=2026-01-01T00") && query.contains("a=b"), "{query}");
}

/// Rack reads a body of no type as a form, whose `_method` would be the method.
#[tokio::test]
async fn a_body_of_no_type_arrives_as_json() {
    let key = Organization::new().manager().key(&["candidates.create"]).await;
    for (number, body) in ["", "_method=delete"].into_iter().enumerate() {
        let marker = marker("untyped", number);
        through_the_gate(&key.request("POST", "/v1/candidates").untyped_body(body), &marker).await;
        let reached = &seen(&marker).await[0];
        assert_eq!(values(reached, "content-type"), ["application/json"], "{reached}");
        assert_eq!(reached["endpoint"], "candidates.create");
    }
    let marker = marker("typed", 1);
    let request =
        key.request("POST", "/v1/candidates").body("application/json; charset=utf-8", "{}");
    through_the_gate(&request, &marker).await;
    assert_eq!(
        values(&seen(&marker).await[0], "content-type"),
        ["application/json; charset=utf-8"]
    );
}

pub fn values<'a>(request: &'a Value, name: &str) -> Vec<&'a str> {
    let headers = request["headers"].as_array().unwrap();
    let pairs = headers.iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()));
    pairs.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}
