//! Editing a key: description, permissions, or both; never over somebody else's change.

use contract::{
    events::{Change, EventName},
    keys::{self, KeyView},
    permissions::PermissionSet,
    problem::{FieldCode, FieldError},
};

use crate::{
    error::Error,
    event::{events, token},
    key::KeyId,
    occasion::Occasion,
    principal::Manager,
    store::{ChangeKey, Changed, Expected, KeyChange},
    validate,
};

/// Changes the key that was read at `version`, and answers with it as it is now.
///
/// A request that changes nothing is answered as if it had, and leaves no event; it still
/// takes a version, so that no earlier write can land after its answer.
///
/// # Errors
/// [`Error::InvalidFields`], [`Error::NotFound`], [`Error::Stale`], [`Error::Store`]
pub async fn update_key(
    store: &impl ChangeKey,
    manager: &Manager,
    id: KeyId,
    version: u64,
    request: &keys::UpdateKey,
    occasion: &Occasion,
) -> Result<KeyView, Error> {
    let wanted = Wanted::parse(request).map_err(Error::InvalidFields)?;
    let before = store.key(&manager.organization, id).await?.ok_or(Error::NotFound)?;
    if before.summary.version != version {
        return Err(Error::Stale);
    }
    let (after, changes) = wanted.applied_to(&before, manager, occasion);
    let fence = KeyChange::fence(
        manager.organization.clone(),
        id,
        Expected::Version(version),
        token(occasion, 0),
    );
    let change = if changes.is_empty() {
        fence
    } else {
        KeyChange {
            description: wanted.description,
            permissions: wanted.permissions,
            stamp: Some((occasion.time(), manager.actor.clone())),
            events: events(&after, changes, manager, occasion),
            ..fence
        }
    };
    match store.change(&change).await? {
        Changed::Conflict => Err(Error::Stale),
        Changed::Done => Ok(after),
    }
}

/// A request whose every value is allowed.
struct Wanted {
    description: Option<String>,
    permissions: Option<PermissionSet>,
}

impl Wanted {
    fn parse(request: &keys::UpdateKey) -> Result<Self, Vec<FieldError>> {
        if request.description.is_none() && request.permissions.is_none() {
            let message = "is missing, and so is `permissions`; send at least one".to_owned();
            return Err(validate::wrong("description", FieldCode::Blank, message));
        }
        let description = request.description.as_deref().map(validate::description).transpose();
        let permissions = request.permissions.as_deref().map(validate::permissions).transpose();
        match (description, permissions) {
            (Ok(description), Ok(permissions)) => Ok(Self { description, permissions }),
            (description, permissions) => Err([description.err(), permissions.err()]
                .into_iter()
                .flatten()
                .flatten()
                .collect()),
        }
    }

    fn applied_to(
        &self,
        before: &KeyView,
        manager: &Manager,
        occasion: &Occasion,
    ) -> (KeyView, Vec<(EventName, Vec<Change>)>) {
        let mut after = before.clone();
        let mut changes = Vec::new();
        if let Some(new) = self.description.clone().filter(|new| *new != before.summary.description)
        {
            after.summary.description = new.clone();
            let old = Some(before.summary.description.clone());
            changes.push((EventName::Updated, vec![Change::Description { old, new }]));
        }
        if let Some(new) = self.permissions.filter(|new| *new != before.permissions) {
            let added = new.without(&before.permissions).to_ids();
            let removed = before.permissions.without(&new).to_ids();
            after.permissions = new;
            after.summary.permission_count = new.len();
            changes.push((
                EventName::PermissionsUpdated,
                vec![Change::Permissions { added, removed }],
            ));
        }
        after.summary.version += 1;
        if !changes.is_empty() {
            after.summary.updated_at = occasion.time();
            after.summary.updated_by = manager.actor.clone();
        }
        (after, changes)
    }
}

#[cfg(test)]
mod tests;
