//! What the upstream knows the gateway by: nothing, or a secret's value, read again every five minutes.

use std::{
    borrow::Cow,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use aws_sdk_secretsmanager::{
    Client,
    config::{Config, retry::RetryConfig, timeout::TimeoutConfig},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{log, moment};

/// Leaves room among the 10,240 bytes that all headers of a call may have.
const LONGEST: usize = 4_096;

/// For how long a value is used before it is read again: a rotation's old one must stay good as long.
const FRESH: Duration = Duration::from_secs(300);

/// After a read that failed, while there is a value to go on with.
const AGAIN: Duration = Duration::from_secs(5);

/// After a read that failed, while there is none: a call that waits for nothing holds no instance.
const AGAIN_WITHOUT: Duration = Duration::from_secs(1);

/// A value of `Authorization` towards the upstream; its `Debug` shows none of it.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct UpstreamCredential(Cow<'static, str>);

impl UpstreamCredential {
    /// User name and password both empty: a mapping without a value would let the client's own pass.
    pub const NONE: Self = Self(Cow::Borrowed("Basic Og=="));

    /// The secret's text, without the line end that editors leave; the JSON that the console makes of
    /// names and values is no header's.
    fn parse(text: &str) -> Result<Self, Unread> {
        let text = text.trim_ascii();
        let printable = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let json = text.starts_with(['{', '[', '"']);
        if text.is_empty() || text.len() > LONGEST || !printable || json {
            return Err(Unread::Unfit);
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }
}

impl fmt::Debug for UpstreamCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UpstreamCredential(..)")
    }
}

/// Why there is nothing to show the upstream.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// Binary, empty, JSON, or otherwise no header's value.
    #[error("the upstream's secret must be 1 to 4,096 printable ASCII characters, and no JSON")]
    Unfit,
    /// A line of its own in the log says why.
    #[error("the upstream's secret has not been read yet")]
    Never,
    /// No answer, or a refusal.
    #[error("the upstream's secret cannot be read")]
    Refused(#[source] Box<aws_sdk_secretsmanager::Error>),
}

/// Where an allowed call's credential comes from.
#[derive(Debug)]
pub enum Upstream {
    /// The upstream takes none.
    Anonymous,
    /// A secret of Secrets Manager.
    Secret(Secret),
}

impl Upstream {
    /// What the next call carries.
    ///
    /// # Errors
    /// [`Unread`] where a secret is to be used, and no read of it has succeeded so far.
    pub async fn credential(&self) -> Result<UpstreamCredential, Unread> {
        match self {
            Self::Anonymous => Ok(UpstreamCredential::NONE),
            Self::Secret(secret) => secret.credential().await,
        }
    }
}

/// A secret, and its value as it was read last.
#[derive(Debug)]
pub struct Secret {
    client: Client,
    arn: String,
    fresh: Duration,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    credential: Option<UpstreamCredential>,
    /// When it was asked for last, and how long that is enough. By the wall clock: the other one may
    /// stand still while Lambda freezes the process.
    asked: Option<(Timestamp, Duration)>,
}

impl Kept {
    /// Whether it is to be read again, as it is when the clock was put back.
    fn is_due(&self, now: Timestamp) -> bool {
        self.asked.is_none_or(|(asked, enough)| {
            Duration::try_from(now.duration_since(asked)).is_ok_and(|age| age >= enough)
                || now < asked
        })
    }
}

impl Secret {
    /// The current version of the secret with this ARN.
    ///
    /// A decision may take 3 s, of which the table has 1.8: reading ends after 0.9.
    pub fn new(config: &Config, arn: String) -> Self {
        let milliseconds = Duration::from_millis;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(milliseconds(300))
            .operation_attempt_timeout(milliseconds(400))
            .operation_timeout(milliseconds(900))
            .build();
        let retries =
            RetryConfig::standard().with_max_attempts(2).with_initial_backoff(milliseconds(50));
        let config = config.to_builder().timeout_config(timeouts).retry_config(retries).build();
        Self { client: Client::from_conf(config), arn, fresh: FRESH, kept: Mutex::default() }
    }

    /// The same with another age at which a value is read again.
    #[must_use]
    pub fn read_again_after(self, fresh: Duration) -> Self {
        Self { fresh, ..self }
    }

    async fn credential(&self) -> Result<UpstreamCredential, Unread> {
        if self.kept().is_due(moment::now()) {
            let read = self.read().await;
            self.keep(read, moment::now());
        }
        self.kept().credential.clone().ok_or(Unread::Never)
    }

    async fn read(&self) -> Result<UpstreamCredential, Unread> {
        let asked = self.client.get_secret_value().secret_id(&self.arn).send().await;
        let answer = asked.map_err(|error| Unread::Refused(Box::new(error.into())))?;
        UpstreamCredential::parse(answer.secret_string().unwrap_or_default())
    }

    /// The last value stays where no new one came: the upstream may still take it.
    fn keep(&self, read: Result<UpstreamCredential, Unread>, now: Timestamp) {
        let mut kept = self.kept();
        match read {
            Ok(credential) => {
                *kept = Kept { credential: Some(credential), asked: Some((now, self.fresh)) };
            }
            Err(error) => {
                log_failure(&error);
                let again = if kept.credential.is_some() { AGAIN } else { AGAIN_WITHOUT };
                kept.asked = Some((now, again));
            }
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A line of its own, since calls go on while there is an older value.
fn log_failure(error: &Unread) {
    #[derive(Serialize)]
    struct Line {
        timestamp: String,
        level: &'static str,
        upstream_secret: &'static str,
        causes: Vec<String>,
    }
    log::line(&Line {
        timestamp: log::timestamp(),
        level: "ERROR",
        upstream_secret: "unread",
        causes: log::causes(error),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_a_header_s_value_and_nothing_else() {
        let longest = "x".repeat(LONGEST);
        for (text, value) in [
            ("Bearer abc", "Bearer abc"),
            (" Basic Zm9vOmJhcg==\r\n", "Basic Zm9vOmJhcg=="),
            (longest.as_str(), longest.as_str()),
        ] {
            let credential = UpstreamCredential::parse(text).unwrap();
            assert_eq!(serde_json::to_value(&credential).unwrap(), value);
            assert_eq!(format!("{credential:?}"), "UpstreamCredential(..)");
        }
        let long = "x".repeat(LONGEST + 1);
        let json = r#"{"username":"a","password":"b"}"#;
        for text in [
            "",
            " \n",
            json,
            "\"Bearer a\"",
            "Bearer a\r\nX-Granary-Key-Id: b",
            "Bearer \u{e9}",
            "a\0",
            &long,
        ] {
            let refused = UpstreamCredential::parse(text).unwrap_err().to_string();
            assert!(text.trim().is_empty() || !refused.contains(text), "{refused}");
        }
    }

    #[test]
    fn a_value_has_its_age_by_the_clock_on_the_wall() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let kept = Kept { credential: None, asked: Some((at(1_000), FRESH)) };
        assert!(!kept.is_due(at(1_000)) && !kept.is_due(at(1_299)));
        assert!(kept.is_due(at(1_300)), "old");
        assert!(kept.is_due(at(999)), "the clock was put back");
        assert!(Kept::default().is_due(at(0)), "never asked for");
    }
}
