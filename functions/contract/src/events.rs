//! The audit trail as the admin API speaks of it; names are those of Greenhouse's audit log.

use serde::{Deserialize, Serialize};

use crate::keys::{Actor, ApiType, Status};

/// What happened to a key; source: Greenhouse help, article 15076048557723.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum EventName {
    /// A key came into being, with its first permissions.
    #[serde(rename = "API Key Created")]
    Created,
    /// The description changed.
    #[serde(rename = "API Key Updated")]
    Updated,
    /// Endpoints were permitted or denied.
    #[serde(rename = "API Key Permissions Updated")]
    PermissionsUpdated,
    /// Access ended.
    #[serde(rename = "API Key Revoked")]
    Revoked,
    /// Access came back.
    #[serde(rename = "API Key Re-Enabled")]
    ReEnabled,
}

impl EventName {
    /// Every name, in the order of a key's life.
    pub const ALL: [Self; 5] =
        [Self::Created, Self::Updated, Self::PermissionsUpdated, Self::Revoked, Self::ReEnabled];

    /// The name that the wire and the table carry.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "API Key Created",
            Self::Updated => "API Key Updated",
            Self::PermissionsUpdated => "API Key Permissions Updated",
            Self::Revoked => "API Key Revoked",
            Self::ReEnabled => "API Key Re-Enabled",
        }
    }
}

/// One thing that changed, old and new value as a pair.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum Change {
    /// Set once, at creation.
    ApiType {
        /// The API chosen.
        new: ApiType,
    },
    /// The admin's name for the key.
    Description {
        /// Absent at creation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        old: Option<String>,
        /// From now on.
        new: String,
    },
    /// Set once, at creation.
    Partner {
        /// The partner's id.
        new: String,
    },
    /// Permission ids, as they were called then: a record outlives the catalogue.
    Permissions {
        /// Now permitted.
        added: Vec<String>,
        /// No longer permitted.
        removed: Vec<String>,
    },
    /// Revoked or active.
    Status {
        /// Absent at creation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        old: Option<Status>,
        /// From now on.
        new: Status,
    },
}

/// One row of the audit trail; an action that changes two things gives two, tied by `request_id`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct EventView {
    /// Sortable by time.
    pub id: String,
    /// RFC 3339 in UTC with milliseconds.
    pub time: String,
    /// What happened.
    pub event: EventName,
    /// The key it happened to.
    pub key_id: String,
    /// What that key was called once it had happened.
    pub key_description: String,
    /// Who did it.
    pub actor: Actor,
    /// Address that the request came from.
    pub source_ip: String,
    /// API Gateway's id of the request.
    pub request_id: String,
    /// What changed, at least one pair.
    pub changes: Vec<Change>,
}

/// Reply of `GET /events` and `GET /keys/{id}/events`, newest first.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct EventPage {
    /// May be shorter than the limit while `next_cursor` is there.
    pub events: Vec<EventView>,
    /// Opaque; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
