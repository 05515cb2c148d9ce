//! Every refusal: the functions' by operation, and those that API Gateway makes by itself.

use std::collections::BTreeMap;

use contract::{
    operations::{COMMON, Operation},
    problem::{Code, FieldCode, FieldError, MEDIA_TYPE, Problem},
};
use serde_json::{Map, Value, json};

use super::{header, preflight, reference};
use crate::openapi::gateway_response::{RETRY_AFTER, constant, gateway_response};

/// What API Gateway refuses by itself: its type, the code, and whether the code's
/// status is set. The defaults set none: theirs would replace all others.
#[rustfmt::skip]
const REPLIES: [(&str, Code, bool); 21] = [
    ("ACCESS_DENIED", Code::Forbidden, true),
    ("API_CONFIGURATION_ERROR", Code::Internal, true),
    ("AUTHORIZER_CONFIGURATION_ERROR", Code::Unavailable, true),
    ("AUTHORIZER_FAILURE", Code::Unavailable, true),
    ("BAD_REQUEST_BODY", Code::MalformedBody, true),
    ("BAD_REQUEST_PARAMETERS", Code::InvalidQuery, true),
    ("DEFAULT_4XX", Code::InvalidQuery, false),
    ("DEFAULT_5XX", Code::Internal, false),
    ("EXPIRED_TOKEN", Code::Unauthenticated, true),
    ("INTEGRATION_FAILURE", Code::Unavailable, true),
    ("INTEGRATION_TIMEOUT", Code::Unavailable, true),
    ("INVALID_API_KEY", Code::Forbidden, true),
    ("INVALID_SIGNATURE", Code::NotFound, true),
    ("MISSING_AUTHENTICATION_TOKEN", Code::NotFound, true),
    ("QUOTA_EXCEEDED", Code::TooManyRequests, true),
    ("REQUEST_TOO_LARGE", Code::BodyTooLarge, true),
    ("RESOURCE_NOT_FOUND", Code::NotFound, true),
    ("THROTTLED", Code::TooManyRequests, true),
    ("UNAUTHORIZED", Code::Unauthenticated, true),
    ("UNSUPPORTED_MEDIA_TYPE", Code::UnsupportedMediaType, true),
    ("WAF_FILTERED", Code::Forbidden, true),
];

/// What to do about each code, in words that hold for every case of it.
#[rustfmt::skip]
const DETAILS: [(Code, &str); Code::ALL.len()] = [
    (Code::MalformedBody, "Send one JSON object with the documented fields."),
    (Code::InvalidCursor, "Start again from the first page, with the same filter."),
    (Code::InvalidQuery, "Check the path, the query and the headers."),
    (Code::InvalidIfMatch, "Send the ETag of the key as it was last read."),
    (Code::InvalidIdempotencyKey, "Send 1 to 255 visible ASCII characters."),
    (Code::Unauthenticated, "Send a current ID token as bearer token."),
    (Code::Forbidden, "Ask an administrator of the user pool for the group that this takes."),
    (Code::NoOrganization, "Ask an administrator of the user pool to set your organization."),
    (Code::KeyNotFound, "Check the id: your organization has no such key."),
    (Code::NotFound, "Check the path and the method."),
    (Code::AlreadyCreated, "Its secret cannot be shown again: revoke that key, and create another."),
    (Code::StaleVersion, "Read the key again, and decide anew."),
    (Code::BodyTooLarge, "Send at most 64 KB."),
    (Code::UnsupportedMediaType, "Send application/json."),
    (Code::InvalidFields, "Correct the fields that `errors` names."),
    (Code::IfMatchRequired, "Send the ETag of the key as it was last read."),
    (Code::TooManyRequests, "Wait a moment, then repeat the request."),
    (Code::Internal, "Report the request's id."),
    (Code::Unavailable, "Repeat the request."),
];

/// The operation's refusals, those of one status together.
pub(super) fn responses(row: &Operation) -> BTreeMap<String, Value> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in row.problems.iter().chain(COMMON).copied() {
        by_status.entry(code.status()).or_default().push(code);
    }
    let responses = by_status.iter().map(|(status, codes)| (status.to_string(), response(codes)));
    responses.collect()
}

pub(super) fn gateway_responses() -> Map<String, Value> {
    let entries = REPLIES.iter().map(|(name, code, fixed)| {
        let body = json!(problem(*code, "$context.extendedRequestId")).to_string();
        let status = fixed.then(|| code.status());
        let own = own_headers(*code).map(|(name, value, _)| (name, constant(value)));
        let headers = preflight::headers().into_iter().chain(own);
        let media_type = ("Content-Type", constant(MEDIA_TYPE));
        ((*name).to_owned(), gateway_response(status, &body, headers.chain([media_type])))
    });
    entries.collect()
}

/// A problem as it is sent, with what only this code has.
pub(super) fn problem(code: Code, request_id: &str) -> Problem {
    let detail = DETAILS.iter().find(|(known, _)| *known == code).map_or("", |(_, words)| words);
    let mut problem = Problem {
        kind: "about:blank".to_owned(),
        title: code.title().to_owned(),
        status: code.status(),
        code,
        detail: detail.to_owned(),
        request_id: request_id.to_owned(),
        errors: Vec::new(),
        key_id: None,
    };
    if code == Code::InvalidFields {
        problem.errors.push(FieldError {
            field: "permissions[3]".to_owned(),
            code: FieldCode::UnknownPermission,
            message: "`candidates.read` is no permission; see the catalogue".to_owned(),
        });
    }
    if code == Code::AlreadyCreated {
        problem.key_id = Some(super::examples::KEY_ID.to_owned());
    }
    problem
}

fn response(codes: &[Code]) -> Value {
    let titles: Vec<_> = codes.iter().map(|code| code.title()).collect();
    let examples: Map<_, _> = codes
        .iter()
        .map(|code| {
            let value = problem(*code, super::examples::REQUEST_ID);
            (code.as_str().to_owned(), json!({ "value": value }))
        })
        .collect();
    let headers: Map<_, _> = codes
        .iter()
        .flat_map(|code| own_headers(*code))
        .map(|(name, _, description)| (name.to_owned(), header(description)))
        .collect();
    json!({
        "description": format!("{}.", titles.join("; ")),
        "headers": headers,
        "content": { MEDIA_TYPE: { "schema": reference("Problem"), "examples": examples } },
    })
}

/// Name, value and meaning of what a code's answers carry beside the body.
fn own_headers(
    code: Code,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> + Clone {
    let header = match code.status() {
        401 => Some(("WWW-Authenticate", "Bearer", "How to sign in.")),
        429 | 503 => Some(("Retry-After", RETRY_AFTER, "Seconds to wait before trying again.")),
        _ => None,
    };
    header.into_iter()
}
