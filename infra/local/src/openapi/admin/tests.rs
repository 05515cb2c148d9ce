//! The operations table, the contract's types and the document are one.

use std::collections::{BTreeSet, HashSet};

use contract::{operations::COMMON, problem::Code};

use super::*;

#[test]
fn every_row_has_one_operation_behind_the_user_pool() {
    let document = document();
    let mut ids = HashSet::new();
    for row in OPERATIONS {
        let operation = &document["paths"][row.path][row.method.as_str().to_lowercase()];
        assert_eq!(operation["security"], json!([{ "cognito": [] }]), "{}", row.function);
        let uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"].as_str().unwrap();
        assert!(uri.contains(&format!("/${{{}.Arn}}/", logical_id(row.function))), "{uri}");
        ids.insert(operation["operationId"].as_str().unwrap());
    }
    let paths = document["paths"].as_object().unwrap();
    let found: usize = paths.values().map(|item| item.as_object().unwrap().len()).sum();
    assert_eq!((ids.len(), found), (OPERATIONS.len(), OPERATIONS.len() + paths.len()));
}

#[test]
fn only_a_preflight_is_free_and_it_calls_no_function() {
    for (path, item) in document()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let free = operation.get("security").is_none();
            assert_eq!(free, method == "options", "{method} {path}");
            let kind = if free { "mock" } else { "aws_proxy" };
            assert_eq!(operation["x-amazon-apigateway-integration"]["type"], kind);
        }
    }
}

#[test]
fn a_function_is_named_as_its_resource() {
    assert_eq!(logical_id("list_events"), "ListEventsFunction");
    assert_eq!(logical_id("authorize"), "AuthorizeFunction");
}

#[test]
fn every_code_of_an_operation_has_its_example_under_its_status() {
    for row in OPERATIONS {
        let responses = responses(row);
        for code in row.problems.iter().chain(COMMON) {
            let examples = &responses[&code.status().to_string()]["content"]["application/problem+json"]
                ["examples"];
            assert_eq!(examples[code.as_str()]["value"]["code"], code.as_str(), "{}", row.function);
        }
    }
}

#[test]
fn every_code_says_what_to_do() {
    for code in Code::ALL {
        assert!(!problems::problem(*code, "").detail.is_empty(), "`{}`", code.as_str());
    }
}

#[test]
fn the_page_may_read_every_answer() {
    let responses = problems::gateway_responses();
    for (name, response) in &responses {
        let headers = &response["responseParameters"];
        for (header, value) in preflight::headers() {
            assert_eq!(headers[format!("gatewayresponse.header.{header}")], value, "{name}");
        }
        let body = response["responseTemplates"]["application/json"].as_str().unwrap();
        let problem: contract::problem::Problem = serde_json::from_str(body).unwrap();
        assert_eq!(problem.request_id, "$context.extendedRequestId");
    }
}

#[test]
fn schemas_have_the_fields_of_the_types() {
    let all = schemas::schemas();
    let mut seen = BTreeSet::new();
    for row in OPERATIONS {
        for schema in row.request.into_iter().chain([row.reply]) {
            check(&all, schemas::name(schema), &examples::example(schema), &mut seen);
        }
    }
    for code in Code::ALL {
        check(&all, "Problem", &json!(problems::problem(*code, "")), &mut seen);
    }
    for (name, schema) in all.as_object().unwrap() {
        for field in schema["properties"].as_object().into_iter().flat_map(Map::keys) {
            assert!(seen.contains(&format!("{name}.{field}")), "no type has `{name}.{field}`");
        }
    }
}

#[test]
fn every_field_is_described() {
    for (name, schema) in schemas::schemas().as_object().unwrap() {
        for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
            let described = schema["description"].is_string() || schema["$ref"].is_string();
            assert!(described, "{name}.{field}");
        }
    }
}

/// A value against the schema of this name; notes every field it has.
fn check(all: &Value, name: &str, value: &Value, seen: &mut BTreeSet<String>) {
    let schema = &all[name];
    if let Some(alternatives) = schema["oneOf"].as_array() {
        let fits = alternatives.iter().filter(|schema| has_fields_of(schema, value)).count();
        assert_eq!(fits, 1, "{name}: {value}");
    } else if schema["type"] == "object" {
        assert!(has_fields_of(schema, value), "{name}: {value}");
    }
    check_value(all, schema, value, seen);
    for field in value.as_object().into_iter().flat_map(Map::keys) {
        seen.insert(format!("{name}.{field}"));
    }
}

fn check_value(all: &Value, schema: &Value, value: &Value, seen: &mut BTreeSet<String>) {
    if let Some(target) = schema["$ref"].as_str() {
        check(all, target.rsplit('/').next().unwrap(), value, seen);
    }
    for item in value.as_array().into_iter().flatten() {
        check_value(all, &schema["items"], item, seen);
    }
    for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
        value.get(field).into_iter().for_each(|value| check_value(all, schema, value, seen));
    }
    if let Some(values) = schema["enum"].as_array() {
        assert!(values.contains(value), "{value} is not among {values:?}");
    }
}

/// All required fields, none unknown, and the right one of several alternatives.
fn has_fields_of(schema: &Value, value: &Value) -> bool {
    let properties = schema["properties"].as_object().unwrap();
    let kind = &schema["properties"]["field"]["enum"][0];
    let fields = value.as_object().unwrap();
    let mut required = schema["required"].as_array().into_iter().flatten();
    fields.keys().all(|field| properties.contains_key(field))
        && required.all(|field| fields.contains_key(field.as_str().unwrap()))
        && (kind.is_null() || *kind == fields["field"])
}
