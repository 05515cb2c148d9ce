//! Where this deployment has its API and its identity provider; read when the page starts.

use serde::Deserialize;

use crate::http::{self, Call, Unreachable};

/// `config.json`, beside the page, so that one build serves every deployment.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Config {
    /// Base address of the credential actions.
    pub admin_api: String,
    /// Base address that keys are used at; shown, never called.
    pub harvest_api: String,
    /// Base address of the identity provider: a Cognito domain, or what stands in for it.
    pub identity: String,
    /// The app client that the page signs in as.
    pub client_id: String,
}

impl Config {
    /// Reads it anew.
    ///
    /// # Errors
    /// When it is not there, or not whole.
    pub async fn load() -> Result<Self, Unreachable> {
        http::send(Call::get("/config.json".into())).await?.parse()
    }
}
