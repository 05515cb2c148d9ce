//! `On-Behalf-Of`: the user in whose name a write is done.

use http::HeaderMap;

use super::{
    records::users::{self, Standing, USERS},
    refusal::Refusal,
};

/// Refuses a write unless an active user with rights is named.
///
/// An unknown id, or an e-mail address in its place, is a 404 as recorded of Harvest;
/// a disabled user is treated as unknown.
pub(super) fn user(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get("on-behalf-of").ok_or(Refusal::NobodyActing)?;
    let id = given.to_str().ok().and_then(|id| id.trim().parse().ok());
    let user = id.and_then(|id| USERS.index(id)).ok_or(Refusal::NotFound)?;
    match users::standing(user) {
        Standing::SiteAdmin | Standing::JobAdmin => Ok(()),
        Standing::Basic => Err(Refusal::NotTheirs),
        Standing::Disabled => Err(Refusal::NotFound),
    }
}
