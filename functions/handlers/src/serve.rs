//! The loop around an admin function: a request in, an answer out, whatever happens.

use std::convert::Infallible;

use lambda_http::{
    Adapter, BoxFuture, Error, LambdaEvent, Request,
    aws_lambda_events::apigw::ApiGatewayProxyRequest,
    http::header::{HOST, HeaderName},
    lambda_runtime,
    request::LambdaRequest,
    service_fn,
    tower::ServiceExt,
};

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
    let service = service_fn(|request: Request| async move {
        let answer = handler(admin, &request).await;
        Ok::<_, Infallible>(response(answer, moment::request_id(&request), &admin.page_origin))
    });
    lambda_runtime::run(Adapter::from(service).map_request(placeless)).await
}

/// The event without what names the place it was sent to, which no function asks for.
///
/// `lambda_http` would make an address of it, and panic where a client's header or path makes
/// none. The admin API takes no binary media types, so that a body is always text: what claims
/// to be base64, and is not, would panic as well.
pub fn placeless(event: LambdaEvent<ApiGatewayProxyRequest>) -> LambdaEvent<LambdaRequest> {
    let LambdaEvent { mut payload, context, .. } = event;
    for headers in [&mut payload.headers, &mut payload.multi_value_headers] {
        headers.remove(HOST);
        headers.remove(HeaderName::from_static("x-forwarded-proto"));
    }
    payload.path = None;
    payload.request_context.domain_name = None;
    payload.is_base64_encoded = false;
    LambdaEvent::new(LambdaRequest::ApiGatewayV1(payload), context)
}
