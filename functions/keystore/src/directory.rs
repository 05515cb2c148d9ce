//! Reading keys as the admin's pages show them.

use aws_sdk_dynamodb::types::{Get, TransactGetItem, builders::GetBuilder};
use contract::{
    keys::{KeySummary, KeyView},
    permissions::PermissionSet,
};
use domain::{
    key::KeyId,
    list_keys::KeyQuery,
    principal::Organization,
    store::{ListKeys, Page, ReadKey, StoreError},
};
use serde::Deserialize;
use ulid::Ulid;

use crate::{
    Keystore,
    failures::{corrupt, unavailable},
    items::{self, Item, KEYS},
};

impl ReadKey for Keystore {
    /// Directory entry and permissions in one transaction, so that they are of one version.
    async fn key(
        &self,
        organization: &Organization,
        id: KeyId,
    ) -> Result<Option<KeyView>, StoreError> {
        let entry = self.get(items::directory_key(organization, id)).build();
        let credential = self
            .get(items::credential_key(id))
            .projection_expression("organization, #permissions")
            .expression_attribute_names("#permissions", "permissions")
            .build();
        let read = self
            .client
            .transact_get_items()
            .transact_items(TransactGetItem::builder().get(entry.map_err(corrupt)?).build())
            .transact_items(TransactGetItem::builder().get(credential.map_err(corrupt)?).build())
            .send()
            .await
            .map_err(unavailable)?;
        let mut items =
            read.responses.unwrap_or_default().into_iter().map(|response| response.item);
        let (Some(Some(entry)), Some(Some(credential))) = (items.next(), items.next()) else {
            return Ok(None);
        };
        let summary: KeySummary = items::value(entry)?;
        let held: Held = items::value(credential)?;
        Ok((held.organization == organization.as_str())
            .then_some(KeyView { summary, permissions: held.permissions }))
    }
}

impl ListKeys for Keystore {
    /// One strongly consistent `Query`, so at most 1 MB is read; a filter may leave few rows of it.
    async fn keys(
        &self,
        organization: &Organization,
        query: &KeyQuery,
    ) -> Result<Page<KeySummary>, StoreError> {
        let partition = items::organization_partition(organization);
        let limit = query.filter.shows_all().then_some(query.limit);
        let (rows, more) = self.newest(partition, KEYS, query.after, limit).await?;
        let mut page = Page { items: Vec::new(), next: None };
        let mut rows = rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let position = items::position(&row)?;
            let summary = items::value(row)?;
            if query.filter.shows(&summary) {
                page.items.push(summary);
            }
            let full = page.items.len() == query.limit;
            if (full && rows.peek().is_some()) || (more && rows.peek().is_none()) {
                page.next = Some(position);
            }
            if full {
                break;
            }
        }
        Ok(page)
    }
}

impl Keystore {
    fn get(&self, key: Item) -> GetBuilder {
        Get::builder().table_name(&self.table).set_key(Some(key))
    }

    /// Rows of a partition whose sort keys begin with `prefix`, newest first, and whether there are more.
    pub(crate) async fn newest(
        &self,
        partition: String,
        prefix: &str,
        after: Option<Ulid>,
        limit: Option<usize>,
    ) -> Result<(Vec<Item>, bool), StoreError> {
        let start =
            after.map(|position| items::keyed(partition.clone(), format!("{prefix}{position}")));
        let read = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :partition AND begins_with(sk, :prefix)")
            .expression_attribute_values(":partition", items::text(partition))
            .expression_attribute_values(":prefix", items::text(prefix))
            .set_exclusive_start_key(start)
            .set_limit(limit.and_then(|limit| i32::try_from(limit).ok()))
            .scan_index_forward(false)
            .consistent_read(true)
            .send()
            .await
            .map_err(unavailable)?;
        Ok((read.items.unwrap_or_default(), read.last_evaluated_key.is_some()))
    }
}

/// What of a credential an admin may see.
#[derive(Deserialize)]
struct Held {
    organization: String,
    permissions: PermissionSet,
}
