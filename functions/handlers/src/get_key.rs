//! `GET /keys/{id}`

use domain::store::ReadKey as _;
use lambda_http::Request;

use crate::{
    caller,
    configuration::Admin,
    reply::{Failure, Reply},
    request,
};

/// Shows one key.
///
/// # Errors
/// [`Failure`], as the operations table lists them.
pub async fn get_key(admin: &Admin, request: &Request) -> Result<Reply, Failure> {
    let viewer = caller::viewer(admin, request)?;
    let id = request::key_id(request)?;
    let key =
        admin.keystore.key(&viewer.organization, id).await.map_err(domain::error::Error::from)?;
    let key = key.ok_or_else(Failure::key_not_found)?;
    Ok(Reply::ok(&key).tagged(key.summary.version))
}
