//! What the AWS tools print, and what is no deployment.

use std::path::Path;

use serde_json::json;

use super::*;

fn addresses(text: &str) -> (String, String, Option<String>) {
    let aim = from_stack(text).unwrap();
    (aim.harvest_api, aim.admin_api, aim.page)
}

const OUTPUTS: [(&str, &str); 3] = [
    ("TableName", "granary-table"),
    ("AdminApiUrl", "https://a.execute-api.eu-west-1.amazonaws.com/live"),
    ("HarvestApiUrl", "https://h.execute-api.eu-west-1.amazonaws.com/live"),
];

fn outputs() -> Vec<Value> {
    let row = |(key, value)| json!({"OutputKey": key, "OutputValue": value, "Description": "D."});
    OUTPUTS.map(row).into()
}

#[test]
fn addresses_come_from_the_stack_s_outputs_and_the_page_from_its_parameter() {
    let parameter = |key, value| json!({"ParameterKey": key, "ParameterValue": value});
    let described = json!({"Stacks": [{
        "StackName": "granary",
        "Parameters": [parameter("PageOrigin", "https://keys.example"), parameter("Other", "x")],
        "Outputs": outputs(),
        "StackStatus": "UPDATE_COMPLETE",
    }]});
    let [_, admin, harvest] = OUTPUTS.map(|(_, value)| value.to_owned());
    let expected = (harvest.clone(), admin.clone(), Some("https://keys.example".to_owned()));
    assert_eq!(addresses(&described.to_string()), expected);
    assert_eq!(addresses(&json!(outputs()).to_string()), (harvest, admin, None));
}

#[test]
fn the_outputs_are_those_of_the_template() {
    let template = include_str!("../../../../template.yaml");
    let outputs = template.split("\nOutputs:\n").nth(1).unwrap();
    for name in ["HarvestApiUrl", "AdminApiUrl"] {
        assert!(
            outputs.contains(&format!("\n  {name}:")) || outputs.starts_with(&format!("  {name}:"))
        );
    }
    assert!(template.contains("\n  PageOrigin:\n"));
}

#[test]
fn a_stack_without_the_addresses_is_named_as_such() {
    for text in ["", "{}", "[]", r#"{"Stacks": []}"#, r#"{"Stacks": [{"Outputs": null}]}"#] {
        assert!(from_stack(text).is_err(), "{text}");
    }
    let half = json!([{"OutputKey": "HarvestApiUrl", "OutputValue": "https://h.example"}]);
    let error = from_stack(&half.to_string()).err().unwrap().to_string();
    assert!(error.contains("AdminApiUrl"), "{error}");
}

#[test]
fn a_file_that_holds_no_token_is_refused_without_showing_it() {
    let here = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    let error = token(here).unwrap_err().to_string();
    assert!(error.contains("holds no ID token") && !error.contains("granary-local\""), "{error}");
    assert!(token(Path::new("no/such/file")).is_err());
}

#[test]
fn one_output_is_found_in_what_either_tool_prints() {
    let described = json!({"Stacks": [{"StackName": "granary", "Outputs": outputs()}]});
    for text in [described.to_string(), json!(outputs()).to_string()] {
        assert_eq!(output(&text, "TableName").unwrap(), "granary-table");
        let missing = output(&text, "Nothing").unwrap_err().to_string();
        assert!(missing.contains("no output `Nothing`"), "{missing}");
    }
    assert!(output("", "TableName").is_err());
}
