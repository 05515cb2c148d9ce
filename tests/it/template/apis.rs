//! Both APIs: nothing is open, nothing is greedy, nothing is remembered, every deployment counts.

use contract::{catalogue::ENDPOINTS, operations::OPERATIONS};
use serde_json::{Value, json};

use super::{DEPLOYMENTS, list, object, resource, resources, template};

const APIS: [&str; 2] = ["HarvestApi", "AdminApi"];

/// Verbs that an OpenAPI path item may have; anything else in it is no operation.
const VERBS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn body(api: &str) -> &'static Value {
    &resource(api)["Properties"]["Body"]
}

/// Path, verb and operation of every method that a deployment makes.
fn operations(api: &str) -> Vec<(&'static str, &'static str, &'static Value)> {
    let paths = object(&body(api)["paths"]).iter();
    paths
        .flat_map(|(path, item)| {
            object(item)
                .iter()
                .map(move |(verb, operation)| (path.as_str(), verb.as_str(), operation))
        })
        .collect()
}

/// The authorizer that a security scheme of this API makes.
fn authorizer(api: &str, scheme: &str) -> &'static Value {
    let schemes = &body(api)["components"]["securitySchemes"];
    let names: Vec<_> = object(schemes).keys().collect();
    assert_eq!(names, [scheme], "{api}");
    &schemes[scheme]["x-amazon-apigateway-authorizer"]
}

#[test]
fn both_bodies_are_whole() {
    let names: Vec<_> = resources("AWS::ApiGateway::RestApi").map(|(name, _)| name).collect();
    assert!(names.len() == 2 && APIS.iter().all(|api| names.contains(api)), "{names:?}");
    assert_eq!(operations("HarvestApi").len(), ENDPOINTS.len());
    let preflights = object(&body("AdminApi")["paths"]).len();
    assert_eq!(operations("AdminApi").len(), OPERATIONS.len() + preflights);
}

#[test]
fn every_harvest_operation_is_behind_the_authorizer() {
    for (path, verb, operation) in operations("HarvestApi") {
        assert_eq!(operation["security"], json!([{ "harvestKey": [] }]), "{verb} {path}");
    }
    let authorizer = authorizer("HarvestApi", "harvestKey");
    assert_eq!(authorizer["type"], "request");
    let uri = authorizer["authorizerUri"]["Fn::Sub"].as_str().unwrap();
    assert!(uri.ends_with("/functions/${AuthorizeFunction.Arn}/invocations"), "{uri}");
}

/// With an identity source, API Gateway would refuse calls that the decision log never sees.
#[test]
fn no_answer_of_the_authorizer_is_kept() {
    let authorizer = authorizer("HarvestApi", "harvestKey");
    assert_eq!(authorizer["authorizerResultTtlInSeconds"], 0);
    assert_eq!(authorizer.get("identitySource"), None);
}

#[test]
fn every_admin_operation_but_a_preflight_is_behind_the_user_pool() {
    for (path, verb, operation) in operations("AdminApi") {
        let expected = if verb == "options" { Value::Null } else { json!([{ "cognito": [] }]) };
        assert_eq!(operation["security"], expected, "{verb} {path}");
    }
    let authorizer = authorizer("AdminApi", "cognito");
    assert_eq!(authorizer["type"], "cognito_user_pools");
    assert_eq!(authorizer["providerARNs"], json!([{ "Fn::GetAtt": ["UserPool", "Arn"] }]));
    assert_eq!(authorizer["identityValidationExpression"], json!({ "Fn::Sub": "^${PageClient}$" }));
}

#[test]
fn no_route_is_greedy() {
    for api in APIS {
        for (path, verb, _) in operations(api) {
            assert!(!path.contains("+}"), "{api}: `{path}`");
            assert!(VERBS.contains(&verb), "{api}: `{verb}` on `{path}`");
        }
    }
}

#[test]
fn no_method_or_authorizer_is_made_beside_the_bodies() {
    for kind in ["Authorizer", "Method", "Resource", "GatewayResponse", "Model"] {
        let found: Vec<_> = resources(&format!("AWS::ApiGateway::{kind}")).collect();
        assert!(found.is_empty(), "{found:?}");
    }
    let v2: Vec<_> = object(&template()["Resources"])
        .iter()
        .filter(|(_, resource)| resource["Type"].as_str().unwrap().starts_with("AWS::ApiGatewayV2"))
        .collect();
    assert!(v2.is_empty(), "{v2:?}");
}

