//! What a request carries: path, query, headers and body.

use contract::{
    keys::{PAGE_DEFAULT, PAGE_MAX, Status},
    operations::{Operation, Parameter, Schema},
    partners::PARTNERS,
};
use serde_json::{Value, json};

use super::{examples, reference, schemas};

pub(super) fn parameters(row: &Operation) -> Vec<Value> {
    let mut parameters = path_parameters(row.path);
    parameters.extend(row.parameters.iter().copied().map(parameter));
    parameters
}

pub(super) fn path_parameters(path: &str) -> Vec<Value> {
    let id = parameter_in("path", "id", true, "The key's id.", &json!({ "type": "string" }));
    path.contains("{id}").then_some(id).into_iter().collect()
}

pub(super) fn body(schema: Schema) -> Value {
    json!({
        "required": true,
        "content": {
            "application/json": {
                "schema": reference(schemas::name(schema)),
                "examples": { "request": { "value": examples::example(schema) } },
            },
        },
    })
}

fn parameter(parameter: Parameter) -> Value {
    match parameter {
        Parameter::Cursor => query("cursor", "Where the page before ended.", &text()),
        Parameter::IdempotencyKey => idempotency_key(),
        Parameter::IfMatch => if_match(),
        Parameter::Limit => query(
            "limit",
            &format!("Most rows of the page; {PAGE_DEFAULT} when absent."),
            &json!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX }),
        ),
        Parameter::Partner => query("partner", "Keys of this partner alone.", &partner()),
        Parameter::Search => {
            query("search", "Keys with this text in description, partner, id or creator.", &text())
        }
        Parameter::Status => query(
            "status",
            "Keys of this status alone.",
            &json!({ "type": "string", "enum": [Status::Active, Status::Revoked] }),
        ),
    }
}

fn idempotency_key() -> Value {
    parameter_in(
        "header",
        "Idempotency-Key",
        false,
        "Chosen by the caller: the same value makes no second key.",
        &json!({ "type": "string", "pattern": "^[!-~]{1,255}$" }),
    )
}

fn if_match() -> Value {
    parameter_in(
        "header",
        "If-Match",
        true,
        "The `ETag` of the version that the change is based on.",
        &json!({ "type": "string", "pattern": "^\"[1-9][0-9]{0,9}\"$" }),
    )
}

fn query(name: &str, description: &str, schema: &Value) -> Value {
    parameter_in("query", name, false, description, schema)
}

fn parameter_in(
    place: &str,
    name: &str,
    required: bool,
    description: &str,
    schema: &Value,
) -> Value {
    json!({
        "name": name,
        "in": place,
        "required": required,
        "description": description,
        "schema": schema,
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn partner() -> Value {
    let ids: Vec<_> = PARTNERS.iter().map(|partner| partner.id).collect();
    json!({ "type": "string", "enum": ids })
}
