//! The sample upstream as the gate and its tests see it.

mod catalogue;
mod lenience;
mod lists;

use axum::{body::Body, extract::Request, response::Response};
use http::HeaderMap;
use http_body_util::BodyExt;
use serde_json::Value;

use super::Upstream;

/// A site admin, a basic user, a disabled one.
const ADMIN: &str = "1001";
const BASIC: &str = "1025";
const DISABLED: &str = "1030";

struct Told {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Told {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(upstream: &Upstream, request: Request) -> Told {
    let response: Response = upstream.answer(request).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.into_body().collect().await.unwrap().to_bytes();
    Told { status, headers, body: serde_json::from_slice(&body).unwrap_or(Value::Null) }
}

fn get(target: &str) -> Request {
    Request::get(target).header("host", "upstream.test").body(Body::empty()).unwrap()
}

fn write(method: &str, target: &str, acting: Option<&str>, body: &Value) -> Request {
    let mut request = Request::builder().method(method).uri(target);
    if let Some(user) = acting {
        request = request.header("on-behalf-of", user);
    }
    request.header("content-type", "application/json").body(Body::from(body.to_string())).unwrap()
}
