//! The deployed APIs on this machine: what API Gateway's REST APIs do with an OpenAPI document.
//!
//! A call comes in through `connection`, becomes a `request`, is matched by `routes`, passes
//! an `authorizer` (`policy`, `cognito`) and ends in an `integration`; whatever stops it on
//! the way is a `refusal`, dressed by the document's gateway `response`s. `document` reads
//! all of this once, with `intrinsics` resolved. `mapping`, `context`, `event` and
//! `headers` are the vocabulary in between.
//!
//! Where AWS is known it does the same. Where AWS is silent it does what is worse for us, so that
//! the tests see our own defences and not the emulator's kindness.

mod authorizer;
mod cognito;
mod connection;
mod context;
mod document;
mod event;
mod headers;
mod integration;
mod intrinsics;
mod lambda;
mod mapping;
mod policy;
mod refusal;
mod request;
mod response;
mod routes;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, io, path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Response};
use http_body_util::Full;
use serde_json::Value;
use tokio::net::TcpListener;

#[cfg(test)]
pub(crate) use self::response::TYPES as RESPONSE_TYPES;
pub use self::{
    cognito::Identity,
    lambda::{InvokeError, LambdaClient},
};
use self::{
    context::Context, document::Document, refusal::Refusal, request::Request, routes::Match,
};

/// What a handled call becomes.
type Answer = Response<Full<Bytes>>;

/// What one API is made of.
pub struct Settings {
    /// OpenAPI 3.0.1 with API Gateway's extensions, as deployed.
    pub document: Value,
    /// What `Ref`, `Fn::Sub` and `Fn::GetAtt` resolve to, by `Name` or `Resource.Attribute`, and
    /// conditions.
    ///
    /// Functions are `arn:aws:lambda:local:000000000000:function:<binary>`.
    pub parameters: BTreeMap<String, String>,
    /// The stage's variables; an empty value maps no header.
    pub stage_variables: BTreeMap<String, String>,
    /// Where functions run.
    pub lambda: LambdaClient,
    /// Who signs the tokens of a `cognito_user_pools` authorizer.
    pub identity: Option<Identity>,
    /// Replaces every time-out, so that tests need not wait for 29 seconds.
    pub integration_timeout: Option<Duration>,
    /// Where the execution log goes as well; CloudWatch holds it on AWS.
    pub log: Option<PathBuf>,
    /// Edits the authorizer's event: tests blind one defence with it, and must see it missed.
    pub before_authorizer: Option<fn(&mut Value)>,
}

/// One API, ready to serve; clones share everything.
#[derive(Clone)]
pub struct Gateway {
    api: Arc<Api>,
}

struct Api {
    document: Document,
    region: String,
    stage_variables: BTreeMap<String, String>,
    lambda: LambdaClient,
    upstream: integration::UpstreamClient,
    log: Option<PathBuf>,
    before_authorizer: Option<fn(&mut Value)>,
}

/// A matched call on its way through authorizer and integration.
struct Exchange<'a> {
    api: &'a Api,
    request: &'a Request,
    matched: &'a Match<'a>,
    context: &'a mut Context,
}

impl Gateway {
    /// Reads the document, so that nothing in it surprises a call.
    ///
    /// # Errors
    /// When the document names a parameter that `settings` lacks, uses what is not emulated, or
    /// asks for what would weaken the gate (a cached authorizer, a greedy path).
    pub fn new(settings: Settings) -> anyhow::Result<Self> {
        let document = Document::read(&settings)?;
        let region = settings.parameters.get("AWS::Region").cloned();
        let api = Api {
            document,
            region: region.unwrap_or_else(|| "us-east-1".to_owned()),
            stage_variables: settings.stage_variables,
            lambda: settings.lambda,
            upstream: integration::upstream_client(),
            log: settings.log,
            before_authorizer: settings.before_authorizer,
        };
        Ok(Self { api: Arc::new(api) })
    }

    async fn answer(&self, request: &Request) -> Answer {
        let mut context = Context::new(request);
        let outcome = self.api.handle(request, &mut context).await;
        self.finish(request, &mut context, outcome)
    }

    fn refuse(&self, request: &Request, refusal: Refusal) -> Answer {
        self.finish(request, &mut Context::new(request), Err(refusal))
    }

    fn finish(
        &self,
        request: &Request,
        context: &mut Context,
        outcome: Result<Answer, Refusal>,
    ) -> Answer {
        let mut answer = outcome.unwrap_or_else(|refusal| {
            refusal.log(context.request_id(), self.api.log.as_deref());
            let responses = &self.api.document.responses;
            responses.render(&refusal, request, context, &self.api.stage_variables)
        });
        let headers = answer.headers_mut();
        for (name, value) in [
            ("x-amzn-requestid", context.request_id()),
            ("x-amz-apigw-id", context.extended_request_id()),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        answer
    }
}

impl Api {
    async fn handle(&self, request: &Request, context: &mut Context) -> Result<Answer, Refusal> {
        let Some(matched) = self.document.routes.find(&request.method, &request.path) else {
            return Err(Refusal::unknown_route(request));
        };
        context.matched(&matched);
        let mut exchange = Exchange { api: self, request, matched: &matched, context };
        if let Some(authorizer) = &matched.operation.authorizer {
            authorizer.admit(&mut exchange).await?;
        }
        matched.operation.integration.perform(&exchange).await
    }
}

/// Answers calls on `listener` until it fails.
///
/// # Errors
/// When the listener no longer accepts connections.
pub async fn serve(listener: TcpListener, gateway: Gateway) -> io::Result<()> {
    connection::serve(listener, gateway).await
}
