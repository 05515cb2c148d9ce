//! What API Gateway asks the admin functions: every event is answered, and rights come of claims.

use std::sync::LazyLock;

use contract::{
    keys::{CreateKey, UpdateKey},
    problem::Problem,
};
use domain::principal::Organization;
use handlers::{
    caller, change_log::LoggedKeystore, configuration::Admin, moment, reply::Failure, request,
    serve::placeless,
};
use keystore::{Keystore, Patience};
use lambda_http::{
    Context, LambdaEvent, Request, aws_lambda_events::apigw::ApiGatewayProxyRequest,
};
use serde_json::Value;

use super::{example::organization, problems::told};

/// A function whose table nobody answers for: nothing here asks.
pub(super) static ADMIN: LazyLock<Admin> = LazyLock::new(|| {
    let version = aws_sdk_dynamodb::config::BehaviorVersion::latest();
    let config = aws_sdk_dynamodb::Config::builder().behavior_version(version).build();
    Admin {
        keystore: LoggedKeystore::new(Keystore::new(&config, "granary".into(), Patience::Action)),
        page_origin: "https://keys.example.com".into(),
        client_id: "page".into(),
        default_organization: Some(organization("default")),
    }
});

/// An event in JSON, taken through everything that reads a request.
pub(super) fn check(input: &[u8]) {
    let Ok(event) = serde_json::from_slice::<ApiGatewayProxyRequest>(input) else { return };
    let claims = event.request_context.authorizer.fields.get("claims").cloned();
    let request: Request = placeless(LambdaEvent::new(event, Context::default())).payload.into();
    proves(&request, &claims.unwrap_or_default());
    let _ = refused(request::body::<CreateKey>(&request).map(|_| ()), &[400, 413, 415]);
    let _ = refused(request::body::<UpdateKey>(&request).map(|_| ()), &[400, 413, 415]);
    let _ = refused(request::key_id(&request).map(|_| ()), &[404]);
    let _ = refused(request::idempotency_key(&request).map(|_| ()), &[400]);
    let version = request::version(&request);
    if let Ok(version) = &version {
        let tag = request.headers()["if-match"].to_str().unwrap();
        assert_eq!(tag, format!("\"{version}\""), "a version has one spelling");
        assert_ne!(*version, 0);
    }
    let _ = refused(version.map(|_| ()), &[400, 428]);
    let query = request::query(&request, ["limit", "cursor"]);
    if let Some(problem) = refused(query.map(|_| ()), &[400]) {
        assert!(problem.detail.contains('`'), "{problem:?} names the parameter");
    }
    let occasion = moment::occasion(&request).unwrap();
    assert_eq!(occasion.request_id, moment::request_id(&request));
}

/// The problem, if it is one, with one of these statuses.
fn refused(read: Result<(), Failure>, statuses: &[u16]) -> Option<Problem> {
    let problem = told(read.err()?);
    assert!(statuses.contains(&problem.status), "{problem:?}");
    Some(problem)
}

/// Who gets a right has it by the claims, read here by their own rules.
fn proves(request: &Request, claims: &Value) {
    let text = |name: &str| claims[name].as_str().unwrap_or_default();
    let groups: Vec<_> = text("cognito:groups").split(',').map(str::trim).collect();
    let manages = groups.contains(&"api-credential-managers");
    let looks = manages || groups.contains(&"api-credential-viewers");
    let known = text("token_use") == "id" && text("aud") == "page" && !text("sub").is_empty();
    let named = claims["custom:organization"].as_str();
    let organization = named.map_or_else(|| Some(organization("default")), Organization::parse);
    let may = |entitled: bool| organization.clone().filter(|_| known && entitled);

    let manager = caller::manager(&ADMIN, request);
    assert_eq!(manager.as_ref().ok().map(|it| it.organization.clone()), may(manages));
    assert!(manager.as_ref().is_ok_and(|it| it.actor.id == text("sub")) || manager.is_err());
    let _ = refused(manager.map(|_| ()), &[401, 403]);
    let viewer = caller::viewer(&ADMIN, request);
    assert_eq!(viewer.as_ref().ok().map(|it| it.organization.clone()), may(looks));
    let _ = refused(viewer.map(|_| ()), &[401, 403]);
}
