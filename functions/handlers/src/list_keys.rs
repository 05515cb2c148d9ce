//! `GET /keys`

use domain::list_keys::Listing;
use lambda_http::Request;

use crate::{
    caller,
    configuration::Admin,
    reply::{Failure, Reply},
    request,
};

/// Shows one page of the organization's keys.
///
/// # Errors
/// [`Failure`], as the operations table lists them.
pub async fn list_keys(admin: &Admin, request: &Request) -> Result<Reply, Failure> {
    let viewer = caller::viewer(admin, request)?;
    let [status, partner, search, limit, cursor] =
        request::query(request, ["status", "partner", "search", "limit", "cursor"])?;
    let listing = Listing { status, partner, search, limit, cursor };
    Ok(Reply::ok(&domain::list_keys::list_keys(&admin.keystore, &viewer, &listing).await?))
}
