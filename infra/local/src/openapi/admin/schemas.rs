//! The bodies' schemas, kept to what API Gateway's import takes (`docs/gateway.md`).

use contract::{
    catalogue::Permission,
    events::EventName,
    keys::{ApiType, DESCRIPTION_MAX, Status},
    operations::Schema,
    partners::PARTNERS,
    problem::{Code, FieldCode},
};
use serde_json::{Map, Value, json};

use super::reference;

/// Characters but control characters, at least one of them no white space.
const PLAIN_TEXT: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

/// A field's name, whether it is always there, and its schema.
type Field = (&'static str, bool, Value);

/// The name under which a body stands in the document.
pub(super) const fn name(schema: Schema) -> &'static str {
    match schema {
        Schema::CreateKey => "CreateKey",
        Schema::CreatedKey => "CreatedKey",
        Schema::EventPage => "EventPage",
        Schema::KeyPage => "KeyPage",
        Schema::KeyView => "KeyView",
        Schema::UpdateKey => "UpdateKey",
    }
}

pub(super) fn schemas() -> Value {
    json!({
        "Actor": object("Who changed something, as they were called then.", actor()),
        "Change": change(),
        "CreateKey": object("What a new key is to be.", create_key()),
        "CreatedKey": object("The new key, with its secret this once.", created_key()),
        "Event": object("One row of the audit trail.", event()),
        "EventPage": object("Events, newest first.", page("events", "Event")),
        "FieldError": object("One value that is not allowed.", field_error()),
        "KeyPage": object("Keys, newest first.", page("keys", "KeySummary")),
        "KeySummary": object("A key in the list.", key_summary()),
        "KeyView": object("A key with its permissions.", key_view()),
        "Permission": permission(),
        "Problem": object("A refusal; source: RFC 9457.", problem()),
        "UpdateKey": update_key(),
    })
}

/// Nothing but the fields named: a reply that shows more fails the schema tests.
fn object(description: &str, fields: Vec<Field>) -> Value {
    let required: Vec<_> =
        fields.iter().filter(|(_, always, _)| *always).map(|(name, ..)| *name).collect();
    let properties: Map<_, _> =
        fields.into_iter().map(|(name, _, schema)| (name.to_owned(), schema)).collect();
    let mut object = json!({
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": false,
    });
    // JSON schema draft 4 forbids an empty list.
    if let (false, Some(keywords)) = (required.is_empty(), object.as_object_mut()) {
        keywords.insert("required".to_owned(), json!(required));
    }
    object
}

fn actor() -> Vec<Field> {
    vec![
        ("id", true, text("The provider's subject; the only one that identifies.")),
        ("name", false, text("For display.")),
        ("email", false, text("For display.")),
    ]
}

fn create_key() -> Vec<Field> {
    let partners: Vec<_> = PARTNERS.iter().map(|partner| partner.id).collect();
    vec![
        ("api_type", true, one_of(&json!([ApiType::Harvest]), "The API that the key opens.")),
        ("partner", true, one_of(&json!(partners), "Who the key is for.")),
        ("description", true, description("What to call the key.")),
        ("permissions", false, permissions("The partner's preset is assigned when absent.")),
    ]
}

fn update_key() -> Value {
    let fields = vec![
        ("description", false, description("A new description.")),
        ("permissions", false, permissions("The whole new set, not a difference.")),
    ];
    let mut schema = object("What is to change, at least one field.", fields);
    if let Some(keywords) = schema.as_object_mut() {
        keywords.insert("minProperties".to_owned(), json!(1));
    }
    schema
}

fn key_summary() -> Vec<Field> {
    let count = Permission::all().count();
    vec![
        ("id", true, text("Public id, sortable by creation; the middle part of the key.")),
        ("api_type", true, one_of(&json!([ApiType::Harvest]), "The API that the key opens.")),
        ("partner", true, text("Id of the partner chosen at creation.")),
        ("description", true, text("What an admin calls it.")),
        ("status", true, status("Whether its calls are accepted.")),
        ("permission_count", true, integer(0, Some(count), "How many endpoints are permitted.")),
        (
            "version",
            true,
            integer(1, None, "Grows with every write; the `ETag` is this in quotes."),
        ),
        ("created_at", true, time("When it was created.")),
        ("created_by", true, reference("Actor")),
        ("updated_at", true, time("When it last changed in any way.")),
        ("updated_by", true, reference("Actor")),
    ]
}

fn key_view() -> Vec<Field> {
    let mut fields = key_summary();
    fields.push(("permissions", true, permissions("The endpoints it may call.")));
    fields
}

