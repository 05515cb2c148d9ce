//! Each function as a resource: none forgotten, all alike, told exactly what they read.

use std::{collections::BTreeSet, fs};

use granary_local::{
    compile::{AUTHORIZER, functions},
    workspace::Workspace,
};
use serde_json::json;

use super::{camel, function, object, resource, resources};

#[test]
fn every_binary_has_a_resource_and_every_resource_a_binary() {
    let mut found: Vec<_> = resources("AWS::Lambda::Function")
        .map(|(name, _)| {
            let metadata = &resource(name)["Metadata"];
            assert_eq!(metadata["BuildMethod"], "rust-cargolambda", "{name}");
            let binary = metadata["BuildProperties"]["Binary"].as_str();
            let binary = binary.unwrap_or_else(|| panic!("`{name}` names no binary"));
            assert_eq!(name, format!("{}Function", camel(binary)));
            binary
        })
        .collect();
    found.sort_unstable();
    assert_eq!(found, functions());
}

#[test]
fn all_run_on_arm_without_a_managed_runtime() {
    for name in functions() {
        let function = function(name);
        assert_eq!(function["Architectures"], json!(["arm64"]), "{name}");
        assert_eq!(function["Runtime"], "provided.al2023", "{name}");
        assert_eq!(function["Handler"], "bootstrap", "{name}");
    }
}

#[test]
fn each_logs_into_a_group_of_its_own() {
    for name in functions() {
        let log = format!("{}Log", camel(name));
        let logging = json!({
            "LogFormat": "JSON",
            "ApplicationLogLevel": "INFO",
            "SystemLogLevel": "WARN",
            "LogGroup": { "Ref": log },
        });
        assert_eq!(function(name)["LoggingConfig"], logging, "{name}");
        let group = &resource(&log)["Properties"];
        let expected = format!("/granary/${{AWS::StackName}}/{name}");
        assert_eq!(group["LogGroupName"], json!({ "Fn::Sub": expected }));
    }
    let of_the_apis = 2;
    assert_eq!(resources("AWS::Logs::LogGroup").count(), functions().len() + of_the_apis);
}

#[test]
fn the_environment_is_what_the_code_reads() {
    let table = json!({ "Fn::If": ["HasRestoredTable", { "Ref": "RestoredTableName" }, { "Ref": "Table" }] });
    let admin = json!({
        "TABLE_NAME": table,
        "PAGE_ORIGIN": { "Ref": "PageOrigin" },
        "USER_POOL_CLIENT_ID": { "Ref": "PageClient" },
        "DEFAULT_ORGANIZATION": { "Ref": "DefaultOrganization" },
    });
    let gate =
        json!({ "TABLE_NAME": table, "UPSTREAM_SECRET_ARN": { "Ref": "UpstreamSecretArn" } });
    let both = [&admin, &gate].into_iter().flat_map(|variables| object(variables).keys().cloned());
    assert_eq!(read_by("functions/handlers/src/configuration.rs"), both.collect());
    for name in functions() {
        let expected = if name == AUTHORIZER { &gate } else { &admin };
        assert_eq!(function(name)["Environment"]["Variables"], *expected, "{name}");
    }
}

/// Names of the variables that a source file reads by name.
fn read_by(file: &str) -> BTreeSet<String> {
    let source = fs::read_to_string(Workspace::find().unwrap().root().join(file)).unwrap();
    let reads = ["required(\"", "variable(\""].map(|call| {
        let calls = source.split(call).skip(1);
        calls.map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    });
    reads.into_iter().flatten().collect()
}
