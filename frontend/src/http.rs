//! One HTTP exchange: sent within a time, read as JSON.

use contract::catalogue::Method;
use gloo_net::http::{Headers, RequestBuilder, Response};
use js_sys::JSON;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Milliseconds after which no answer is expected any more: API Gateway gives up after 29 s.
const PATIENCE: u32 = 30_000;

/// What is sent.
#[derive(Debug)]
pub struct Call {
    method: Method,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

impl Call {
    /// Reads.
    pub const fn get(url: String) -> Self {
        Self::new(Method::Get, url)
    }

    /// Sends with this method.
    pub const fn new(method: Method, url: String) -> Self {
        Self { method, url, headers: Vec::new(), body: None }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sends this as JSON.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        let text = body
            .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .ok()
            .and_then(|value| JSON::stringify(&value).ok());
        let body = text.map(String::from);
        Self { body, ..self }.header("Content-Type", "application/json".into())
    }

    /// Sends these as a form, as OAuth's endpoints want it.
    #[must_use]
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self { body: Some(body), ..self }
            .header("Content-Type", "application/x-www-form-urlencoded".into())
    }
}

/// No usable answer came: nothing is known about what the other side did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unreachable {
    /// The browser has no connection, or the other side refused it.
    Connection,
    /// An answer that is none of this API's.
    Nonsense,
    /// It took too long.
    Time,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Seconds after which it is worth trying again, where the answer says so.
    pub retry_after: Option<u32>,
    body: JsValue,
}

impl Reply {
    /// The body as a value of the contract.
    ///
    /// # Errors
    /// [`Unreachable::Nonsense`] when it is something else.
    pub fn parse<T: DeserializeOwned>(self) -> Result<T, Unreachable> {
        serde_wasm_bindgen::from_value(self.body).map_err(|_| Unreachable::Nonsense)
    }
}

/// Sends one call and waits for its answer.
///
/// # Errors
/// When none comes.
pub async fn send(call: Call) -> Result<Reply, Unreachable> {
    let headers = Headers::new();
    for (name, value) in &call.headers {
        headers.set(name, value);
    }
    let request = RequestBuilder::new(&call.url)
        .method(gloo_method(call.method))
        .headers(headers)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let response = match call.body {
        Some(body) => request.body(body).map_err(|_| Unreachable::Nonsense)?.send().await,
        None => request.send().await,
    };
    read(response.map_err(|error| failure(&error))?).await
}

/// By the browser's own reader, which leaves no copy of the body in the program's memory.
async fn read(response: Response) -> Result<Reply, Unreachable> {
    let retry_after = response.headers().get("Retry-After").and_then(|text| text.parse().ok());
    let status = response.status();
    let raw: web_sys::Response = response.into();
    let json = raw.json().map_err(|_| Unreachable::Nonsense)?;
    let body = JsFuture::from(json).await.unwrap_or(JsValue::UNDEFINED);
    Ok(Reply { status, retry_after, body })
}

/// `AbortSignal.timeout` ends a request by an error of this name; source: the DOM standard.
fn failure(error: &gloo_net::Error) -> Unreachable {
    let slow = matches!(error, gloo_net::Error::JsError(error) if error.name == "TimeoutError");
    if slow { Unreachable::Time } else { Unreachable::Connection }
}

const fn gloo_method(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}
