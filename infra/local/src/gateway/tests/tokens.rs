//! AdminApi in small: ID tokens, functions behind `aws_proxy`, and preflights.

use std::sync::LazyLock;

use aws_lc_rs::{encoding::AsDer as _, rsa::KeySize};
use axum::{Json, Router, routing::get};
use base64::{Engine as _, prelude::*};
use http::StatusCode;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};

use super::{
    documents::admin,
    world::{Function, World, local},
};

static KEY: LazyLock<EncodingKey> = LazyLock::new(key);

fn key() -> EncodingKey {
    let pair = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der = BASE64_STANDARD.encode(pair.as_der().unwrap().as_ref());
    let kind = ["PRIVATE", "KEY"].join(" ");
    EncodingKey::from_rsa_pem(
        format!("-----BEGIN {kind}-----\n{der}\n-----END {kind}-----\n").as_bytes(),
    )
    .unwrap()
}

fn jwks() -> Value {
    let mut jwk = Jwk::from_encoding_key(&KEY, Algorithm::RS256).unwrap();
    jwk.common.key_id = Some("one".to_owned());
    json!({"keys": [jwk]})
}

async fn world(function: Function) -> World {
    let keys = local(Router::new().route("/jwks.json", get(|| async { Json(jwks()) }))).await;
    World::adapted(admin(), function, |settings| {
        let identity = settings.identity.as_mut().unwrap();
        identity.jwks_url = format!("http://{keys}/jwks.json");
    })
    .await
}

fn claims(change: impl FnOnce(&mut Value)) -> Value {
    let now = crate::gateway::context::now().as_second();
    let mut claims = json!({
        "sub": "u1", "iss": "http://identity.test", "aud": "granary-page", "token_use": "id",
        "iat": now, "exp": now + 900, "cognito:groups": ["a", "b"], "email_verified": true,
    });
    change(&mut claims);
    claims
}

fn signed(claims: &Value) -> String {
    let header = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::RS256) };
    encode(&header, claims, &KEY).unwrap()
}

fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT", "kid": "one"})), part(claims))
}

/// The classic confusion: the public key taken for an HMAC's secret.
fn confused(claims: &Value) -> String {
    let header = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::HS256) };
    encode(&header, claims, &EncodingKey::from_secret(jwks().to_string().as_bytes())).unwrap()
}

fn ok(_: &Value) -> Option<(StatusCode, Value)> {
    Some((StatusCode::OK, json!({"statusCode": 200, "headers": {"ETag": "1"}, "body": "{}"})))
}

#[tokio::test]
async fn a_good_token_arrives_as_textual_claims() {
    let world = world(ok).await;
    let token = signed(&claims(|_| {}));
    for header in [format!("Authorization: Bearer {token}"), format!("authorization: {token}")] {
        assert_eq!(world.get("/keys", &[&header]).await.status, 200);
        let event = world.last_event();
        let claims = &event["requestContext"]["authorizer"]["claims"];
        assert_eq!(
            (&claims["cognito:groups"], &claims["email_verified"]),
            (&"a,b".into(), &"true".into())
        );
        assert!(claims["exp"].as_str().unwrap().contains(" UTC 20"), "{claims}");
        assert_eq!((&event["queryStringParameters"], &event["body"]), (&Value::Null, &Value::Null));
    }
}

#[tokio::test]
async fn any_other_token_is_refused() {
    let world = world(ok).await;
    let changed = |name: &'static str, value: Value| signed(&claims(|claims| claims[name] = value));
    let foreign = Header { kid: Some("two".to_owned()), ..Header::new(Algorithm::RS256) };
    let whole = claims(|_| {});
    for (case, token) in [
        ("expired", changed("exp", 1.into())),
        ("issuer", changed("iss", "http://other.test".into())),
        ("audience", changed("aud", "other".into())),
        ("access token", changed("token_use", "access".into())),
        ("unsigned", unsigned(&whole)),
        ("HS256", confused(&whole)),
        ("unknown key", encode(&foreign, &whole, &KEY).unwrap()),
        (
            "other key",
            encode(
                &Header { kid: Some("one".into()), ..Header::new(Algorithm::RS256) },
                &whole,
                &key(),
            )
            .unwrap(),
        ),
        ("garbage", "x".to_owned()),
        ("empty", String::new()),
    ] {
        let reply = world.get("/keys", &[&format!("Authorization: Bearer {token}")]).await;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (401, "{\"message\":\"Unauthorized\"}"),
            "{case}"
        );
    }
    assert_eq!(world.get("/keys", &[]).await.status, 401);
    assert!(world.log.events.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_functions_answer_becomes_the_response() {
    let world = world(|event| {
        let answers = json!({
            "plain": {"statusCode": "201", "headers": {"Location": "/keys/1"}, "body": event["body"]},
            "both": {"statusCode": 200, "headers": {"X-A": "1"}, "multiValueHeaders": {"x-a": ["1", "2"]}},
            "extra": {"statusCode": 200, "body": "{}", "more": 1},
            "nested": {"statusCode": 200, "headers": {"X-A": {}}},
            "status": {"statusCode": "many"},
            "text": "hello",
        });
        let name = event["queryStringParameters"]["case"].as_str()?;
        answers.get(name).map(|answer| (StatusCode::OK, answer.clone()))
    })
    .await;
    let token = format!("Authorization: {}", signed(&claims(|_| {})));
    let call = async |case: &str| {
        let line = format!("POST /keys?case={case} HTTP/1.1");
        world.send(&[&line, "Host: h", &token], b"{\"a\":1}").await
    };
    let reply = call("plain").await;
    assert_eq!(
        (reply.status, reply.header("location"), reply.body.as_str()),
        (201, Some("/keys/1"), "{\"a\":1}")
    );
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(call("both").await.head.matches("\r\nx-a: ").count(), 2);
    for case in ["extra", "nested", "status", "text"] {
        let reply = call(case).await;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (502, "{\"message\":\"Internal server error\"}"),
            "{case}"
        );
    }
}

#[tokio::test]
async fn a_preflight_is_answered_by_the_document() {
    let world = world(ok).await;
    let reply =
        world.send(&["OPTIONS /keys HTTP/1.1", "Host: h", "Origin: http://evil.test"], b"").await;
    assert_eq!((reply.status, reply.body.as_str()), (204, ""));
    assert_eq!(reply.header("access-control-allow-origin"), Some("http://page.test"));
    assert!(reply.header("x-amzn-requestid").is_some());
}

#[tokio::test]
async fn without_signing_keys_nobody_is_let_in() {
    let world = World::new(admin(), ok).await;
    let reply = world.get("/keys", &[&format!("Authorization: {}", signed(&claims(|_| {})))]).await;
    assert_eq!(
        (reply.status, reply.header("x-amzn-errortype")),
        (500, Some("authorizerfailureexception"))
    );
}
