//! Why an admin's action did not happen, sorted by what the caller can do about it.

use contract::problem::FieldError;

use crate::{key::KeyId, store::StoreError};

/// Nothing has changed, except where [`StoreError::Unavailable`] leaves it open.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The idempotency key made this key before: revoke it, and create another.
    #[error("the API key {0} was created before")]
    AlreadyCreated(KeyId),
    /// Start over without the cursor.
    #[error("the cursor does not belong to this list")]
    InvalidCursor,
    /// Correct each value.
    #[error("{} value(s) are not valid", .0.len())]
    InvalidFields(Vec<FieldError>),
    /// Send another idempotency key.
    #[error("the idempotency key is not 1 to 255 visible ASCII characters")]
    InvalidIdempotencyKey,
    /// Correct the parameter that the text names.
    #[error("{0}")]
    InvalidQuery(String),
    /// Look the id up in the list.
    #[error("no such API key")]
    NotFound,
    /// Read the key again, and decide anew.
    #[error("the API key has changed since it was read")]
    Stale,
    /// Try again later.
    #[error(transparent)]
    Store(#[from] StoreError),
}
