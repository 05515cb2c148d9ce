//! The gate with one defence blinded: the upstream must then see what the defence is there against.
//!
//! Without these, the tests of the defences could pass because the emulator is kind.

use serde_json::{Value, json};

use super::{marker, seen};
use crate::{faults::rig, stack::Organization, wire::Request};

#[tokio::test]
async fn without_the_parameter_check_an_encoded_slash_reaches_another_endpoint() {
    let gate =
        rig::gateway(|settings| settings.before_authorizer = Some(blind_to_parameters)).await;
    let key = Organization::new().manager().key(&["candidates.retrieve"]).await;
    let request = key.request("GET", "/v1/candidates/10001%2Factivity_feed");
    let reached = reached(&gate, request, "parameters").await;
    assert_eq!(reached["endpoint"], "activity_feed.retrieve", "{reached}");
}

#[tokio::test]
async fn without_the_override_check_a_header_changes_the_method() {
    let gate = rig::gateway(|settings| settings.before_authorizer = Some(blind_to_overrides)).await;
    let key = Organization::new().manager().key(&["candidates.create"]).await;
    for name in ["X-HTTP-Method-Override", "X-Method-Override"] {
        let request = key.request("POST", "/v1/candidates").header(name, "GET");
        let reached = reached(&gate, request, name).await;
        assert_eq!(reached["endpoint"], "candidates.list", "{reached}");
    }
    let request = key.request("POST", "/v1/candidates?_method=get");
    assert_eq!(reached(&gate, request, "query").await["endpoint"], "candidates.list");
    let request = key.request("POST", "/v1/candidates?x=1;_method=get");
    assert_eq!(reached(&gate, request, "semicolon").await["endpoint"], "candidates.list");
}

#[tokio::test]
async fn without_the_header_check_a_forged_header_reaches_the_upstream() {
    let gate = rig::gateway(|settings| settings.before_authorizer = Some(blind_to_forgery)).await;
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let request = key.request("GET", "/v1/candidates").header("x-granary-organization", "globex");
    let reached = reached(&gate, request, "forgery").await;
    assert!(reached.to_string().contains("globex"), "{reached}");
}

#[tokio::test]
async fn without_the_type_a_body_of_none_changes_the_method() {
    let gate = rig::gateway(|settings| settings.before_authorizer = Some(blind_to_types)).await;
    let key = Organization::new().manager().key(&["candidates.create"]).await;
    let request = key.request("POST", "/v1/candidates").untyped_body("_method=get");
    assert_eq!(reached(&gate, request, "type").await["endpoint"], "candidates.list");
}

#[tokio::test]
async fn without_the_scheme_check_a_link_leads_elsewhere() {
    let gate = rig::gateway(|settings| settings.before_authorizer = Some(blind_to_schemes)).await;
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let request =
        key.request("GET", "/v1/candidates").header("x-forwarded-proto", "https://elsewhere/?");
    let link = request.send(&gate).await.header("link").unwrap().to_owned();
    assert!(link.starts_with("<https://elsewhere/"), "{link}");
}

async fn reached(gate: &str, request: Request, test: &str) -> Value {
    let marker = marker("mutation", test);
    let answer = request.header("X-Test-Marker", &marker).send(gate).await;
    let reached = seen(&marker).await;
    assert_eq!(reached.len(), 1, "{}: {}", answer.status, answer.text());
    reached[0].clone()
}

pub fn blind_to_parameters(event: &mut Value) {
    for (_, value) in event["pathParameters"].as_object_mut().unwrap() {
        *value = "1".into();
    }
}

pub fn blind_to_overrides(event: &mut Value) {
    keep(event, ["headers", "multiValueHeaders"], |name| !name.to_lowercase().contains("method"));
    event["queryStringParameters"] = Value::Null;
    event["multiValueQueryStringParameters"] = Value::Null;
}

pub fn blind_to_forgery(event: &mut Value) {
    keep(event, ["headers", "multiValueHeaders"], |name| !name.starts_with("x-granary"));
}

fn blind_to_types(event: &mut Value) {
    event["headers"]["Content-Type"] = "application/json".into();
    event["multiValueHeaders"]["Content-Type"] = json!(["application/json"]);
}

fn blind_to_schemes(event: &mut Value) {
    keep(event, ["headers", "multiValueHeaders"], |name| name != "x-forwarded-proto");
}

fn keep(event: &mut Value, maps: [&str; 2], wanted: impl Fn(&str) -> bool) {
    for map in maps {
        event[map].as_object_mut().unwrap().retain(|name, _| wanted(name));
    }
}
