//! The table: what it costs idle, and what can be got back.

use serde_json::json;

use super::{resource, resources};

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
