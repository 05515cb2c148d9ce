//! All of a table that was restored from a backup, and closing what is in it: used by no function.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use contract::{
    events::EventView,
    keys::{KeySummary, Status},
};
use domain::{
    key::KeyId,
    principal::Organization,
    store::{Changed, StoreError},
};

use jiff::Timestamp;

use crate::{
    Keystore,
    failures::{corrupt, made, unavailable},
    items::{self, EVENTS, Item, KEYS, StoredCredential},
};

/// What a table holds, but for idempotency keys.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// By id; ascending, which is the order of their creation.
    pub keys: BTreeMap<KeyId, Holding>,
    /// By event id, whichever of the two copies is there.
    pub events: BTreeMap<String, EventView>,
    /// Places of items that are not what this product writes.
    pub unreadable: Vec<String>,
}

/// The items of one key; a backup may have one of two that were written together.
#[derive(Clone, Debug, Default)]
pub struct Holding {
    /// What the gate reads.
    pub credential: Option<Side>,
    /// What lists show.
    pub entry: Option<Side>,
    /// What the admin calls it; empty where there is no directory entry.
    pub description: String,
}

/// What both items of a key say of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Side {
    /// Whose key it is.
    pub organization: Organization,
    /// Whether the key is accepted.
    pub status: Status,
    /// Grows by one with every write.
    pub version: u64,
    /// How many endpoints are permitted.
    pub permission_count: usize,
}

impl Holding {
    /// Whether credential and directory entry are there and say the same.
    pub fn is_whole(&self) -> bool {
        self.credential.is_some() && self.credential == self.entry
    }

    /// Whether whatever there is of the key says that it is revoked, and two items agree.
    pub fn is_revoked(&self) -> bool {
        let mut sides = self.sides();
        let Some(first) = sides.next() else { return false };
        first.status == Status::Revoked && sides.all(|side| side == first)
    }

    /// The higher version of the two, if there is any item.
    pub fn version(&self) -> Option<u64> {
        self.sides().map(|side| side.version).max()
    }

    /// Whose key it is; the credential's word counts, since it is the gate's.
    pub fn organization(&self) -> Option<&Organization> {
        self.sides().next().map(|side| &side.organization)
    }

    fn sides(&self) -> impl Iterator<Item = &Side> {
        self.credential.iter().chain(&self.entry)
    }
}

impl Keystore {
    /// Reads the whole table; an item that cannot be read does not keep the others from it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        let scan = self.client.scan().table_name(&self.table).consistent_read(true);
        let mut scanned = scan.into_paginator().items().send();
        let mut contents = Contents::default();
        while let Some(item) = scanned.next().await {
            let item = item.map_err(unavailable)?;
            let place = place(&item);
            if contents.add(&place, item).is_none() {
                contents.unreadable.push(place);
            }
        }
        Ok(contents)
    }

    /// The moment that the table was restored to, where AWS made it from a backup; DynamoDB Local
    /// knows none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]
    pub async fn restored_to(&self) -> Result<Option<Timestamp>, StoreError> {
        let described = self.client.describe_table().table_name(&self.table).send().await;
        let table = described.map_err(unavailable)?.table;
        let restored = table.and_then(|table| table.restore_summary);
        let moment =
            restored.map(|restored| Timestamp::from_second(restored.restore_date_time.secs()));
        moment.transpose().map_err(corrupt)
    }

    /// Revokes the key with the event, whichever of its items are there, and makes them agree.
    ///
    /// # Errors
    /// [`StoreError`]; [`Changed::Conflict`] where somebody else has changed it since it was read.
    pub async fn close(
        &self,
        id: KeyId,
        held: &Holding,
        event: &EventView,
    ) -> Result<Changed, StoreError> {
        let (Some(version), Some(organization)) = (held.version(), held.organization()) else {
            return Ok(Changed::Conflict);
        };
        let mut writes = Vec::new();
        if let Some(side) = &held.credential {
            writes.push(self.closed(items::credential_key(id), side, version, &[])?);
        }
        if let Some(side) = &held.entry {
            let by = serde_dynamo::to_attribute_value(&event.actor).map_err(corrupt)?;
            let count = held.credential.as_ref().unwrap_or(side).permission_count;
            let also = [
                ("updated_at", items::text(&event.time)),
                ("updated_by", by),
                ("permission_count", items::number(&count)),
            ];
            let key = items::directory_key(&side.organization, id);
            writes.push(self.closed(key, side, version, &also)?);
        }
        for item in items::events(organization, id, event)? {
            writes.push(self.put_new(item)?);
        }
        let transaction = self.client.transact_write_items().client_request_token(&event.id);
        let done = made(transaction.set_transact_items(Some(writes)).send().await)?;
        let done = done || self.has_recorded(organization, &event.id).await?;
        Ok(if done { Changed::Done } else { Changed::Conflict })
    }

    /// The update of one item, on the condition that its version is still the one that was read.
    fn closed(
        &self,
        key: Item,
        side: &Side,
        version: u64,
        also: &[(&str, AttributeValue)],
    ) -> Result<TransactWriteItem, StoreError> {
        let mut assignments = "SET #status = :status, #version = :next".to_owned();
        let mut update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(key))
            .condition_expression("#version = :version")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", items::text(Status::Revoked.as_str()))
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", items::number(&side.version))
            .expression_attribute_values(":next", items::number(&(version + 1)));
        for (name, value) in also {
            assignments.push_str(&format!(", {name} = :{name}"));
            update = update.expression_attribute_values(format!(":{name}"), value.clone());
        }
        let update = update.update_expression(assignments).build().map_err(corrupt)?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

impl Contents {
    /// Files an item; nothing where it is none of this product's.
    fn add(&mut self, place: &str, item: Item) -> Option<()> {
        let (partition, sort) = place.split_once(' ')?;
        if let Some(id) = partition.strip_prefix(KEYS) {
            let credential: StoredCredential = items::value(item).ok()?;
            let side = Side {
                organization: Organization::parse(&credential.organization)?,
                status: credential.status,
                version: credential.version,
                permission_count: credential.permissions.len(),
            };
            self.keys.entry(id.parse().ok()?).or_default().credential = Some(side);
        } else if let Some(id) = sort.strip_prefix(KEYS) {
            let KeySummary { status, version, permission_count, description, .. } =
                items::value(item).ok()?;
            let organization = Organization::parse(partition.strip_prefix("ORG#")?)?;
            let held = self.keys.entry(id.parse().ok()?).or_default();
            held.entry = Some(Side { organization, status, version, permission_count });
            held.description = description;
        } else if sort.starts_with(EVENTS) {
            let event: EventView = items::value(item).ok()?;
            self.events.insert(event.id.clone(), event);
        }
        Some(())
    }
}

/// Partition and sort key, as people write them down.
fn place(item: &Item) -> String {
    let text = |name| item.get(name).and_then(|value| value.as_s().ok()).map_or("", String::as_str);
    format!("{} {}", text("pk"), text("sk"))
}
