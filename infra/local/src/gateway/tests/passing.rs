//! What reaches authorizer, upstream and client when a call is let through.

use super::{
    documents::harvest,
    world::{Talk, World, allow},
};
use serde_json::{Value, json};

#[tokio::test]
async fn the_authorizers_event_is_as_the_client_spelled_it() {
    let world = World::new(harvest(), allow).await;
    let headers = ["aUTHORIZATION: Basic a2V5Og==", "X-Two: 1", "x-two: 2", "X-Two: 3"];
    let reply = world.get("/v1/candidates/1%2F2?a=1&a=%26b", &headers).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let event = world.last_event();
    assert_eq!(event["type"], "REQUEST");
    let arn = "arn:aws:execute-api:eu-west-1:000000000000:local/local/GET/v1/candidates/1%2F2";
    assert_eq!(event["methodArn"], arn);
    assert_eq!(event["resource"], "/v1/candidates/{id}");
    assert_eq!(event["path"], "/v1/candidates/1%2F2");
    assert_eq!(event["pathParameters"], json!({"id": "1%2F2"}));
    assert_eq!(event["headers"]["aUTHORIZATION"], "Basic a2V5Og==");
    assert_eq!(event["headers"]["Authorization"], Value::Null);
    assert_eq!(event["multiValueHeaders"]["X-Two"], json!(["1", "3"]));
    assert_eq!(event["multiValueHeaders"]["x-two"], json!(["2"]));
    assert_eq!(event["multiValueQueryStringParameters"], json!({"a": ["1", "&b"]}));
    assert_eq!(event["queryStringParameters"], json!({"a": "&b"}));
    let context = &event["requestContext"];
    assert_eq!(context["identity"]["sourceIp"], "127.0.0.1");
    assert_eq!(context["resourcePath"], "/v1/candidates/{id}");
    assert_eq!(context["stage"], "local");
    assert_eq!(context["requestId"].as_str(), reply.header("x-amzn-requestid"));
}

#[tokio::test]
async fn mapped_headers_overwrite_by_case_and_empty_ones_are_absent() {
    let world = World::new(harvest(), allow).await;
    let mine = [
        "Authorization: mine",
        "authorization: other",
        "X-Forwarded-Prefix: kept",
        "x-granary-key-id: forged",
    ];
    world.get("/v1/candidates", &mine).await;
    let seen = world.last_call();
    assert_eq!(seen.values("authorization"), ["other", "Basic Og=="]);
    assert_eq!(seen.values("x-granary-key-id"), ["forged", "k"]);
    assert_eq!(seen.values("x-forwarded-host"), ["api.test"]);
    assert_eq!(seen.values("x-forwarded-proto"), ["http"]);
    assert_eq!(seen.values("x-forwarded-prefix"), ["kept"]);
    world.get("/v1/candidates", &[]).await;
    assert!(world.last_call().values("x-forwarded-prefix").is_empty());
}

#[tokio::test]
async fn a_parameter_is_decoded_once_towards_the_upstream() {
    let world = World::new(harvest(), allow).await;
    for (sent, expected) in [
        ("/v1/candidates/1%2Factivity_feed", "/v1/candidates/1/activity_feed"),
        ("/v1/candidates/1%252F2", "/v1/candidates/1%252F2"),
        ("/v1/candidates/1%3F_method=delete", "/v1/candidates/1?_method=delete"),
        ("/v1/candidates/%2E%2E", "/v1/candidates/.."),
        ("/v1/candidates/..", "/v1/candidates/.."),
        ("/v1/candidates/%7Bid%7D", "/v1/candidates/{id}"),
        ("//v1/candidates/", "/v1/candidates"),
        ("/v1/candidates?q=%2F&x=1;_method=delete", "/v1/candidates?q=%2F&x=1&_method=delete"),
    ] {
        let reply = world.get(sent, &[]).await;
        assert_eq!(reply.status, 200, "{sent}: {reply:?}");
        assert_eq!(world.last_call().target, expected, "{sent}");
    }
    let reply = world.get("/v1/candidates/1%20%0D%0AX:y", &[]).await;
    assert_eq!((reply.status, reply.body.as_str()), (400, "{\"family\":4}"));
}

#[tokio::test]
async fn the_method_is_taken_from_the_override_after_routing() {
    let world = World::new(harvest(), allow).await;
    let reply = world.get("/v1/candidates", &["x-http-method-OVERRIDE: delete"]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let seen = world.last_call();
    assert_eq!(
        (seen.method.as_str(), world.last_event()["httpMethod"].as_str()),
        ("DELETE", Some("GET"))
    );
    assert!(seen.values("x-http-method-override").is_empty());
}

#[tokio::test]
async fn bodies_pass_also_with_get() {
    let world = World::new(harvest(), allow).await;
    for method in ["GET", "POST"] {
        let line = format!("{method} /v1/candidates HTTP/1.1");
        let head = [line.as_str(), "Host: api.test", "Content-Encoding: gzip", "TE: x", "Via: y"];
        world.send(&head, b"\xff\x00body").await;
        let seen = world.last_call();
        assert_eq!((seen.method.as_str(), &seen.body[..]), (method, &b"\xff\x00body"[..]));
        for dropped in ["content-encoding", "te", "via"] {
            assert!(seen.values(dropped).is_empty(), "{dropped}");
        }
        assert_eq!(seen.values("accept"), ["application/json"]);
    }
}

#[tokio::test]
async fn the_upstreams_headers_come_back_as_aws_returns_them() {
    let world = World::new(harvest(), allow).await;
    let reply = world.get("/v1/candidates", &[]).await;
    assert_eq!(reply.body, "[]");
    assert_eq!(reply.header("link"), Some("<http://x/2>; rel=next"));
    assert_eq!(reply.header("x-amzn-remapped-www-authenticate"), Some("basic"));
    assert_eq!(reply.header("www-authenticate"), None);
    assert_eq!(reply.header("x-amzn-remapped-server"), Some("up"));
}

#[tokio::test]
async fn a_connection_serves_many_calls_but_no_pipelined_one() {
    let world = World::new(harvest(), allow).await;
    let mut talk = Talk::with(world.address).await;
    for number in 0..3 {
        let head = format!(
            "POST /v1/candidates HTTP/1.1\r\nHost: h\r\nX-Number: {number}\r\nContent-Length: 2\r\n\r\nok"
        );
        let reply = talk.exchange(head.as_bytes()).await;
        assert_eq!(reply.status, 200);
        assert_eq!(world.last_event()["headers"]["X-Number"], number.to_string());
    }
    let twice = "GET /v1/candidates HTTP/1.1\r\nHost: h\r\n\r\n".repeat(2);
    assert_eq!(talk.exchange(twice.as_bytes()).await.status, 200);
    let second = talk.exchange(b"").await;
    assert_eq!((second.status, second.header("connection")), (400, Some("close")));
    assert_eq!(world.calls(), 4);
}

#[tokio::test]
async fn security_at_the_root_protects_nothing() {
    let world = World::new(harvest(), |_| None).await;
    assert_eq!(world.get("/v1/open", &[]).await.status, 200);
}