fn created_key() -> Vec<Field> {
    let mut fields = key_view();
    fields.push(("key", true, text("The whole key, to be sent as the Basic user name.")));
    fields
}

fn page(rows: &'static str, row: &str) -> Vec<Field> {
    let description = "May be shorter than the limit while `next_cursor` is there.";
    vec![
        (rows, true, list(&reference(row), description)),
        ("next_cursor", false, text("Where the next page starts; absent on the last.")),
    ]
}

fn event() -> Vec<Field> {
    let names = json!(EventName::ALL);
    vec![
        ("id", true, text("Sortable by time.")),
        ("time", true, time("When it happened.")),
        ("event", true, one_of(&names, "What happened, in the names of Greenhouse's audit log.")),
        ("key_id", true, text("The key it happened to.")),
        ("key_description", true, text("What that key was called once it had happened.")),
        ("actor", true, reference("Actor")),
        ("source_ip", true, text("Address that the request came from.")),
        ("request_id", true, text("Ties the events of one request together.")),
        ("changes", true, list(&reference("Change"), "What changed, at least one pair.")),
    ]
}

/// Each alternative inline: the import takes no reference inside `oneOf`.
fn change() -> Value {
    let field = |name: &str| ("field", true, one_of(&json!([name]), "What changed."));
    let ids = |words: &str| list(&json!({ "type": "string" }), words);
    let before = "Absent at creation.";
    let after = "From now on.";
    let alternatives = [
        vec![field("api_type"), ("new", true, text(after))],
        vec![field("description"), ("old", false, text(before)), ("new", true, text(after))],
        vec![field("partner"), ("new", true, text(after))],
        vec![
            field("permissions"),
            ("added", true, ids("Now permitted.")),
            ("removed", true, ids("No longer permitted.")),
        ],
        vec![field("status"), ("old", false, status(before)), ("new", true, status(after))],
    ];
    let schemas = alternatives.map(|fields| object("One kind of change.", fields));
    json!({ "description": "One thing that changed, old and new value.", "oneOf": schemas })
}

fn problem() -> Vec<Field> {
    let blank = json!(["about:blank"]);
    vec![
        ("type", true, one_of(&blank, "The status and the code say it all.")),
        ("title", true, text("The code in words.")),
        ("status", true, integer(400, Some(599), "The HTTP status.")),
        ("code", true, one_of(&json!(Code::ALL), "What programs tell problems apart by.")),
        ("detail", true, text("What was wrong this time, and what to do.")),
        ("request_id", true, text("API Gateway's id of the request, to find it in the logs.")),
        ("errors", false, list(&reference("FieldError"), "Only with `invalid_fields`.")),
        ("key_id", false, text("The key made before; only with `already_created`.")),
    ]
}

fn field_error() -> Vec<Field> {
    let codes = json!([
        FieldCode::Blank,
        FieldCode::ControlCharacter,
        FieldCode::TooLong,
        FieldCode::UnknownApiType,
        FieldCode::UnknownPartner,
        FieldCode::UnknownPermission,
    ]);
    vec![
        ("field", true, text("Name in the body, `permissions[3]` for a member of a list.")),
        ("code", true, one_of(&codes, "What programs tell these apart by.")),
        ("message", true, text("What was wrong, and what to do.")),
    ]
}

fn permission() -> Value {
    let ids: Vec<_> = Permission::all().map(Permission::id).collect();
    one_of(&json!(ids), "An endpoint of the catalogue.")
}

fn permissions(description: &str) -> Value {
    list(&reference("Permission"), description)
}

fn description(words: &str) -> Value {
    json!({
        "type": "string",
        "description": words,
        "minLength": 1,
        "maxLength": DESCRIPTION_MAX,
        "pattern": PLAIN_TEXT,
    })
}

fn status(description: &str) -> Value {
    one_of(&json!([Status::Active, Status::Revoked]), description)
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn time(description: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "description": description })
}

fn one_of(values: &Value, description: &str) -> Value {
    json!({ "type": "string", "description": description, "enum": values })
}

fn list(items: &Value, description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": items })
}

fn integer(minimum: usize, maximum: Option<usize>, description: &str) -> Value {
    let mut schema = json!({ "type": "integer", "description": description, "minimum": minimum });
    if let (Some(maximum), Some(keywords)) = (maximum, schema.as_object_mut()) {
        keywords.insert("maximum".to_owned(), json!(maximum));
    }
    schema
}
