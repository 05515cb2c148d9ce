//! A call as it arrived: nothing decoded, no name respelled.

use std::net::SocketAddr;

use bytes::Bytes;

use super::headers::Headers;

/// AWS's limit on request line and headers together, in bytes.
pub(super) const HEAD_LIMIT: usize = 10_240;

/// A whole request with its head as sent.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) method: String,
    /// Path as on the request line, without scheme and authority.
    pub(super) received_path: String,
    /// Path that is matched: as received, but for repeated slashes at its start.
    pub(super) path: String,
    /// Query as on the request line, without `?`.
    pub(super) raw_query: Option<String>,
    /// Query parameters, decoded once.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Headers,
    pub(super) body: Bytes,
    pub(super) client: SocketAddr,
    /// Bytes of the request line and all header names and values.
    pub(super) head_size: usize,
}

/// Addresses of both ends of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) client: SocketAddr,
    pub(super) server_port: u16,
}

impl Request {
    pub(super) fn new(method: &str, target: &str, headers: Headers, ends: Ends) -> Self {
        let lines: usize = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let path = without_authority(path);
        Self {
            method: method.to_owned(),
            received_path: path.to_owned(),
            path: matched_path(path),
            raw_query: query.map(str::to_owned),
            query: parameters(query.unwrap_or_default()),
            head_size: method.len() + target.len() + lines,
            headers: forwarded(headers, ends),
            body: Bytes::new(),
            client: ends.client,
        }
    }

    /// The query parameter's last value.
    pub(super) fn query_value(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter().rev();
        pairs.find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The method that `X-HTTP-Method-Override` names, in any casing of the header.
    ///
    /// API Gateway takes the method from it:
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html>
    pub(super) fn overridden_method(&self) -> Option<&str> {
        self.headers.any_case("x-http-method-override").filter(|method| !method.is_empty())
    }
}

/// The path of an absolute form, `http://other/v1/jobs`, which servers must accept (RFC 9112, 3.2.2).
fn without_authority(path: &str) -> &str {
    let Some((scheme, rest)) = path.split_once("://") else { return path };
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return path;
    }
    rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/")
}

/// AWS folds slashes at the start (recorded by LocalStack's authors); none elsewhere.
fn matched_path(path: &str) -> String {
    if path.starts_with('/') {
        format!("/{}", path.trim_start_matches('/'))
    } else {
        path.to_owned()
    }
}

fn parameters(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// What the front of a regional API adds to each call.
fn forwarded(mut headers: Headers, ends: Ends) -> Headers {
    let client = ends.client.ip().to_string();
    let chain = match headers.any_case("x-forwarded-for") {
        Some(before) => format!("{before}, {client}"),
        None => client,
    };
    headers.drop_named(&["x-forwarded-for"]);
    headers.push("X-Forwarded-For", chain);
    headers.overwrite("X-Forwarded-Port", &ends.server_port.to_string());
    headers.overwrite("X-Forwarded-Proto", "http");
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absolute_form_is_its_path() {
        let ends = Ends { client: ([127, 0, 0, 1], 1).into(), server_port: 2 };
        for (target, path) in [
            ("http://other/v1/jobs?a=b", "/v1/jobs"),
            ("HTTPS://a@other:1//v1/jobs", "/v1/jobs"),
            ("http://other", "/"),
            ("ftp://other/v1/jobs", "ftp://other/v1/jobs"),
            ("/http://other/v1/jobs", "/http://other/v1/jobs"),
            ("other/v1/jobs", "other/v1/jobs"),
        ] {
            assert_eq!(
                Request::new("GET", target, Headers::default(), ends).path,
                path,
                "{target}"
            );
        }
    }
}
