//! Requests whose every byte is ours, and their answers, over HTTP/1.1 and HTTP/2.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;

use super::address::{Address, H2, PATIENCE};
pub(super) use crate::answer::Answer;

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

/// The header of a key, which is the user name and has no password.
pub(super) fn basic(key: &str) -> String {
    format!("Basic {}", credential(key))
}

/// What stands in it behind the scheme.
pub(super) fn credential(key: &str) -> String {
    STANDARD.encode(format!("{key}:"))
}
