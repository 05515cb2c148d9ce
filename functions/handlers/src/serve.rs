//! The loop around an admin function: a request in, an answer out, whatever happens.

use std::convert::Infallible;

use lambda_http::{BoxFuture, Error, Request, service_fn};

use crate::{
    configuration::Admin,
    moment,
    reply::{Failure, Reply, response},
};

/// An admin function's body.
pub type Handler = for<'a> fn(&'a Admin, &'a Request) -> BoxFuture<'a, Result<Reply, Failure>>;

/// Runs an admin function until Lambda ends it.
///
/// # Errors
/// A misconfigured environment, or a runtime API that cannot be reached.
pub async fn serve(handler: Handler) -> Result<(), Error> {
    let admin = Admin::from_environment().await?;
    admin.keystore.warm_up().await;
    let admin = &admin;
    lambda_http::run(service_fn(|request: Request| async move {
        let answer = handler(admin, &request).await;
        Ok::<_, Infallible>(response(answer, moment::request_id(&request), &admin.page_origin))
    }))
    .await
}
