//! One line for each change, out before the change is sent: what a restored table is compared with.

use contract::{
    events::{EventName, EventView},
    keys::{KeySummary, KeyView},
};
use domain::{
    key::KeyId,
    list_keys::KeyQuery,
    principal::Organization,
    store::{
        ChangeKey, Changed, CreateKey, Created, KeyChange, ListEvents, ListKeys, NewKey, Page,
        ReadKey, StoreError,
    },
};
use keystore::Keystore;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::log;

/// The table, of which nothing is changed whose line is not out.
///
/// A line may be there for a change that never happened; a change without its line is not made.
#[derive(Clone, Debug)]
pub struct LoggedKeystore(Keystore);

/// What is about to be done to a key, as the log has it; no value that a person has chosen.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ChangeLine {
    /// When the line was written, RFC 3339 in UTC with milliseconds.
    pub timestamp: String,
    /// Always `INFO`; Lambda reads it.
    pub level: String,
    /// What is about to be done.
    pub change: Intent,
    /// To which key.
    pub key_id: String,
    /// Whose key it is.
    pub organization: String,
    /// Id of the first event that the action leaves, if it leaves one; its retries have the same.
    pub action_id: String,
    /// API Gateway's id of the request; a confirmation has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// What an action does to a key.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// A new key.
    Create,
    /// Another description, other permissions, or both.
    Update,
    /// Its access ends.
    Revoke,
    /// Its access comes back.
    Reenable,
    /// Nothing but another version: the key is as it was asked to be.
    Confirm,
}

impl LoggedKeystore {
    /// Writes lines on standard output, where Lambda picks them up.
    pub const fn new(keystore: Keystore) -> Self {
        Self(keystore)
    }

    /// Pays for TLS and credentials before the first request does.
    pub async fn warm_up(&self) {
        self.0.warm_up().await;
    }
}

impl CreateKey for LoggedKeystore {
    async fn create(&self, key: &NewKey) -> Result<Created, StoreError> {
        let events = std::slice::from_ref(&key.event);
        announce(Intent::Create, key.id, &key.organization, &key.event.id, events)?;
        self.0.create(key).await
    }
}

impl ChangeKey for LoggedKeystore {
    async fn change(&self, change: &KeyChange) -> Result<Changed, StoreError> {
        let KeyChange { id, organization, token, events, .. } = change;
        announce(intent(events), *id, organization, token, events)?;
        self.0.change(change).await
    }
}

impl ReadKey for LoggedKeystore {
    async fn key(
        &self,
        organization: &Organization,
        id: KeyId,
    ) -> Result<Option<KeyView>, StoreError> {
        self.0.key(organization, id).await
    }
}

impl ListKeys for LoggedKeystore {
    async fn keys(
        &self,
        organization: &Organization,
        query: &KeyQuery,
    ) -> Result<Page<KeySummary>, StoreError> {
        self.0.keys(organization, query).await
    }
}

impl ListEvents for LoggedKeystore {
    async fn events(
        &self,
        organization: &Organization,
        key: Option<KeyId>,
        limit: usize,
        after: Option<Ulid>,
    ) -> Result<Page<EventView>, StoreError> {
        self.0.events(organization, key, limit, after).await
    }
}

fn intent(events: &[EventView]) -> Intent {
    match events.first().map(|event| event.event) {
        Some(EventName::Created) => Intent::Create,
        Some(EventName::Updated | EventName::PermissionsUpdated) => Intent::Update,
        Some(EventName::Revoked) => Intent::Revoke,
        Some(EventName::ReEnabled) => Intent::Reenable,
        None => Intent::Confirm,
    }
}

/// Writes the line; where that fails, the change is refused as if the table were away.
fn announce(
    change: Intent,
    id: KeyId,
    organization: &Organization,
    token: &str,
    events: &[EventView],
) -> Result<(), StoreError> {
    let action_id = token.split('-').next().unwrap_or(token);
    let line = ChangeLine {
        timestamp: log::timestamp(),
        level: "INFO".to_owned(),
        change,
        key_id: id.to_string(),
        organization: organization.to_string(),
        action_id: action_id.to_owned(),
        request_id: events.first().map(|event| event.request_id.clone()),
    };
    log::write(&line).map_err(|error| StoreError::Unavailable(error.into()))
}
