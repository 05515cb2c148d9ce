//! Keys as the admin API speaks of them: requests, and replies that never hold a secret, but one.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use crate::permissions::PermissionSet;

/// Longest description, in characters; the shortest is one that is not blank.
pub const DESCRIPTION_MAX: usize = 200;
/// Keys in a page of the list unless the request says otherwise.
pub const PAGE_DEFAULT: usize = 100;
/// Most keys, or events, in one page.
pub const PAGE_MAX: usize = 500;

/// The API that a key opens.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiType {
    /// Harvest v1 and v2, permitted endpoint by endpoint.
    Harvest,
}

impl ApiType {
    /// The name on the wire and in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Harvest => "harvest",
        }
    }
}

impl FromStr for ApiType {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        (name == Self::Harvest.as_str()).then_some(Self::Harvest).ok_or(UnknownName)
    }
}

/// Whether calls with the key are accepted at all.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Accepted, where a permission is held.
    Active,
    /// Refused everywhere until it is re-enabled.
    Revoked,
}

impl Status {
    /// The name on the wire and in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Status {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        [Self::Active, Self::Revoked]
            .into_iter()
            .find(|status| status.as_str() == name)
            .ok_or(UnknownName)
    }
}

/// The text names no variant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownName;

/// Whoever changed something: the identity provider's claims at that moment.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Actor {
    /// The provider's immutable subject; the only one of the three that identifies.
    pub id: String,
    /// For display; absent when the provider sent none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For display; absent when the provider sent none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A key in the list: everything but its permissions, of which it has the number.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct KeySummary {
    /// Public id, 26 characters, sortable by creation; the middle part of the key.
    pub id: String,
    /// The API it opens.
    pub api_type: ApiType,
    /// Id of the partner chosen at creation.
    pub partner: String,
    /// What the admin calls it.
    pub description: String,
    /// Whether its calls are accepted.
    pub status: Status,
    /// How many endpoints are permitted, 0 to 142.
    pub permission_count: usize,
    /// Grows by one with every write, from 1; the `ETag` is this number in quotes.
    pub version: u64,
    /// RFC 3339 in UTC with milliseconds.
    pub created_at: String,
    /// Who created it.
    pub created_by: Actor,
    /// Time of the last change of any kind, RFC 3339 in UTC with milliseconds.
    pub updated_at: String,
    /// Who made that change.
    pub updated_by: Actor,
}

/// A key on its own page: the summary with the permissions themselves.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct KeyView {
    /// All that the list shows.
    #[serde(flatten)]
    pub summary: KeySummary,
    /// The endpoints it may call.
    pub permissions: PermissionSet,
}

/// Body of `POST /keys`. Values are text here, so that a wrong one is named in the reply.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CreateKey {
    /// `harvest`.
    pub api_type: String,
    /// A partner's id.
    pub partner: String,
    /// 1 to 200 characters, no control characters.
    pub description: String,
    /// Permission ids; the partner's preset is assigned when absent, and `null` is refused.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
}

/// Reply of `POST /keys`: the only one with a secret, sent once and never again.
#[derive(Clone, Deserialize, Serialize)]
pub struct CreatedKey {
    /// The key as every later reply shows it.
    #[serde(flatten)]
    pub view: KeyView,
    /// The whole key, to be sent as the Basic user name.
    pub key: String,
}

impl fmt::Debug for CreatedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedKey").field("view", &self.view).finish_non_exhaustive()
    }
}

/// Body of `PATCH /keys/{id}`; at least one field.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateKey {
    /// A new description.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The whole new set of permission ids, not a difference.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
}

/// Reply of `GET /keys`, newest first.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct KeyPage {
    /// May be shorter than the limit, even empty, while `next_cursor` is there.
    pub keys: Vec<KeySummary>,
    /// Opaque; absent on the last page. Holds for the same filter alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A field that may be left out, but is no `null`: that could mean none, or all as it was.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    field: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}
