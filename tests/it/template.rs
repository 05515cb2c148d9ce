//! The template as CloudFormation sees it: includes put in, transformed by SAM's own translator.

mod access;
mod apis;
mod combinations;
mod deployment;
mod functions;
mod links;
mod names;
mod operations;
mod page;
mod store;
mod users;

use std::{process::Command, sync::LazyLock};

use granary_local::workspace::Workspace;
use serde_json::{Map, Value};

use crate::stack::STACK;

/// Two transformations, an hour apart.
static DEPLOYMENTS: LazyLock<Value> = LazyLock::new(|| {
    let workspace = Workspace::find().unwrap();
    let output = Command::new(STACK.python.join("python"))
        .arg(workspace.root().join("tests/it/template/transform.py"))
        .arg(workspace.deployed("template.yaml"))
        .output()
        .expect("the private Python has SAM's translator");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
});

fn template() -> &'static Value {
    &DEPLOYMENTS["now"]
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("not an object: {value}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

fn resource(name: &str) -> &'static Value {
    let resource = &template()["Resources"][name];
    assert!(resource.is_object(), "the template has no resource `{name}`");
    resource
}

/// Logical ids and properties of every resource of a type.
fn resources(kind: &str) -> impl Iterator<Item = (&'static str, &'static Value)> {
    let all = object(&template()["Resources"]).iter();
    all.filter(move |(_, resource)| resource["Type"] == kind)
        .map(|(name, resource)| (name.as_str(), &resource["Properties"]))
}

/// The function's resource, without the word `Function`: `create_key` is `CreateKey`.
fn camel(function: &str) -> String {
    let words = function.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}

/// Properties of the function's resource.
pub fn function(name: &str) -> &'static Value {
    &resource(&format!("{}Function", camel(name)))["Properties"]
}
