//! Why a call went no further, in API Gateway's terms.

use std::{fmt, fs::OpenOptions, io::Write as _, path::Path};

use super::request::Request;

/// A gateway response type; the names are AWS's.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    AccessDenied,
    ApiConfiguration,
    AuthorizerConfiguration,
    AuthorizerFailure,
    BadRequestParameters,
    Default4xx,
    IntegrationFailure,
    IntegrationTimeout,
    InvalidSignature,
    MissingAuthenticationToken,
    RequestTooLarge,
    Unauthorized,
}

impl Kind {
    /// Name in `x-amazon-apigateway-gateway-responses`, and the `x-amzn-ErrorType` header.
    pub(super) const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::AccessDenied => ("ACCESS_DENIED", "AccessDeniedException"),
            Self::ApiConfiguration => ("API_CONFIGURATION_ERROR", "ApiConfigurationException"),
            Self::AuthorizerConfiguration => {
                ("AUTHORIZER_CONFIGURATION_ERROR", "AuthorizerConfigurationException")
            }
            Self::AuthorizerFailure => ("AUTHORIZER_FAILURE", "AuthorizerFailureException"),
            Self::BadRequestParameters => ("BAD_REQUEST_PARAMETERS", "BadRequestException"),
            Self::Default4xx => ("DEFAULT_4XX", "BadRequestException"),
            Self::IntegrationFailure => ("INTEGRATION_FAILURE", "InternalServerErrorException"),
            Self::IntegrationTimeout => ("INTEGRATION_TIMEOUT", "InternalServerErrorException"),
            Self::InvalidSignature => ("INVALID_SIGNATURE", "InvalidSignatureException"),
            Self::MissingAuthenticationToken => {
                ("MISSING_AUTHENTICATION_TOKEN", "MissingAuthenticationTokenException")
            }
            Self::RequestTooLarge => ("REQUEST_TOO_LARGE", "RequestTooLargeException"),
            Self::Unauthorized => ("UNAUTHORIZED", "UnauthorizedException"),
        }
    }

    const fn status(self) -> u16 {
        match self {
            Self::BadRequestParameters | Self::Default4xx => 400,
            Self::Unauthorized => 401,
            Self::AccessDenied | Self::InvalidSignature | Self::MissingAuthenticationToken => 403,
            Self::RequestTooLarge => 413,
            Self::ApiConfiguration | Self::AuthorizerConfiguration | Self::AuthorizerFailure => 500,
            Self::IntegrationFailure => 502,
            Self::IntegrationTimeout => 504,
        }
    }
}

/// A call that ends with a gateway response.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) kind: Kind,
    /// Status where the document sets none.
    pub(super) status: u16,
    /// `$context.error.message`; may quote the client.
    pub(super) message: String,
    /// What the engineer should know, for the gateway's own log.
    detail: Option<String>,
}

impl Refusal {
    pub(super) fn new(kind: Kind, message: &str) -> Self {
        Self { kind, status: kind.status(), message: message.to_owned(), detail: None }
    }

    /// A fault of ours, which the client sees as `Internal server error`.
    pub(super) fn fault(kind: Kind, detail: impl fmt::Display) -> Self {
        Self { detail: Some(detail.to_string()), ..Self::new(kind, "Internal server error") }
    }

    /// A refusal under another status of the DEFAULT_4XX family.
    pub(super) fn bad_request(status: u16, message: &str) -> Self {
        Self { status, ..Self::new(Kind::Default4xx, message) }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(Kind::Unauthorized, "Unauthorized")
    }

    /// AWS takes an `Authorization` header on an unknown route for a bad signature, and quotes it.
    pub(super) fn unknown_route(request: &Request) -> Self {
        match request.headers.any_case("authorization").filter(|value| !value.is_empty()) {
            Some(value) => {
                let message = format!(
                    "'{value}' not a valid key=value pair (missing equal-sign) in Authorization header: '{value}'."
                );
                Self::new(Kind::InvalidSignature, &message)
            }
            None => Self::new(Kind::MissingAuthenticationToken, "Missing Authentication Token"),
        }
    }

    /// Tells the engineer about faults; a client's own mistakes are no news.
    pub(super) fn log(&self, request_id: &str, file: Option<&Path>) {
        if let Some(detail) = &self.detail {
            let (kind, _) = self.kind.names();
            log_line(&format!("gateway: request {request_id}: {kind}: {detail}"), file);
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "the local gateway's execution log, as CloudWatch holds on AWS"
)]
fn log_line(line: &str, file: Option<&Path>) {
    eprintln!("{line}");
    let file = file.map(|file| OpenOptions::new().create(true).append(true).open(file));
    if let Some(Ok(mut file)) = file {
        // A log that cannot be written to must not stop an answer.
        drop(writeln!(file, "{line}"));
    }
}
