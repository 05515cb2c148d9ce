//! The functions alone, with events that a gateway must never send but might.

use contract::{
    operations::{OPERATIONS, Operation},
    problem::{Code, Problem},
};
use serde_json::{Value, json};

use super::{NO_KEY, Signed, good, path, route, sent};
use crate::{
    stack::{Key, MANAGERS, Organization, STACK},
    wire::Request,
};

/// API Gateway passes the tokens of every client of the pool, where it is configured to.
#[tokio::test]
async fn each_looks_at_the_token_once_more() {
    let good = json!({
        "sub": "someone", "aud": STACK.client_id, "token_use": "id",
        "cognito:groups": MANAGERS, "custom:organization": "acme",
    });
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        json!({ "claims": claims })
    };
    for row in OPERATIONS {
        for (what, authorizer) in [
            ("no authorizer", Value::Null),
            ("no claims", json!({})),
            ("claims that are no object", json!({ "claims": "admin" })),
            ("claims beside the claims", good.clone()),
            ("an access token", with("token_use", json!("access"))),
            ("no use", with("token_use", Value::Null)),
            ("another client's", with("aud", json!("another-client"))),
            ("no audience", with("aud", json!(""))),
            ("two audiences", with("aud", json!([STACK.client_id, "another-client"]))),
            ("no subject", with("sub", json!(""))),
        ] {
            let answer = invoked(row, &authorizer).await;
            let what = format!("{}: {what}: {answer}", route(row));
            assert_eq!(answer["statusCode"], 401, "{what}");
            assert_eq!(answer["multiValueHeaders"]["www-authenticate"][0], "Bearer", "{what}");
            let problem: Problem =
                serde_json::from_str(answer["body"].as_str().unwrap_or_default()).expect(&what);
            assert_eq!(problem.code, Code::Unauthenticated, "{what}");
        }
    }
}

/// `lambda_http` builds an address of these headers, and panics where it cannot.
#[tokio::test]
async fn headers_that_make_no_sense_are_no_fault() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    let headers = [
        ("x-forwarded-proto", ""),
        ("x-forwarded-proto", "://"),
        ("X-FORWARDED-PROTO", "ä b"),
        ("x-forwarded-port", "-1"),
        ("x-forwarded-host", "["),
        ("X-Forwarded-For", "nonsense, 😀"),
        ("Accept", "ä/😀"),
        ("Accept-Encoding", "nothing;q=x"),
        ("Cookie", "=;=;\t;"),
        ("Content-Encoding", "gzip"),
        ("Expect", "nothing"),
        ("If-None-Match", "\"1\""),
        ("Origin", "ä"),
        ("Range", "bytes=0-0"),
        ("User-Agent", ""),
        ("X-Amzn-Trace-Id", "Root=nonsense; ä"),
        ("X-HTTP-Method-Override", ""),
        ("x-odd!#$%&'*+.^_`|~", "1"),
    ];
    for row in OPERATIONS.iter().filter(|row| row.success == 200) {
        for (name, value) in headers {
            let answer = sent(good(row, &key.id).header(name, value).by(&manager)).await;
            let what = format!("{}: {name}: {value}", route(row));
            // An edit of the first version succeeds once; what matters is that it is understood.
            let understood = answer.status == 200 || answer.status == 412;
            assert!(understood, "{what}: {} {}", answer.status, answer.text());
        }
    }
    let request = Request::new("POST", "/keys").by(&manager).header("x-forwarded-proto", "");
    Key::of(&sent(request.json(&crate::stack::wanted("odd", &[]))).await);
}

/// What the operation's function answers to an event with this authorizer in its context.
async fn invoked(row: &Operation, authorizer: &Value) -> Value {
    let event = json!({
        "resource": row.path,
        "path": path(row, NO_KEY),
        "httpMethod": row.method.as_str(),
        "headers": { "Host": "localhost", "Content-Type": "application/json", "If-Match": "\"1\"" },
        "multiValueHeaders": {},
        "queryStringParameters": null,
        "multiValueQueryStringParameters": null,
        "pathParameters": { "id": NO_KEY },
        "stageVariables": null,
        "requestContext": {
            "authorizer": authorizer, "extendedRequestId": "request", "requestId": "request",
            "httpMethod": row.method.as_str(), "stage": "local", "identity": {},
        },
        "body": "{}",
        "isBase64Encoded": false,
    });
    let target = format!("/2015-03-31/functions/{}/invocations", row.function);
    Request::new("POST", &target).json(&event).send(&STACK.lambda).await.json()
}
