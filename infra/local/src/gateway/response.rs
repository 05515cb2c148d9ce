//! Gateway responses: how the document dresses what API Gateway refuses itself.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use http::{HeaderName, HeaderValue, Response, header::CONTENT_TYPE};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Answer,
    context::Context,
    mapping::{self, Source, Values},
    refusal::{Kind, Refusal},
    request::Request,
};

/// Every type that AWS lets a document dress; source: AWS, "Gateway response types".
pub(crate) const TYPES: [&str; 21] = [
    "ACCESS_DENIED",
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "EXPIRED_TOKEN",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
];

/// `x-amazon-apigateway-gateway-responses`.
pub(super) struct GatewayResponses(BTreeMap<String, GatewayResponse>);

#[derive(Default)]
struct GatewayResponse {
    status: Option<u16>,
    headers: Vec<(HeaderName, Source)>,
    templates: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    status_code: Option<Value>,
    #[serde(default)]
    response_parameters: BTreeMap<String, String>,
    #[serde(default)]
    response_templates: BTreeMap<String, String>,
}

impl GatewayResponses {
    /// # Errors
    /// When a type is unknown, or a status, header or source is malformed.
    pub(super) fn parse(document: &Value) -> anyhow::Result<Self> {
        let written = document.get("x-amazon-apigateway-gateway-responses").cloned();
        let written: BTreeMap<String, Written> =
            serde_json::from_value(written.unwrap_or_else(|| json!({})))
                .context("gateway responses")?;
        let parse = |(kind, written): (String, Written)| {
            ensure!(TYPES.contains(&kind.as_str()), "`{kind}` is no gateway response type");
            let response = written.parse().with_context(|| format!("gateway response {kind}"))?;
            Ok((kind, response))
        };
        written.into_iter().map(parse).collect::<anyhow::Result<_>>().map(Self)
    }

    pub(super) fn render(
        &self,
        refusal: &Refusal,
        request: &Request,
        context: &Context,
        stage_variables: &BTreeMap<String, String>,
    ) -> Answer {
        let plain = GatewayResponse::default();
        let chosen = self.choose(refusal).unwrap_or(&plain);
        let values = Values { request, path_parameters: &[], context, stage_variables };
        let (content_type, body) = chosen.body(refusal, &values);
        let mut response = Response::new(body.into());
        let status = chosen.status.unwrap_or(refusal.status);
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, content_type);
        let (_, error_type) = refusal.kind.names();
        headers.insert("x-amzn-errortype", HeaderValue::from_static(error_type));
        for (name, source) in &chosen.headers {
            if let Some(value) = source.read(&values).and_then(|text| text.parse().ok()) {
                headers.insert(name, value);
            }
        }
        response
    }

    /// AWS falls back on the family's default; it lets nobody dress 413.
    fn choose(&self, refusal: &Refusal) -> Option<&GatewayResponse> {
        if refusal.kind == Kind::RequestTooLarge {
            return None;
        }
        let (kind, _) = refusal.kind.names();
        let family = if refusal.status < 500 { "DEFAULT_4XX" } else { "DEFAULT_5XX" };
        self.0.get(kind).or_else(|| self.0.get(family))
    }
}

impl Written {
    fn parse(self) -> anyhow::Result<GatewayResponse> {
        Ok(GatewayResponse {
            status: self.status_code.as_ref().map(status).transpose()?,
            headers: mapping::response_headers(
                &self.response_parameters,
                "gatewayresponse.header.",
            )?,
            templates: self.response_templates,
        })
    }
}

impl GatewayResponse {
    /// AWS picks by `Accept`, with JSON as the default, and names the type by the template's key.
    fn body(&self, refusal: &Refusal, values: &Values<'_>) -> (HeaderValue, String) {
        let json = "application/json";
        let accepted = values.request.headers.any_case("accept").unwrap_or(json);
        let mut templates =
            [accepted, json].into_iter().filter_map(|name| self.templates.get_key_value(name));
        match templates.next().or_else(|| self.templates.first_key_value()) {
            Some((name, template)) => {
                let name = name.parse().unwrap_or_else(|_| HeaderValue::from_static(json));
                (name, substitute(template, refusal, values))
            }
            None => {
                (HeaderValue::from_static(json), json!({"message": refusal.message}).to_string())
            }
        }
    }
}

/// A `statusCode`, which documents write as text or number.
///
/// # Errors
/// When it is no status of HTTP.
pub(super) fn status(written: &Value) -> anyhow::Result<u16> {
    let text = super::context::text(written).unwrap_or_default();
    let status = text.parse().ok().filter(|status| (100..=599).contains(status));
    status.with_context(|| format!("`{written}` is no status code"))
}

/// Plain substitution of `$context.…` and its like; nothing is escaped (AWS is silent).
fn substitute(template: &str, refusal: &Refusal, values: &Values<'_>) -> String {
    let mut body = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        body.push_str(before);
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let end = after.find(|c| !is_part(c)).unwrap_or(after.len());
        let (name, _) = after.split_at(end);
        let name = name.trim_end_matches(['.', '-']);
        match value(name, refusal, values) {
            Some(value) => body.push_str(&value),
            None => body.extend(["$", name]),
        }
        rest = after.strip_prefix(name).unwrap_or_default();
    }
    body.push_str(rest);
    body
}

/// `None` where the name is no variable at all; a variable without a value is empty.
fn value(name: &str, refusal: &Refusal, values: &Values<'_>) -> Option<String> {
    match name {
        "context.error.message" => Some(refusal.message.clone()),
        "context.error.messageString" => Some(Value::from(refusal.message.as_str()).to_string()),
        "context.error.responseType" => Some(refusal.kind.names().0.to_owned()),
        _ => Source::variable(name).map(|source| source.read(values).unwrap_or_default()),
    }
}
