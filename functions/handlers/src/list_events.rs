//! `GET /events` and `GET /keys/{id}/events`

use lambda_http::Request;

use crate::{
    caller,
    configuration::Admin,
    reply::{Failure, Reply},
    request,
};

/// Shows one page of the audit trail.
///
/// # Errors
/// [`Failure`], as the operations table lists them.
pub async fn list_events(admin: &Admin, request: &Request) -> Result<Reply, Failure> {
    let viewer = caller::viewer(admin, request)?;
    let key = request::optional_key_id(request)?;
    let [limit, cursor] = request::query(request, ["limit", "cursor"])?;
    let page =
        domain::list_events::list_events(&admin.keystore, &viewer, key, limit, cursor).await?;
    Ok(Reply::ok(&page))
}
