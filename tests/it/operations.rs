//! The admin API through everything that is deployed: gateway, tokens, functions, table.

mod create_key;
mod cross_origin;
mod every_code;
mod functions;
mod get_key;
mod idempotency;
mod isolation;
mod list_events;
mod list_keys;
mod malformed;
mod reenable_key;
mod revoke_key;
mod schemathesis;
mod tokens;
mod update_key;

use contract::{
    operations::{Operation, Parameter, Schema},
    problem::{Code, FieldCode, MEDIA_TYPE, Problem},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    stack::{Admin, STACK, wanted},
    wire::{Answer, Request},
};

/// A well-formed id that no key has.
const NO_KEY: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// Sends a request to the admin API.
async fn sent(request: Request) -> Answer {
    request.send(&STACK.urls.admin_api).await
}

/// The operation's path with this key.
fn path(row: &Operation, id: &str) -> String {
    row.path.replace("{id}", id)
}

/// A name for the operation's route.
fn route(row: &Operation) -> String {
    format!("{} {}", row.method, row.path)
}

/// What the operation accepts of a manager, about a new key; nobody has signed it yet.
fn good(row: &Operation, id: &str) -> Request {
    let mut request = Request::new(row.method.as_str(), &path(row, id));
    if row.parameters.contains(&Parameter::IfMatch) {
        request = request.header("If-Match", "\"1\"");
    }
    match row.request {
        Some(Schema::CreateKey) => request.json(&wanted("a test's key", &[])),
        Some(_) => request.json(&json!({ "description": "edited" })),
        None => request,
    }
}

trait Signed {
    /// The same request by this admin.
    fn by(self, admin: &Admin) -> Self;
}

impl Signed for Request {
    fn by(self, admin: &Admin) -> Self {
        self.header("Authorization", &format!("Bearer {}", admin.token))
    }
}

/// A success: its status, its headers, and a body that is this type, no field more or less.
fn accepted<T: DeserializeOwned + Serialize>(answer: &Answer, status: u16, what: &str) -> T {
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/json"), "{what}");
    assert_dressed(answer, what);
    wholly(answer, what)
}

/// A refusal: the whole problem with its headers, and nothing of the key store.
fn refused(answer: &Answer, code: Code, what: &str) -> Problem {
    assert_eq!(answer.status, code.status(), "{what}: {}", answer.text());
    assert_eq!(answer.header("content-type"), Some(MEDIA_TYPE), "{what}");
    assert_dressed(answer, what);
    for absent in ["etag", "location"] {
        assert_eq!(answer.header(absent), None, "{what}");
    }
    let problem: Problem = wholly(answer, what);
    assert_eq!((problem.code, problem.status), (code, code.status()), "{what}: {problem:?}");
    assert_eq!((problem.kind.as_str(), problem.title.as_str()), ("about:blank", code.title()));
    assert!((12..400).contains(&problem.detail.len()), "{what}: {problem:?}");
    assert!(!problem.detail.chars().any(char::is_control), "{what}: {problem:?}");
    assert_eq!(Some(problem.request_id.as_str()), answer.header("x-amz-apigw-id"), "{what}");
    assert_eq!(problem.errors.is_empty(), code != Code::InvalidFields, "{what}: {problem:?}");
    assert_eq!(problem.key_id.is_some(), code == Code::AlreadyCreated, "{what}: {problem:?}");
    problem
}

/// A refusal of values: each field with its code, and a message that says what to do.
fn refused_fields(answer: &Answer, expected: &[(&str, FieldCode)], what: &str) {
    let problem = refused(answer, Code::InvalidFields, what);
    let named: Vec<_> = problem.errors.iter().map(|it| (it.field.as_str(), it.code)).collect();
    assert_eq!(named, expected, "{what}");
    for error in problem.errors {
        assert!((12..200).contains(&error.message.len()), "{what}: {error:?}");
        assert!(!error.message.chars().any(char::is_control), "{what}: {error:?}");
    }
}

/// What every answer of the admin API carries, whoever gave it.
fn assert_dressed(answer: &Answer, what: &str) {
    for (name, value) in [
        ("access-control-allow-origin", STACK.urls.page.as_str()),
        ("cache-control", "no-store"),
        ("vary", "Origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{what}: {name}");
        assert_eq!(answer.headers.iter().filter(|(known, _)| known == name).count(), 1, "{what}");
    }
    let exposed = names(answer, "access-control-expose-headers");
    assert_eq!(exposed, ["etag", "location", "retry-after"], "{what}");
    let transport = answer.header("strict-transport-security").unwrap_or_default();
    assert!(transport.starts_with("max-age=63072000"), "{what}: {transport}");
    assert_eq!(answer.header("access-control-allow-credentials"), None, "{what}");
}

/// The names that a header lists, sorted, in lower case.
fn names(answer: &Answer, header: &str) -> Vec<String> {
    let listed = answer.header(header).unwrap_or_default().split(',');
    let mut names: Vec<_> = listed.map(|name| name.trim().to_ascii_lowercase()).collect();
    names.sort();
    names
}

fn wholly<T: DeserializeOwned + Serialize>(answer: &Answer, what: &str) -> T {
    let body = answer.json();
    let value: T = serde_json::from_value(body.clone())
        .unwrap_or_else(|error| panic!("{what}: {error}: {body}"));
    assert_eq!(serde_json::to_value(&value).unwrap(), body, "{what}");
    value
}

/// Hides an id in a snapshot, once it is one.
fn id() -> insta::internals::Redaction {
    insta::dynamic_redaction(|value, path| {
        let text = value.as_str().unwrap_or_default();
        assert!(text.parse::<domain::key::KeyId>().is_ok(), "{path}: {value:?}");
        "[id]"
    })
}

/// Hides a time in a snapshot, once it is one of this hour, in UTC with milliseconds.
fn time() -> insta::internals::Redaction {
    insta::dynamic_redaction(|value, path| {
        let text = value.as_str().unwrap_or_default();
        let time: jiff::Timestamp = text.parse().unwrap_or_else(|_| panic!("{path}: {value:?}"));
        assert_eq!(format!("{time:.3}"), text, "{path}");
        "[time]"
    })
}
