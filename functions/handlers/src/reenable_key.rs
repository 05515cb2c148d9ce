//! `POST /keys/{id}/reenable`

use lambda_http::Request;

use crate::{
    caller,
    configuration::Admin,
    moment,
    reply::{Failure, Reply},
    request,
};

/// Gives a revoked key its access back.
///
/// # Errors
/// [`Failure`], as the operations table lists them.
pub async fn reenable_key(admin: &Admin, request: &Request) -> Result<Reply, Failure> {
    let manager = caller::manager(admin, request)?;
    let id = request::key_id(request)?;
    let occasion = moment::occasion(request)?;
    let key = domain::revoke_key::reenable_key(&admin.keystore, &manager, id, &occasion).await?;
    Ok(Reply::ok(&key).tagged(key.summary.version))
}
