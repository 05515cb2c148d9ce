//! What API Gateway knows of a call: `$context`, which is also an event's `requestContext`.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{request::Request, routes::Match};

/// The account that owns everything on this machine.
pub(super) const ACCOUNT: &str = "000000000000";
/// The API's id in ARNs and host names.
pub(super) const API_ID: &str = "local";
/// The stage; local paths do not start with it.
pub(super) const STAGE: &str = "local";

/// The context variables of one call.
pub(super) struct Context {
    values: Map<String, Value>,
    request_id: String,
    extended_request_id: String,
    trace_id: String,
}

impl Context {
    pub(super) fn new(request: &Request) -> Self {
        let request_id = overridden_id(request).unwrap_or_else(uuid);
        let extended_request_id = BASE64_STANDARD.encode(rand::random::<[u8; 11]>());
        let now = now();
        let values = variables(request, &request_id, &extended_request_id, now);
        let trace_id =
            format!("Root=1-{:08x}-{:024x}", now.as_second(), rand::random::<u128>() >> 32);
        Self { values, request_id, extended_request_id, trace_id }
    }

    pub(super) fn matched(&mut self, matched: &Match<'_>) {
        self.set("resourcePath", matched.operation.template.as_str());
        self.set("resourceId", matched.operation.resource_id.as_str());
    }

    /// Keeps what the authorizer answered, for events, mappings and gateway responses.
    pub(super) fn authorized(&mut self, authorizer: Map<String, Value>) {
        self.set("authorizer", authorizer);
    }

    pub(super) fn request_id(&self) -> &str {
        &self.request_id
    }

    pub(super) fn extended_request_id(&self) -> &str {
        &self.extended_request_id
    }

    /// Value of `X-Amzn-Trace-Id` where the client brought none.
    pub(super) fn trace_id(&self) -> &str {
        &self.trace_id
    }

    /// The variable under a dotted name, as text; lists and objects are none.
    pub(super) fn look_up(&self, name: &str) -> Option<String> {
        let mut parts = name.split('.');
        let first = self.values.get(parts.next()?)?;
        let value = parts.try_fold(first, |value, part| value.get(part))?;
        text(value)
    }

    /// The whole, as events hold it.
    pub(super) fn to_value(&self) -> Value {
        Value::Object(self.values.clone())
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.values.insert(name.to_owned(), value.into());
    }
}

/// A string, number or boolean as text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn variables(
    request: &Request,
    request_id: &str,
    extended: &str,
    now: Timestamp,
) -> Map<String, Value> {
    let host = request.headers.any_case("host").unwrap_or_default();
    let variables = json!({
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "deploymentId": "local",
        "domainName": host,
        "domainPrefix": host.split('.').next(),
        "extendedRequestId": extended,
        "httpMethod": request.method,
        "identity": identity(request),
        "path": request.received_path,
        "protocol": "HTTP/1.1",
        "requestId": request_id,
        "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "requestTimeEpoch": now.as_millisecond(),
        "stage": STAGE,
    });
    match variables {
        Value::Object(variables) => variables,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

fn identity(request: &Request) -> Value {
    json!({
        "accessKey": null,
        "accountId": null,
        "caller": null,
        "cognitoAuthenticationProvider": null,
        "cognitoAuthenticationType": null,
        "cognitoIdentityId": null,
        "cognitoIdentityPoolId": null,
        "principalOrgId": null,
        "sourceIp": request.client.ip().to_string(),
        "user": null,
        "userAgent": request.headers.any_case("user-agent"),
        "userArn": null,
    })
}

/// AWS lets clients set the request id without saying how; taken as sent, which is the worst of it.
fn overridden_id(request: &Request) -> Option<String> {
    let id = request.headers.any_case("x-amzn-requestid")?;
    let is_id = (1..=128).contains(&id.len()) && id.chars().all(|c| c.is_ascii_graphic());
    is_id.then(|| id.to_owned())
}

fn uuid() -> String {
    let digits = format!("{:032x}", rand::random::<u128>());
    let parts =
        [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| digits.get(part).unwrap_or_default());
    parts.join("-")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the gateway stamps calls as AWS does; nothing of ours reads it"
)]
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}
