//! HTTP/1.1 by hand, since what is tested is often what a polite client would not send.

use std::{ops::Deref, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Longer than API Gateway ever takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// No answer has them, but for that to a creation: the beginnings of a key, of one in base64, and of
/// a secret's hash.
const BETRAYALS: [&str; 3] = ["grn_", "Z3JuX", "$argon2"];

/// A request whose every byte is the test's.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// A request line; the target is sent as it stands.
    pub fn new(method: &str, target: &str) -> Self {
        Self { method: method.into(), target: target.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// Adds a header, its name spelled just so.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a body of that type.
    #[must_use]
    pub fn body(self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self { body, ..self }.header("Content-Type", media_type)
    }

    /// Adds a body that says nothing of its type.
    #[must_use]
    pub fn untyped_body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// Adds a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sends it to `http://host:port` and reads the whole answer.
    pub async fn send(&self, base: &str) -> Answer {
        timeout(PATIENCE, self.exchange(base))
            .await
            .unwrap_or_else(|_| panic!("no answer to {self:?}"))
    }

    async fn exchange(&self, base: &str) -> Answer {
        let host = base.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host).await.unwrap();
        // An answer may come, and the connection be closed, before a large body is through.
        let sent = stream.write_all(&self.bytes(host)).await;
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes).await;
        let parse = if self.method == "HEAD" { Answer::begun } else { Answer::parse };
        let answer = parse(&bytes);
        let answer =
            answer.unwrap_or_else(|| panic!("no HTTP to {self:?}: {sent:?} {read:?} {bytes:?}"));
        if let Some(found) = BETRAYALS.iter().find(|text| contains(&bytes, text)) {
            let creates = answer.status == 201 && *found == "grn_";
            assert!(creates, "`{found}` in the answer to {self:?}: {}", answer.text());
        }
        answer
    }

    fn bytes(&self, host: &str) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n",
            self.method, self.target
        );
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

/// What came back, and is what a test expects of it or ends the test.
#[derive(Clone, Debug)]
pub struct Answer(granary_local::answer::Answer);

impl Answer {
    /// Reads a whole answer; none where the bytes are no HTTP, or fewer than it announces.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        granary_local::answer::Answer::parse(bytes).map(Self)
    }

    /// Reads an answer that announces a body and has none.
    fn begun(bytes: &[u8]) -> Option<Self> {
        granary_local::answer::Answer::begun(bytes).map(Self)
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }
}

impl Deref for Answer {
    type Target = granary_local::answer::Answer;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
