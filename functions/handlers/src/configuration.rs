//! The environment, read once at start.

use std::env::{self, VarError};

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_dynamodb::Config;
use domain::principal::Organization;
use keystore::{Keystore, Patience};

use crate::{
    authorize::{Secret, Upstream},
    change_log::LoggedKeystore,
};

/// A variable that the template sets is missing or makes no sense.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Misconfigured(String);

impl std::fmt::Display for Misconfigured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misconfigured {}

/// Everything an admin function works with.
#[derive(Debug)]
pub struct Admin {
    /// The table, with a log line before each change.
    pub keystore: LoggedKeystore,
    /// The only origin whose pages may read replies, such as `https://keys.example.com`.
    pub page_origin: String,
    /// The `aud` of every token that is accepted.
    pub client_id: String,
    /// Where users work for whom no organization is set.
    pub default_organization: Option<Organization>,
}

impl Admin {
    /// Reads `TABLE_NAME`, `PAGE_ORIGIN`, `USER_POOL_CLIENT_ID` and `DEFAULT_ORGANIZATION`.
    ///
    /// # Errors
    /// [`Misconfigured`] names the variable.
    pub async fn from_environment() -> Result<Self, Misconfigured> {
        Ok(Self {
            keystore: LoggedKeystore::new(table(required("TABLE_NAME")?, Patience::Action).await),
            page_origin: required("PAGE_ORIGIN")?,
            client_id: required("USER_POOL_CLIENT_ID")?,
            default_organization: default_organization()?,
        })
    }
}

/// Everything that the gate works with.
#[derive(Debug)]
pub struct Gate {
    /// The table.
    pub keystore: Keystore,
    /// What an allowed call shows the upstream.
    pub upstream: Upstream,
}

impl Gate {
    /// Reads `TABLE_NAME` and, where there is one, `UPSTREAM_SECRET_ARN`.
    ///
    /// # Errors
    /// [`Misconfigured`] names the variable.
    pub async fn from_environment() -> Result<Self, Misconfigured> {
        let (table, arn) = (required("TABLE_NAME")?, variable("UPSTREAM_SECRET_ARN")?);
        let shared = shared().await;
        let secret = |arn| Secret::new(&aws_sdk_secretsmanager::Config::new(&shared), arn);
        Ok(Self {
            keystore: Keystore::new(&Config::new(&shared), table, Patience::Decision),
            upstream: arn.map_or(Upstream::Anonymous, |arn| Upstream::Secret(secret(arn))),
        })
    }
}

/// A table by its name, for whoever is told which one.
pub async fn table(name: String, patience: Patience) -> Keystore {
    Keystore::new(&Config::new(&shared().await), name, patience)
}

/// The SDK's usual sources of Region and credentials.
async fn shared() -> SdkConfig {
    aws_config::load_defaults(BehaviorVersion::latest()).await
}

fn default_organization() -> Result<Option<Organization>, Misconfigured> {
    let Some(name) = variable("DEFAULT_ORGANIZATION")? else { return Ok(None) };
    let refused =
        || Misconfigured(format!("`DEFAULT_ORGANIZATION` is no organization's name: `{name}`"));
    Organization::parse(&name).map(Some).ok_or_else(refused)
}

fn required(name: &str) -> Result<String, Misconfigured> {
    variable(name)?
        .ok_or_else(|| Misconfigured(format!("the environment variable `{name}` is not set")))
}

/// An empty variable counts as unset: a template parameter cannot be absent.
#[expect(clippy::disallowed_methods, reason = "the one reader of the environment")]
fn variable(name: &str) -> Result<Option<String>, Misconfigured> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Misconfigured(format!("`{name}` is not UTF-8"))),
    }
}
