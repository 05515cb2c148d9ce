//! What a Harvest client gets from API Gateway itself, in Harvest's own words.

use serde_json::{Map, Value};

use crate::openapi::gateway_response::{RETRY_AFTER, constant, gateway_response};

struct Reply {
    types: &'static [&'static str],
    /// Absent where a status would replace those of all other responses.
    status: Option<u16>,
    /// JSON; what `$context` puts into it comes from the authorizer, never from the caller.
    body: &'static str,
    header: Option<(&'static str, &'static str)>,
}

const RETRY: Option<(&str, &str)> = Some(("Retry-After", RETRY_AFTER));

/// An unknown route with a Basic header is a signature error to API Gateway, which is
/// why three types of authentication are "not found".
#[rustfmt::skip]
const REPLIES: [Reply; 12] = [
    Reply {
        types: &["UNAUTHORIZED"],
        status: Some(401), header: Some(("WWW-Authenticate", "Basic realm=\"Harvest API\"")),
        body: r#"{"message":"Invalid Basic Auth credentials"}"#,
    },
    Reply {
        types: &["ACCESS_DENIED"],
        status: Some(403), header: None,
        body: r#"{"message":"$context.authorizer.message","permission":"$context.authorizer.permission","code":"$context.authorizer.code"}"#,
    },
    Reply {
        types: &["INVALID_API_KEY", "WAF_FILTERED"],
        status: Some(403), header: None,
        body: r#"{"message":"Request blocked"}"#,
    },
    Reply {
        types: &["EXPIRED_TOKEN", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN", "RESOURCE_NOT_FOUND"],
        status: Some(404), header: None,
        body: r#"{"message":"Resource not found"}"#,
    },
    Reply {
        types: &["REQUEST_TOO_LARGE"],
        status: Some(413), header: None,
        body: r#"{"message":"Request body too large"}"#,
    },
    Reply {
        types: &["UNSUPPORTED_MEDIA_TYPE"],
        status: Some(415), header: None,
        body: r#"{"message":"Unsupported media type"}"#,
    },
    Reply {
        types: &["QUOTA_EXCEEDED", "THROTTLED"],
        status: Some(429), header: RETRY,
        body: r#"{"message":"Rate limit reached"}"#,
    },
    Reply {
        types: &["API_CONFIGURATION_ERROR"],
        status: Some(500), header: None,
        body: r#"{"message":"Internal server error"}"#,
    },
    Reply {
        types: &["AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE"],
        status: Some(503), header: RETRY,
        body: r#"{"message":"Credentials cannot be checked right now"}"#,
    },
    Reply {
        types: &["INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"],
        status: Some(504), header: None,
        body: r#"{"message":"The upstream did not answer"}"#,
    },
    Reply {
        types: &["BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX"],
        status: None, header: None,
        body: r#"{"message":"Bad request"}"#,
    },
    Reply {
        types: &["DEFAULT_5XX"],
        status: None, header: None,
        body: r#"{"message":"Internal server error"}"#,
    },
];

pub(super) fn gateway_responses() -> Map<String, Value> {
    let entries = REPLIES.iter().flat_map(|reply| {
        reply.types.iter().map(|name| {
            let header = reply.header.map(|(name, value)| (name, constant(value)));
            ((*name).to_owned(), gateway_response(reply.status, reply.body, header))
        })
    });
    entries.collect()
}
