//! The gate through everything that is deployed: gateway, authorizer, table, upstream.

mod headers;
mod hostile;
mod matrix;
pub mod mutations;
mod pages;
mod paths;
mod refusals;
mod revocation;
mod upstream;

use contract::catalogue::{Endpoint, Permission};
use serde_json::Value;

use crate::{
    stack::STACK,
    wire::{Answer, Request},
};

/// A path that matches the endpoint's template, with this in place of each parameter.
fn path(endpoint: &Endpoint, parameter: &str) -> String {
    let segments = endpoint.path.split('/').map(|segment| match segment {
        "{field_type}" if parameter == "1" => "candidate",
        _ if segment.starts_with('{') => parameter,
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

fn endpoint(id: &str) -> &'static Endpoint {
    id.parse::<Permission>().unwrap().endpoint()
}

/// What the upstream saw of requests with this marker.
async fn seen(marker: &str) -> Vec<Value> {
    let request = Request::new("GET", &format!("/_upstream/requests?marker={marker}"));
    let answer = request.send(&STACK.urls.upstream).await;
    answer.json().as_array().unwrap().clone()
}

/// A name for requests that the upstream is asked about.
fn marker(test: &str, number: impl std::fmt::Display) -> String {
    format!("{test}-{number}-{}", std::process::id())
}

async fn through_the_gate(request: &Request, marker: &str) -> Answer {
    request.clone().header("X-Test-Marker", marker).send(&STACK.urls.harvest_api).await
}

/// Harvest's own words.
pub fn assert_unauthorized(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 401, "{what}: {}", answer.text());
    assert_eq!(answer.json()["message"], "Invalid Basic Auth credentials", "{what}");
    assert_eq!(answer.header("www-authenticate"), Some("Basic realm=\"Harvest API\""), "{what}");
}

fn assert_forbidden(answer: &Answer, code: &str, permission: &str, what: &str) {
    assert_eq!(answer.status, 403, "{what}: {}", answer.text());
    let body = answer.json();
    assert_eq!(
        (body["code"].as_str(), body["permission"].as_str()),
        (Some(code), Some(permission)),
        "{what}: {body}"
    );
}
