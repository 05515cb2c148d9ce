//! `POST /keys`

use contract::keys::{CreateKey, CreatedKey};
use lambda_http::Request;

use crate::{
    caller,
    configuration::Admin,
    moment,
    reply::{Failure, Reply},
    request,
};

/// Creates a key; its reply is the only one that ever holds a secret.
///
/// # Errors
/// [`Failure`], as the operations table lists them.
pub async fn create_key(admin: &Admin, request: &Request) -> Result<Reply, Failure> {
    let manager = caller::manager(admin, request)?;
    let wanted: CreateKey = request::body(request)?;
    let idempotency_key = request::idempotency_key(request)?;
    let occasion = moment::occasion(request)?;
    let (view, plain) = domain::create_key::create_key(
        &admin.keystore,
        &manager,
        &wanted,
        idempotency_key,
        &occasion,
    )
    .await?;
    let (location, version) = (format!("/keys/{}", plain.id), view.summary.version);
    let created = CreatedKey { view, key: plain.reveal().to_string() };
    Ok(Reply::created(location, &created).tagged(version))
}
