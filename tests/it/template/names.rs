//! Names in the template: each means something, and what is asked or told is explained.

use std::{collections::BTreeSet, fs};

use granary_local::workspace::Workspace;
use serde_json::Value;

use super::{object, template};

/// Logical ids and parameters that a value names, wherever in it.
pub fn named(value: &Value, names: &mut BTreeSet<String>) {
    if let Some(fields) = value.as_object() {
        for (name, value) in fields {
            match (name.as_str(), value) {
                ("Ref", Value::String(target)) => note(target, names),
                ("Fn::GetAtt", Value::Array(path)) => note(path[0].as_str().unwrap(), names),
                ("Fn::GetAtt", Value::String(path)) => note(path, names),
                ("Fn::Sub", Value::String(text)) => substituted(text, names),
                ("Fn::Sub", Value::Array(parts)) => {
                    let mut all = BTreeSet::new();
                    substituted(parts[0].as_str().unwrap(), &mut all);
                    let own = object(&parts[1]);
                    names.extend(all.into_iter().filter(|name| !own.contains_key(name)));
                    named(&parts[1], names);
                }
                ("Fn::If", Value::Array(parts)) => {
                    note(parts[0].as_str().unwrap(), names);
                    parts.iter().for_each(|part| named(part, names));
                }
                ("Condition", Value::String(condition)) => note(condition, names),
                _ => named(value, names),
            }
        }
    }
    value.as_array().into_iter().flatten().for_each(|item| named(item, names));
}

fn substituted(text: &str, names: &mut BTreeSet<String>) {
    text.split("${").skip(1).for_each(|rest| note(rest, names));
}

/// What stands before an attribute or a closing brace; AWS's own names are not ours to explain.
fn note(target: &str, names: &mut BTreeSet<String>) {
    let name = target.split(['.', '}']).next().unwrap();
    if !name.starts_with("AWS::") {
        names.insert(name.to_owned());
    }
}

fn keys(section: &str) -> BTreeSet<String> {
    object(&template()[section]).keys().cloned().collect()
}

#[test]
fn everything_that_is_named_exists_and_every_parameter_and_condition_is_used() {
    let mut names = BTreeSet::new();
    for section in ["Conditions", "Resources", "Outputs"] {
        named(&template()[section], &mut names);
    }
    let asked: BTreeSet<_> = keys("Parameters").union(&keys("Conditions")).cloned().collect();
    let known: BTreeSet<_> = asked.union(&keys("Resources")).cloned().collect();
    assert_eq!(names.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(asked.difference(&names).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn parameters_are_described() {
    for (name, parameter) in object(&template()["Parameters"]) {
        let description = parameter["Description"].as_str().unwrap_or_default();
        assert!(description.ends_with('.'), "`{name}` is described by {description:?}");
    }
    let asked: BTreeSet<_> = object(&template()["Parameters"])
        .iter()
        .filter(|(_, parameter)| parameter.get("Default").is_none())
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(asked, BTreeSet::from(["PageOrigin", "SignInDomainPrefix", "UpstreamBaseUrl"]));
}

/// Its row says the default too.
#[test]
fn every_parameter_is_in_the_page_on_deploying() {
    let page = Workspace::find().unwrap().root().join("docs/deploy.md");
    let page = fs::read_to_string(page).unwrap();
    for (name, parameter) in object(&template()["Parameters"]) {
        let default = match parameter.get("Default") {
            None => "asked for".to_owned(),
            Some(Value::String(text)) if text.is_empty() => "empty".to_owned(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let row = format!("\n| `{name}` | {default} | ");
        assert!(page.contains(&row), "docs/deploy.md has no row{row}");
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, keys("Parameters").len(), "docs/deploy.md has a row for no parameter");
}

#[test]
fn outputs_say_what_a_user_needs_next() {
    let expected = [
        "AdminApiUrl",
        "AdminDomainTarget",
        "AlarmTopic",
        "Dashboard",
        "HarvestApiUrl",
        "HarvestDomainTarget",
        "PageBucket",
        "PageClientId",
        "PageConfig",
        "PageDistribution",
        "PageUrl",
        "SignInDomain",
        "TableName",
        "UserPoolId",
    ];
    assert_eq!(keys("Outputs"), expected.map(str::to_owned).into());
    for (name, output) in object(&template()["Outputs"]) {
        let description = output["Description"].as_str().unwrap_or_default();
        assert!(description.ends_with('.'), "`{name}` is described by {description:?}");
    }
}
