//! The admin API as a table: its OpenAPI document, the deployed routes and the tests follow it.

use crate::{catalogue::Method, problem::Code};

/// One credential action, which is one Lambda function.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Operation id, and name of the function's binary.
    pub function: &'static str,
    /// Verb of the request line.
    pub method: Method,
    /// Path template; `list_events` serves two.
    pub path: &'static str,
    /// One sentence for the document.
    pub summary: &'static str,
    /// The least that a caller must be.
    pub role: Role,
    /// Body of the request, by schema.
    pub request: Option<Schema>,
    /// Status of success.
    pub success: u16,
    /// Body of success, by schema.
    pub reply: Schema,
    /// Query parameters and headers it reads.
    pub parameters: &'static [Parameter],
    /// Every refusal of its own, beside those of [`COMMON`].
    pub problems: &'static [Code],
}

impl Operation {
    /// The row of this function for one key, or for the whole organization.
    pub fn find(function: &str, of_one_key: bool) -> Option<&'static Self> {
        OPERATIONS
            .iter()
            .find(|row| row.function == function && row.path.contains(KEY_ID) == of_one_key)
    }

    /// The path with a key's id in its place.
    pub fn path_for(&self, key_id: &str) -> String {
        self.path.replace(KEY_ID, key_id)
    }
}

/// Stands in a path where a key's id goes.
const KEY_ID: &str = "{id}";

/// What a caller's group lets them do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// May change keys: group `api-credential-managers`.
    Manager,
    /// May look: group `api-credential-viewers`, and every manager.
    Viewer,
}

impl Role {
    /// The Cognito group whose members have the role.
    pub const fn group(self) -> &'static str {
        match self {
            Self::Manager => "api-credential-managers",
            Self::Viewer => "api-credential-viewers",
        }
    }
}

/// A body of [`crate::keys`] or [`crate::events`], by its type's name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Schema {
    /// [`crate::keys::CreateKey`]
    CreateKey,
    /// [`crate::keys::CreatedKey`]
    CreatedKey,
    /// [`crate::events::EventPage`]
    EventPage,
    /// [`crate::keys::KeyPage`]
    KeyPage,
    /// [`crate::keys::KeyView`]
    KeyView,
    /// [`crate::keys::UpdateKey`]
    UpdateKey,
}

/// Something a request carries outside path and body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Parameter {
    /// Query `cursor`: where the page before ended.
    Cursor,
    /// Header `Idempotency-Key`: makes a repeated creation harmless.
    IdempotencyKey,
    /// Header `If-Match`: the version that the change is based on.
    IfMatch,
    /// Query `limit`: most rows of a page, 1 to 500.
    Limit,
    /// Query `partner`: keys of this partner id.
    Partner,
    /// Query `search`: text in description, partner, id or creator.
    Search,
    /// Query `status`: `active` or `revoked`.
    Status,
}

/// Refusals that every operation can answer with.
pub const COMMON: &[Code] = &[
    Code::Unauthenticated,
    Code::Forbidden,
    Code::NoOrganization,
    Code::BodyTooLarge,
    Code::TooManyRequests,
    Code::Internal,
    Code::Unavailable,
];

