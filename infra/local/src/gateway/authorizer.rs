//! The two kinds of authorizer that the documents use; nothing is ever cached.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::{
    Exchange, Settings,
    cognito::UserPool,
    event,
    lambda::{self, InvokeError},
    policy::Verdict,
    refusal::{Kind, Refusal},
};

/// The emulator enforces no function's time-out, and an authorizer's is 3 seconds.
const TIMEOUT: Duration = Duration::from_secs(10);
/// AWS's limit on the ARN that an authorizer is asked about, in bytes; beyond it the answer is 414.
const ARN_LIMIT: usize = 1_600;

/// Who decides whether a matched call goes on.
pub(super) enum Authorizer {
    /// A function that answers with a policy.
    Function(Gatekeeper),
    /// A user pool whose ID tokens are taken.
    UserPool(Arc<UserPool>),
}

/// A REQUEST authorizer.
pub(super) struct Gatekeeper {
    function: String,
    /// Headers without which AWS does not even ask.
    required_headers: Vec<String>,
    timeout: Duration,
}

#[derive(Deserialize)]
struct Scheme {
    #[serde(rename = "x-amazon-apigateway-authorizer")]
    authorizer: Written,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    r#type: String,
    authorizer_uri: Option<String>,
    authorizer_result_ttl_in_seconds: Option<u64>,
    identity_source: Option<String>,
    identity_validation_expression: Option<String>,
}

impl Authorizer {
    /// Reads one entry of `components.securitySchemes`.
    ///
    /// # Errors
    /// When it is no authorizer, would cache, or lacks what it needs.
    pub(super) fn parse(scheme: &Value, settings: &Settings) -> anyhow::Result<Self> {
        let Scheme { authorizer } =
            Scheme::deserialize(scheme).context("no authorizer of API Gateway")?;
        match authorizer.r#type.as_str() {
            "request" => authorizer.gatekeeper(settings).map(Self::Function),
            "cognito_user_pools" => {
                let identity =
                    settings.identity.clone().context("the document needs an identity provider")?;
                let pool =
                    UserPool::new(identity, authorizer.identity_validation_expression.as_deref())?;
                Ok(Self::UserPool(Arc::new(pool)))
            }
            other => bail!("authorizers of type `{other}` are not emulated"),
        }
    }

    /// Lets the call go on, with what the authorizer said in the context.
    pub(super) async fn admit(&self, exchange: &mut Exchange<'_>) -> Result<(), Refusal> {
        match self {
            Self::Function(gatekeeper) => gatekeeper.admit(exchange).await,
            Self::UserPool(pool) => {
                let claims =
                    pool.claims(exchange.request.headers.any_case("authorization")).await?;
                exchange.context.authorized(
                    [("claims".to_owned(), Value::Object(claims))].into_iter().collect(),
                );
                Ok(())
            }
        }
    }
}

impl Written {
    fn gatekeeper(self, settings: &Settings) -> anyhow::Result<Gatekeeper> {
        // AWS caches for 300 seconds where the document says nothing.
        let ttl = self.authorizer_result_ttl_in_seconds.unwrap_or(300);
        ensure!(
            ttl == 0,
            "authorizerResultTtlInSeconds is {ttl}: a cached verdict outlives a revocation, say 0"
        );
        let uri = self.authorizer_uri.context("the authorizer has no authorizerUri")?;
        let sources = self.identity_source.unwrap_or_default();
        let sources = sources.split(',').map(str::trim).filter(|source| !source.is_empty());
        Ok(Gatekeeper {
            function: lambda::function_name(&uri)?,
            required_headers: sources.map(required_header).collect::<anyhow::Result<_>>()?,
            timeout: settings.integration_timeout.unwrap_or(TIMEOUT),
        })
    }
}

fn required_header(source: &str) -> anyhow::Result<String> {
    let name = source.strip_prefix("method.request.header.");
    name.map(str::to_owned)
        .with_context(|| format!("identity source `{source}` is not emulated: use a header"))
}

impl Gatekeeper {
    async fn admit(&self, exchange: &mut Exchange<'_>) -> Result<(), Refusal> {
        let headers = &exchange.request.headers;
        if self.required_headers.iter().any(|name| headers.any_case(name).is_none_or(str::is_empty))
        {
            return Err(Refusal::unauthorized());
        }
        let method_arn = event::method_arn(exchange);
        if method_arn.len() > ARN_LIMIT {
            return Err(Refusal::bad_request(414, "Request-URI Too Long"));
        }
        let answer = self.ask(exchange, &method_arn).await?;
        let malformed = |error| Refusal::fault(Kind::AuthorizerConfiguration, format!("{error:#}"));
        let verdict = Verdict::of(&answer, &method_arn).map_err(malformed)?;
        exchange.context.authorized(verdict.context);
        if verdict.allowed {
            Ok(())
        } else {
            Err(Refusal::new(Kind::AccessDenied, "User is not authorized to access this resource"))
        }
    }

    async fn ask(&self, exchange: &Exchange<'_>, method_arn: &str) -> Result<Value, Refusal> {
        let mut event = event::authorizer_event(exchange, method_arn);
        if let Some(edit) = exchange.api.before_authorizer {
            edit(&mut event);
        }
        let answer = exchange.api.lambda.invoke(&self.function, &event, self.timeout).await;
        answer.map_err(|error| match error {
            InvokeError::Function(report)
                if report.get("errorMessage") == Some(&"Unauthorized".into()) =>
            {
                Refusal::unauthorized()
            }
            InvokeError::Function(_) | InvokeError::Transport(_) | InvokeError::TimedOut(_) => {
                Refusal::fault(Kind::AuthorizerFailure, error)
            }
        })
    }
}