#[test]
fn both_apis_are_regional() {
    for api in APIS {
        let properties = &resource(api)["Properties"];
        assert_eq!(properties["EndpointConfiguration"], json!({ "Types": ["REGIONAL"] }), "{api}");
    }
}

#[test]
fn each_api_has_one_stage() {
    for api in APIS {
        let of_api = |properties: &&Value| properties["RestApiId"] == json!({ "Ref": api });
        let stages: Vec<_> = resources("AWS::ApiGateway::Stage").map(|(_, stage)| stage).collect();
        let stages: Vec<_> = stages.into_iter().filter(of_api).collect();
        assert_eq!(stages.len(), 1, "{api}");
        assert_eq!(stages[0]["StageName"], json!({ "Ref": "StageName" }), "{api}");
        let deployments = resources("AWS::ApiGateway::Deployment");
        for (_, deployment) in deployments.filter(|(_, deployment)| of_api(deployment)) {
            assert_eq!(
                deployment.get("StageName"),
                None,
                "{api}: a deployment with a stage of its own"
            );
        }
    }
}

/// What SAM puts into the body is hashed before parameters are: only time tells deployments apart.
#[test]
fn an_unchanged_template_is_deployed_again() {
    let stage = |when: &str, api: &str| {
        let stage = &DEPLOYMENTS[when]["Resources"][format!("{api}Stage")];
        let id = stage["Properties"]["DeploymentId"]["Ref"].as_str().unwrap().to_owned();
        let deployment = &DEPLOYMENTS[when]["Resources"][&id];
        assert_eq!(deployment["Properties"]["RestApiId"], json!({ "Ref": api }), "{id}");
        id
    };
    for api in APIS {
        assert_ne!(stage("now", api), stage("later", api), "`AlwaysDeploy` of {api}");
    }
}

/// Whole, so that neither a looser route nor the tracing of requests finds a place beside it.
#[test]
fn calls_are_throttled_and_not_traced() {
    let settings = &resource("HarvestApiStage")["Properties"]["MethodSettings"];
    let expected = json!([{
        "ResourcePath": "/*",
        "HttpMethod": "*",
        "LoggingLevel": "OFF",
        "DataTraceEnabled": false,
        "ThrottlingRateLimit": { "Ref": "ThrottleRate" },
        "ThrottlingBurstLimit": { "Ref": "ThrottleBurst" },
    }]);
    assert_eq!(*settings, expected);
    assert_eq!(resource("AdminApiStage")["Properties"].get("MethodSettings"), None);
}

/// One that is not there in a deployment maps nothing.
#[test]
fn every_stage_variable_that_is_mapped_is_in_the_template() {
    let variables = &resource("HarvestApiStage")["Properties"]["Variables"];
    let names: Vec<_> = object(variables).keys().collect();
    assert_eq!(names, ["forwardedPrefix", "forwardedProto", "referer"]);
    for (path, verb, operation) in operations("HarvestApi") {
        let mapped = object(&operation["x-amazon-apigateway-integration"]["requestParameters"]);
        let sources =
            mapped.values().filter_map(|source| source.as_str()?.strip_prefix("stageVariables."));
        for name in sources {
            assert!(variables.get(name).is_some(), "{verb} {path}: no stage variable `{name}`");
        }
    }
}

#[test]
fn binary_bodies_pass() {
    assert_eq!(list(&body("HarvestApi")["x-amazon-apigateway-binary-media-types"]), ["*/*"]);
}

/// Values of every header mapping of a name, wherever in the document.
fn mapped(value: &Value, header: &str, found: &mut Vec<Value>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        if name.ends_with(header) && name.contains("esponse.header.") {
            found.push(value.clone());
        }
        mapped(value, header, found);
    }
    value.as_array().into_iter().flatten().for_each(|item| mapped(item, header, found));
}

#[test]
fn browsers_may_call_the_admin_api_from_the_page_alone() {
    let mut found = Vec::new();
    mapped(body("AdminApi"), ".Access-Control-Allow-Origin", &mut found);
    assert!(found.len() > object(&body("AdminApi")["paths"]).len(), "{found:?}");
    for origin in found {
        assert_eq!(origin, json!({ "Fn::Sub": "'${PageOrigin}'" }));
    }
    let mut found = Vec::new();
    mapped(body("HarvestApi"), ".Access-Control-Allow-Origin", &mut found);
    assert_eq!(found, Vec::<Value>::new());
}
