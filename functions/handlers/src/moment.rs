//! The clock and the operating system's randomness, each read in one place.

use domain::occasion::{Entropy, Occasion};
use jiff::Timestamp;
use lambda_http::{Request, RequestExt, request::RequestContext};
use rand::rngs::SysRng;
use serde_json::Value;

use crate::reply::Failure;

/// The moment of this request.
///
/// # Errors
/// [`Failure`], as unavailable, when the operating system has no randomness to give.
pub fn occasion(request: &Request) -> Result<Occasion, Failure> {
    Ok(Occasion {
        now: now(),
        request_id: request_id(request).to_owned(),
        source_ip: source_ip(request).to_owned(),
        entropy: Entropy::draw(&mut SysRng).map_err(Failure::unavailable)?,
    })
}

/// The clock.
#[expect(clippy::disallowed_methods, reason = "the one reader of the clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// API Gateway's id of the request, empty outside it.
///
/// The extended id where there is one: a client can choose the other, and so write what it
/// likes into the audit trail.
pub fn request_id(request: &Request) -> &str {
    let Some(RequestContext::ApiGatewayV1(context)) = request.request_context_ref() else {
        return "";
    };
    let extended = context.other.get("extendedRequestId").and_then(Value::as_str);
    extended.or(context.request_id.as_deref()).unwrap_or_default()
}

fn source_ip(request: &Request) -> &str {
    let Some(RequestContext::ApiGatewayV1(context)) = request.request_context_ref() else {
        return "";
    };
    context.identity.source_ip.as_deref().unwrap_or_default()
}
