//! Changing a key: credential, directory entry and events, or nothing.

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update, builders::UpdateBuilder};
use domain::store::{ChangeKey, Changed, Expected, KeyChange, StoreError};

use crate::{
    Keystore,
    failures::{corrupt, made},
    items::{self, Item},
};

impl ChangeKey for Keystore {
    async fn change(&self, change: &KeyChange) -> Result<Changed, StoreError> {
        let answer = self
            .client
            .transact_write_items()
            .client_request_token(&change.token)
            .set_transact_items(Some(self.updates(change)?))
            .send()
            .await;
        if made(answer)? {
            return Ok(Changed::Done);
        }
        match change.events.first() {
            Some(event) if self.has_recorded(&change.organization, &event.id).await? => {
                Ok(Changed::Done)
            }
            _ => Ok(Changed::Conflict),
        }
    }
}

impl Keystore {
    fn updates(&self, change: &KeyChange) -> Result<Vec<TransactWriteItem>, StoreError> {
        let credential = Sets::new(change)
            .also("permissions", change.permissions.map(|set| list(set.ids())))
            .write(self.update(items::credential_key(change.id)), change)?;
        let time = change.stamp.as_ref().map(|(time, _)| items::text(time));
        let by = change.stamp.as_ref().map(|(_, by)| serde_dynamo::to_attribute_value(by));
        let by = by.transpose().map_err(corrupt)?;
        let entry = Sets::new(change)
            .also("description", change.description.as_deref().map(items::text))
            .also("permission_count", change.permissions.map(|set| items::number(&set.len())))
            .also("updated_at", time)
            .also("updated_by", by)
            .write(self.update(items::directory_key(&change.organization, change.id)), change)?;
        let mut writes = vec![credential, entry];
        for event in &change.events {
            for item in items::events(&change.organization, change.id, event)? {
                writes.push(self.put_new(item)?);
            }
        }
        Ok(writes)
    }

    fn update(&self, key: Item) -> UpdateBuilder {
        Update::builder().table_name(&self.table).set_key(Some(key))
    }
}

/// Attributes that an update sets, by name.
struct Sets(Vec<(&'static str, AttributeValue)>);

impl Sets {
    /// What credential and directory entry have in common.
    fn new(change: &KeyChange) -> Self {
        Self(Vec::new()).also("status", change.status.map(|status| items::text(status.as_str())))
    }

    fn also(mut self, name: &'static str, value: Option<AttributeValue>) -> Self {
        self.0.extend(value.map(|value| (name, value)));
        self
    }

    /// The update, on the condition that what was expected of the key still holds.
    fn write(
        self,
        update: UpdateBuilder,
        change: &KeyChange,
    ) -> Result<TransactWriteItem, StoreError> {
        let (name, expected) = match change.expected {
            Expected::Status(status) => ("status", items::text(status.as_str())),
            Expected::Version(version) => ("version", items::number(&version)),
        };
        let mut update = update
            .condition_expression("#expected = :expected")
            .expression_attribute_names("#expected", name)
            .expression_attribute_values(":expected", expected)
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":one", items::number(&1));
        let mut assignments = "SET #version = #version + :one".to_owned();
        for (name, value) in self.0 {
            assignments.push_str(&format!(", #set_{name} = :{name}"));
            update = update
                .expression_attribute_names(format!("#set_{name}"), name)
                .expression_attribute_values(format!(":{name}"), value);
        }
        let update = update.update_expression(assignments).build().map_err(corrupt)?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

fn list(ids: impl Iterator<Item = &'static str>) -> AttributeValue {
    AttributeValue::L(ids.map(items::text).collect())
}
