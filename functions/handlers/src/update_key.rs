//! `PATCH /keys/{id}`

use contract::keys::UpdateKey;
use lambda_http::Request;

use crate::{
    caller,
    configuration::Admin,
    moment,
    reply::{Failure, Reply},
    request,
};

/// Changes description, permissions, or both.
///
/// # Errors
/// [`Failure`], as the operations table lists them.
pub async fn update_key(admin: &Admin, request: &Request) -> Result<Reply, Failure> {
    let manager = caller::manager(admin, request)?;
    let id = request::key_id(request)?;
    let version = request::version(request)?;
    let wanted: UpdateKey = request::body(request)?;
    let occasion = moment::occasion(request)?;
    let key =
        domain::update_key::update_key(&admin.keystore, &manager, id, version, &wanted, &occasion)
            .await?;
    Ok(Reply::ok(&key).tagged(key.summary.version))
}
