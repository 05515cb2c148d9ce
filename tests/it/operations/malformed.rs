//! Bodies that cannot be read, for the two operations that read one.

use std::cell::Cell;

use contract::{
    keys::KeyView,
    operations::{OPERATIONS, Operation, Schema},
    problem::{Code, FieldCode},
};
use serde_json::{Value, json};

use super::{Signed, accepted, path, refused, refused_fields, route, sent};
use crate::{
    stack::{Admin, Key, Organization},
    wire::{Answer, Request},
};

const JSON: &str = "application/json";
/// The longest body that is read, in bytes.
const LONGEST: usize = 64 * 1024;

#[tokio::test]
async fn what_is_no_json_object_of_the_documented_shape_is_refused() {
    each(async |row, world| {
        let good = whole(row);
        let table: Vec<(&str, Vec<u8>)> = vec![
            ("no body", b"".into()),
            ("white space", b" \n".into()),
            ("not JSON", b"description=x".into()),
            ("half an object", b"{\"description\":\"x\"".into()),
            ("two values", format!("{good} {good}").into()),
            ("a trailing comma", b"{\"description\":\"x\",}".into()),
            ("a comment", format!("{good}// fine").into()),
            ("an array", format!("[{good}]").into()),
            ("the values without names", values(row)),
            ("a string", b"\"x\"".into()),
            ("a number", b"1".into()),
            ("null", b"null".into()),
            ("a byte order mark", format!("\u{feff}{good}").into()),
            ("half a surrogate pair", with(row, "description", r#""\ud83d""#)),
            ("a raw control character", with(row, "description", "\"a\nb\"")),
            ("a description that is a number", with(row, "description", "1")),
            ("a description that is a list", with(row, "description", "[\"x\"]")),
            ("a description that is null", with(row, "description", "null")),
            ("permissions that are a string", with(row, "permissions", "\"jobs.list\"")),
            ("permissions that are an object", with(row, "permissions", "{\"jobs.list\":true}")),
            ("permissions that are null", with(row, "permissions", "null")),
            ("a permission that is a number", with(row, "permissions", "[1]")),
            ("a permission that is null", with(row, "permissions", "[null]")),
            ("an unknown field", with(row, "status", "\"active\"")),
            ("an unknown field with an endless name", with(row, &"x".repeat(60_000), "1")),
            ("a field with another casing", with(row, "Permissions", "[]")),
            ("a wrong type with an endless value", {
                with(row, "permissions", &format!("\"{}\"", "y".repeat(60_000)))
            }),
            ("a field twice", b"{\"description\":\"a\",\"description\":\"b\"}".into()),
            (
                "a field twice, once escaped",
                br#"{"description":"a","descri\u0070tion":"b"}"#.into(),
            ),
            ("endless nesting", vec![b'['; 60_000]),
        ];
        for (what, body) in table {
            let answer = world.send(row, |request| request.body(JSON, body)).await;
            refused(&answer, Code::MalformedBody, &format!("{}: {what}", route(row)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_of_another_type_is_named_by_its_place() {
    let manager = Organization::new().manager();
    for (value, place) in [
        (json!({ "description": 1 }), "description: invalid type"),
        (json!({ "permissions": ["jobs.list", 5] }), "permissions[1]: invalid type"),
    ] {
        let mut body = crate::stack::wanted("types", &[]);
        body.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        let problem = refused(&manager.post("/keys", &body).await, Code::MalformedBody, place);
        assert!(problem.detail.starts_with(place), "{problem:?}");
    }
}

#[tokio::test]
async fn a_creation_names_type_partner_and_description() {
    let manager = Organization::new().manager();
    for missing in ["api_type", "partner", "description"] {
        let mut body = crate::stack::wanted("missing", &[]);
        body.as_object_mut().unwrap().remove(missing);
        let answer = manager.post("/keys", &body).await;
        let problem = refused(&answer, Code::MalformedBody, missing);
        assert!(problem.detail.contains(missing), "{problem:?}");
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    each(async |row, world| {
        for media_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "application/merge-patch+json",
            "application/json, text/plain",
            "json",
            "application/jsön",
            "",
            ";",
        ] {
            let answer = world.send(row, |request| request.body(media_type, whole(row))).await;
            refused(
                &answer,
                Code::UnsupportedMediaType,
                &format!("{}: `{media_type}`", route(row)),
            );
        }
        let untyped = world.send(row, |request| request.untyped_body(whole(row))).await;
        refused(&untyped, Code::UnsupportedMediaType, &format!("{}: untyped", route(row)));
        let bare = world.send(row, |request| request.header("Content-Length", "0")).await;
        refused(&bare, Code::UnsupportedMediaType, &format!("{}: no type", route(row)));
    })
    .await;
}

#[tokio::test]
async fn json_by_other_spellings_of_its_type_is_read() {
    each(async |row, world| {
        for media_type in
            ["application/json;charset=utf-8", "Application/JSON", "application/json ;"]
        {
            let answer = world.send(row, |request| request.body(media_type, whole(row))).await;
            world.took(row, &answer, media_type);
        }
    })
    .await;
}

#[tokio::test]
async fn sixty_four_kilobytes_are_read_and_no_byte_more() {
    each(async |row, world| {
        let padded = |length: usize| {
            let body = whole(row);
            body.clone() + &" ".repeat(length - body.len())
        };
        let answer = world.send(row, |request| request.body(JSON, padded(LONGEST))).await;
        world.took(row, &answer, "64 KB");
        for media_type in [JSON, "text/plain"] {
            let answer = world.send(row, |it| it.body(media_type, padded(LONGEST + 1))).await;
            refused(&answer, Code::BodyTooLarge, &format!("{}: {media_type}", route(row)));
        }
    })
    .await;
}

/// AWS lets nobody dress this answer: see `docs/gateway.md`.
#[tokio::test]
async fn ten_megabytes_are_the_gateways_to_refuse() {
    let world = World::new().await;
    for row in OPERATIONS {
        let body = vec![b' '; 10 * 1024 * 1024 + 1];
        let answer = world.send(row, |request| request.body(JSON, body)).await;
        assert_eq!(answer.status, 413, "{}: {}", route(row), answer.text());
        assert_eq!(answer.json(), json!({ "message": "Request Too Long" }), "{}", route(row));
    }
}

#[tokio::test]
async fn a_description_is_1_to_200_characters_on_one_line() {
    each(async |row, world| {
        for (description, code) in [
            ("".to_owned(), FieldCode::Blank),
            (" ".to_owned(), FieldCode::Blank),
            ("\u{a0}\u{2003}\u{3000}".to_owned(), FieldCode::Blank),
            ("a".repeat(201), FieldCode::TooLong),
            ("😀".repeat(201), FieldCode::TooLong),
            ("a".repeat(60_000), FieldCode::TooLong),
            ("a\nb".to_owned(), FieldCode::ControlCharacter),
            ("\t\r\n".to_owned(), FieldCode::Blank),
            ("a\0b".to_owned(), FieldCode::ControlCharacter),
            ("\u{1b}[31mred".to_owned(), FieldCode::ControlCharacter),
            ("a\u{7f}".to_owned(), FieldCode::ControlCharacter),
            ("a\u{85}b".to_owned(), FieldCode::ControlCharacter),
        ] {
            let body = with(row, "description", &json!(description).to_string());
            let answer = world.send(row, |request| request.body(JSON, body)).await;
            let start: String = description.chars().take(12).collect();
            refused_fields(
                &answer,
                &[("description", code)],
                &format!("{}: {start:?}", route(row)),
            );
        }
    })
    .await;
}

/// A manager with a key to change.
struct World {
    manager: Admin,
    key: Key,
    version: Cell<u64>,
}

impl World {
    async fn new() -> Self {
        let manager = Organization::new().manager();
        let key = manager.key(&[]).await;
        Self { manager, key, version: Cell::new(1) }
    }

    /// The operation's request with whatever body the test gives it.
    async fn send(&self, row: &Operation, body: impl FnOnce(Request) -> Request) -> Answer {
        let request = Request::new(row.method.as_str(), &path(row, &self.key.id));
        let tag = format!("\"{}\"", self.version.get());
        sent(body(request.by(&self.manager).header("If-Match", &tag))).await
    }

    fn took(&self, row: &Operation, answer: &Answer, what: &str) {
        if row.success == 201 {
            assert_eq!(answer.status, 201, "{what}: {}", answer.text());
            Key::of(answer);
        } else {
            let view: KeyView = accepted(answer, row.success, what);
            self.version.set(self.version.get() + 1);
            assert_eq!(view.summary.version, self.version.get(), "{what}");
        }
    }
}

/// Runs a check for each operation with a body, and sees that no refusal left a trace.
async fn each(check: impl AsyncFn(&Operation, &World)) {
    for row in OPERATIONS.iter().filter(|row| row.request.is_some()) {
        let world = World::new().await;
        check(row, &world).await;
        let key = world.manager.send("GET", &format!("/keys/{}", world.key.id)).await;
        let tag = format!("\"{}\"", world.version.get());
        assert_eq!(key.header("etag"), Some(tag.as_str()), "{}", key.text());
    }
}

/// The body of a request that the operation accepts, and that changes no key.
fn whole(row: &Operation) -> String {
    fields(row).to_string()
}

fn fields(row: &Operation) -> Value {
    match row.request {
        Some(Schema::CreateKey) => crate::stack::wanted("a test's key", &[]),
        _ => json!({ "description": "a test's key" }),
    }
}

/// The same values in the order of the fields, as serde reads structs unless told otherwise.
fn values(row: &Operation) -> Vec<u8> {
    let body = match row.request {
        Some(Schema::CreateKey) => json!(["harvest", "custom_integration", "a test's key", []]),
        _ => json!(["edited", []]),
    };
    body.to_string().into_bytes()
}

/// That body with one field set to this JSON text.
fn with(row: &Operation, field: &str, value: &str) -> Vec<u8> {
    let mut fields = fields(row);
    fields[field] = json!("PLACE");
    fields.to_string().replace("\"PLACE\"", value).into_bytes()
}
