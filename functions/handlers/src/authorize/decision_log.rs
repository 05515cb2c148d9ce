//! One line for each decision: what later features count, and never a secret or a header.

use std::time::Duration;

use contract::catalogue::Permission;
use domain::{
    access::{Decision, Refusal, Verification},
    hygiene::Contraband,
    store::StoreError,
};
use serde::Serialize;

use super::event::AuthorizerEvent;
use crate::log;

#[derive(Serialize)]
struct Line<'a> {
    timestamp: String,
    level: &'static str,
    outcome: &'static str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permission: Option<&'static str>,
    source_ip: &'a str,
    duration_us: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    verification: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<String>,
}

/// Writes the line of this decision.
pub(super) fn write(decision: &Decision, event: &AuthorizerEvent, duration: Duration) {
    log::line(&line(decision, event, duration));
}

fn line<'a>(decision: &'a Decision, event: &'a AuthorizerEvent, duration: Duration) -> Line<'a> {
    let about = Line {
        timestamp: log::timestamp(),
        level: "INFO",
        outcome: "allowed",
        request_id: event.request_id(),
        key_id: None,
        organization: None,
        permission: None,
        source_ip: event.source_ip(),
        duration_us: duration.as_micros(),
        verification: None,
        causes: Vec::new(),
    };
    match decision {
        Decision::Allow(permit) => Line {
            key_id: Some(permit.key_id.to_string()),
            organization: Some(&permit.organization),
            permission: Some(permit.permission.id()),
            verification: Some(verification(permit.verification)),
            ..about
        },
        Decision::Deny(denial) => Line {
            level: level(&denial.refusal),
            outcome: outcome(&denial.refusal),
            key_id: denial.key_id.map(|id| id.to_string()),
            organization: denial.organization.as_deref(),
            permission: denial.permission.map(Permission::id),
            causes: causes(&denial.refusal),
            ..about
        },
    }
}

fn verification(verification: Verification) -> &'static str {
    match verification {
        Verification::Cold => "cold",
        Verification::Warm => "warm",
    }
}

/// The name that dashboards and alarms count by.
fn outcome(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotAKey => "not_a_key",
        Refusal::Unlisted => "unlisted",
        Refusal::Contraband(Contraband::ForgedHeader) => "forged_header",
        Refusal::Contraband(Contraband::MethodOverride) => "method_override",
        Refusal::Contraband(Contraband::PathParameter) => "path_parameter",
        Refusal::UnknownKey => "unknown_key",
        Refusal::Store(StoreError::Corrupt(_)) => "corrupt",
        Refusal::Store(StoreError::Unavailable(_)) => "unavailable",
        Refusal::WrongSecret => "wrong_secret",
        Refusal::Revoked => "revoked",
        Refusal::NotPermitted => "not_permitted",
        Refusal::Upstream(_) => "no_upstream_credential",
    }
}

/// What somebody must look at is an error; a refusal is not.
fn level(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Store(_) | Refusal::Unlisted | Refusal::Upstream(_) => "ERROR",
        Refusal::Contraband(_)
        | Refusal::NotAKey
        | Refusal::NotPermitted
        | Refusal::Revoked
        | Refusal::UnknownKey
        | Refusal::WrongSecret => "INFO",
    }
}

fn causes(refusal: &Refusal) -> Vec<String> {
    match refusal {
        Refusal::Store(error) => log::causes(error),
        Refusal::Upstream(error) => log::causes(error.as_ref()),
        Refusal::Contraband(_)
        | Refusal::NotAKey
        | Refusal::NotPermitted
        | Refusal::Revoked
        | Refusal::UnknownKey
        | Refusal::Unlisted
        | Refusal::WrongSecret => Vec::new(),
    }
}
