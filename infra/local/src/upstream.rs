//! A stand-in for the organization's own Harvest API, with made-up data.
//!
//! It is what the gate protects on one machine: it answers every endpoint of the
//! catalogue, is as lenient towards paths and methods as Rack, and remembers what
//! reached it. Nothing that a client writes is kept.
//!
//! # Layout
//! - `rack`: how a request's method and path are read.
//! - `routes`: which answer belongs to which endpoint; `records`: the answers.
//! - `acting`, `filter`, `paging`: what all endpoints share.
//! - `orders`: what a test asks of the next answer; `seen`: what reached us.
//! - `secret`: where the gate has its credential for us from.

mod acting;
mod call;
mod collection;
mod filter;
mod orders;
mod paging;
mod rack;
mod records;
mod refusal;
mod routes;
mod secret;
mod seen;

use std::io;

use axum::{
    Json, Router,
    body::to_bytes,
    extract::Request,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub use secret::{SAMPLE_CREDENTIAL, SECRET_ARN};
pub use seen::Seen;

use self::{
    call::{Answer, Call, Reply},
    orders::Orders,
    refusal::Refusal,
    routes::Matched,
    seen::Ring,
};

/// Where what reached us is shown (GET) and forgotten (DELETE); never in the catalogue.
pub const INSPECTION: &str = "/_upstream/requests";

/// Where Secrets Manager is; never in the catalogue either.
pub const SECRETS: &str = "/_upstream/secrets";

/// More than the 10 MB the gate lets through, so that its limit is what is tested.
const LARGEST_BODY: usize = 64 << 20;

/// Listens until the future is dropped, with a fresh memory.
///
/// # Errors
/// The listener is gone.
pub async fn serve(listener: TcpListener) -> io::Result<()> {
    Upstream::default().serve(listener).await
}

/// The sample Harvest; clones share the memory of what reached it.
#[derive(Clone, Default)]
pub struct Upstream {
    seen: Ring,
    secret: secret::Kept,
}

impl Upstream {
    /// Listens until the future is dropped.
    ///
    /// # Errors
    /// The listener is gone.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        let router = Router::new().fallback(move |request: Request| {
            let upstream = self.clone();
            async move { upstream.answer(request).await }
        });
        axum::serve(listener, router).await
    }

    /// What reached it, oldest first; with a marker, only those whose `X-Test-Marker` it is.
    pub fn requests(&self, marker: Option<&str>) -> Vec<Seen> {
        self.seen.with_marker(marker)
    }

    /// Empties the memory of requests.
    pub fn forget(&self) {
        self.seen.clear();
    }

    /// What Secrets Manager holds from now on; with nothing, it is out of order.
    pub fn change_secret(&self, text: Option<&str>) {
        self.secret.change(text);
    }

    /// One request, without a socket in between.
    pub async fn answer(&self, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
            return refused(&Refusal::TooLarge);
        };
        if head.uri.path() == INSPECTION {
            return self.inspect(&head);
        }
        if head.uri.path().trim_end_matches('/') == SECRETS {
            return self.secret.answer(&head.headers, &body);
        }
        let method = rack::method(&head, &body);
        let path = rack::segments(head.uri.path());
        let matched = routes::find(&method, &path);
        let endpoint = matched.as_ref().map(|matched| matched.endpoint.id);
        self.seen.record(&head, &method, endpoint, body.len());

        let orders = Orders::of(&head.headers);
        orders.wait().await;
        let answer = match orders.answer() {
            Some(ordered) => ordered,
            None => harvest(&head, &body, matched, &path),
        };
        rate_limited(answer)
    }

    fn inspect(&self, head: &Parts) -> Response {
        let query = rack::pairs(head.uri.query());
        let marker = query.iter().find(|(name, _)| name == "marker");
        match head.method {
            Method::GET => {
                Json(self.requests(marker.map(|(_, value)| value.as_str()))).into_response()
            }
            Method::DELETE => {
                self.forget();
                StatusCode::NO_CONTENT.into_response()
            }
            _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        }
    }
}

fn harvest(head: &Parts, body: &Bytes, matched: Option<Matched>, path: &[String]) -> Response {
    let call = match admitted(head, body, matched) {
        Ok(call) => call,
        Err(refusal) => return refused(&refusal),
    };
    match evaluated(&call, &head.headers, path) {
        Ok((status, headers, body)) => (status, headers, Json(body)).into_response(),
        Err(refusal) => refused(&refusal),
    }
}

/// The checks that come before any endpoint's own.
///
/// A body is refused by the method *received*: one that comes with an overridden POST
/// is let through, which a strict upstream would not do.
fn admitted(head: &Parts, body: &Bytes, matched: Option<Matched>) -> Result<Call, Refusal> {
    if head.method == Method::GET && !body.is_empty() {
        return Err(Refusal::BodyOnGet);
    }
    let Matched { endpoint, parameters } = matched.ok_or(Refusal::NotFound)?;
    let mut fields = serde_json::Map::new();
    if endpoint.writes() {
        acting::user(&head.headers)?;
        fields = rack::fields(&head.headers, body)?;
    }
    Ok(Call { endpoint, parameters, query: rack::pairs(head.uri.query()), body: fields })
}

fn evaluated(
    call: &Call,
    headers: &HeaderMap,
    path: &[String],
) -> Result<(StatusCode, HeaderMap, Value), Refusal> {
    let answer: Answer = routes::answer(call);
    match answer? {
        Reply::Body(status, body) => Ok((status, HeaderMap::new(), body)),
        Reply::List(records) => {
            let kept = filter::matching(records, &call.query)?;
            let page = paging::Page::asked(call)?;
            let address = paging::address(headers, path);
            let mut reply = HeaderMap::new();
            if let Some(link) = page.link(&address, kept.len()) {
                reply.insert(header::LINK, link);
            }
            Ok((StatusCode::OK, reply, json!(page.of(&kept))))
        }
    }
}

fn refused(refusal: &Refusal) -> Response {
    (refusal.status(), Json(refusal.body())).into_response()
}

/// Constant, as nothing here is limited; connectors read them all the same.
fn rate_limited(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", HeaderValue::from_static("50"));
    headers.insert("x-ratelimit-remaining", HeaderValue::from_static("49"));
    response
}

#[cfg(test)]
mod tests;
