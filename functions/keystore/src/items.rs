//! What items look like: their keys, and their attributes as types.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use contract::{events::EventView, keys::Status, permissions::PermissionSet};
use domain::{
    credential::Credential,
    key::KeyId,
    principal::Organization,
    secret::HashedSecret,
    store::{NewKey, StoreError},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use ulid::Ulid;

use crate::failures::corrupt;

/// Attributes by name.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// Sort keys of directory entries begin with it.
pub(crate) const KEYS: &str = "KEY#";
/// Sort keys of events begin with it.
pub(crate) const EVENTS: &str = "EVENT#";

/// The credential's attributes; all that the gate reads.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct StoredCredential {
    pub(crate) organization: String,
    pub(crate) status: Status,
    pub(crate) hash: String,
    pub(crate) tag: u32,
    pub(crate) permissions: Vec<String>,
    pub(crate) version: u64,
}

impl StoredCredential {
    pub(crate) fn new(key: &NewKey) -> Self {
        Self {
            organization: key.organization.to_string(),
            status: key.view.summary.status,
            hash: key.secret.hash().to_owned(),
            tag: key.secret.tag(),
            permissions: key.view.permissions.to_ids(),
            version: key.view.summary.version,
        }
    }

    pub(crate) fn parse(self) -> Result<Credential, StoreError> {
        Ok(Credential {
            permissions: PermissionSet::known(self.permissions.iter().map(String::as_str)),
            organization: self.organization,
            status: self.status,
            secret: HashedSecret::from_stored(self.hash, self.tag).map_err(corrupt)?,
        })
    }
}

pub(crate) fn credential_key(id: KeyId) -> Item {
    keyed(format!("KEY#{id}"), "KEY".to_owned())
}

pub(crate) fn directory_key(organization: &Organization, id: KeyId) -> Item {
    keyed(organization_partition(organization), format!("{KEYS}{id}"))
}

pub(crate) fn event_key(organization: &Organization, event: &str) -> Item {
    keyed(organization_partition(organization), format!("{EVENTS}{event}"))
}

pub(crate) fn history_key(organization: &Organization, key: KeyId, event: &str) -> Item {
    keyed(history_partition(organization, key), format!("{EVENTS}{event}"))
}

pub(crate) fn idempotency_key(organization: &Organization, digest: &str) -> Item {
    keyed(organization_partition(organization), format!("IDEMPOTENCY#{digest}"))
}

pub(crate) fn organization_partition(organization: &Organization) -> String {
    format!("ORG#{organization}")
}

pub(crate) fn history_partition(organization: &Organization, key: KeyId) -> String {
    format!("HISTORY#{organization}#{key}")
}

/// The two copies of an event: for the organization's trail, and for the key's own.
pub(crate) fn events(
    organization: &Organization,
    key: KeyId,
    event: &EventView,
) -> Result<[Item; 2], StoreError> {
    Ok([
        item(event_key(organization, &event.id), event)?,
        item(history_key(organization, key, &event.id), event)?,
    ])
}

/// A value's attributes under an item's key.
pub(crate) fn item(key: Item, value: &impl Serialize) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(value).map_err(corrupt)?;
    item.extend(key);
    Ok(item)
}

/// An item's attributes as a value; its keys are left aside.
pub(crate) fn value<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    serde_dynamo::from_item(item).map_err(corrupt)
}

/// The id at the end of an item's sort key.
pub(crate) fn position(item: &Item) -> Result<Ulid, StoreError> {
    item.get("sk")
        .and_then(|value| value.as_s().ok())
        .and_then(|sort| sort.rsplit('#').next())
        .and_then(|id| Ulid::from_string(id).ok())
        .ok_or_else(|| corrupt("a sort key without an id"))
}

pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(crate) fn number(value: &impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

pub(crate) fn keyed(partition: String, sort: String) -> Item {
    HashMap::from([("pk".to_owned(), text(partition)), ("sk".to_owned(), text(sort))])
}
