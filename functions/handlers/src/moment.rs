//! The clock and the operating system's randomness, each read in one place.

use domain::occasion::{Entropy, Occasion};
use jiff::Timestamp;
use lambda_http::{Request, RequestExt, request::RequestContext};
use rand::rngs::SysRng;

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
pub fn request_id(request: &Request) -> &str {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => {
            context.request_id.as_deref().unwrap_or_default()
        }
        _ => "",
    }
}

fn source_ip(request: &Request) -> &str {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => {
            context.identity.source_ip.as_deref().unwrap_or_default()
        }
        _ => "",
    }
}
