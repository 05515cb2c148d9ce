//! The gate's one read.

use domain::{
    credential::Credential,
    key::KeyId,
    store::{ReadCredential, StoreError},
};

use crate::{
    Keystore,
    failures::unavailable,
    items::{self, StoredCredential},
};

impl ReadCredential for Keystore {
    /// One strongly consistent `GetItem`: it sees every write acknowledged before it was sent.
    async fn credential(&self, id: KeyId) -> Result<Option<Credential>, StoreError> {
        let read = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(items::credential_key(id)))
            .consistent_read(true)
            .send()
            .await
            .map_err(unavailable)?;
        read.item.map(|item| items::value::<StoredCredential>(item)?.parse()).transpose()
    }
}
