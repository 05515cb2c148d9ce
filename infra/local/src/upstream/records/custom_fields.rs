//! Custom fields, three of each type, and their options.

use contract::catalogue::FIELD_TYPES;
use serde_json::{Value, json};

use crate::upstream::{
    call::{Answer, Call, Reply, id},
    collection::{Collection, pick},
    refusal::Refusal,
    routes::Route,
};

static CUSTOM_FIELDS: Collection = Collection::new(3001, 24, custom_field);
static OPTIONS: Collection = Collection::new(3101, 72, option);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("custom_fields.list", list),
    ("custom_fields.retrieve", |call| call.retrieved(&CUSTOM_FIELDS)),
    ("custom_fields.create", |call| {
        call.required(&["name", "field_type", "value_type"])?;
        call.one_of("field_type", &FIELD_TYPES)?;
        call.one_of("value_type", &VALUE_TYPES)?;
        call.added(&CUSTOM_FIELDS)
    }),
    ("custom_fields.update", |call| call.changed(&CUSTOM_FIELDS)),
    ("custom_fields.delete", |call| {
        let id = &call.record(0, &CUSTOM_FIELDS)?["id"];
        Reply::ok(json!({"success": format!("Custom Field ID {id} has been deleted.")}))
    }),
    ("custom_fields.list_options", |call| {
        let field = call.index(0, &CUSTOM_FIELDS)?;
        let shown = call.query("type") != Some("inactive");
        Reply::made(options(field).into_iter().filter(|_| shown))
    }),
    ("custom_fields.create_options", |call| {
        given_options(call)?;
        Reply::created(json!({"success": true}))
    }),
    ("custom_fields.update_options", |call| {
        let known = |given: &Value| given.get("id").is_some_and(known_option);
        if !given_options(call)?.iter().all(known) {
            return Err(Refusal::field("options", "Must have the ids of existing options"));
        }
        Reply::ok(json!({"success": true}))
    }),
    ("custom_fields.delete_options", delete_options),
];

const NAMES: [&str; 3] = ["Level", "Notice Period", "Remarks"];
const VALUE_TYPES: [&str; 12] = [
    "single_select",
    "short_text",
    "long_text",
    "yes_no",
    "multi_select",
    "currency",
    "currency_range",
    "number",
    "number_range",
    "date",
    "url",
    "user",
];

/// The first of each type's three is the one with options.
fn custom_field(index: u32) -> Value {
    let (kind, turn) = (pick(&FIELD_TYPES, index / 3), index % 3);
    let name = pick(&NAMES, turn);
    let key = format!("{kind}_{}", name.to_ascii_lowercase().replace(' ', "_"));
    json!({
        "id": CUSTOM_FIELDS.id(index), "name": name, "active": true, "field_type": kind,
        "priority": turn, "value_type": pick(&VALUE_TYPES, turn), "private": false,
        "required": false, "require_approval": false, "trigger_new_version": false,
        "template_token_string": format!("{{{{{}}}}}", key.to_ascii_uppercase()),
        "name_key": key, "description": null, "expose_in_job_board_api": false,
        "api_only": false, "offices": [], "departments": [],
        "custom_field_options": options(index),
    })
}

fn options(field: u32) -> Vec<Value> {
    let count = if field.is_multiple_of(3) { 3 } else { 0 };
    (field * 3..field * 3 + count).map(option).collect()
}

fn option(index: u32) -> Value {
    json!({
        "id": OPTIONS.id(index), "name": pick(&["Junior", "Regular", "Senior"], index),
        "priority": index % 3, "external_id": format!("option-{index}"),
    })
}

fn known_option(given: &Value) -> bool {
    id(given).and_then(|id| OPTIONS.index(id)).is_some_and(|index| index / 3 % 3 == 0)
}

fn list(call: &Call) -> Answer {
    let kind = call.parameter(0);
    if !FIELD_TYPES.contains(&kind) {
        return Err(Refusal::NotFound);
    }
    Reply::list(CUSTOM_FIELDS.records().iter().filter(|field| field["field_type"] == kind))
}

fn given_options(call: &Call) -> Result<&Vec<Value>, Refusal> {
    call.record(0, &CUSTOM_FIELDS)?;
    call.required(&["options"])?;
    let options = call.field("options").and_then(Value::as_array);
    options.ok_or_else(|| Refusal::field("options", "Must be an array"))
}

fn delete_options(call: &Call) -> Answer {
    call.record(0, &CUSTOM_FIELDS)?;
    call.required(&["option_ids"])?;
    let ids = call.field("option_ids").and_then(Value::as_array);
    let ids = ids.ok_or_else(|| Refusal::field("option_ids", "Must be an array"))?;
    let deleted = ids.iter().filter(|id| known_option(id)).count();
    let missing = ids.len() - deleted;
    let message = format!("{deleted} option(s) deleted. {missing} option(s) not found.");
    Reply::ok(json!({"message": message}))
}
