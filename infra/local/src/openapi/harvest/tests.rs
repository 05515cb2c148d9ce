//! The catalogue and the deployed routes are one.

use std::collections::{BTreeSet, HashSet};

use contract::catalogue::Permission;

use super::*;

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let rows = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap();
        methods.iter().map(|(method, row)| (path.clone(), method.to_uppercase(), row.clone()))
    });
    rows.collect()
}

#[test]
fn every_endpoint_has_one_operation_and_no_other_exists() {
    let rows = operations(&document());
    assert_eq!(rows.len(), ENDPOINTS.len());
    for (path, method, operation) in &rows {
        let matched = Permission::matching(method, path).unwrap();
        assert_eq!(operation["operationId"], matched.id());
        assert_eq!(operation["x-amazon-apigateway-integration"]["httpMethod"], **method);
    }
    let ids: HashSet<_> = rows.iter().map(|row| row.2["operationId"].to_string()).collect();
    assert_eq!(ids.len(), ENDPOINTS.len());
}

#[test]
fn every_operation_asks_the_authorizer_and_no_answer_is_kept() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        let security = &operation["security"];
        assert_eq!(*security, json!([{ "harvestKey": [] }]), "{method} {path}");
    }
    let authorizer =
        &document["components"]["securitySchemes"]["harvestKey"]["x-amazon-apigateway-authorizer"];
    assert_eq!(authorizer["authorizerResultTtlInSeconds"], 0);
    assert_eq!(authorizer.get("identitySource"), None);
}

#[test]
fn a_position_has_one_name_and_each_parameter_is_declared_and_mapped() {
    let mut names: BTreeSet<(String, String)> = BTreeSet::new();
    for (path, _, operation) in operations(&document()) {
        let in_path: Vec<_> = path.split('/').filter(|part| part.starts_with('{')).collect();
        for name in &in_path {
            let before = path.split(name).next().unwrap();
            names.insert((before.to_owned(), (*name).to_owned()));
        }
        let declared: Vec<_> = operation["parameters"].as_array().unwrap().iter().collect();
        assert_eq!(declared.len(), in_path.len(), "{path}");
        let mapped = &operation["x-amazon-apigateway-integration"]["requestParameters"];
        for (parameter, place) in declared.iter().zip(&in_path) {
            let name = parameter["name"].as_str().unwrap();
            assert_eq!(format!("{{{name}}}"), **place);
            let source = &mapped[format!("integration.request.path.{name}")];
            assert_eq!(*source, format!("method.request.path.{name}"));
        }
    }
    let positions: HashSet<_> = names.iter().map(|(before, _)| before).collect();
    assert_eq!(positions.len(), names.len(), "{names:?}");
}

#[test]
fn a_call_goes_to_the_path_it_was_authorized_for() {
    for (path, _, operation) in operations(&document()) {
        let uri = &operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"];
        assert_eq!(*uri, format!("${{UpstreamBaseUrl}}{path}"));
    }
}

#[test]
fn bodies_stay_json_whatever_the_authorizer_leaves_out() {
    let document = document();
    let responses = document["x-amazon-apigateway-gateway-responses"].as_object().unwrap();
    for (name, response) in responses {
        let template = response["responseTemplates"]["application/json"].as_str().unwrap();
        let mut body = template.to_owned();
        for part in template.split('"').filter(|part| part.starts_with('$')) {
            assert!(part.starts_with("$context.authorizer."), "{name}: {part}");
            body = body.replace(part, "");
        }
        assert!(serde_json::from_str::<Value>(&body).unwrap()["message"].is_string(), "{name}");
    }
}
