//! Keys, directory and events in one DynamoDB table.
//!
//! | item | `pk` | `sk` | holds |
//! | --- | --- | --- | --- |
//! | credential | `KEY#<key id>` | `KEY` | what a decision needs, at most 4,096 bytes |
//! | directory entry | `ORG#<organization>` | `KEY#<key id>` | what lists show |
//! | event | `ORG#<organization>` | `EVENT#<event id>` | who, what, old and new |
//! | the event again | `HISTORY#<organization>#<key id>` | `EVENT#<event id>` | for the key's own page |
//! | idempotency key | `ORG#<organization>` | `IDEMPOTENCY#<digest>` | the key it made, for a day |
//!
//! A change writes all that it touches in one transaction: no change without its event, no
//! event without its change.
//!
//! # Layout
//! [`Keystore`] implements the store traits of `domain`, one file for each: [`credentials`],
//! [`directory`], [`trail`], [`creation`], [`changes`]. What items look like is in
//! [`items`], which failures are tried again in [`retries`]. No function uses [`import`] and
//! [`restoration`], which are for whoever runs a table.

mod changes;
mod creation;
mod credentials;
mod directory;
mod failures;
pub mod import;
mod items;
pub mod restoration;
mod retries;
mod trail;

use std::time::Duration;

use aws_sdk_dynamodb::{
    Client,
    config::{Config, retry::RetryConfig, timeout::TimeoutConfig},
};
use domain::{key::KeyId, store::ReadCredential as _};

use retries::Conflicts;

/// The table, and how to reach it.
#[derive(Clone, Debug)]
pub struct Keystore {
    client: Client,
    table: String,
}

/// How long a function may wait for the table.
#[derive(Clone, Copy, Debug)]
pub enum Patience {
    /// The gate: 1.8 s in all, two attempts of 0.7 s, then it refuses.
    Decision,
    /// A request for an admin: 6 s in all, up to eight attempts of 2 s, with growing pauses.
    Action,
    /// Somebody at a terminal, perhaps far away: a minute in all, up to eight attempts of 10 s.
    Maintenance,
}

impl Keystore {
    /// Uses this table with the SDK's configuration and the given patience.
    pub fn new(config: &Config, table: String, patience: Patience) -> Self {
        let (timeouts, retries) = patience.limits();
        let config = config
            .to_builder()
            .timeout_config(timeouts)
            .retry_config(retries)
            .retry_classifier(Conflicts)
            .build();
        Self { client: Client::from_conf(config), table }
    }

    /// Pays for TLS and credentials before the first request does; whether it works does not matter.
    pub async fn warm_up(&self) {
        drop(self.credential(KeyId::NONE).await);
    }
}

impl Patience {
    fn limits(self) -> (TimeoutConfig, RetryConfig) {
        let milliseconds = Duration::from_millis;
        let (connect, attempt, all, attempts) = match self {
            Self::Decision => (300, 700, 1_800, 2),
            Self::Action => (300, 2_000, 6_000, 8),
            Self::Maintenance => (3_000, 10_000, 60_000, 8),
        };
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(milliseconds(connect))
            .operation_attempt_timeout(milliseconds(attempt))
            .operation_timeout(milliseconds(all))
            .build();
        let retries = RetryConfig::standard()
            .with_max_attempts(attempts)
            .with_initial_backoff(milliseconds(50))
            .with_max_backoff(milliseconds(1_000));
        (timeouts, retries)
    }
}
