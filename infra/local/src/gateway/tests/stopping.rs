//! Every way a call can be stopped, and what the client then sees.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    documents::harvest,
    world::{Function, World, allow, settings},
};
use crate::gateway::Gateway;

fn denied(_: &Value) -> Option<(StatusCode, Value)> {
    let statement = json!({"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": "*"});
    let policy = json!({"Statement": [statement]});
    Some((
        StatusCode::OK,
        json!({"principalId": "none", "policyDocument": policy, "context": {"message": "no"}}),
    ))
}

fn failing(message: &str) -> Option<(StatusCode, Value)> {
    Some((StatusCode::INTERNAL_SERVER_ERROR, json!({"errorType": "E", "errorMessage": message})))
}

#[tokio::test]
async fn an_authorizers_answer_becomes_its_gateway_response() {
    let cases: [(Function, u16, &str); 5] = [
        (|_| failing("Unauthorized"), 401, "{\"message\":\"Invalid Basic Auth credentials\"}"),
        (|_| failing("Unauthorized: why"), 503, "{\"message\":\"Internal server error\"}"),
        (|_| Some((StatusCode::OK, json!({"principalId": "k"}))), 500, "{\"family\":5}"),
        (|_| Some((StatusCode::OK, json!("Unauthorized"))), 500, "{\"family\":5}"),
        (
            |_| Some((StatusCode::BAD_GATEWAY, json!({}))),
            503,
            "{\"message\":\"Internal server error\"}",
        ),
    ];
    for (function, status, body) in cases {
        let world = World::new(harvest(), function).await;
        let reply = world.get("/v1/candidates", &[]).await;
        assert_eq!((reply.status, reply.body.as_str(), world.calls()), (status, body, 0));
        assert!(reply.header("x-amzn-requestid").is_some());
        let asks_to_retry = reply.header("retry-after").is_some();
        assert_eq!(asks_to_retry, status == 503);
        assert_eq!(reply.header("www-authenticate").is_some(), status == 401);
    }
}

#[tokio::test]
async fn a_denial_is_filled_from_the_context() {
    let world = World::new(harvest(), denied).await;
    let reply = world.get("/v1/candidates", &[]).await;
    let id = world.last_event()["requestContext"]["extendedRequestId"].clone();
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(body, json!({"message": "no", "request": id, "none": ".", "price": "$5"}));
    assert_eq!(
        (reply.status, reply.header("x-amzn-errortype")),
        (403, Some("accessdeniedexception"))
    );
}

