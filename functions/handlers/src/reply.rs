//! Answers of the admin functions: the one place where a status is picked.

use std::{error::Error, fmt};

use contract::problem::{Code, FieldError, MEDIA_TYPE, Problem};
use domain::store::StoreError;
use lambda_http::{
    Body, Response,
    http::{HeaderValue, StatusCode, header},
};
use serde::Serialize;

use crate::log;

/// A success, ready to be sent; its body may hold the one secret, so it is never printed.
pub struct Reply {
    status: StatusCode,
    body: Result<String, serde_json::Error>,
    version: Option<u64>,
    location: Option<String>,
}

impl Reply {
    /// `200 OK`
    pub fn ok(body: &impl Serialize) -> Self {
        Self {
            status: StatusCode::OK,
            body: serde_json::to_string(body),
            version: None,
            location: None,
        }
    }

    /// `201 Created`, with the place of what was made.
    pub fn created(location: String, body: &impl Serialize) -> Self {
        Self { status: StatusCode::CREATED, location: Some(location), ..Self::ok(body) }
    }

    /// Adds the `ETag` that an edit will have to name.
    #[must_use]
    pub fn tagged(self, version: u64) -> Self {
        Self { version: Some(version), ..self }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}

/// A refusal: what the caller may know, and beside it what only the log may.
#[derive(Debug)]
pub struct Failure {
    code: Code,
    detail: String,
    errors: Vec<FieldError>,
    key_id: Option<String>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A refusal with a sentence that says what was wrong, and what to do.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), key_id: None, cause: None }
    }

    /// No such key, in whatever way.
    pub fn key_not_found() -> Self {
        Self::new(Code::KeyNotFound, "your organization has no API key with this id")
    }

    /// The store, or what it needs, did not answer.
    pub fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let detail = "look whether the change was made, or simply send it again in a few seconds";
        Self { cause: Some(cause.into()), ..Self::new(Code::Unavailable, detail) }
    }
}

impl From<domain::error::Error> for Failure {
    fn from(error: domain::error::Error) -> Self {
        use domain::error::Error as Rule;
        match error {
            Rule::AlreadyCreated(id) => Self {
                key_id: Some(id.to_string()),
                ..Self::new(
                    Code::AlreadyCreated,
                    "its secret cannot be shown again; if it was lost, revoke that key and create another \
                     with a new idempotency key",
                )
            },
            Rule::InvalidCursor => Self::new(
                Code::InvalidCursor,
                "start again without `cursor`; it holds for one list and one filter",
            ),
            Rule::InvalidFields(errors) => Self {
                errors,
                ..Self::new(Code::InvalidFields, "`errors` names each value to correct")
            },
            Rule::InvalidIdempotencyKey => Self::new(
                Code::InvalidIdempotencyKey,
                "send 1 to 255 visible ASCII characters, such as a UUID",
            ),
            Rule::InvalidQuery(detail) => Self::new(Code::InvalidQuery, detail),
            Rule::NotFound => Self::key_not_found(),
            Rule::Stale => Self::new(Code::StaleVersion, "read it again, and decide anew"),
            Rule::Store(StoreError::Corrupt(cause)) => Self {
                cause: Some(cause),
                ..Self::new(Code::Internal, "an item of the key store is damaged; the log has more")
            },
            Rule::Store(StoreError::Unavailable(cause)) => Self::unavailable(cause),
        }
    }
}

/// The response to a request of this id, readable by pages of this origin.
pub fn response(answer: Result<Reply, Failure>, request_id: &str, origin: &str) -> Response<Body> {
    let answer = answer.and_then(|reply| match reply.body {
        Ok(body) => Ok((reply.status, reply.version, reply.location, body)),
        Err(error) => Err(Failure {
            cause: Some(error.into()),
            ..Failure::new(Code::Internal, "it was not read")
        }),
    });
    let mut response = match answer {
        Ok((status, version, location, body)) => {
            let mut response = sent(status, "application/json", body);
            let tag = version.map(|version| format!("\"{version}\""));
            set(&mut response, header::ETAG, tag.as_deref());
            set(&mut response, header::LOCATION, location.as_deref());
            response
        }
        Err(failure) => problem(failure, request_id),
    };
    set(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, Some(origin));
    for (name, value) in ALWAYS.clone() {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// On every answer; source for the set: OWASP REST Security Cheat Sheet, "Security headers".
static ALWAYS: [(header::HeaderName, &str); 7] = [
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Location, Retry-After"),
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (header::VARY, "Origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

fn problem(failure: Failure, request_id: &str) -> Response<Body> {
    if let Some(cause) = &failure.cause {
        log::failure(request_id, failure.code, cause.as_ref());
    }
    let status = failure.code.status();
    let problem = Problem {
        kind: "about:blank".to_owned(),
        title: failure.code.title().to_owned(),
        status,
        code: failure.code,
        detail: failure.detail,
        request_id: request_id.to_owned(),
        errors: failure.errors,
        key_id: failure.key_id,
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let mut response = sent(status, MEDIA_TYPE, body);
    set(&mut response, header::RETRY_AFTER, (failure.code == Code::Unavailable).then_some("2"));
    set(&mut response, header::WWW_AUTHENTICATE, (status == 401).then_some("Bearer"));
    response
}

fn sent(status: StatusCode, media_type: &str, body: String) -> Response<Body> {
    let mut response = Response::new(Body::Text(body));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, Some(media_type));
    response
}

fn set(response: &mut Response<Body>, name: header::HeaderName, value: Option<&str>) {
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
        response.headers_mut().insert(name, value);
    }
}
