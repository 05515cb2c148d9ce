//! Adding a key: credential, directory entry and event, or nothing.

use aws_sdk_dynamodb::types::{Put, TransactWriteItem, builders::PutBuilder};
use domain::{
    key::KeyId,
    principal::Organization,
    store::{CreateKey, Created, NewKey, StoreError},
};
use serde::{Deserialize, Serialize};

use crate::{
    Keystore,
    failures::{corrupt, made, unavailable},
    items::{self, Item, StoredCredential},
};

/// What an idempotency key made; DynamoDB removes it some time after it has run out.
#[derive(Debug, Deserialize, Serialize)]
struct Idempotency {
    key_id: String,
    expires_at: i64,
}

impl CreateKey for Keystore {
    async fn create(&self, key: &NewKey) -> Result<Created, StoreError> {
        let answer = self
            .client
            .transact_write_items()
            .client_request_token(&key.event.id)
            .set_transact_items(Some(self.writes(key)?))
            .send()
            .await;
        if made(answer)? || self.has_recorded(&key.organization, &key.event.id).await? {
            return Ok(Created::Now);
        }
        let digest = key.idempotency.as_ref().map(|(digest, _)| digest.as_str());
        match self.made_before(&key.organization, digest, key.now).await? {
            Some(id) => Ok(Created::Before(id)),
            None => Err(StoreError::Unavailable("a new key's id was taken".into())),
        }
    }
}

impl Keystore {
    fn writes(&self, key: &NewKey) -> Result<Vec<TransactWriteItem>, StoreError> {
        let credential = items::item(items::credential_key(key.id), &StoredCredential::new(key))?;
        let entry =
            items::item(items::directory_key(&key.organization, key.id), &key.view.summary)?;
        let mut writes = vec![self.put_new(credential)?, self.put_new(entry)?];
        for event in items::events(&key.organization, key.id, &key.event)? {
            writes.push(self.put_new(event)?);
        }
        if let Some((digest, expires_at)) = &key.idempotency {
            let made = Idempotency { key_id: key.id.to_string(), expires_at: *expires_at };
            let item = items::item(items::idempotency_key(&key.organization, digest), &made)?;
            let put = self
                .put(item)
                .condition_expression("attribute_not_exists(pk) OR expires_at <= :now")
                .expression_attribute_values(":now", items::number(&key.now));
            writes.push(write(put)?);
        }
        Ok(writes)
    }

    /// A put that never overwrites.
    pub(crate) fn put_new(&self, item: Item) -> Result<TransactWriteItem, StoreError> {
        write(self.put(item).condition_expression("attribute_not_exists(pk)"))
    }

    fn put(&self, item: Item) -> PutBuilder {
        Put::builder().table_name(&self.table).set_item(Some(item))
    }

    /// Whether the transaction that writes this event was made, whatever became of its answer.
    pub(crate) async fn has_recorded(
        &self,
        organization: &Organization,
        event: &str,
    ) -> Result<bool, StoreError> {
        Ok(self.item(items::event_key(organization, event)).await?.is_some())
    }

    async fn made_before(
        &self,
        organization: &Organization,
        digest: Option<&str>,
        now: i64,
    ) -> Result<Option<KeyId>, StoreError> {
        let Some(digest) = digest else { return Ok(None) };
        let Some(item) = self.item(items::idempotency_key(organization, digest)).await? else {
            return Ok(None);
        };
        let made: Idempotency = items::value(item)?;
        if made.expires_at <= now {
            return Ok(None);
        }
        made.key_id.parse().map(Some).map_err(corrupt)
    }

    async fn item(&self, key: Item) -> Result<Option<Item>, StoreError> {
        let read = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(key))
            .consistent_read(true)
            .send()
            .await
            .map_err(unavailable)?;
        Ok(read.item)
    }
}

fn write(put: PutBuilder) -> Result<TransactWriteItem, StoreError> {
    Ok(TransactWriteItem::builder().put(put.build().map_err(corrupt)?).build())
}
