//! Filling a table with keys made elsewhere: for development and benchmarks, used by no function.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use contract::events::EventView;
use domain::store::{NewKey, StoreError};

use crate::{
    Keystore,
    failures::{corrupt, unavailable},
    items::{self, Item, StoredCredential},
};

/// DynamoDB's limit for one `BatchWriteItem`.
const BATCH: usize = 25;

/// A key with its whole history.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The key as it is now, with its first event.
    pub key: NewKey,
    /// The events after the first.
    pub later: Vec<EventView>,
}

impl Keystore {
    /// Writes keys without any condition, in batches, so not atomically.
    ///
    /// # Errors
    /// [`StoreError`]; some of the keys may have been written, in part.
    pub async fn import(&self, keys: &[Imported]) -> Result<(), StoreError> {
        let mut items = Vec::new();
        for key in keys {
            items.extend(items_of(key)?);
        }
        for batch in items.chunks(BATCH) {
            self.write_batch(batch).await?;
        }
        Ok(())
    }

    async fn write_batch(&self, items: &[Item]) -> Result<(), StoreError> {
        let mut left: Vec<WriteRequest> = items.iter().map(put).collect::<Result<_, _>>()?;
        while !left.is_empty() {
            let requests = HashMap::from([(self.table.clone(), left)]);
            let written = self
                .client
                .batch_write_item()
                .set_request_items(Some(requests))
                .send()
                .await
                .map_err(unavailable)?;
            left = written
                .unprocessed_items
                .unwrap_or_default()
                .remove(&self.table)
                .unwrap_or_default();
        }
        Ok(())
    }
}

fn items_of(imported: &Imported) -> Result<Vec<Item>, StoreError> {
    let key = &imported.key;
    let mut items = vec![
        items::item(items::credential_key(key.id), &StoredCredential::new(key))?,
        items::item(items::directory_key(&key.organization, key.id), &key.view.summary)?,
    ];
    for event in std::iter::once(&key.event).chain(&imported.later) {
        items.extend(items::events(&key.organization, key.id, event)?);
    }
    Ok(items)
}

fn put(item: &Item) -> Result<WriteRequest, StoreError> {
    let put = PutRequest::builder().set_item(Some(item.clone())).build().map_err(corrupt)?;
    Ok(WriteRequest::builder().put_request(put).build())
}
