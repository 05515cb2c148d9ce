//! Filling a table with keys made elsewhere: for development and benchmarks, used by no function.

use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use contract::events::EventView;
use domain::store::{NewKey, StoreError};

use crate::{
    Keystore,
    failures::{corrupt, unavailable},
    items::{self, Item, StoredCredential},
};

/// DynamoDB's limit for one transaction.
const BATCH: usize = 100;

/// A key with its whole history.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The key as it is now, with its first event.
    pub key: NewKey,
    /// The events after the first.
    pub later: Vec<EventView>,
}

impl Keystore {
    /// Writes keys without any condition, each hundred items at once.
    ///
    /// In transactions and not in batches: DynamoDB Local writes to its disk once for each
    /// transaction, and once for each item of a batch.
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
        let writes = items.iter().map(|item| self.put_over(item)).collect::<Result<Vec<_>, _>>()?;
        let transaction = self.client.transact_write_items().set_transact_items(Some(writes));
        transaction.send().await.map_err(unavailable)?;
        Ok(())
    }

    fn put_over(&self, item: &Item) -> Result<TransactWriteItem, StoreError> {
        let put = Put::builder().table_name(&self.table).set_item(Some(item.clone()));
        Ok(TransactWriteItem::builder().put(put.build().map_err(corrupt)?).build())
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
