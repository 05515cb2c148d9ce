//! What the rules need of a store, one trait for each permission a function's role grants.

use std::error::Error;

use contract::{
    events::EventView,
    keys::{Actor, KeySummary, KeyView, Status},
    permissions::PermissionSet,
};
use ulid::Ulid;

use crate::{
    credential::Credential, key::KeyId, list_keys::KeyQuery, principal::Organization,
    secret::HashedSecret,
};

/// What the gate does, and all it does: one strongly consistent read of one item.
pub trait ReadCredential {
    /// The credential of this id, whatever its organization.
    ///
    /// # Errors
    /// [`StoreError`]; the gate then refuses.
    fn credential(
        &self,
        id: KeyId,
    ) -> impl Future<Output = Result<Option<Credential>, StoreError>> + Send;
}

/// Reads a key as its page shows it.
pub trait ReadKey {
    /// The key, if it is this organization's.
    ///
    /// # Errors
    /// [`StoreError`]
    fn key(
        &self,
        organization: &Organization,
        id: KeyId,
    ) -> impl Future<Output = Result<Option<KeyView>, StoreError>> + Send;
}

/// Reads the organization's directory.
pub trait ListKeys {
    /// One page, newest first, as every change acknowledged before has left it.
    ///
    /// # Errors
    /// [`StoreError`]
    fn keys(
        &self,
        organization: &Organization,
        query: &KeyQuery,
    ) -> impl Future<Output = Result<Page<KeySummary>, StoreError>> + Send;
}

/// Reads the audit trail.
pub trait ListEvents {
    /// One page, newest first: of one key, or of the whole organization.
    ///
    /// # Errors
    /// [`StoreError`]
    fn events(
        &self,
        organization: &Organization,
        key: Option<KeyId>,
        limit: usize,
        after: Option<Ulid>,
    ) -> impl Future<Output = Result<Page<EventView>, StoreError>> + Send;
}

/// Adds keys.
pub trait CreateKey {
    /// Writes the key and its event, or neither. May be called again with the same value.
    ///
    /// # Errors
    /// [`StoreError`]
    fn create(&self, key: &NewKey) -> impl Future<Output = Result<Created, StoreError>> + Send;
}

/// Changes keys.
pub trait ChangeKey: ReadKey {
    /// Writes the change and its events, or nothing. May be called again with the same value.
    ///
    /// # Errors
    /// [`StoreError`]
    fn change(
        &self,
        change: &KeyChange,
    ) -> impl Future<Output = Result<Changed, StoreError>> + Send;
}

/// Part of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Page<T> {
    /// Newest first; may be short, even empty, while `next` is there.
    pub items: Vec<T>,
    /// Where the following page starts after; absent at the end.
    pub next: Option<Ulid>,
}

/// Everything that creating a key writes.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Whose key it is.
    pub organization: Organization,
    /// Its id, again in `view`.
    pub id: KeyId,
    /// The key as the directory will show it.
    pub view: KeyView,
    /// What the gate will verify against.
    pub secret: HashedSecret,
    /// The event, whose id also marks retries of this creation.
    pub event: EventView,
    /// Digest of caller and idempotency key, and the second until which it counts.
    pub idempotency: Option<(String, i64)>,
    /// Seconds since 1970, to tell an idempotency key that has run out.
    pub now: i64,
}

/// What came of [`CreateKey::create`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Created {
    /// The idempotency key had made this key already.
    Before(KeyId),
    /// The key is there.
    Now,
}

/// Everything that changing a key writes.
#[derive(Clone, Debug)]
pub struct KeyChange {
    /// Whose key it must be.
    pub organization: Organization,
    /// Which key.
    pub id: KeyId,
    /// What must still hold of it.
    pub expected: Expected,
    /// A new description.
    pub description: Option<String>,
    /// The whole new set.
    pub permissions: Option<PermissionSet>,
    /// The new status.
    pub status: Option<Status>,
    /// Time of the change, RFC 3339, and who makes it; absent from a [`KeyChange::fence`].
    pub stamp: Option<(String, Actor)>,
    /// What happened; the first one's id tells whether an attempt had succeeded.
    pub events: Vec<EventView>,
    /// The same for all attempts of the same write, at most 36 characters.
    pub token: String,
}

impl KeyChange {
    /// A write that changes nothing but the version.
    ///
    /// An earlier write whose answer was lost may still be on its way. Whoever acknowledges
    /// that a key is as it should be must first see to it that such a write finds another
    /// version than the one that it expects.
    pub fn fence(organization: Organization, id: KeyId, expected: Expected, token: String) -> Self {
        Self {
            organization,
            id,
            expected,
            description: None,
            permissions: None,
            status: None,
            stamp: None,
            events: Vec::new(),
            token,
        }
    }
}

/// The condition of a change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expected {
    /// A revoke: only this may not have changed, so that no edit delays it.
    Status(Status),
    /// An edit or a re-enable: nothing may have changed since it was based on this version.
    Version(u64),
}

/// What came of [`ChangeKey::change`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Changed {
    /// What was expected no longer holds, or the key is not there.
    Conflict,
    /// The change is made, and every read that starts now sees it.
    Done,
}

/// The store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// An item is not what this product writes.
    #[error("an item of the key store is corrupt")]
    Corrupt(#[source] Box<dyn Error + Send + Sync>),
    /// No answer in time; a write may have happened or not.
    #[error("the key store cannot be reached")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}
