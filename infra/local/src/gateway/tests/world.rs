//! The stand-ins, and a client that sends exactly the bytes it is told to.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Json, Router, body::Bytes, extract::Path, response::IntoResponse, routing::post};
use http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::gateway::{Gateway, Identity, LambdaClient, Settings, serve};

/// What a stand-in function answers; `None` never answers.
pub(super) type Function = fn(&Value) -> Option<(StatusCode, Value)>;

/// A call as the upstream saw it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Seen {
    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }
}

/// What happened behind the gateway.
#[derive(Clone, Default)]
pub(super) struct Log {
    pub(super) events: Arc<Mutex<Vec<Value>>>,
    pub(super) calls: Arc<Mutex<Vec<Seen>>>,
}

/// A response, its head in lower case.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

pub(super) struct World {
    pub(super) log: Log,
    pub(super) address: SocketAddr,
}

impl World {
    /// A gateway over `document`; every function answers as `function` says.
    pub(super) async fn new(document: Value, function: Function) -> Self {
        Self::adapted(document, function, |_| {}).await
    }

    /// One that waits for nobody: for stand-ins that never answer.
    pub(super) async fn impatient(document: Value, function: Function) -> Self {
        let adapt = |settings: &mut Settings| {
            settings.integration_timeout = Some(Duration::from_millis(50));
        };
        Self::adapted(document, function, adapt).await
    }

    pub(super) async fn adapted(
        document: Value,
        function: Function,
        adapt: impl FnOnce(&mut Settings),
    ) -> Self {
        let log = Log::default();
        let mut settings = settings(document);
        let emulator = local(emulator(log.clone(), function)).await;
        settings.lambda = LambdaClient::new(&format!("http://{emulator}"), 64);
        let upstream = local(upstream(log.clone())).await;
        settings.parameters.insert("UpstreamBaseUrl".into(), format!("http://{upstream}"));
        adapt(&mut settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, Gateway::new(settings).unwrap()));
        Self { log, address }
    }

    /// Sends a head (lines without line ends) and a body, and reads the answer.
    pub(super) async fn send(&self, head: &[&str], body: &[u8]) -> Reply {
        let mut bytes = head.join("\r\n").into_bytes();
        bytes.extend_from_slice(format!("\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes());
        bytes.extend_from_slice(body);
        Talk::with(self.address).await.exchange(&bytes).await
    }

    pub(super) async fn get(&self, target: &str, headers: &[&str]) -> Reply {
        let line = format!("GET {target} HTTP/1.1");
        let head: Vec<&str> =
            [line.as_str(), "Host: api.test"].into_iter().chain(headers.iter().copied()).collect();
        self.send(&head, b"").await
    }

    pub(super) fn last_event(&self) -> Value {
        self.log.events.lock().unwrap().last().cloned().expect("no event reached a function")
    }

    pub(super) fn last_call(&self) -> Seen {
        self.log.calls.lock().unwrap().last().cloned().expect("no call reached the upstream")
    }

    pub(super) fn calls(&self) -> usize {
        self.log.calls.lock().unwrap().len()
    }
}

/// One connection; what arrived beyond an answer waits for the next exchange.
pub(super) struct Talk {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Talk {
    pub(super) async fn with(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap(), received: Vec::new() }
    }

    /// Writes bytes and reads one answer.
    pub(super) async fn exchange(&mut self, bytes: &[u8]) -> Reply {
        self.stream.write_all(bytes).await.unwrap();
        loop {
            if let Some((reply, size)) = whole(&self.received, bytes.starts_with(b"HEAD ")) {
                self.received.drain(..size);
                return reply;
            }
            let count = self.stream.read_buf(&mut self.received).await.unwrap();
            assert!(
                count > 0,
                "the connection ended early: {}",
                String::from_utf8_lossy(&self.received)
            );
        }
    }
}

fn whole(received: &[u8], bodyless: bool) -> Option<(Reply, usize)> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&received[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let size = end + length.filter(|_| !bodyless).unwrap_or(0);
    let body = String::from_utf8_lossy(received.get(end..size)?).into_owned();
    Some((Reply { status: head.split(' ').nth(1)?.parse().ok()?, head, body }, size))
}

/// Settings without anybody behind them.
pub(super) fn settings(document: Value) -> Settings {
    let parameters = [
        ("UpstreamBaseUrl", "http://127.0.0.1:1"),
        ("PageOrigin", "http://page.test"),
        ("AWS::Region", "eu-west-1"),
        ("AuthorizeFunction.Arn", "arn:aws:lambda:local:000000000000:function:authorize"),
        ("ListKeysFunction.Arn", "arn:aws:lambda:local:000000000000:function:list_keys"),
    ];
    Settings {
        document,
        parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        stage_variables: BTreeMap::from([
            ("forwardedProto".to_owned(), "http".to_owned()),
            ("forwardedPrefix".to_owned(), String::new()),
        ]),
        lambda: LambdaClient::new("http://127.0.0.1:1", 64),
        identity: Some(Identity {
            issuer: "http://identity.test".to_owned(),
            client_id: "granary-page".to_owned(),
            jwks_url: "http://127.0.0.1:1/jwks.json".to_owned(),
        }),
        integration_timeout: None,
        log: None,
        before_authorizer: None,
    }
}

/// Serves a router until the test ends.
pub(super) async fn local(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn emulator(log: Log, function: Function) -> Router {
    let invoke = move |Path(_name): Path<String>, Json(event): Json<Value>| async move {
        log.events.lock().unwrap().push(event.clone());
        match function(&event) {
            Some((status, answer)) => (status, Json(answer)).into_response(),
            None => std::future::pending().await,
        }
    };
    Router::new().route("/2015-03-31/functions/{name}/invocations", post(invoke))
}

fn upstream(log: Log) -> Router {
    let answer = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| async move {
        let silent = uri.path().ends_with("/silent");
        let target = uri.to_string();
        log.calls.lock().unwrap().push(Seen { method: method.to_string(), target, headers, body });
        if silent {
            std::future::pending::<()>().await;
        }
        let headers =
            [("link", "<http://x/2>; rel=next"), ("www-authenticate", "Basic"), ("server", "up")];
        (StatusCode::OK, headers, Json(json!([])))
    };
    Router::new().fallback(answer).layer(axum::extract::DefaultBodyLimit::disable())
}

/// An authorizer that lets everything through, as key `k`.
pub(super) fn allow(event: &Value) -> Option<(StatusCode, Value)> {
    let arn = event["methodArn"].clone();
    let statement = json!({"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": arn});
    let context = json!({"authorization": "Basic Og==", "keyId": "k"});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]});
    Some((
        StatusCode::OK,
        json!({"principalId": "k", "policyDocument": policy, "context": context}),
    ))
}
