//! The table: what it costs idle, and what can be got back.

use serde_json::{Value, json};

use super::{object, resource, resources, template};

#[test]
fn there_is_one_table_with_the_keys_the_code_uses() {
    assert_eq!(
        resources("AWS::DynamoDB::Table").map(|(name, _)| name).collect::<Vec<_>>(),
        ["Table"]
    );
    let table = &resource("Table")["Properties"];
    let keys = json!([
        { "AttributeName": "pk", "KeyType": "HASH" },
        { "AttributeName": "sk", "KeyType": "RANGE" },
    ]);
    assert_eq!(table["KeySchema"], keys);
    for index in ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"] {
        assert_eq!(table.get(index), None, "an index is read eventually");
    }
}

#[test]
fn it_is_on_demand_encrypted_and_forgets_what_has_run_out() {
    let table = &resource("Table")["Properties"];
    assert_eq!(table["BillingMode"], "PAY_PER_REQUEST");
    let own = json!({
        "SSEEnabled": true,
        "SSEType": "KMS",
        "KMSMasterKeyId": { "Ref": "KmsKeyArn" },
    });
    let encryption = json!({ "Fn::If": ["HasKmsKey", own, { "SSEEnabled": true }] });
    assert_eq!(table["SSESpecification"], encryption);
    let expiry = json!({ "AttributeName": "expires_at", "Enabled": true });
    assert_eq!(table["TimeToLiveSpecification"], expiry);
}

#[test]
fn keys_outlive_mistakes() {
    let table = &resource("Table")["Properties"];
    let recovery = json!({ "PointInTimeRecoveryEnabled": true });
    assert_eq!(table["PointInTimeRecoverySpecification"], recovery);
    assert_eq!(table["DeletionProtectionEnabled"], true);
    assert_eq!(resource("UserPool")["Properties"]["DeletionProtection"], "ACTIVE");
    for name in ["Table", "UserPool"] {
        for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
            assert_eq!(resource(name)[policy], "Retain", "{policy} of {name}");
        }
    }
}

/// Whether a value names the stack's own table, but for where a restored one may take its place.
fn insists(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| match (name.as_str(), value) {
            ("Fn::If", parts) if parts[0] == "HasRestoredTable" => {
                assert!(parts[1].to_string().contains("RestoredTableName"), "{parts}");
                assert!(!insists(&parts[1]) && insists(&parts[2]), "{parts}");
                false
            }
            ("Ref", target) => target == "Table",
            ("Fn::GetAtt", path) => path == "Table.Arn" || path[0] == "Table",
            ("Fn::Sub", value) => text_names_it(value),
            _ => insists(value),
        }),
        Value::Array(items) => items.iter().any(insists),
        _ => false,
    }
}

/// Whether the text of a substitution names it, or a value beside the text.
fn text_names_it(value: &Value) -> bool {
    let names = |text: &Value| text.as_str().unwrap().contains("${Table}");
    match value {
        Value::Array(parts) => names(&parts[0]) || insists(&parts[1]),
        text => names(text),
    }
}

/// The table itself stays the stack's, and as it is.
#[test]
fn a_restored_table_takes_the_place_of_the_own_one_everywhere() {
    let mut uses = 0;
    for section in ["Resources", "Outputs"] {
        for (name, part) in object(&template()[section]) {
            assert!(!insists(part), "`{name}` names the stack's own table");
            uses += part.to_string().matches("HasRestoredTable").count();
        }
    }
    assert_eq!(uses, 8 + 8 + 2 + 1 + 1, "functions, roles, an alarm's metrics, dashboard, output");
    assert_eq!(resource("Table").get("Condition"), None);
}
