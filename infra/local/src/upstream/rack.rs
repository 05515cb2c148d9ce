//! A request's method and path as a lenient server reads them.
//!
//! Source: Rack's `MethodOverride`, widened by the headers other frameworks take, so
//! that whatever the gate lets slip is acted upon here.

use http::{HeaderMap, Method, header, request::Parts};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::refusal::Refusal;

const PARAMETER: &str = "_method";
const HEADERS: [&str; 3] = ["x-http-method-override", "x-http-method", "x-method-override"];
const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// The method that is executed: a POST may ask for another, a HEAD is a GET.
pub(super) fn method(head: &Parts, body: &[u8]) -> String {
    let asked = if head.method == Method::POST { overriding(head, body) } else { None };
    let method = asked
        .map(|asked| asked.trim().to_ascii_uppercase())
        .filter(|asked| METHODS.contains(&asked.as_str()))
        .unwrap_or_else(|| head.method.to_string());
    if method == "HEAD" { "GET".to_owned() } else { method }
}

/// The path decoded once, then split, with empty and dot segments resolved.
pub(super) fn segments(path: &str) -> Vec<String> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut segments = Vec::new();
    for segment in decoded.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            plain => segments.push(plain.to_owned()),
        }
    }
    segments
}

/// A query or form as names and values, in order.
pub(super) fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

/// What a write says: a JSON object, or a form's fields.
pub(super) fn fields(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.is_empty() || is(headers, "multipart/form-data") {
        return Ok(Map::new());
    }
    if is(headers, "application/x-www-form-urlencoded") {
        let fields = form_urlencoded::parse(body).into_owned();
        return Ok(fields.map(|(name, value)| (name, Value::String(value))).collect());
    }
    serde_json::from_slice(body).map_err(|_| Refusal::Malformed)
}

fn overriding(head: &Parts, body: &[u8]) -> Option<String> {
    let in_query = || named(pairs(head.uri.query()));
    let in_header = || HEADERS.iter().find_map(|name| text(&head.headers, name));
    in_body(&head.headers, body).or_else(in_query).or_else(in_header)
}

fn in_body(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let untyped = text(headers, header::CONTENT_TYPE.as_str()).is_none_or(|found| found.is_empty());
    if untyped || is(headers, "application/x-www-form-urlencoded") {
        return named(form_urlencoded::parse(body).into_owned());
    }
    if !is(headers, "multipart/form-data") {
        return None;
    }
    let body = String::from_utf8_lossy(body);
    let (_, part) = body.split_once(&format!("name=\"{PARAMETER}\""))?;
    let (_, value) = part.split_once("\r\n\r\n")?;
    value.split("\r\n").next().map(str::to_owned)
}

fn named(pairs: impl IntoIterator<Item = (String, String)>) -> Option<String> {
    pairs.into_iter().find_map(|(name, value)| (name == PARAMETER).then_some(value))
}

fn is(headers: &HeaderMap, media_type: &str) -> bool {
    text(headers, header::CONTENT_TYPE.as_str())
        .is_some_and(|found| found.to_ascii_lowercase().starts_with(media_type))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: &str) {
        assert_eq!(segments(path).join("/"), expected, "{path}");
    }

    #[test]
    fn lenient_paths() {
        check("/v1/candidates/", "v1/candidates");
        check("//v1///candidates", "v1/candidates");
        check("/v1/./jobs/../candidates", "v1/candidates");
        check("/v1/candidates/1%2Factivity_feed", "v1/candidates/1/activity_feed");
        check("/v1/candidates/1%2f..%2f2", "v1/candidates/2");
        check("/v1/candidates/1%252F2", "v1/candidates/1%2F2");
        check("/../../v1/Candidates", "v1/Candidates");
    }
}
