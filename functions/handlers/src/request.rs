//! Reading what a request carries: body, headers, parameters.

use std::{fmt::Display, num::NonZeroU64};

use contract::problem::Code;
use domain::key::KeyId;
use lambda_http::{
    Request, RequestExt,
    http::{HeaderName, header},
};
use serde::de::DeserializeOwned;
use serde_json::Deserializer;

use crate::reply::Failure;

/// Longest body, in bytes; all 142 permissions and a description are under 6,000.
const BODY_MAX: usize = 64 * 1024;

/// The key id in the path; text that cannot be one is no key's.
///
/// # Errors
/// [`Failure`]: no such key.
pub fn key_id(request: &Request) -> Result<KeyId, Failure> {
    optional_key_id(request)?.ok_or_else(Failure::key_not_found)
}

/// The key id in the path, where the path has one.
///
/// # Errors
/// [`Failure`]: no such key.
pub fn optional_key_id(request: &Request) -> Result<Option<KeyId>, Failure> {
    let parameters = request.path_parameters_ref();
    let id = parameters.and_then(|parameters| parameters.first("id"));
    id.map(|id| id.parse().map_err(|_| Failure::key_not_found())).transpose()
}

/// The JSON object that is the body.
///
/// # Errors
/// [`Failure`]: too large, not JSON, or of another shape.
pub fn body<T: DeserializeOwned>(request: &Request) -> Result<T, Failure> {
    let body: &[u8] = request.body();
    if body.len() > BODY_MAX {
        return Err(Failure::new(
            Code::BodyTooLarge,
            format!("at most {BODY_MAX} bytes are accepted"),
        ));
    }
    let media_type = text(request, header::CONTENT_TYPE)?.and_then(|value| value.split(';').next());
    if !media_type
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
    {
        return Err(Failure::new(
            Code::UnsupportedMediaType,
            "send `Content-Type: application/json`",
        ));
    }
    // Serde would read an array as the values of the fields, in their order.
    if body.trim_ascii_start().first().is_some_and(|first| *first != b'{') {
        return Err(Failure::new(Code::MalformedBody, "send one JSON object"));
    }
    let malformed =
        |why: &dyn Display| Failure::new(Code::MalformedBody, shown(&why.to_string(), 200));
    let mut json = Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| malformed(&error))?;
    json.end().map_err(|error| malformed(&error))?;
    Ok(read)
}

/// The version in `If-Match`, as an `ETag` of a key gives it: `"3"`.
///
/// # Errors
/// [`Failure`]: missing, or not one version.
pub fn version(request: &Request) -> Result<u64, Failure> {
    let Some(tag) = text(request, header::IF_MATCH)? else {
        return Err(Failure::new(
            Code::IfMatchRequired,
            "send the `ETag` of the key you read as `If-Match`",
        ));
    };
    tag.strip_prefix('"')
        .and_then(|tag| tag.strip_suffix('"'))
        .and_then(|tag| tag.parse().ok().filter(|version: &NonZeroU64| version.to_string() == tag))
        .map(NonZeroU64::get)
        .ok_or_else(|| {
            Failure::new(Code::InvalidIfMatch, "it is one `ETag` of a key, such as `\"3\"`")
        })
}

/// The `Idempotency-Key`, if there is one.
///
/// # Errors
/// [`Failure`]: not text.
pub fn idempotency_key(request: &Request) -> Result<Option<&str>, Failure> {
    text(request, HeaderName::from_static("idempotency-key"))
}

/// The query's values in the order of `names`; no other parameter is accepted, and none twice.
///
/// # Errors
/// [`Failure`] names the parameter.
pub fn query<'a, const N: usize>(
    request: &'a Request,
    names: [&str; N],
) -> Result<[Option<&'a str>; N], Failure> {
    let mut values = [None; N];
    let Some(parameters) = request.query_string_parameters_ref() else { return Ok(values) };
    for (name, value) in parameters.iter() {
        let slot = names.iter().zip(&mut values).find(|(known, _)| **known == name);
        match slot {
            Some((_, slot @ None)) => *slot = Some(value),
            Some(_) => return Err(invalid(name, "is given twice")),
            None => return Err(invalid(name, "is not known here")),
        }
    }
    Ok(values)
}

fn invalid(name: &str, why: &str) -> Failure {
    Failure::new(Code::InvalidQuery, format!("`{}` {why}", shown(name, 60)))
}

/// Input as a detail may repeat it: short, and on one line.
fn shown(input: &str, length: usize) -> String {
    input.chars().filter(|character| !character.is_control()).take(length).collect()
}

fn text(request: &Request, name: HeaderName) -> Result<Option<&str>, Failure> {
    let unreadable = |code| Failure::new(code, "the header is not ASCII text");
    let code = match name {
        header::IF_MATCH => Code::InvalidIfMatch,
        header::CONTENT_TYPE => Code::UnsupportedMediaType,
        _ => Code::InvalidIdempotencyKey,
    };
    request
        .headers()
        .get(name)
        .map(|value| value.to_str().map_err(|_| unreadable(code)))
        .transpose()
}