/// The admin API, one row for each route.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        function: "create_key",
        method: Method::Post,
        path: "/keys",
        summary: "Create an API key, and see it this once.",
        role: Role::Manager,
        request: Some(Schema::CreateKey),
        success: 201,
        reply: Schema::CreatedKey,
        parameters: &[Parameter::IdempotencyKey],
        problems: &[
            Code::MalformedBody,
            Code::InvalidIdempotencyKey,
            Code::AlreadyCreated,
            Code::UnsupportedMediaType,
            Code::InvalidFields,
        ],
    },
    Operation {
        function: "list_keys",
        method: Method::Get,
        path: "/keys",
        summary: "List the organization's API keys, newest first.",
        role: Role::Viewer,
        request: None,
        success: 200,
        reply: Schema::KeyPage,
        parameters: &[
            Parameter::Status,
            Parameter::Partner,
            Parameter::Search,
            Parameter::Limit,
            Parameter::Cursor,
        ],
        problems: &[Code::InvalidQuery, Code::InvalidCursor],
    },
    Operation {
        function: "get_key",
        method: Method::Get,
        path: "/keys/{id}",
        summary: "Show one API key with its permissions.",
        role: Role::Viewer,
        request: None,
        success: 200,
        reply: Schema::KeyView,
        parameters: &[],
        problems: &[Code::KeyNotFound],
    },
    Operation {
        function: "update_key",
        method: Method::Patch,
        path: "/keys/{id}",
        summary: "Change an API key's description, its permissions, or both.",
        role: Role::Manager,
        request: Some(Schema::UpdateKey),
        success: 200,
        reply: Schema::KeyView,
        parameters: &[Parameter::IfMatch],
        problems: &[
            Code::MalformedBody,
            Code::InvalidIfMatch,
            Code::KeyNotFound,
            Code::StaleVersion,
            Code::UnsupportedMediaType,
            Code::InvalidFields,
            Code::IfMatchRequired,
        ],
    },
    Operation {
        function: "revoke_key",
        method: Method::Post,
        path: "/keys/{id}/revoke",
        summary: "End an API key's access at once.",
        role: Role::Manager,
        request: None,
        success: 200,
        reply: Schema::KeyView,
        parameters: &[],
        problems: &[Code::KeyNotFound],
    },
    Operation {
        function: "reenable_key",
        method: Method::Post,
        path: "/keys/{id}/reenable",
        summary: "Give a revoked API key its access back.",
        role: Role::Manager,
        request: None,
        success: 200,
        reply: Schema::KeyView,
        parameters: &[],
        problems: &[Code::KeyNotFound],
    },
    Operation {
        function: "list_events",
        method: Method::Get,
        path: "/events",
        summary: "List what happened to the organization's API keys, newest first.",
        role: Role::Viewer,
        request: None,
        success: 200,
        reply: Schema::EventPage,
        parameters: &[Parameter::Limit, Parameter::Cursor],
        problems: &[Code::InvalidQuery, Code::InvalidCursor],
    },
    Operation {
        function: "list_events",
        method: Method::Get,
        path: "/keys/{id}/events",
        summary: "List what happened to one API key, newest first.",
        role: Role::Viewer,
        request: None,
        success: 200,
        reply: Schema::EventPage,
        parameters: &[Parameter::Limit, Parameter::Cursor],
        problems: &[Code::InvalidQuery, Code::InvalidCursor, Code::KeyNotFound],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn routes_are_unique_and_what_writes_takes_a_manager() {
        let routes: HashSet<_> = OPERATIONS.iter().map(|row| (row.method, row.path)).collect();
        assert_eq!(routes.len(), OPERATIONS.len());
        for row in OPERATIONS {
            assert_eq!(row.role == Role::Manager, row.method != Method::Get, "{}", row.function);
        }
    }

    #[test]
    fn a_row_is_found_by_function_and_by_what_it_is_about() {
        let path = |function, one| Operation::find(function, one).map(|row| row.path_for("K"));
        assert_eq!(path("list_events", false).as_deref(), Some("/events"));
        assert_eq!(path("list_events", true).as_deref(), Some("/keys/K/events"));
        assert_eq!(path("revoke_key", true).as_deref(), Some("/keys/K/revoke"));
        assert_eq!(path("revoke_key", false), None);
        assert_eq!(path("authorize", false), None);
    }

    #[test]
    fn every_code_is_answered_somewhere() {
        for code in Code::ALL {
            let answered =
                COMMON.contains(code) || OPERATIONS.iter().any(|row| row.problems.contains(code));
            assert!(answered || *code == Code::NotFound, "`{}`", code.as_str());
        }
    }
}
