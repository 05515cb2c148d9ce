//! Stands between the SDK and DynamoDB Local, and does to requests what networks and services do.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use granary_local::stack::dynamodb;
use keystore::{Keystore, Patience};
use serde_json::json;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::stack::{STACK, own_table};

/// What happens to an attempt to write; reads meet `Hang` and `ServerError` too.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// Another transaction was faster, so DynamoDB cancels this one.
    Conflict,
    /// No answer, ever.
    Hang,
    /// The write is made, and its answer never arrives.
    LoseAnswer,
    /// 500, and nothing is done.
    ServerError,
    /// DynamoDB refuses for now.
    Throttle,
}

#[derive(Clone)]
struct Line {
    left: Arc<Mutex<(Fault, usize)>>,
    http: reqwest::Client,
}

/// The proxy, with a table of its own behind it.
pub struct Proxy {
    address: SocketAddr,
    database: String,
    line: Line,
    server: Mutex<Option<JoinHandle<()>>>,
}

impl Proxy {
    pub async fn start(database: &str) -> Self {
        own_table(database).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let left = Arc::new(Mutex::new((Fault::Conflict, 0)));
        let line = Line { left, http: reqwest::Client::new() };
        let server = Mutex::new(Some(serve(listener, line.clone())));
        Self { address, database: database.to_owned(), line, server }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub fn keystore(&self) -> Keystore {
        let config = dynamodb::configuration(&self.url(), &self.database);
        Keystore::new(&config, STACK.table.clone(), Patience::Action)
    }

    /// The next `times` attempts meet this fault.
    pub fn inject(&self, fault: Fault, times: usize) {
        *self.line.left.lock().unwrap() = (fault, times);
    }

    /// From now on connections are refused.
    pub async fn stop(&self) {
        let server = self.server.lock().unwrap().take().unwrap();
        server.abort();
        assert!(server.await.unwrap_err().is_cancelled());
    }

    /// Listens on the same port again.
    pub async fn resume(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        *self.server.lock().unwrap() = Some(serve(listener, self.line.clone()));
    }
}

/// Without keep-alive, so that stopping ends everything.
fn serve(listener: TcpListener, line: Line) -> JoinHandle<()> {
    let router = Router::new().fallback(answer).with_state(line);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() })
}

async fn answer(State(line): State<Line>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").map(|target| target.to_str().unwrap().to_owned());
    let writes = target.is_some_and(|target| target.ends_with("TransactWriteItems"));
    let met = line.next(writes);
    match met {
        None => line.forward(headers, body).await,
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::LoseAnswer) => {
            let _made = line.forward(headers, body).await;
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Some(Fault::ServerError) => {
            failure(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", &json!({}))
        }
        Some(Fault::Throttle) => {
            failure(StatusCode::BAD_REQUEST, "ThrottlingException", &json!({}))
        }
        Some(Fault::Conflict) => {
            let reasons =
                json!({"CancellationReasons": [{"Code": "TransactionConflict"}, {"Code": "None"}]});
            failure(StatusCode::BAD_REQUEST, "TransactionCanceledException", &reasons)
        }
    }
}

impl Line {
    fn next(&self, writes: bool) -> Option<Fault> {
        let mut left = self.left.lock().unwrap();
        let concerned = writes || left.0 == Fault::Hang;
        if left.1 == 0 || !concerned {
            return None;
        }
        left.1 -= 1;
        Some(left.0)
    }

    async fn forward(&self, headers: HeaderMap, body: Bytes) -> Response {
        let answer =
            self.http.post(&STACK.urls.dynamodb).headers(headers).body(body).send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        (status, headers, answer.bytes().await.unwrap()).into_response()
    }
}

fn failure(status: StatusCode, kind: &str, more: &serde_json::Value) -> Response {
    let mut body = json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"), "message": "injected"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    (status, [("content-type", "application/x-amz-json-1.0")], body.to_string()).into_response()
}
