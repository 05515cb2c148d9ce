//! Whether a request may pass: a ladder of checks, each with its refusal.
//!
//! The cheap ones come first, so that nonsense costs no read and a flood of wrong secrets
//! no argon2. The one read of the store begins after the request has, and nothing of it is
//! remembered: a revocation acknowledged before then is seen.

use std::error::Error;

use contract::{catalogue::Permission, keys::Status};

use crate::{
    basic::{self, Casing},
    credential::Credential,
    hygiene::{Attempt, Contraband},
    key::{KeyId, PlainKey},
    remembered::Remembered,
    store::{ReadCredential, StoreError},
};

/// The verdict on one request.
#[derive(Debug)]
#[must_use]
pub enum Decision {
    /// It may pass, on these terms.
    Allow(Permit),
    /// It may not.
    Deny(Denial),
}

/// Proof that a request passed every check; only [`authorize`] makes one.
#[derive(Debug)]
#[non_exhaustive]
pub struct Permit {
    /// The key that was verified.
    pub key_id: KeyId,
    /// Whose key it is.
    pub organization: String,
    /// The endpoint permitted.
    pub permission: Permission,
    /// Which header the upstream's credential replaces.
    pub casing: Casing,
    /// Whether the request says what its body is; the upstream must be told otherwise.
    pub names_a_type: bool,
    /// What the secret's verification cost.
    pub verification: Verification,
}

/// How a secret was found right.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verification {
    /// argon2 ran: this instance sees the key for the first time.
    Cold,
    /// A remembered digest matched.
    Warm,
}

/// A refusal, with what was known by then; the log's, not the caller's.
#[derive(Debug)]
pub struct Denial {
    /// The check that failed.
    pub refusal: Refusal,
    /// The id that the key claimed, once it was well formed.
    pub key_id: Option<KeyId>,
    /// Whose key it is, once the secret was verified.
    pub organization: Option<String>,
    /// The endpoint asked for, once it was found in the catalogue.
    pub permission: Option<Permission>,
}

/// Every way to be refused, in the order of the checks.
#[derive(Debug)]
pub enum Refusal {
    /// No credential, two, or one that is no key.
    NotAKey,
    /// The route is deployed, and not in the catalogue: the deployment is at fault.
    Unlisted,
    /// The request carries what none may.
    Contraband(Contraband),
    /// No key has this id.
    UnknownKey,
    /// The store did not answer, or with nonsense.
    Store(StoreError),
    /// The id exists; the secret is not its own.
    WrongSecret,
    /// An admin ended its access.
    Revoked,
    /// The key does not hold the permission.
    NotPermitted,
    /// It may pass, and there is no credential to show the upstream for it: the gate's, not
    /// this ladder's.
    Upstream(Box<dyn Error + Send + Sync>),
}

/// Decides on one request, with exactly one read of the store at most.
pub async fn authorize(
    attempt: &Attempt<'_>,
    store: &impl ReadCredential,
    remembered: &Remembered,
) -> Decision {
    let Ok(presented) = basic::presented(attempt.headers.iter().copied()) else {
        return deny(Refusal::NotAKey, None, None, None);
    };
    let key = presented.key;
    let Some(permission) = Permission::matching(attempt.method, attempt.template) else {
        return deny(Refusal::Unlisted, Some(key.id), None, None);
    };
    let refuse = |refusal| deny(refusal, Some(key.id), Some(permission), None);
    if let Err(contraband) = attempt.plain(permission.endpoint()) {
        return refuse(Refusal::Contraband(contraband));
    }
    let credential = match store.credential(key.id).await {
        Ok(Some(credential)) => credential,
        Ok(None) => return refuse(Refusal::UnknownKey),
        Err(error) => return refuse(Refusal::Store(error)),
    };
    let verification = match verify(&key, &credential, remembered) {
        Ok(verification) => verification,
        Err(refusal) => return refuse(refusal),
    };
    if let Err(refusal) = entitled(&credential, permission) {
        return deny(refusal, Some(key.id), Some(permission), Some(credential.organization));
    }
    Decision::Allow(Permit {
        key_id: key.id,
        organization: credential.organization,
        permission,
        casing: presented.casing,
        names_a_type: attempt.names_a_type(),
        verification,
    })
}

fn entitled(credential: &Credential, permission: Permission) -> Result<(), Refusal> {
    match credential.status {
        Status::Revoked => Err(Refusal::Revoked),
        Status::Active if credential.permissions.contains(permission) => Ok(()),
        Status::Active => Err(Refusal::NotPermitted),
    }
}

fn verify(
    key: &PlainKey,
    credential: &Credential,
    remembered: &Remembered,
) -> Result<Verification, Refusal> {
    let hashed = &credential.secret;
    if !hashed.may_match(&key.secret) {
        return Err(Refusal::WrongSecret);
    }
    if remembered.knows(key.id, &key.secret, hashed) {
        return Ok(Verification::Warm);
    }
    match remembered.verify(key.id, &key.secret, hashed) {
        Ok(true) => Ok(Verification::Cold),
        Ok(false) => Err(Refusal::WrongSecret),
        Err(corrupt) => Err(Refusal::Store(StoreError::Corrupt(corrupt.into()))),
    }
}

fn deny(
    refusal: Refusal,
    key_id: Option<KeyId>,
    permission: Option<Permission>,
    organization: Option<String>,
) -> Decision {
    Decision::Deny(Denial { refusal, key_id, organization, permission })
}

#[cfg(test)]
mod tests;
