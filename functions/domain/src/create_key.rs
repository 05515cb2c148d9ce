//! Creating a key: validated, given its partner's preset, hashed, written with its event.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    events::{Change, EventName, EventView},
    keys::{self, ApiType, KeySummary, KeyView, Status},
    partners::Partner,
    permissions::PermissionSet,
    problem::FieldError,
};
use sha2::{Digest, Sha256};

use crate::{
    error::Error,
    event::events,
    key::PlainKey,
    occasion::Occasion,
    principal::Manager,
    secret::HashedSecret,
    store::{CreateKey, Created, NewKey, StoreError},
    validate,
};

/// Creates a key, and hands over its secret for the only time.
///
/// # Errors
/// [`Error::InvalidFields`], [`Error::InvalidIdempotencyKey`], [`Error::AlreadyCreated`],
/// [`Error::Store`]
pub async fn create_key(
    store: &impl CreateKey,
    manager: &Manager,
    request: &keys::CreateKey,
    idempotency_key: Option<&str>,
    occasion: &Occasion,
) -> Result<(KeyView, PlainKey), Error> {
    let wanted = Wanted::parse(request).map_err(Error::InvalidFields)?;
    let idempotency = idempotency_key
        .map(|key| idempotency_digest(manager, key).map(|digest| (digest, occasion.tomorrow())))
        .transpose()?;
    let plain = PlainKey::generate(occasion.milliseconds(), &occasion.entropy);
    let secret = HashedSecret::new(&plain.secret, &occasion.entropy.salt)
        .map_err(|error| StoreError::Unavailable(error.into()))?;
    let view = wanted.view(&plain, manager, occasion);
    let new = NewKey {
        organization: manager.organization.clone(),
        id: plain.id,
        event: created(&view, manager, occasion)?,
        view,
        secret,
        idempotency,
        now: occasion.now.as_second(),
    };
    match store.create(&new).await? {
        Created::Before(id) => Err(Error::AlreadyCreated(id)),
        Created::Now => Ok((new.view, plain)),
    }
}

/// A request whose every value is allowed.
struct Wanted {
    api_type: ApiType,
    partner: &'static Partner,
    description: String,
    permissions: PermissionSet,
}

impl Wanted {
    fn parse(request: &keys::CreateKey) -> Result<Self, Vec<FieldError>> {
        let api_type = validate::api_type(&request.api_type);
        let partner = validate::partner(&request.partner);
        let description = validate::description(&request.description);
        let permissions = request.permissions.as_deref().map(validate::permissions).transpose();
        match (api_type, partner, description, permissions) {
            (Ok(api_type), Ok(partner), Ok(description), Ok(permissions)) => {
                let permissions = permissions.unwrap_or_else(|| partner.preset.permissions());
                Ok(Self { api_type, partner, description, permissions })
            }
            (api_type, partner, description, permissions) => {
                let errors = [api_type.err(), partner.err(), description.err(), permissions.err()];
                Err(errors.into_iter().flatten().flatten().collect())
            }
        }
    }

    fn view(self, plain: &PlainKey, manager: &Manager, occasion: &Occasion) -> KeyView {
        let summary = KeySummary {
            id: plain.id.to_string(),
            api_type: self.api_type,
            partner: self.partner.id.to_owned(),
            description: self.description,
            status: Status::Active,
            permission_count: self.permissions.len(),
            version: 1,
            created_at: occasion.time(),
            created_by: manager.actor.clone(),
            updated_at: occasion.time(),
            updated_by: manager.actor.clone(),
        };
        KeyView { summary, permissions: self.permissions }
    }
}

fn created(view: &KeyView, manager: &Manager, occasion: &Occasion) -> Result<EventView, Error> {
    let changes = vec![
        Change::ApiType { new: view.summary.api_type },
        Change::Partner { new: view.summary.partner.clone() },
        Change::Description { old: None, new: view.summary.description.clone() },
        Change::Status { old: None, new: Status::Active },
        Change::Permissions { added: view.permissions.to_ids(), removed: Vec::new() },
    ];
    let mut events = events(view, vec![(EventName::Created, changes)], manager, occasion);
    events.pop().ok_or_else(|| StoreError::Corrupt("no event for a creation".into()).into())
}

/// What is stored of an idempotency key: bound to the caller, and of one length.
fn idempotency_digest(manager: &Manager, key: &str) -> Result<String, Error> {
    if !(1..=255).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::InvalidIdempotencyKey);
    }
    let digest = Sha256::new()
        .chain_update(&manager.actor.id)
        .chain_update([0])
        .chain_update(key)
        .finalize();
    Ok(URL_SAFE_NO_PAD.encode(digest))
}

#[cfg(test)]
mod tests;
