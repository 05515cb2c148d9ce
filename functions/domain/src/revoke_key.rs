//! Revoking a key, and re-enabling it: changes of status, of which no edit can delay the first.

use contract::{
    events::{Change, EventName},
    keys::{KeyView, Status},
};

use crate::{
    error::Error,
    event::{events, token},
    key::KeyId,
    occasion::Occasion,
    principal::Manager,
    store::{ChangeKey, Changed, Expected, KeyChange, StoreError},
};

/// Races that somebody else may win before this one gives up.
const ATTEMPTS: usize = 8;

/// Ends the key's access: once this returns, no call that starts is allowed.
///
/// It is written whatever else has changed. Revoking a revoked key changes nothing and leaves
/// no event; it still takes a version, since a re-enable whose answer was lost may be on its
/// way, and must find another version than the one that it expects.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Store`]
pub async fn revoke_key(
    store: &impl ChangeKey,
    manager: &Manager,
    id: KeyId,
    occasion: &Occasion,
) -> Result<KeyView, Error> {
    for attempt in 0..ATTEMPTS {
        let key = store.key(&manager.organization, id).await?.ok_or(Error::NotFound)?;
        let expected = Expected::Status(key.summary.status);
        let change = match key.summary.status {
            Status::Active => {
                turned(&key, id, expected, Status::Revoked, manager, occasion, attempt)
            }
            Status::Revoked => KeyChange::fence(
                manager.organization.clone(),
                id,
                expected,
                token(occasion, attempt),
            ),
        };
        if store.change(&change).await? == Changed::Done {
            return store.key(&manager.organization, id).await?.ok_or(Error::NotFound);
        }
    }
    Err(contended())
}

/// Gives a revoked key its access back, with the permissions that it has by now.
///
/// It is written only over the version that was read: one that arrives late must not undo a
/// revoke. Re-enabling an active key changes nothing, and leaves no event.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Store`]
pub async fn reenable_key(
    store: &impl ChangeKey,
    manager: &Manager,
    id: KeyId,
    occasion: &Occasion,
) -> Result<KeyView, Error> {
    for attempt in 0..ATTEMPTS {
        let key = store.key(&manager.organization, id).await?.ok_or(Error::NotFound)?;
        if key.summary.status == Status::Active {
            return Ok(key);
        }
        let expected = Expected::Version(key.summary.version);
        let change = turned(&key, id, expected, Status::Active, manager, occasion, attempt);
        if store.change(&change).await? == Changed::Done {
            return store.key(&manager.organization, id).await?.ok_or(Error::NotFound);
        }
    }
    Err(contended())
}

fn turned(
    key: &KeyView,
    id: KeyId,
    expected: Expected,
    status: Status,
    manager: &Manager,
    occasion: &Occasion,
    attempt: usize,
) -> KeyChange {
    let name = match status {
        Status::Active => EventName::ReEnabled,
        Status::Revoked => EventName::Revoked,
    };
    let changes = vec![(name, vec![Change::Status { old: Some(key.summary.status), new: status }])];
    let organization = manager.organization.clone();
    KeyChange {
        status: Some(status),
        stamp: Some((occasion.time(), manager.actor.clone())),
        events: events(key, changes, manager, occasion),
        ..KeyChange::fence(organization, id, expected, token(occasion, attempt))
    }
}

fn contended() -> Error {
    StoreError::Unavailable("the key keeps changing".into()).into()
}

#[cfg(test)]
mod tests;
