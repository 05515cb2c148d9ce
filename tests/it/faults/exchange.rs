//! One HTTP/1.1 request as an SDK sends it, and answers to it, down to the byte.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What the SDK sent; enough to send it again.
#[derive(Clone, Debug)]
pub struct Request {
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Request {
    /// The next one on this connection; nothing where it ended.
    pub async fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            more(stream, &mut bytes).await?;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let headers: HeaderMap = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| {
                let name: HeaderName = name.parse().unwrap();
                (name, HeaderValue::from_str(value).unwrap())
            })
            .collect();
        let length: usize = headers["content-length"].to_str().unwrap().parse().unwrap();
        while bytes.len() < end + length {
            more(stream, &mut bytes).await?;
        }
        Some(Self { headers, body: Bytes::from(bytes.split_off(end)) })
    }

    /// The same for every attempt of one call.
    pub fn call(&self) -> &str {
        self.headers["amz-sdk-invocation-id"].to_str().unwrap()
    }

    /// Whether it reads or writes several items at once.
    pub fn is_transaction(&self) -> bool {
        self.headers["x-amz-target"].to_str().unwrap().contains(".Transact")
    }

    pub fn mentions(&self, text: &str) -> bool {
        self.body.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut buffer = [0; 8192];
    let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
    bytes.extend_from_slice(&buffer[..read]);
    Some(())
}

/// Returns when the client has closed the connection, which it does when it gives an attempt up.
pub async fn given_up(stream: &mut TcpStream) {
    let mut bytes = Vec::new();
    while more(stream, &mut bytes).await.is_some() {}
}

/// A status and a JSON body.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    body: Bytes,
}

impl Reply {
    pub const fn new(status: u16, body: Bytes) -> Self {
        Self { status, body }
    }

    /// A failure of DynamoDB's.
    pub fn failure(status: u16, kind: &str, more: &Value) -> Self {
        let mut body = json!({
            "__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"),
            "message": "injected",
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Self::new(status, body.to_string().into())
    }

    /// Sends all of it.
    pub async fn send(&self, stream: &mut TcpStream) -> Option<()> {
        stream.write_all(&self.bytes()).await.ok()
    }

    /// Sends the head, and half of the body.
    pub async fn send_half(&self, stream: &mut TcpStream) -> Option<()> {
        let bytes = self.bytes();
        let half = bytes.len() - self.body.len().div_ceil(2);
        stream.write_all(&bytes[..half]).await.ok()
    }

    fn bytes(&self) -> Vec<u8> {
        let head = format!(
            "HTTP/1.1 {} Injected\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n\r\n",
            self.status,
            self.body.len()
        );
        [head.as_bytes(), &self.body].concat()
    }
}
