//! What is kept of a call, what is counted, and what wakes somebody.

use std::{collections::BTreeSet, fs};

use granary_local::workspace::Workspace;
use serde_json::{Value, json};

use super::{list, object, resource, resources};

/// Of what API Gateway knows about a call; no header, query, body, path or error text among it.
const HARMLESS: [&str; 15] = [
    "authorizer.claims.sub",
    "authorizer.keyId",
    "authorizer.latency",
    "error.responseType",
    "extendedRequestId",
    "httpMethod",
    "identity.sourceIp",
    "integration.latency",
    "integration.status",
    "requestTime",
    "resourcePath",
    "responseLatency",
    "responseLength",
    "stage",
    "status",
];

const NAMESPACE: &str = "Granary/${AWS::StackName}";

#[test]
fn each_api_leaves_a_line_for_each_call_and_nothing_secret_in_it() {
    for api in ["Harvest", "Admin"] {
        let setting =
            list(&resource(&format!("{api}ApiStage"))["Properties"]["AccessLogSetting"]["Fn::If"]);
        assert_eq!(
            (&setting[0], &setting[2]),
            (&json!("HasAccessLogs"), &json!({ "Ref": "AWS::NoValue" }))
        );
        let group = json!({ "Fn::GetAtt": [format!("{api}AccessLog"), "Arn"] });
        assert_eq!(setting[1]["DestinationArn"], group, "{api}");
        let line: Value = serde_json::from_str(setting[1]["Format"].as_str().unwrap()).unwrap();
        let names: Vec<_> = object(&line)
            .values()
            .map(|value| value.as_str().unwrap().strip_prefix("$context.").expect("a variable"))
            .collect();
        assert!(names.contains(&"extendedRequestId"), "{api}: AWS asks for it");
        for name in names {
            assert!(HARMLESS.contains(&name), "{api}: `{name}`");
        }
    }
}

#[test]
fn every_log_forgets_and_takes_the_key_that_is_given() {
    let key = json!({ "Fn::If": ["HasKmsKey", { "Ref": "KmsKeyArn" }, { "Ref": "AWS::NoValue" }] });
    for (name, group) in resources("AWS::Logs::LogGroup") {
        assert_eq!(group["RetentionInDays"], json!({ "Ref": "LogRetentionDays" }), "{name}");
        assert_eq!(group["KmsKeyId"], key, "{name}");
    }
}

/// Names that the gate's log has for how a decision went.
fn outcomes() -> BTreeSet<String> {
    let file = "functions/handlers/src/authorize/decision_log.rs";
    let source = fs::read_to_string(Workspace::find().unwrap().root().join(file)).unwrap();
    let (_, rest) = source.split_once("fn outcome(").unwrap();
    let (body, _) = rest.split_once("\n}").unwrap();
    let names = body.lines().filter_map(|line| line.split_once("=> \"")?.1.split('"').next());
    let found: BTreeSet<_> = names.chain(["allowed"]).map(str::to_owned).collect();
    assert!(found.len() > 5, "{found:?}");
    assert!(source.contains("outcome: &'static str") && source.contains("duration_us: u128"));
    found
}

