//! Secrets Manager with one secret in it: what this upstream knows the gateway by.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

/// Name of the secret, as the gate is told.
pub const SECRET_ARN: &str =
    "arn:aws:secretsmanager:local:000000000000:secret:sample-upstream-a1B2c3";

/// What the secret holds until it is changed: the whole value of `Authorization`.
pub const SAMPLE_CREDENTIAL: &str = "Bearer SampleUpstreamCredential4Granary";

/// The secret's text; none where Secrets Manager is out of order.
#[derive(Clone)]
pub(super) struct Kept(Arc<Mutex<Option<String>>>);

impl Default for Kept {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Some(SAMPLE_CREDENTIAL.to_owned()))))
    }
}

impl Kept {
    pub(super) fn change(&self, text: Option<&str>) {
        *self.lock() = text.map(str::to_owned);
    }

    /// Source: AWS, "GetSecretValue", in the SDKs' JSON protocol.
    pub(super) fn answer(&self, headers: &HeaderMap, body: &Bytes) -> Response {
        let target = headers.get("x-amz-target").map(http::HeaderValue::as_bytes);
        let asked: Value = serde_json::from_slice(body).unwrap_or_default();
        let secret = asked.get("SecretId").and_then(Value::as_str);
        if target != Some(b"secretsmanager.GetSecretValue") || secret != Some(SECRET_ARN) {
            return failure(StatusCode::BAD_REQUEST, "ResourceNotFoundException");
        }
        match &*self.lock() {
            Some(text) => Json(json!({ "ARN": SECRET_ARN, "SecretString": text })).into_response(),
            None => failure(StatusCode::INTERNAL_SERVER_ERROR, "InternalServiceError"),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failure(status: StatusCode, kind: &str) -> Response {
    (status, Json(json!({ "__type": kind }))).into_response()
}
