//! Every way the admin API refuses: RFC 9457 problems with a stable code.

use serde::{Deserialize, Serialize};

/// Media type of every refusal; source: RFC 9457, section 6.1.
pub const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $status:literal, $title:literal;)+) => {
        /// Why a request was refused; the name is the contract, the words are not.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Code {
            /// Every code, by status.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable name: `key_not_found`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The HTTP status that it is answered with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// What all problems of this code have in common, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

codes! {
    /// The body is no JSON, or JSON of another shape.
    MalformedBody = "malformed_body", 400, "The body could not be read";
    /// A cursor that this list did not give out for this filter.
    InvalidCursor = "invalid_cursor", 400, "The cursor does not belong to this list";
    /// A query parameter that is unknown, doubled, or out of range.
    InvalidQuery = "invalid_query", 400, "A query parameter is not valid";
    /// `If-Match` is not one `ETag` of a key.
    InvalidIfMatch = "invalid_if_match", 400, "The If-Match header is not valid";
    /// `Idempotency-Key` is not 1 to 255 visible ASCII characters.
    InvalidIdempotencyKey = "invalid_idempotency_key", 400, "The Idempotency-Key header is not valid";
    /// No bearer token, or one that does not verify. API Gateway answers it.
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    /// Signed in, without the group that this takes.
    Forbidden = "forbidden", 403, "You may not do this";
    /// Signed in, and no organization is set for the user.
    NoOrganization = "no_organization", 403, "You belong to no organization";
    /// No such key in the caller's organization.
    KeyNotFound = "key_not_found", 404, "No such API key";
    /// No such route. API Gateway answers it.
    NotFound = "not_found", 404, "No such resource";
    /// This idempotency key made a key before; its secret cannot be shown again.
    AlreadyCreated = "already_created", 409, "The API key was created before";
    /// The key changed since the version that `If-Match` names.
    StaleVersion = "stale_version", 412, "Somebody else changed the API key";
    /// Over 64 KB.
    BodyTooLarge = "body_too_large", 413, "The body is too large";
    /// Not `application/json`.
    UnsupportedMediaType = "unsupported_media_type", 415, "The body is not JSON";
    /// The body was read, and a value in it is not allowed; `errors` names each.
    InvalidFields = "invalid_fields", 422, "A value is not valid";
    /// `If-Match` is missing.
    IfMatchRequired = "if_match_required", 428, "The If-Match header is missing";
    /// Too many requests. API Gateway answers it.
    TooManyRequests = "too_many_requests", 429, "Too many requests";
    /// A fault of Granary's; API Gateway answers it.
    Internal = "internal", 500, "Something went wrong";
    /// The store did not answer in time; nothing is known to have changed.
    Unavailable = "unavailable", 503, "The key store cannot be reached";
}

/// Body of every refusal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// `about:blank`: the status and the code say it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code's words.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// What programs tell problems apart by.
    pub code: Code,
    /// What was wrong this time, and what to do.
    pub detail: String,
    /// API Gateway's id of the request, to find it in the logs.
    pub request_id: String,
    /// Each value that is not allowed; only with `invalid_fields`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The key made before; only with `already_created`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

/// One value that is not allowed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FieldError {
    /// Name in the body, `permissions[3]` for a member of a list.
    pub field: String,
    /// `unknown_permission`, `too_long` and the like.
    pub code: FieldCode,
    /// What was wrong, and what to do.
    pub message: String,
}

/// Why one value is not allowed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// Nothing but white space, or no field at all where one is needed.
    Blank,
    /// Control characters.
    ControlCharacter,
    /// Longer than is allowed.
    TooLong,
    /// No such API type.
    UnknownApiType,
    /// No such partner.
    UnknownPartner,
    /// No such permission in the catalogue.
    UnknownPermission,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_sorted_by_status() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.is_sorted_by_key(|code| code.status()));
    }

    #[test]
    fn a_code_is_its_name_on_the_wire() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
