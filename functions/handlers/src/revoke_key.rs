//! `POST /keys/{id}/revoke`

use lambda_http::Request;

use crate::{
    caller,
    configuration::Admin,
    moment,
    reply::{Failure, Reply},
    request,
};

/// Ends a key's access; the answer is the acknowledgement that the first promise is about.
///
/// # Errors
/// [`Failure`], as the operations table lists them.
pub async fn revoke_key(admin: &Admin, request: &Request) -> Result<Reply, Failure> {
    let manager = caller::manager(admin, request)?;
    let id = request::key_id(request)?;
    let occasion = moment::occasion(request)?;
    let key = domain::revoke_key::revoke_key(&admin.keystore, &manager, id, &occasion).await?;
    Ok(Reply::ok(&key).tagged(key.summary.version))
}
