//! Reading events.

use contract::events::EventView;
use domain::{
    key::KeyId,
    principal::Organization,
    store::{ListEvents, Page, StoreError},
};
use ulid::Ulid;

use crate::{
    Keystore,
    items::{self, EVENTS},
};

impl ListEvents for Keystore {
    /// One strongly consistent `Query`: after an acknowledged change, its event is in the list.
    async fn events(
        &self,
        organization: &Organization,
        key: Option<KeyId>,
        limit: usize,
        after: Option<Ulid>,
    ) -> Result<Page<EventView>, StoreError> {
        let partition = match key {
            Some(id) => items::history_partition(organization, id),
            None => items::organization_partition(organization),
        };
        let (rows, more) = self.newest(partition, EVENTS, after, Some(limit)).await?;
        let last = rows.last().map(items::position).transpose()?;
        let events = rows.into_iter().map(items::value).collect::<Result<_, _>>()?;
        Ok(Page { items: events, next: last.filter(|_| more) })
    }
}
