//! Bodies of requests: read as documented or refused with a problem that says where.

use contract::{
    catalogue::ENDPOINTS,
    keys::{CreateKey, UpdateKey},
    partners::PARTNERS,
    problem::{Code, FieldCode, Problem},
};
use domain::{create_key::create_key, error::Error, key::KeyId, update_key::update_key};
use handlers::request;
use lambda_http::{Body, Request, http};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    example::{EXAMPLES, at_once, manager, occasion},
    problems::told,
};

/// The longest body that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// The wrong permissions that are named each; what is left is counted.
const PERMISSIONS_NAMED: usize = 50;
/// The largest refusal, in bytes, whatever was asked.
const REFUSAL_MAX: usize = 24 * 1024;
const REQUIRED: [&str; 3] = ["api_type", "partner", "description"];

/// Anything as the body of `POST /keys`.
pub(super) fn check_create(input: &[u8]) {
    let Some(wanted) = read::<CreateKey>(input, &REQUIRED) else { return };
    let expected = wrong_values(&serde_json::to_value(&wanted).unwrap());
    // What is right is created, which takes argon2: not for every input.
    if !expected.is_empty() {
        let store = &EXAMPLES.store;
        let made = at_once(create_key(store, &manager("acme"), &wanted, None, &occasion(9)));
        refused(made.map(|_| ()), &expected);
    }
}

/// Anything as the body of `PATCH /keys/{id}`.
pub(super) fn check_update(input: &[u8]) {
    let Some(wanted) = read::<UpdateKey>(input, &[]) else { return };
    let mut expected = wrong_values(&serde_json::to_value(&wanted).unwrap());
    if wanted == UpdateKey::default() {
        expected.push(("description".into(), FieldCode::Blank));
    }
    let (store, who) = (&EXAMPLES.store, manager("acme"));
    let made = at_once(update_key(store, &who, KeyId::NONE, 1, &wanted, &occasion(9)));
    match made {
        Err(Error::NotFound) => assert_eq!(expected, [], "{wanted:?}"),
        made => refused(made.map(|_| ()), &expected),
    }
}

/// What the body says, which is what a lenient reader finds there, and nothing that is ignored.
fn read<T: DeserializeOwned + Serialize>(input: &[u8], required: &[&str]) -> Option<T> {
    let body = http::Request::builder().header("content-type", "application/json");
    let request: Request = body.body(Body::Binary(input.to_vec())).unwrap();
    let value = serde_json::from_slice::<Value>(input).ok();
    let fields = value.as_ref().and_then(Value::as_object);
    match request::body::<T>(&request) {
        Ok(read) => {
            let written = serde_json::to_value(&read).unwrap();
            assert_eq!(Some(&written), value.as_ref(), "what was read is the whole body");
            assert!(input.len() <= LONGEST);
            Some(read)
        }
        Err(failure) => {
            let problem = told(failure);
            let too_long = input.len() > LONGEST;
            let code = if too_long { Code::BodyTooLarge } else { Code::MalformedBody };
            assert_eq!(problem.code, code, "{problem:?}");
            if let Some(fields) = fields.filter(|_| !too_long) {
                says_where(&problem, fields, required);
            }
            None
        }
    }
}

/// A body that is an object is refused for a field, by its name, or for a value, by its place.
fn says_where(problem: &Problem, fields: &Map<String, Value>, required: &[&str]) {
    let detail = &problem.detail;
    let names = |name: &str| {
        let shown: String = name.chars().filter(|it| !it.is_control()).take(100).collect();
        detail.contains(&format!("field `{shown}"))
    };
    let known = REQUIRED.iter().chain([&"permissions"]);
    let named = fields.keys().map(String::as_str).chain(known.copied()).any(names);
    let placed = detail.contains("invalid type") && detail.contains(" at line ");
    assert!(named || placed || detail.chars().count() == 200, "{detail}");
    let missing = required.iter().find(|name| !fields.contains_key(**name));
    let explained = detail.starts_with("missing field") <= missing.is_some();
    assert!(explained, "{detail}: nothing is missing");
}

/// Fields whose values are not allowed, by the rules of the document and not by the product's code.
fn wrong_values(body: &Value) -> Vec<(String, FieldCode)> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let mut wrong = Vec::new();
    if text("api_type").is_some_and(|name| name != "harvest") {
        wrong.push(("api_type".to_owned(), FieldCode::UnknownApiType));
    }
    if text("partner").is_some_and(|id| PARTNERS.iter().all(|partner| partner.id != id)) {
        wrong.push(("partner".to_owned(), FieldCode::UnknownPartner));
    }
    let description = text("description").map(str::trim);
    wrong.extend(description.and_then(wrong_description).map(|code| ("description".into(), code)));
    let ids = body.get("permissions").and_then(Value::as_array).into_iter().flatten();
    let unknown = ids
        .enumerate()
        .filter(|(_, id)| ENDPOINTS.iter().all(|endpoint| id.as_str() != Some(endpoint.id)));
    let mut unknown = unknown.map(|(index, _)| format!("permissions[{index}]"));
    let named: Vec<_> = unknown.by_ref().take(PERMISSIONS_NAMED).collect();
    let all_others = unknown.next().map(|_| "permissions".to_owned());
    let unknown = named.into_iter().chain(all_others);
    wrong.extend(unknown.map(|field| (field, FieldCode::UnknownPermission)));
    wrong
}

fn wrong_description(text: &str) -> Option<FieldCode> {
    if text.is_empty() {
        Some(FieldCode::Blank)
    } else if text.contains(char::is_control) {
        Some(FieldCode::ControlCharacter)
    } else {
        (text.chars().count() > 200).then_some(FieldCode::TooLong)
    }
}

/// The refusal names every field that is wrong, and nothing else.
fn refused(made: Result<(), Error>, expected: &[(String, FieldCode)]) {
    let Err(Error::InvalidFields(_)) = &made else { panic!("{made:?}, not {expected:?}") };
    let problem = told(made.unwrap_err().into());
    assert_eq!(problem.code, Code::InvalidFields);
    let size = serde_json::to_vec(&problem).unwrap().len();
    assert!(size <= REFUSAL_MAX, "{size} bytes");
    let named = problem.errors.into_iter().map(|error| (error.field, error.code));
    assert_eq!(named.collect::<Vec<_>>(), expected);
}
