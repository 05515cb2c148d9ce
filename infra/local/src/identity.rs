//! The identity provider's process; its source is `infra/local/identity`.

use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use crate::{
    process::Program,
    stack::{Facts, Options, Ready},
};

/// Someone who can be signed in as, on this machine only.
#[derive(Clone, Debug, Deserialize)]
pub struct Person {
    /// The immutable subject of their tokens.
    pub sub: String,
    /// For display.
    pub name: String,
    /// For display.
    pub email: String,
    /// What they are a member of; none for the outsider.
    pub groups: Vec<String>,
}

/// Those whom the sign-in page offers.
///
/// # Errors
/// When `people.json` was broken at build time.
pub fn people() -> anyhow::Result<Vec<Person>> {
    serde_json::from_str(include_str!("../identity/people.json")).context("identity/people.json")
}

pub(crate) const fn readiness(options: &Options) -> Ready {
    Ready::Listening(options.ports.identity)
}

pub(crate) fn program(options: &Options, facts: &Facts) -> Program {
    let environment = [
        ("IDENTITY_PORT", options.ports.identity.to_string()),
        ("IDENTITY_KEY", path(&facts.identity_key)),
        ("CLIENT_ID", facts.client_id.clone()),
        ("PAGE_ORIGIN", facts.urls.page.clone()),
    ];
    Program {
        name: "identity".into(),
        path: "node".into(),
        arguments: vec!["server.mjs".into()],
        environment: environment.map(|(name, value)| (name.to_owned(), value)).into(),
        inherits: true,
        directory: options.workspace.identity(),
        log: Some(facts.logs.join("identity.log")),
    }
}

fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
