//! `aws_proxy`: the call becomes an event, the function's answer becomes the response.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context as _, bail, ensure};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::returned;
use crate::gateway::{
    Answer, Exchange,
    context::text,
    event,
    lambda::{self, InvokeError},
    refusal::{Kind, Refusal},
    response,
};

/// A function behind an operation.
pub(in crate::gateway) struct FunctionProxy {
    function: String,
    timeout: Duration,
}

/// A function's answer; other fields make it malformed (recorded by LocalStack's authors).
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
    status_code: Option<Value>,
    headers: Option<BTreeMap<String, Value>>,
    multi_value_headers: Option<BTreeMap<String, Vec<Value>>>,
    body: Option<String>,
    is_base64_encoded: Option<bool>,
}

impl FunctionProxy {
    pub(super) fn parse(uri: &str, timeout: Duration) -> anyhow::Result<Self> {
        Ok(Self { function: lambda::function_name(uri)?, timeout })
    }

    pub(super) async fn perform(&self, exchange: &Exchange<'_>) -> Result<Answer, Refusal> {
        let event = event::proxy_event(exchange);
        let answer = exchange.api.lambda.invoke(&self.function, &event, self.timeout).await;
        let answer = answer.map_err(|error| match error {
            InvokeError::TimedOut(_) => Refusal::fault(Kind::IntegrationTimeout, error),
            InvokeError::Function(_) | InvokeError::Transport(_) => {
                Refusal::fault(Kind::IntegrationFailure, format!("{}: {error}", self.function))
            }
        })?;
        let decode =
            exchange.api.document.binary.cover(exchange.request.headers.any_case("accept"));
        let response = Written::deserialize(answer)
            .map_err(Into::into)
            .and_then(|written| written.response(decode));
        response.map_err(|error| {
            let detail = format!("{}: malformed Lambda proxy response: {error:#}", self.function);
            Refusal::fault(Kind::IntegrationFailure, detail)
        })
    }
}

impl Written {
    fn response(self, decode: bool) -> anyhow::Result<Answer> {
        let status = self.status_code.as_ref().map_or(Ok(200), response::status)?;
        let headers = returned(self.header_lines()?.into_iter());
        let body = self.body.unwrap_or_default();
        let body = match self.is_base64_encoded {
            Some(true) if decode => {
                BASE64_STANDARD.decode(body).context("the body is no base64")?.into()
            }
            Some(_) | None => Bytes::from(body),
        };
        let mut answer = Response::new(body.into());
        *answer.status_mut() = StatusCode::from_u16(status)?;
        *answer.headers_mut() = headers;
        Ok(answer)
    }

    /// Both maps as one: a pair that stands in both is sent once.
    fn header_lines(&self) -> anyhow::Result<Vec<(HeaderName, HeaderValue)>> {
        let mut lines = Vec::new();
        for (name, values) in self.multi_value_headers.iter().flatten() {
            for value in values {
                lines.push(line(name, value)?);
            }
        }
        for (name, value) in self.headers.iter().flatten().filter(|(_, value)| !value.is_null()) {
            let line = line(name, value)?;
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        Ok(lines)
    }
}

fn line(name: &str, value: &Value) -> anyhow::Result<(HeaderName, HeaderValue)> {
    ensure!(!name.is_empty(), "a header has no name");
    let Some(value) = text(value) else { bail!("header `{name}` is no text, number or boolean") };
    let value = HeaderValue::from_bytes(value.as_bytes())
        .with_context(|| format!("value of header `{name}`"))?;
    Ok((name.parse().with_context(|| format!("header name `{name}`"))?, value))
}
