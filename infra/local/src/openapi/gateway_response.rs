//! What API Gateway answers by itself, in the form its OpenAPI extension takes.

use serde_json::{Map, Value, json};

/// Seconds after which a refused or failed call is worth repeating.
pub(super) const RETRY_AFTER: &str = "1";

/// On every answer of API Gateway's own: none may be stored, or taken for another type.
const ALWAYS: [(&str, &str); 3] = [
    ("Cache-Control", "no-store"),
    ("Strict-Transport-Security", "max-age=63072000"),
    ("X-Content-Type-Options", "nosniff"),
];

/// A header's value that no request changes, quoted as mappings want constants.
pub(super) fn constant(value: &str) -> Value {
    Value::String(format!("'{value}'"))
}

/// One entry; without a status the answer keeps the one that API Gateway gives it.
///
/// The template is under `application/json`, the type that is taken whatever a
/// request accepts.
pub(super) fn gateway_response(
    status: Option<u16>,
    body: &str,
    headers: impl IntoIterator<Item = (&'static str, Value)>,
) -> Value {
    let always = ALWAYS.into_iter().map(|(name, value)| (name, constant(value)));
    let parameters: Map<_, _> = always
        .chain(headers)
        .map(|(name, value)| (format!("gatewayresponse.header.{name}"), value))
        .collect();
    let mut response = json!({
        "responseParameters": parameters,
        "responseTemplates": { "application/json": body },
    });
    if let (Some(status), Some(fields)) = (status, response.as_object_mut()) {
        fields.insert("statusCode".to_owned(), Value::String(status.to_string()));
    }
    response
}
