//! AdminApi's document: the operations table, for API Gateway, for people and for schema tests.

mod examples;
mod preflight;
mod problems;
mod requests;
mod schemas;

use std::collections::BTreeMap;

use contract::operations::{OPERATIONS, Operation, Schema};
use serde_json::{Map, Value, json};

use super::servers;

pub(super) fn document() -> Value {
    json!({
        "openapi": "3.0.1",
        "info": {
            "title": "Granary admin API",
            "version": "1",
            "description": "Creates, permits, revokes and re-enables API keys. \
                Generated from the operations table by `cargo dev generate`.",
        },
        "servers": servers("HasAdminDomain"),
        "paths": paths(),
        "components": {
            "schemas": schemas::schemas(),
            "securitySchemes": { "cognito": scheme() },
        },
        "x-amazon-apigateway-gateway-responses": problems::gateway_responses(),
    })
}

fn paths() -> BTreeMap<&'static str, Map<String, Value>> {
    let mut paths: BTreeMap<_, Map<_, _>> = BTreeMap::new();
    for row in OPERATIONS {
        let method = row.method.as_str().to_ascii_lowercase();
        paths.entry(row.path).or_default().insert(method, operation(row));
    }
    for (path, methods) in &mut paths {
        let allowed: Vec<_> = methods.keys().map(|method| method.to_ascii_uppercase()).collect();
        methods.insert("options".to_owned(), preflight::operation(path, &allowed));
    }
    paths
}

fn operation(row: &Operation) -> Value {
    let mut operation = json!({
        "operationId": operation_id(row),
        "summary": row.summary,
        "description": format!("Takes the group `{}`.", row.role.group()),
        "parameters": requests::parameters(row),
        "responses": responses(row),
        "security": [{ "cognito": [] }],
        "x-amazon-apigateway-integration": integration(row.function),
    });
    if let (Some(schema), Some(fields)) = (row.request, operation.as_object_mut()) {
        fields.insert("requestBody".to_owned(), requests::body(schema));
    }
    operation
}

/// The function's name; a second route of the same function says what it is of.
fn operation_id(row: &Operation) -> String {
    let first = OPERATIONS.iter().find(|other| other.function == row.function);
    match first {
        Some(first) if first.path != row.path => format!("{}_of_key", row.function),
        _ => row.function.to_owned(),
    }
}

fn responses(row: &Operation) -> BTreeMap<String, Value> {
    let mut responses = problems::responses(row);
    let success = json!({
        "description": "Done.",
        "headers": reply_headers(row),
        "content": {
            "application/json": {
                "schema": reference(schemas::name(row.reply)),
                "examples": { "reply": { "value": examples::example(row.reply) } },
            },
        },
    });
    responses.insert(row.success.to_string(), success);
    responses
}

fn reply_headers(row: &Operation) -> Map<String, Value> {
    let mut headers = Map::new();
    if matches!(row.reply, Schema::CreatedKey | Schema::KeyView) {
        headers.insert("ETag".to_owned(), header("The key's version, for `If-Match`."));
    }
    if row.success == 201 {
        headers.insert("Location".to_owned(), header("Path of the new key."));
    }
    headers
}

fn header(description: &str) -> Value {
    json!({ "description": description, "schema": { "type": "string" } })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn integration(function: &str) -> Value {
    let resource = logical_id(function);
    json!({
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": { "Fn::Sub": format!("arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/\
            2015-03-31/functions/${{{resource}.Arn}}/invocations") },
        "passthroughBehavior": "when_no_match",
    })
}

/// The function's resource in `template.yaml`: `create_key` is `CreateKeyFunction`.
fn logical_id(function: &str) -> String {
    let words = function.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_ascii_uppercase().to_string() + letters.as_str()
        })
    });
    words.collect::<String>() + "Function"
}

/// API Gateway matches the expression against the token's `aud`; source: AWS,
/// `AWS::ApiGateway::Authorizer`.
fn scheme() -> Value {
    json!({
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "description": "`Bearer` and an ID token of the user pool.",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {
            "type": "cognito_user_pools",
            "providerARNs": [{ "Fn::GetAtt": ["UserPool", "Arn"] }],
            "identityValidationExpression": { "Fn::Sub": "^${PageClient}$" },
        },
    })
}

#[cfg(test)]
mod tests;