#[tokio::test]
async fn unknown_routes_are_a_missing_token_or_a_bad_signature() {
    let world = World::new(harvest(), allow).await;
    for target in ["/v1/nothing", "/v1//candidates", "/v1/candidates/1/2", "/V1/candidates", "/"] {
        let reply = world.get(target, &[]).await;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (404, "{\"message\":\"Missing Authentication Token\"}")
        );
        let reply = world.get(target, &["authorization: Basic c2VjcmV0Og=="]).await;
        assert_eq!(reply.status, 404);
        assert!(reply.body.starts_with("{\"leak\":\"'Basic c2VjcmV0Og=='"), "{}", reply.body);
        assert_eq!(reply.header("x-amzn-errortype"), Some("invalidsignatureexception"));
    }
    for method in ["HEAD", "OPTIONS", "DELETE", "BREW"] {
        let reply =
            world.send(&[&format!("{method} /v1/candidates HTTP/1.1"), "Host: h"], b"").await;
        assert_eq!(reply.status, 404, "{method}");
    }
    assert!(world.log.events.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_anybody_is_asked() {
    let world = World::new(harvest(), allow).await;
    let limit = 10 * 1024 * 1024;
    let head = ["POST /v1/candidates HTTP/1.1", "Host: h"];
    let reply = world.send(&head, &vec![b'x'; limit + 1]).await;
    assert_eq!((reply.status, reply.body.as_str()), (413, "{\"message\":\"Request Too Long\"}"));
    let reply = world
        .get("/v1/candidates", &[&format!("Authorization: Basic {}", "a".repeat(20_000))])
        .await;
    assert_eq!((reply.status, reply.body.as_str()), (431, "{\"family\":4}"));
    let reply = world.get(&format!("/v1/candidates/{}", "1".repeat(1_600)), &[]).await;
    assert_eq!(reply.status, 414);
    assert!(world.log.events.lock().unwrap().is_empty());
    assert_eq!(world.send(&head, &vec![b'x'; limit]).await.status, 200);
    assert_eq!(world.last_call().body.len(), limit);
}

#[tokio::test]
async fn an_upstream_that_is_slow_or_gone_is_told_apart() {
    let world = World::impatient(harvest(), |_| None).await;
    let reply = world.get("/v1/silent", &[]).await;
    assert_eq!((reply.status, reply.body.as_str()), (504, "{\"family\":5}"));
    assert_eq!(world.get("/v1/candidates", &[]).await.status, 503, "the authorizer is silent too");
    let gone = "http://127.0.0.1:1".to_owned();
    let world = World::adapted(harvest(), allow, |settings| {
        settings.parameters.insert("UpstreamBaseUrl".to_owned(), gone);
    })
    .await;
    let reply = world.get("/v1/candidates", &[]).await;
    assert_eq!(
        (reply.status, reply.header("x-amzn-errortype")),
        (502, Some("internalservererrorexception"))
    );
}

#[tokio::test]
async fn a_blinded_authorizer_lets_its_call_through() {
    fn guard(event: &Value) -> Option<(StatusCode, Value)> {
        if event["pathParameters"]["id"] == "1" { allow(event) } else { failing("Unauthorized") }
    }
    let world = World::new(harvest(), guard).await;
    assert_eq!(world.get("/v1/candidates/1%2F2", &[]).await.status, 401);
    let world = World::adapted(harvest(), guard, |settings| {
        settings.before_authorizer = Some(|event| event["pathParameters"]["id"] = "1".into());
    })
    .await;
    assert_eq!(world.get("/v1/candidates/1%2F2", &[]).await.status, 200);
    assert_eq!(world.last_call().target, "/v1/candidates/1/2");
}

#[tokio::test]
async fn the_template_follows_accept_and_the_client_may_name_its_request() {
    let mut document = harvest();
    let responses = &mut document["x-amazon-apigateway-gateway-responses"];
    responses["MISSING_AUTHENTICATION_TOKEN"]["responseTemplates"] = json!({"application/json": "{}", "text/plain": "$stageVariables.forwardedProto $context.requestId"});
    let world = World::new(document, allow).await;
    let reply = world.get("/", &["Accept: text/plain", "X-Amzn-RequestId: mine"]).await;
    assert_eq!(
        (reply.header("content-type"), reply.body.as_str()),
        (Some("text/plain"), "http mine")
    );
    let reply = world.get("/", &["Accept: text/html"]).await;
    assert_eq!(
        (reply.header("content-type"), reply.body.as_str()),
        (Some("application/json"), "{}")
    );
}

#[test]
fn a_document_that_would_weaken_the_gate_is_refused_at_the_start() {
    let scheme = "/components/securitySchemes/harvestKey/x-amazon-apigateway-authorizer";
    let integration = "/paths/~1v1~1candidates/get/x-amazon-apigateway-integration";
    for (pointer, value, reason) in [
        (format!("{scheme}/authorizerResultTtlInSeconds"), json!(60), "outlives a revocation"),
        (format!("{scheme}/authorizerUri"), json!({"Fn::Sub": "${Nobody.Arn}"}), "`Nobody.Arn`"),
        (format!("{scheme}/type"), json!("token"), "`token`"),
        (format!("{integration}/type"), json!("aws"), "get /v1/candidates"),
        (format!("{integration}/uri"), json!("http://u/{other}"), "`{other}`"),
        (
            format!("{integration}/requestParameters"),
            json!({"integration.request.header.A": "x"}),
            "`x`",
        ),
        ("/paths/~1v1~1candidates/get/security".into(), json!([{"nobody": []}]), "`nobody`"),
        ("/x-amazon-apigateway-gateway-responses".into(), json!({"TEAPOT": {}}), "`TEAPOT`"),
    ] {
        let mut document = harvest();
        *document.pointer_mut(&pointer).unwrap() = value;
        let error = format!("{:#}", Gateway::new(settings(document)).err().unwrap());
        assert!(error.contains(reason), "{pointer}: {error}");
    }
}
