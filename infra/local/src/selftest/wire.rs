//! Requests whose every byte is ours, and their answers, over HTTP/1.1 and HTTP/2.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;

use super::address::{Address, H2, PATIENCE};

/// A request, its header names spelled as they are.
#[derive(Clone, Debug)]
pub(super) struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Request {
    pub(super) fn new(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new(), body: None }
    }

    pub(super) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Signed as partners sign.
    pub(super) fn by_key(self, key: &str) -> Self {
        self.header("Authorization", &basic(key))
    }

    pub(super) fn json(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string());
        self.header("Content-Type", "application/json")
    }

    /// Over a connection of its own, by HTTP/1.1.
    pub(super) async fn send(&self, to: &Address) -> anyhow::Result<Answer> {
        let body = self.body.as_deref().unwrap_or_default();
        let mut head = format!("{} {}{} HTTP/1.1\r\n", self.method, to.base, self.path);
        head.push_str(&format!("Host: {}\r\nConnection: close\r\n", to.authority));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.body.is_some() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        let bytes = to.exchange(format!("{head}\r\n{body}").as_bytes(), PATIENCE).await?;
        Answer::parse(&bytes).ok_or_else(|| anyhow::anyhow!("the answer is no HTTP, or cut off"))
    }

    /// Over a connection of its own, by HTTP/2, where every name is in lower case.
    pub(super) async fn send_by_http2(&self, to: &Address) -> anyhow::Result<Answer> {
        let stream = TokioIo::new(to.connect(H2).await?);
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await?;
        let _driven = tokio::spawn(connection);
        let url = format!("{}{}{}", to.origin(), to.base, self.path);
        let mut request = http::Request::builder().method(self.method).uri(url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = Full::new(Bytes::from(self.body.clone().unwrap_or_default()));
        let exchange = async {
            let (head, body) = sender.send_request(request.body(body)?).await?.into_parts();
            let body = body.collect().await?.to_bytes().to_vec();
            let text =
                |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let headers = head.headers.iter().map(|(name, value)| (name.to_string(), text(value)));
            anyhow::Ok(Answer { status: head.status.as_u16(), headers: headers.collect(), body })
        };
        tokio::time::timeout(PATIENCE, exchange).await?
    }
}

/// Shows of a credential its scheme.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (name, value) in &self.headers {
            match value.split_once(' ') {
                Some((scheme, _)) if name.eq_ignore_ascii_case("authorization") => {
                    write!(f, ", {name}: {scheme} …")?;
                }
                _ => write!(f, ", {name}: {value}")?,
            }
        }
        self.body.iter().try_for_each(|body| write!(f, ", {body}"))
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Reads a whole answer; none where the bytes are no HTTP, or fewer than it announces.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut answer = Self::begun(bytes)?;
        if answer.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            answer.body = dechunked(&answer.body)?;
        } else if let Some(length) = answer.header("content-length") {
            answer.body = answer.body.get(..length.parse().ok()?)?.to_vec();
        }
        Some(answer)
    }

    /// Reads an answer's head, and has of its body what there is, as it came.
    pub(super) fn begun(bytes: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; 128];
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(end) = response.parse(bytes).ok()? else {
            return None;
        };
        let text = |value: &[u8]| String::from_utf8_lossy(value).trim().to_owned();
        let headers = response.headers.iter();
        let headers =
            headers.map(|header| (header.name.to_ascii_lowercase(), text(header.value))).collect();
        let body = bytes.get(end..)?.to_vec();
        Some(Self { status: response.code?, headers, body })
    }

    /// The first header of this name, given in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A member of the body, where that is a JSON object.
    pub(super) fn member(&self, name: &str) -> Option<String> {
        let body: Value = serde_json::from_slice(&self.body).ok()?;
        body.get(name)?.as_str().map(str::to_owned)
    }

    pub(super) fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Whole, with the secrets that it may hold; a report puts those out of sight before it cuts.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.text().trim())
    }
}

/// The header of a key, which is the user name and has no password.
pub(super) fn basic(key: &str) -> String {
    format!("Basic {}", credential(key))
}

/// What stands in it behind the scheme.
pub(super) fn credential(key: &str) -> String {
    STANDARD.encode(format!("{key}:"))
}

fn dechunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(bytes) {
        let size = usize::try_from(size).ok()?;
        if size == 0 {
            return Some(body);
        }
        let end = start.checked_add(size)?;
        body.extend_from_slice(bytes.get(start..end)?);
        bytes = bytes.get(end + 2..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_chunks_is_put_together() {
        let bytes = b"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n\
            5\r\n{\"a\":\r\n4;x\r\n\"b\"}\r\n0\r\n\r\n";
        let answer = Answer::parse(bytes).unwrap();
        assert_eq!((answer.status, answer.member("a").as_deref()), (403, Some("b")));
        assert!(Answer::parse(&bytes[..bytes.len() - 8]).is_none());
        assert!(Answer::parse(b"SSH-2.0-x\r\n").is_none());
    }

    #[test]
    fn an_answer_shorter_than_it_announces_is_none_but_for_its_status() {
        let bytes = b"HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}";
        assert_eq!(Answer::parse(bytes).unwrap().member("a").as_deref(), Some("b"));
        let cut = &bytes[..bytes.len() - 1];
        assert!(Answer::parse(cut).is_none());
        assert_eq!(Answer::begun(cut).unwrap().status, 201);
    }
}
