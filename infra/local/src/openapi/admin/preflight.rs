//! Who may read AdminApi's answers in a browser: the page, and nobody else.

use serde_json::{Map, Value, json};

use super::requests;
use crate::openapi::gateway_response::constant;

/// Seconds for which a browser may remember a preflight.
const MAX_AGE: &str = "600";

/// The same three on every answer that API Gateway gives without a function.
pub(super) fn headers() -> [(&'static str, Value); 3] {
    [
        ("Access-Control-Allow-Origin", json!({ "Fn::Sub": "'${PageOrigin}'" })),
        ("Access-Control-Expose-Headers", constant("ETag,Location,Retry-After")),
        ("Vary", constant("Origin")),
    ]
}

/// Answers `OPTIONS` without a function or a token: browsers send none.
pub(super) fn operation(path: &str, methods: &[String]) -> Value {
    let asked = [
        ("Access-Control-Allow-Headers", "Authorization,Content-Type,If-Match,Idempotency-Key"),
        ("Access-Control-Allow-Methods", methods.join(",").as_str()),
        ("Access-Control-Max-Age", MAX_AGE),
    ]
    .map(|(name, value)| (name, constant(value)));
    let values: Vec<_> = headers().into_iter().chain(asked).collect();
    let declared: Map<_, _> = values
        .iter()
        .map(|(name, _)| ((*name).to_owned(), json!({ "schema": { "type": "string" } })))
        .collect();
    let mapped: Map<_, _> = values
        .into_iter()
        .map(|(name, value)| (format!("method.response.header.{name}"), value))
        .collect();
    json!({
        "summary": "What the page may send here (CORS).",
        "parameters": requests::path_parameters(path),
        "responses": { "204": { "description": "The page's origin may.", "headers": declared } },
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": { "application/json": "{\"statusCode\": 204}" },
            "responses": { "default": { "statusCode": "204", "responseParameters": mapped } },
            "passthroughBehavior": "when_no_match",
        },
    })
}
