//! What stands behind an operation: a function, the upstream, or nothing but headers.

mod aws_proxy;
mod http_proxy;
mod mock;

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context as _, bail, ensure};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

pub(super) use self::http_proxy::{UpstreamClient, upstream_client};
use self::{aws_proxy::FunctionProxy, http_proxy::HttpProxy, mock::Mock};
use super::{Answer, Exchange, Settings, refusal::Refusal};

/// Header names that no integration sees (docs/gateway.md).
pub(super) const DROPPED: [&str; 14] = [
    "connection",
    "content-length",
    "content-md5",
    "expect",
    "keep-alive",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "www-authenticate",
];

/// Header names that come back as `x-amzn-Remapped-…` (docs/gateway.md).
const REMAPPED: [&str; 9] = [
    "authorization",
    "connection",
    "content-md5",
    "date",
    "max-forwards",
    "server",
    "user-agent",
    "www-authenticate",
    "x-amzn-requestid",
];

/// Header names that do not come back; the length is made anew.
const NOT_RETURNED: [&str; 10] = [
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// An `x-amazon-apigateway-integration`.
pub(super) enum Integration {
    Function(FunctionProxy),
    Upstream(HttpProxy),
    Mock(Mock),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    r#type: String,
    uri: Option<String>,
    http_method: Option<String>,
    timeout_in_millis: Option<u64>,
    #[serde(default)]
    request_parameters: BTreeMap<String, String>,
    #[serde(default)]
    request_templates: BTreeMap<String, String>,
    #[serde(default)]
    responses: BTreeMap<String, WrittenResponse>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenResponse {
    status_code: Option<Value>,
    #[serde(default)]
    response_parameters: BTreeMap<String, String>,
}

impl Integration {
    /// Reads an operation's integration.
    ///
    /// # Errors
    /// When it is of a type that is not emulated, or lacks what its type needs.
    pub(super) fn parse(written: &Value, settings: &Settings) -> anyhow::Result<Self> {
        let written = Written::deserialize(written).context("x-amazon-apigateway-integration")?;
        let timeout = settings.integration_timeout.unwrap_or_else(|| written.timeout());
        match written.r#type.to_ascii_lowercase().as_str() {
            "aws_proxy" => {
                ensure!(
                    written.http_method.as_deref() == Some("POST"),
                    "functions are invoked by POST alone"
                );
                FunctionProxy::parse(written.uri()?, timeout).map(Self::Function)
            }
            "http_proxy" => {
                let method =
                    written.http_method.as_deref().context("the integration has no httpMethod")?;
                HttpProxy::parse(method, written.uri()?, &written.request_parameters, timeout)
                    .map(Self::Upstream)
            }
            "mock" => Mock::parse(&written).map(Self::Mock),
            other => bail!("integrations of type `{other}` are not emulated"),
        }
    }

    pub(super) async fn perform(&self, exchange: &Exchange<'_>) -> Result<Answer, Refusal> {
        match self {
            Self::Function(proxy) => proxy.perform(exchange).await,
            Self::Upstream(proxy) => proxy.perform(exchange).await,
            Self::Mock(mock) => Ok(mock.perform(exchange)),
        }
    }

    #[cfg(test)]
    pub(super) fn nothing() -> Self {
        Self::Mock(Mock::default())
    }
}

impl Written {
    /// 29 seconds, AWS's default and most.
    fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_in_millis.unwrap_or(29_000))
    }

    fn uri(&self) -> anyhow::Result<&str> {
        self.uri.as_deref().context("the integration has no uri")
    }
}

/// What becomes of an integration's headers on the way to the client.
fn returned(headers: impl Iterator<Item = (HeaderName, HeaderValue)>) -> HeaderMap {
    let mut result = HeaderMap::new();
    for (name, value) in headers {
        if NOT_RETURNED.contains(&name.as_str()) {
            continue;
        }
        let name =
            if REMAPPED.contains(&name.as_str()) { remapped(&name).unwrap_or(name) } else { name };
        result.append(name, value);
    }
    let json = HeaderValue::from_static("application/json");
    result.entry(http::header::CONTENT_TYPE).or_insert(json);
    result
}

fn remapped(name: &HeaderName) -> Option<HeaderName> {
    format!("x-amzn-remapped-{name}").parse().ok()
}
