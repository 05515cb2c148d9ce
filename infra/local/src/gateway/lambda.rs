//! The Lambda API as far as a gateway needs it: one invocation, and how it can fail.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use bytes::Bytes;
use serde_json::Value;
use tokio::sync::Semaphore;

/// The emulator deadlocks for good at about a hundred invocations in flight.
const MOST_IN_FLIGHT: usize = 64;

/// Invokes functions of one emulator; clones share its connections and its limit.
#[derive(Clone)]
pub struct LambdaClient {
    base_url: Arc<str>,
    http: reqwest::Client,
    in_flight: Arc<Semaphore>,
}

/// Why an invocation brought no result.
#[derive(Debug, thiserror::Error)]
pub enum InvokeError {
    /// The function ran and failed; its report is what it says of that.
    #[error("the function failed: {0}")]
    Function(Value),
    /// The call did not get through, or its answer is no JSON.
    #[error("the function could not be invoked: {0:#}")]
    Transport(anyhow::Error),
    /// No answer in time.
    #[error("the function did not answer within {0:?}")]
    TimedOut(Duration),
}

impl LambdaClient {
    /// A client of the emulator at `base_url`, with at most 64 invocations in flight.
    pub fn new(base_url: &str, max_in_flight: usize) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap_or_default();
        let in_flight = Arc::new(Semaphore::new(max_in_flight.clamp(1, MOST_IN_FLIGHT)));
        Self { base_url: base_url.trim_end_matches('/').into(), http, in_flight }
    }

    /// The result of one synchronous invocation; time in the queue does not count.
    ///
    /// # Errors
    /// When the function fails, does not answer within `timeout`, or cannot be reached.
    pub async fn invoke(
        &self,
        function: &str,
        event: &Value,
        timeout: Duration,
    ) -> Result<Value, InvokeError> {
        let Ok(_place) = self.in_flight.acquire().await else {
            return Err(InvokeError::Transport(anyhow::anyhow!("the gateway is shutting down")));
        };
        let call = self.call(function, event.to_string());
        tokio::time::timeout(timeout, call).await.unwrap_or(Err(InvokeError::TimedOut(timeout)))
    }

    async fn call(&self, function: &str, event: String) -> Result<Value, InvokeError> {
        let url = format!("{}/2015-03-31/functions/{function}/invocations", self.base_url);
        let transport = |error: reqwest::Error| InvokeError::Transport(error.without_url().into());
        let request = self.http.post(url).header("content-type", "application/json").body(event);
        let response = request.send().await.map_err(transport)?;
        let flagged = response.headers().contains_key("x-amz-function-error");
        let status = response.status();
        let body = response.bytes().await.map_err(transport)?;
        read(&body, flagged, status)
    }
}

/// AWS flags a function's error by header under 200, cargo-lambda by status 500.
fn read(body: &Bytes, flagged: bool, status: reqwest::StatusCode) -> Result<Value, InvokeError> {
    let result: Result<Value, _> = serde_json::from_slice(body);
    match result {
        Ok(report) if flagged || (!status.is_success() && report.get("errorMessage").is_some()) => {
            Err(InvokeError::Function(report))
        }
        Ok(result) if status.is_success() => Ok(result),
        Ok(_) | Err(_) if !status.is_success() => {
            Err(InvokeError::Transport(anyhow::anyhow!("the emulator answered {status}")))
        }
        other => other.context("the function's answer is no JSON").map_err(InvokeError::Transport),
    }
}

/// The function that an integration's or authorizer's URI invokes.
///
/// # Errors
/// When the URI is not `…/functions/<function ARN>/invocations`.
pub(super) fn function_name(uri: &str) -> anyhow::Result<String> {
    let (_, rest) =
        uri.split_once("/functions/").with_context(|| format!("`{uri}` invokes no function"))?;
    let arn = rest
        .strip_suffix("/invocations")
        .with_context(|| format!("`{uri}` ends without `/invocations`"))?;
    let name = arn.split(':').nth(6).filter(|name| !name.is_empty());
    name.map(str::to_owned).with_context(|| format!("`{arn}` is no function's ARN"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_function_in_a_uri() {
        let uri = |arn: &str| {
            format!("arn:aws:apigateway:r:lambda:path/2015-03-31/functions/{arn}/invocations")
        };
        let name = function_name(&uri("arn:aws:lambda:local:000000000000:function:create_key"));
        assert_eq!(name.unwrap(), "create_key");
        for wrong in
            [uri("create_key"), "http://127.0.0.1".into(), "x/functions/a:b:c:d:e:f:g".into()]
        {
            assert!(function_name(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tells_a_functions_error_from_a_broken_emulator() {
        let body = |text: &'static str| Bytes::from_static(text.as_bytes());
        let (ok, failed) = (reqwest::StatusCode::OK, reqwest::StatusCode::INTERNAL_SERVER_ERROR);
        let report = body(r#"{"errorType":"E","errorMessage":"Unauthorized"}"#);
        for (flagged, status) in [(true, ok), (false, failed), (true, failed)] {
            let error = read(&report, flagged, status).unwrap_err();
            assert!(matches!(error, InvokeError::Function(_)), "{error}");
        }
        assert_eq!(read(&report, false, ok).unwrap()["errorType"], "E");
        for (text, status) in [("{}", failed), ("oops", failed), ("oops", ok)] {
            let error = read(&body(text), false, status).unwrap_err();
            assert!(matches!(error, InvokeError::Transport(_)), "{error}");
        }
    }
}
