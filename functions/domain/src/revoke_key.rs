//! Revoking a key, and re-enabling it: one change of status, which no edit can delay.

use contract::{
    events::{Change, EventName},
    keys::{KeyView, Status},
};

use crate::{
    error::Error,
    event::events,
    key::KeyId,
    occasion::Occasion,
    principal::Manager,
    store::{ChangeKey, Changed, Expected, KeyChange, StoreError},
};

/// Status changes somebody else may win before this one gives up.
const ATTEMPTS: usize = 8;

/// Ends the key's access: once this returns, no call that starts is allowed.
///
/// Revoking a revoked key changes nothing, and leaves no event.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Store`]
pub async fn revoke_key(
    store: &impl ChangeKey,
    manager: &Manager,
    id: KeyId,
    occasion: &Occasion,
) -> Result<KeyView, Error> {
    turn(store, manager, id, occasion, Status::Revoked).await
}

/// Gives a revoked key its access back, with the permissions that it has by now.
///
/// Re-enabling an active key changes nothing, and leaves no event.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Store`]
pub async fn reenable_key(
    store: &impl ChangeKey,
    manager: &Manager,
    id: KeyId,
    occasion: &Occasion,
) -> Result<KeyView, Error> {
    turn(store, manager, id, occasion, Status::Active).await
}

async fn turn(
    store: &impl ChangeKey,
    manager: &Manager,
    id: KeyId,
    occasion: &Occasion,
    status: Status,
) -> Result<KeyView, Error> {
    for _ in 0..ATTEMPTS {
        let key = store.key(&manager.organization, id).await?.ok_or(Error::NotFound)?;
        if key.summary.status == status {
            return Ok(key);
        }
        let change = change_of_status(&key, manager, id, occasion, status);
        if store.change(&change).await? == Changed::Done {
            return store.key(&manager.organization, id).await?.ok_or(Error::NotFound);
        }
    }
    Err(StoreError::Unavailable("the status keeps changing".into()).into())
}

fn change_of_status(
    key: &KeyView,
    manager: &Manager,
    id: KeyId,
    occasion: &Occasion,
    status: Status,
) -> KeyChange {
    let name = match status {
        Status::Active => EventName::ReEnabled,
        Status::Revoked => EventName::Revoked,
    };
    let old = key.summary.status;
    let changes = vec![(name, vec![Change::Status { old: Some(old), new: status }])];
    KeyChange {
        organization: manager.organization.clone(),
        id,
        expected: Expected::Status(old),
        description: None,
        permissions: None,
        status: Some(status),
        time: occasion.time(),
        by: manager.actor.clone(),
        events: events(key, changes, manager, occasion),
    }
}

#[cfg(test)]
mod tests;
