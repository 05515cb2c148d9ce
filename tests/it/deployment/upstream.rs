//! A service behind the gate that notes what it is asked.

use std::sync::{Arc, Mutex};

use axum::{Router, extract::Request};
use tokio::net::TcpListener;

/// Answers everything, and remembers the last that it was asked, and by what right.
pub struct Upstream {
    pub url: String,
    seen: Arc<Mutex<Option<Seen>>>,
}

/// A call that arrived.
#[derive(Debug, PartialEq)]
pub struct Seen {
    pub target: String,
    pub authorization: String,
}

impl Upstream {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(None));
        let noted = Arc::clone(&seen);
        let router = Router::new().fallback(async move |request: Request| {
            let authorization = &request.headers()["authorization"];
            *noted.lock().unwrap() = Some(Seen {
                target: request.uri().to_string(),
                authorization: authorization.to_str().unwrap().to_owned(),
            });
            "[]"
        });
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, seen }
    }

    /// The last call since this was asked.
    pub fn take(&self) -> Option<Seen> {
        self.seen.lock().unwrap().take()
    }
}