/// Name, pattern and dimensions of what is counted in the decision log.
#[test]
fn decisions_are_counted_from_their_log() {
    let mut found: Vec<_> = resources("AWS::Logs::MetricFilter")
        .map(|(name, filter)| {
            assert_eq!(filter["LogGroupName"], json!({ "Ref": "AuthorizeLog" }), "{name}");
            let [metric] = list(&filter["MetricTransformations"]) else { panic!("{name}") };
            assert_eq!(metric["MetricNamespace"], json!({ "Fn::Sub": NAMESPACE }), "{name}");
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let dimensions =
                metric.get("Dimensions").map(|dimensions| text(&dimensions[0]["Value"]));
            let pattern = text(&filter["FilterPattern"]);
            (text(&metric["MetricName"]), pattern, text(&metric["MetricValue"]), dimensions)
        })
        .collect();
    found.sort();
    let own = str::to_owned;
    let refusals = own(r#"{ ($.outcome = "*") && ($.outcome != "allowed") }"#);
    let unread = own(r#"{ $.upstream_secret = "unread" }"#);
    assert_eq!(
        found,
        [
            (own("DecisionTime"), own("{ $.duration_us >= 0 }"), own("$.duration_us"), None),
            (own("Decisions"), own(r#"{ $.outcome = "*" }"#), own("1"), Some(own("$.outcome"))),
            (own("Refusals"), refusals, own("1"), None),
            (own("UpstreamSecretUnread"), unread, own("1"), None),
        ]
    );
}

/// Namespace, name and the value of an `outcome` dimension, of each metric an alarm looks at.
fn watched(alarm: &Value) -> Vec<(String, String, Option<String>)> {
    let single = [alarm.clone()];
    let metrics: Vec<_> = match alarm.get("Metrics") {
        Some(queries) => list(queries)
            .iter()
            .filter_map(|query| Some(query.get("MetricStat")?["Metric"].clone()))
            .collect(),
        None => single.to_vec(),
    };
    let describe = |metric: &Value| {
        let namespace = &metric["Namespace"];
        let namespace = namespace["Fn::Sub"].as_str().or(namespace.as_str()).unwrap();
        let dimensions = metric["Dimensions"].as_array().into_iter().flatten();
        let outcome = dimensions
            .filter(|dimension| dimension["Name"] == "outcome")
            .find_map(|dimension| Some(dimension["Value"].as_str()?.to_owned()));
        (namespace.to_owned(), metric["MetricName"].as_str().unwrap().to_owned(), outcome)
    };
    metrics.iter().map(describe).collect()
}

#[test]
fn what_somebody_must_look_at_has_an_alarm() {
    let found: BTreeSet<_> =
        resources("AWS::CloudWatch::Alarm").flat_map(|(_, alarm)| watched(alarm)).collect();
    let ours = |name: &str, outcome: Option<&str>| {
        (NAMESPACE.to_owned(), name.to_owned(), outcome.map(str::to_owned))
    };
    let of = |service: &str, name: &str| (format!("AWS/{service}"), name.to_owned(), None);
    let expected = BTreeSet::from([
        ours("Decisions", Some("unavailable")),
        ours("Decisions", Some("corrupt")),
        ours("Decisions", Some("unlisted")),
        ours("DecisionTime", None),
        ours("Refusals", None),
        ours("UpstreamSecretUnread", None),
        of("ApiGateway", "5XXError"),
        of("ApiGateway", "Latency"),
        of("DynamoDB", "ReadThrottleEvents"),
        of("DynamoDB", "WriteThrottleEvents"),
        of("Lambda", "Throttles"),
    ]);
    assert_eq!(found, expected);
    let known = outcomes();
    for (_, _, outcome) in found {
        assert!(outcome.is_none_or(|outcome| known.contains(&outcome)), "not in the gate's log");
    }
}

/// Of which the gate's own counts every 401, since an authorizer says 401 by failing.
#[test]
fn nothing_counts_lambdas_errors() {
    let (_, dashboard) = resources("AWS::CloudWatch::Dashboard").next().unwrap();
    let body = dashboard["DashboardBody"]["Fn::Sub"][0].as_str().unwrap();
    assert!(!body.contains("\"Errors\""));
    for (name, alarm) in resources("AWS::CloudWatch::Alarm") {
        assert!(watched(alarm).iter().all(|(_, metric, _)| metric != "Errors"), "{name}");
    }
}

#[test]
fn every_alarm_says_what_is_wrong_and_when_it_is_over() {
    let topic = json!([{ "Ref": "AlarmTopic" }]);
    for (name, alarm) in resources("AWS::CloudWatch::Alarm") {
        assert!(alarm["AlarmDescription"].as_str().unwrap().ends_with('.'), "{name}");
        assert_eq!((&alarm["AlarmActions"], &alarm["OKActions"]), (&topic, &topic), "{name}");
        // No call at all is no failure.
        assert_eq!(alarm["TreatMissingData"], "notBreaching", "{name}");
        assert!(
            alarm["DatapointsToAlarm"].as_u64() <= alarm["EvaluationPeriods"].as_u64(),
            "{name}"
        );
    }
}

#[test]
fn every_alarm_has_a_paragraph_on_what_to_do() {
    let page = Workspace::find().unwrap().root().join("docs/operate.md");
    let page = fs::read_to_string(page).unwrap();
    let told: BTreeSet<_> = page
        .lines()
        .filter_map(|line| Some(line.strip_prefix("**`")?.split_once("`.**")?.0))
        .collect();
    let alarms: BTreeSet<_> = resources("AWS::CloudWatch::Alarm").map(|(name, _)| name).collect();
    assert_eq!(told, alarms);
}

#[test]
fn both_apis_are_watched_under_the_names_that_they_have() {
    for (api, alarms) in [
        ("Harvest", vec!["HarvestFailuresAlarm"]),
        ("Admin", vec!["AdminFailuresAlarm", "SlowAdminAlarm"]),
    ] {
        let name = &resource(&format!("{api}Api"))["Properties"]["Name"];
        let dimensions = json!([
            { "Name": "ApiName", "Value": name },
            { "Name": "Stage", "Value": { "Ref": "StageName" } },
        ]);
        for alarm in alarms {
            assert_eq!(resource(alarm)["Properties"]["Dimensions"], dimensions, "{alarm}");
        }
    }
}

#[test]
fn the_dashboard_shows_what_there_is() {
    let (_, dashboard) = resources("AWS::CloudWatch::Dashboard").next().unwrap();
    let body: Value =
        serde_json::from_str(dashboard["DashboardBody"]["Fn::Sub"][0].as_str().unwrap()).unwrap();
    let widgets = list(&body["widgets"]);
    let metrics = widgets.iter().flat_map(|widget| list(&widget["properties"]["metrics"]));
    let mut shown = BTreeSet::new();
    for metric in metrics {
        if let Some(search) = metric[0]["expression"].as_str() {
            assert!(
                search.contains(&format!("{{\"{NAMESPACE}\",outcome}} MetricName=\"Decisions\""))
            );
        } else {
            shown.insert((metric[0].as_str().unwrap(), metric[1].as_str().unwrap()));
        }
    }
    for needed in
        [(NAMESPACE, "DecisionTime"), ("AWS/ApiGateway", "5XXError"), ("AWS/ApiGateway", "Latency")]
    {
        assert!(shown.contains(&needed), "{needed:?}");
    }
}

#[test]
fn a_web_acl_that_is_given_stands_before_both_apis() {
    let mut found: Vec<_> = resources("AWS::WAFv2::WebACLAssociation")
        .map(|(name, association)| {
            assert_eq!(resource(name)["Condition"], "HasApiWebAcl");
            assert_eq!(association["WebACLArn"], json!({ "Ref": "ApiWebAclArn" }));
            association["ResourceArn"]["Fn::Sub"].as_str().unwrap()
        })
        .collect();
    found.sort_unstable();
    let stage = |api: &str| {
        format!(
            "arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}::/restapis/${{{api}}}/stages/${{{api}Stage}}"
        )
    };
    assert_eq!(found, [stage("AdminApi"), stage("HarvestApi")]);
}

#[test]
fn concurrency_is_reserved_for_deciding_and_revoking_where_asked_for() {
    let reserved: Vec<_> = resources("AWS::Lambda::Function")
        .filter_map(|(name, function)| {
            let value = function.get("ReservedConcurrentExecutions")?;
            Some((name, value.clone()))
        })
        .collect();
    let of = |name: &str| {
        let condition = format!("Has{name}Concurrency");
        let value = json!({ "Ref": format!("{name}Concurrency") });
        json!({ "Fn::If": [condition, value, { "Ref": "AWS::NoValue" }] })
    };
    let expected = [("AuthorizeFunction", of("Gate")), ("RevokeKeyFunction", of("Revoke"))];
    assert_eq!(reserved, expected);
}
