//! `X-Upstream-*`: what a test asks of the answer to its own request.

use std::time::Duration;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};

const LONGEST_DELAY_MS: u64 = 60_000;
const LARGEST_ANSWER: usize = 64 << 20;

/// None of these headers means Harvest's own answer, at once.
pub(super) struct Orders {
    delay: Duration,
    status: Option<StatusCode>,
    size: Option<usize>,
}

impl Orders {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let delay: u64 = number(headers, "x-upstream-delay-ms").unwrap_or_default();
        let status: Option<u16> = number(headers, "x-upstream-status");
        let size: Option<usize> = number(headers, "x-upstream-size");
        Self {
            delay: Duration::from_millis(delay.min(LONGEST_DELAY_MS)),
            status: status.and_then(|code| StatusCode::from_u16(code).ok()),
            size: size.map(|size| size.min(LARGEST_ANSWER)),
        }
    }

    pub(super) async fn wait(&self) {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
    }

    pub(super) fn answer(&self) -> Option<Response> {
        if self.status.is_none() && self.size.is_none() {
            return None;
        }
        let body = match self.size {
            Some(size) => filled(size),
            None => r#"{"message":"As ordered by X-Upstream-Status"}"#.to_owned(),
        };
        let json = [(header::CONTENT_TYPE, "application/json")];
        Some((self.status.unwrap_or(StatusCode::OK), json, Body::from(body)).into_response())
    }
}

/// A JSON string of exactly that many bytes, quotes included.
fn filled(size: usize) -> String {
    match size.checked_sub(2) {
        Some(inside) => format!("\"{}\"", "x".repeat(inside)),
        None => "0".repeat(size),
    }
}

fn number<T: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}
