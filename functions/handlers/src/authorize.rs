//! The gate: API Gateway's REQUEST authorizer on every Harvest route.
//!
//! Three answers are possible. An allowance names the one method ARN that was asked about,
//! never a pattern. A denial carries the words for the 403. An error whose text is exactly
//! `Unauthorized` is the 401; any other makes API Gateway answer 503.

mod decision_log;
mod event;
mod policy;
mod upstream;

use std::time::Instant;

use domain::{
    access::{self, Decision, Denial, Permit, Refusal},
    remembered::Remembered,
    store::ReadCredential,
};
use lambda_runtime::{Diagnostic, Error, LambdaEvent, run, service_fn};
use rand::rngs::SysRng;

use event::Asked;
pub use event::AuthorizerEvent;
pub use policy::Policy;
pub use upstream::{Secret, Unread, Upstream, UpstreamCredential};

use crate::configuration::Gate;

/// Decides on one request, writes its log line, and says so in API Gateway's terms.
///
/// # Errors
/// `Unauthorized` for the 401, `Unavailable` for the 503.
pub async fn authorize(
    store: &impl ReadCredential,
    remembered: &Remembered,
    upstream: &Upstream,
    event: &AuthorizerEvent,
) -> Result<Policy, Diagnostic> {
    let begun = Instant::now();
    let decision = access::authorize(&event.attempt(), store, remembered).await;
    let (decision, credential) = furnished(decision, upstream).await;
    decision_log::write(&decision, event, begun.elapsed());
    answer(&decision, &credential, event)
}

/// An allowed call with what it shows the upstream; refused where there is nothing to show.
async fn furnished(decision: Decision, upstream: &Upstream) -> (Decision, UpstreamCredential) {
    let Decision::Allow(permit) = decision else { return (decision, UpstreamCredential::NONE) };
    match upstream.credential().await {
        Ok(credential) => (Decision::Allow(permit), credential),
        Err(unread) => (Decision::Deny(withheld(permit, unread)), UpstreamCredential::NONE),
    }
}

fn withheld(permit: Permit, unread: Unread) -> Denial {
    Denial {
        refusal: Refusal::Upstream(unread.into()),
        key_id: Some(permit.key_id),
        organization: Some(permit.organization),
        permission: Some(permit.permission),
    }
}

/// A decision in API Gateway's terms.
///
/// # Errors
/// `Unauthorized` for the 401, `Unavailable` for the 503.
pub fn answer(
    decision: &Decision,
    credential: &UpstreamCredential,
    event: &AuthorizerEvent,
) -> Result<Policy, Diagnostic> {
    match decision {
        Decision::Allow(permit) => Ok(Policy::allow(permit, credential, &event.method_arn)),
        Decision::Deny(denial) => refused(denial),
    }
}

/// Runs the gate until Lambda ends it.
///
/// # Errors
/// A misconfigured environment, or a runtime API that cannot be reached.
pub async fn serve() -> Result<(), Error> {
    let Gate { keystore: store, upstream } = Gate::from_environment().await?;
    let remembered = Remembered::new(&mut SysRng)?;
    // Whether the secret can be read matters to an allowed call alone, which reads again.
    let ((), _) = tokio::join!(store.warm_up(), upstream.credential());
    let (store, remembered, upstream) = (&store, &remembered, &upstream);
    run(service_fn(|event: LambdaEvent<Asked>| async move {
        authorize(store, remembered, upstream, &event.payload.0).await
    }))
    .await
}

/// Which of API Gateway's three refusals a denial is.
fn refused(denial: &Denial) -> Result<Policy, Diagnostic> {
    match &denial.refusal {
        Refusal::NotAKey | Refusal::UnknownKey | Refusal::WrongSecret | Refusal::Revoked => {
            Err(diagnostic("Unauthorized"))
        }
        Refusal::Store(_) | Refusal::Upstream(_) => Err(diagnostic("Unavailable")),
        Refusal::Contraband(_) | Refusal::NotPermitted | Refusal::Unlisted => {
            Ok(Policy::deny(denial))
        }
    }
}

fn diagnostic(text: &str) -> Diagnostic {
    Diagnostic { error_type: text.to_owned(), error_message: text.to_owned() }
}
