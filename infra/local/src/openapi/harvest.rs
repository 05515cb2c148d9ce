//! HarvestApi's document: the catalogue's paths, each passed to the upstream once it is authorized.

mod replies;

use std::collections::BTreeMap;

use contract::catalogue::{ENDPOINTS, Endpoint};
use serde_json::{Map, Value, json};

use super::servers;

/// Names of the path parameters by position: API Gateway wants one for each, and
/// Harvest has several.
const PARAMETERS: [&str; 2] = ["id", "child_id"];

/// What each call carries to the upstream beside what the client sent.
///
/// Header names are compared by case, so there are three for the credential: the
/// authorizer sets the one that overwrites the client's own. It sets a content type only
/// where the client names none. A `Referer` is overwritten where the distribution sends a
/// secret in it, whose value is then the same for everybody, in whichever casing.
const HEADERS: [(&str, &str); 12] = [
    ("Authorization", "context.authorizer.authorization"),
    ("authorization", "context.authorizer.authorizationLower"),
    ("AUTHORIZATION", "context.authorizer.authorizationUpper"),
    ("Content-Type", "context.authorizer.contentType"),
    ("X-Granary-Key-Id", "context.authorizer.keyId"),
    ("X-Granary-Organization", "context.authorizer.organization"),
    ("X-Granary-Permission", "context.authorizer.permission"),
    ("X-Forwarded-Host", "context.domainName"),
    ("X-Forwarded-Proto", "stageVariables.forwardedProto"),
    ("X-Forwarded-Prefix", "stageVariables.forwardedPrefix"),
    ("Referer", "stageVariables.referer"),
    ("referer", "stageVariables.referer"),
];

/// The longest that API Gateway waits for an upstream, in milliseconds.
const TIMEOUT: u16 = 29_000;

pub(super) fn document() -> Value {
    json!({
        "openapi": "3.0.1",
        "info": {
            "title": "Granary Harvest API",
            "version": "1",
            "description": "Greenhouse's Harvest API, each endpoint permitted key by key. \
                Generated from the catalogue by `cargo dev generate`.",
        },
        "servers": servers("HarvestDomainIsRegional"),
        "paths": paths(),
        "components": { "securitySchemes": { "harvestKey": scheme() } },
        "x-amazon-apigateway-binary-media-types": ["*/*"],
        "x-amazon-apigateway-gateway-responses": replies::gateway_responses(),
        "x-amazon-apigateway-policy":
            { "Fn::If": ["RewritesLinks", policy(&[open(), past_the_distribution()]), policy(&[open()])] },
    })
}

/// The path with one parameter name for each position, whatever Harvest calls it.
fn template(endpoint: &Endpoint) -> String {
    let mut names = PARAMETERS.into_iter();
    let segments = endpoint.path.split('/').map(|segment| {
        let parameter = segment.starts_with('{').then(|| names.next()).flatten();
        parameter.map_or_else(|| segment.to_owned(), |name| format!("{{{name}}}"))
    });
    segments.collect::<Vec<_>>().join("/")
}

fn paths() -> BTreeMap<String, Map<String, Value>> {
    let mut paths: BTreeMap<String, Map<_, _>> = BTreeMap::new();
    for endpoint in &ENDPOINTS {
        let path = template(endpoint);
        let operation = operation(endpoint, &path);
        let method = endpoint.method.as_str().to_ascii_lowercase();
        paths.entry(path).or_default().insert(method, operation);
    }
    paths
}

fn operation(endpoint: &Endpoint, path: &str) -> Value {
    let parameters: Vec<_> = declared(endpoint)
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        })
        .collect();
    json!({
        "operationId": endpoint.id,
        "summary": endpoint.title,
        "tags": [endpoint.group],
        "deprecated": endpoint.deprecated,
        "parameters": parameters,
        "responses": { "200": { "description": "What the upstream answers, its status included." } },
        "security": [{ "harvestKey": [] }],
        "x-amazon-apigateway-integration": integration(endpoint, path),
    })
}

fn integration(endpoint: &Endpoint, path: &str) -> Value {
    let headers = HEADERS
        .into_iter()
        .map(|(name, source)| (format!("integration.request.header.{name}"), source.to_owned()));
    let path_parameters = declared(endpoint).map(|name| {
        (format!("integration.request.path.{name}"), format!("method.request.path.{name}"))
    });
    json!({
        "type": "http_proxy",
        "httpMethod": endpoint.method.as_str(),
        "uri": { "Fn::Sub": format!("${{UpstreamBaseUrl}}{path}") },
        "requestParameters": headers.chain(path_parameters).collect::<BTreeMap<_, _>>(),
        "passthroughBehavior": "when_no_match",
        "timeoutInMillis": TIMEOUT,
    })
}

fn policy(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// Who may call it is the authorizer's to say.
fn open() -> Value {
    json!({ "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" })
}

/// An explicit denial comes before the authorizer; one that compares for difference holds for
/// a call without the header as well.
fn past_the_distribution() -> Value {
    let secret = "{{resolve:secretsmanager:${LinkSecret}:SecretString:value}}";
    json!({
        "Effect": "Deny",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        "Condition": { "StringNotEquals": { "aws:Referer": { "Fn::Sub": secret } } },
    })
}

fn declared(endpoint: &Endpoint) -> impl Iterator<Item = &'static str> {
    PARAMETERS.into_iter().take(endpoint.parameters().count())
}

fn scheme() -> Value {
    json!({
        "type": "apiKey",
        "name": "Unused",
        "in": "header",
        "description": "Basic authentication with the key as user name and an empty password. \
            `Unused` is AWS's word for a scheme that API Gateway itself reads no header for: \
            the authorizer sees every call, also one without a key.",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "request",
            "authorizerResultTtlInSeconds": 0,
            "authorizerUri": { "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/\
                2015-03-31/functions/${AuthorizeFunction.Arn}/invocations" },
        },
    })
}

#[cfg(test)]
mod tests;
