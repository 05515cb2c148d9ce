//! What the emulator cannot do, each with what it does instead: where a newer one can, a line here is
//! to be deleted.

use serde_json::{Value, json};

use super::emulator::Emulator;
use crate::wire::Answer;

/// A kind of resource that it does not know, or not like this.
struct Unsupported {
    /// Resources of the template that are left out.
    resources: &'static [&'static str],
    /// The smallest that it refuses.
    resource: fn() -> Value,
    /// What it says of that.
    says: &'static str,
}

const UNSUPPORTED: [Unsupported; 2] = [
    Unsupported {
        resources: &["SignInStyle"],
        resource: || json!({"Type": "AWS::Cognito::ManagedLoginBranding", "Properties": {"UserPoolId": "any"}}),
        says: "Unrecognized resource types: [AWS::Cognito::ManagedLoginBranding]",
    },
    Unsupported {
        resources: &["RefusalsAlarm", "TableThrottledAlarm"],
        resource: || {
            let sum = json!({"Id": "sum", "Expression": "1 + 1"});
            let alarm = json!({"Metrics": [sum], "Threshold": 1, "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold"});
            json!({"Type": "AWS::CloudWatch::Alarm", "Properties": alarm})
        },
        says: "Properties.Metrics (metric math) is not supported",
    },
];

/// API Gateway joins a user's groups by commas, which the functions take apart: the emulator joins them by
/// blanks, in brackets. A group of this name stands between commas all the same.
pub const READABLE_MANAGERS: &str = ",api-credential-managers,";

/// The template without what would end its deployment; nothing refers to any of it.
pub fn without_unsupported(mut template: String) -> String {
    for resource in UNSUPPORTED.iter().flat_map(|unsupported| unsupported.resources) {
        let start = template.find(&format!("\n  {resource}:\n")).expect(resource) + 1;
        let rest = &template[start..];
        let lines = rest.split_inclusive('\n');
        let of_it = |line: &&str| line.starts_with("   ") || line.trim().is_empty();
        let length: usize =
            lines.clone().take(1).chain(lines.skip(1).take_while(of_it)).map(str::len).sum();
        template.replace_range(start..start + length, "");
        assert!(!template.contains(resource), "something refers to `{resource}`");
    }
    template
}

/// Looks whether it still cannot.
pub async fn check(emulator: &Emulator) {
    for (number, unsupported) in UNSUPPORTED.iter().enumerate() {
        let name = format!("probe-{number}");
        let template = json!({"Resources": {"Probe": (unsupported.resource)()}}).to_string();
        let stack = ["cloudformation", "create-stack", "--stack-name", &name];
        let created =
            emulator.try_aws(&[&stack[..], &["--template-body", &template]].concat()).await;
        let said = match created {
            Err(refused) => refused,
            Ok(_) => {
                let wait =
                    ["cloudformation", "wait", "stack-create-complete", "--stack-name", &name];
                drop(emulator.try_aws(&wait).await);
                let events = ["cloudformation", "describe-stack-events", "--stack-name", &name];
                emulator.aws(&events).await.to_string()
            }
        };
        assert!(said.contains(unsupported.says), "{}: {said}", unsupported.says);
    }
}

/// A first password of its own making is too short for the pool's policy.
pub fn assert_makes_no_password(created: &Result<String, String>) {
    let refused = created.as_ref().unwrap_err();
    assert!(refused.contains("Password did not conform with policy"), "{refused}");
}

/// See [`READABLE_MANAGERS`].
pub fn assert_groups_are_unreadable(list: &Answer) {
    assert_eq!((list.status, &list.json()["code"]), (403, &json!("forbidden")));
}

/// Gateway responses of an imported body are not applied: a refusal has the emulator's own words, and
/// an unknown route is a 403.
pub fn assert_refuses_in_its_own_words(refusals: [&Answer; 3]) {
    let own = [
        (401, "Unauthorized"),
        (403, "explicit deny in an identity-based policy"),
        (403, "Missing Authentication Token"),
    ];
    for (answer, (status, says)) in refusals.into_iter().zip(own) {
        assert_eq!(answer.status, status);
        assert!(answer.text().contains(says), "{}", answer.text());
        assert_eq!(answer.header("www-authenticate"), None);
    }
}

/// Neither what an integration puts into a request nor what a mock puts into an answer is there: the
/// upstream sees the client's own `Authorization`, and a preflight allows nothing.
pub fn assert_maps_no_parameters(authorization: &str, sent: &str, preflight: &Answer) {
    assert_eq!(authorization, sent);
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (200, None));
}
