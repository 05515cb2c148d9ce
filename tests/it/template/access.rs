//! Who may do what: each function at the table, and API Gateway at each function.

use std::collections::BTreeSet;

use contract::operations::OPERATIONS;
use granary_local::compile::{AUTHORIZER, functions};
use serde_json::{Value, json};

use super::{camel, deployment::Deployment, function, list, object, resource, resources, template};

/// What a function does with the table, and in which partitions where it can be said.
struct Grant {
    function: &'static str,
    actions: &'static [&'static str],
    /// Empty for one that meets partitions of several kinds.
    partitions: &'static [&'static str],
}

const READ_CHANGE_RECORD: &[&str] = &["GetItem", "PutItem", "UpdateItem"];

/// Transactions need no action of their own: each of their items is authorized by itself.
const GRANTS: [Grant; 8] = [
    Grant { function: AUTHORIZER, actions: &["GetItem"], partitions: &["KEY#*"] },
    Grant { function: "create_key", actions: &["GetItem", "PutItem"], partitions: &[] },
    Grant { function: "get_key", actions: &["GetItem"], partitions: &[] },
    Grant { function: "list_events", actions: &["Query"], partitions: &["HISTORY#*", "ORG#*"] },
    Grant { function: "list_keys", actions: &["Query"], partitions: &["ORG#*"] },
    Grant { function: "reenable_key", actions: READ_CHANGE_RECORD, partitions: &[] },
    Grant { function: "revoke_key", actions: READ_CHANGE_RECORD, partitions: &[] },
    Grant { function: "update_key", actions: READ_CHANGE_RECORD, partitions: &[] },
];

/// The secret that the gate reads where it is told of one; no other function reads any.
const SECRET: &str = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:upstream-a1B2c3";

/// The statements a function's role has, as they must stand.
fn statements(grant: &Grant, given: &[(&str, &str)]) -> Vec<Value> {
    let is_given = |name| given.iter().any(|(given, _)| *given == name);
    let restored = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${RestoredTableName}";
    let table = if is_given("RestoredTableName") {
        json!({ "Fn::Sub": restored })
    } else {
        json!({ "Fn::GetAtt": ["Table", "Arn"] })
    };
    let actions: Vec<_> = grant.actions.iter().map(|name| format!("dynamodb:{name}")).collect();
    let mut store = json!({
        "Effect": "Allow",
        "Action": actions,
        "Resource": table,
    });
    if !grant.partitions.is_empty() {
        store["Condition"] =
            json!({ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": grant.partitions } });
    }
    let log = json!({
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": { "Fn::GetAtt": [format!("{}Log", camel(grant.function)), "Arn"] },
    });
    let upstream = json!({
        "Effect": "Allow",
        "Action": ["secretsmanager:GetSecretValue"],
        "Resource": { "Ref": "UpstreamSecretArn" },
    });
    let reads_it = is_given("UpstreamSecretArn") && grant.function == AUTHORIZER;
    [Some(store), reads_it.then_some(upstream), Some(log)].into_iter().flatten().collect()
}

/// A statement with its lists in order, since theirs means nothing.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let items: BTreeSet<_> = items.iter().filter_map(Value::as_str).collect();
            json!(items)
        }
        Value::Object(fields) if !fields.keys().any(|name| name.starts_with("Fn::")) => {
            fields.iter().map(|(name, value)| (name.clone(), sorted(value))).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn a_function_may_do_at_the_table_what_its_code_does_and_nothing_else() {
    assert_eq!(GRANTS.each_ref().map(|grant| grant.function).to_vec(), functions());
    let restored = ("RestoredTableName", "granary-restored");
    for given in [&[][..], &[("UpstreamSecretArn", SECRET)], &[restored]] {
        let deployment = Deployment::with(given);
        for grant in &GRANTS {
            let role = deployment.resource(&format!("{}Role", camel(grant.function))).unwrap();
            let found: Vec<_> = list(&role["Policies"])
                .iter()
                .flat_map(|policy| list(&policy["PolicyDocument"]["Statement"]))
                .map(sorted)
                .collect();
            let expected = statements(grant, given);
            let expected: Vec<_> = expected.iter().map(sorted).collect();
            assert_eq!(found, expected, "{}, {given:?}", grant.function);
        }
    }
}

#[test]
fn a_function_has_its_role_to_itself() {
    for name in functions() {
        let role = format!("{}Role", camel(name));
        assert_eq!(function(name)["Role"], json!({ "Fn::GetAtt": [role, "Arn"] }), "{name}");
        let role = object(&resource(&role)["Properties"]);
        let properties: Vec<_> = role.keys().collect();
        assert_eq!(properties, ["AssumeRolePolicyDocument", "Policies"], "{name}");
        let trust = json!([{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }]);
        assert_eq!(role["AssumeRolePolicyDocument"]["Statement"], trust, "{name}");
    }
}

#[test]
fn there_is_no_role_or_policy_but_the_functions_own() {
    let roles: BTreeSet<_> =
        functions().iter().map(|name| format!("{}Role", camel(name))).collect();
    let found: BTreeSet<_> = object(&template()["Resources"])
        .iter()
        .filter(|(_, resource)| resource["Type"].as_str().unwrap().starts_with("AWS::IAM::"))
        .map(|(name, _)| name.clone())
        .collect();
    assert_eq!(found, roles);
}

/// Function and source of every permission that API Gateway must have.
fn invocations() -> BTreeSet<(String, String)> {
    let source = |rest: &str| {
        format!("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:{rest}")
    };
    let routes = OPERATIONS.iter().map(|row| {
        let path = row.path.replace("{id}", "*");
        let route = format!("${{AdminApi}}/${{StageName}}/{}{path}", row.method);
        (format!("{}Function", camel(row.function)), source(&route))
    });
    let gate = ("AuthorizeFunction".to_owned(), source("${HarvestApi}/authorizers/*"));
    routes.chain([gate]).collect()
}

#[test]
fn api_gateway_may_call_each_function_from_its_own_route_alone() {
    let permissions = resources("AWS::Lambda::Permission");
    let found: Vec<_> = permissions
        .map(|(name, permission)| {
            assert_eq!(permission["Action"], "lambda:InvokeFunction", "{name}");
            assert_eq!(permission["Principal"], "apigateway.amazonaws.com", "{name}");
            let source = permission["SourceArn"]["Fn::Sub"].as_str();
            let source = source.unwrap_or_else(|| panic!("`{name}` has no SourceArn"));
            let function = permission["FunctionName"]["Ref"].as_str().unwrap();
            (function.to_owned(), source.to_owned())
        })
        .collect();
    let expected = invocations();
    assert_eq!(found.len(), expected.len());
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn nothing_else_lets_a_function_be_called() {
    for kind in ["Url", "EventSourceMapping", "EventInvokeConfig", "LayerVersionPermission"] {
        let found: Vec<_> = resources(&format!("AWS::Lambda::{kind}")).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}
