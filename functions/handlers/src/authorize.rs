//! The gate: API Gateway's REQUEST authorizer on every Harvest route.
//!
//! Three answers are possible. An allowance names the one method ARN that was asked about,
//! never a pattern. A denial carries the words for the 403. An error whose text is exactly
//! `Unauthorized` is the 401; any other makes API Gateway answer 503.

mod decision_log;
mod event;
mod policy;

use std::time::Instant;

use domain::{
    access::{self, Decision, Denial, Refusal},
    remembered::Remembered,
    store::ReadCredential,
};
use keystore::Patience;
use lambda_runtime::{Diagnostic, Error, LambdaEvent, run, service_fn};
use rand::rngs::SysRng;

use event::Asked;
pub use event::AuthorizerEvent;
pub use policy::Policy;

use crate::configuration;

/// Decides on one request, writes its log line, and says so in API Gateway's terms.
///
/// # Errors
/// `Unauthorized` for the 401, `Unavailable` for the 503.
pub async fn authorize(
    store: &impl ReadCredential,
    remembered: &Remembered,
    event: &AuthorizerEvent,
) -> Result<Policy, Diagnostic> {
    let begun = Instant::now();
    let decision = access::authorize(&event.attempt(), store, remembered).await;
    decision_log::write(&decision, event, begun.elapsed());
    answer(&decision, event)
}

/// A decision in API Gateway's terms.
///
/// # Errors
/// `Unauthorized` for the 401, `Unavailable` for the 503.
pub fn answer(decision: &Decision, event: &AuthorizerEvent) -> Result<Policy, Diagnostic> {
    match decision {
        Decision::Allow(permit) => Ok(Policy::allow(permit, &event.method_arn)),
        Decision::Deny(denial) => refused(denial),
    }
}

/// Runs the gate until Lambda ends it.
///
/// # Errors
/// A misconfigured environment, or a runtime API that cannot be reached.
pub async fn serve() -> Result<(), Error> {
    let store = configuration::keystore(Patience::Decision).await?;
    let remembered = Remembered::new(&mut SysRng)?;
    store.warm_up().await;
    let (store, remembered) = (&store, &remembered);
    run(service_fn(|event: LambdaEvent<Asked>| async move {
        authorize(store, remembered, &event.payload.0).await
    }))
    .await
}

/// Which of API Gateway's three refusals a denial is.
fn refused(denial: &Denial) -> Result<Policy, Diagnostic> {
    match &denial.refusal {
        Refusal::NotAKey | Refusal::UnknownKey | Refusal::WrongSecret | Refusal::Revoked => {
            Err(diagnostic("Unauthorized"))
        }
        Refusal::Store(_) => Err(diagnostic("Unavailable")),
        Refusal::Contraband(_) | Refusal::NotPermitted | Refusal::Unlisted => {
            Ok(Policy::deny(denial))
        }
    }
}

fn diagnostic(text: &str) -> Diagnostic {
    Diagnostic { error_type: text.to_owned(), error_message: text.to_owned() }
}
