//! Until when a token is good, by its own word: the key of a run is revoked before that.

use std::{future::pending, time::Duration};

use anyhow::ensure;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::get_current_timestamp;
use serde_json::Value;
use tokio::time::sleep;

/// Seconds that a token must be good for when a run begins.
const LEAST: u64 = 5 * 60;
/// Seconds of them that are kept for the last revoke.
const RESERVE: u64 = 60;

/// Accepts a token that is good for a run beginning `now`, in seconds since 1970, or that does not
/// say how long it is good.
///
/// # Errors
/// When the run would outlive it.
pub(super) fn ensure_lasting(token: &str, now: u64) -> anyhow::Result<()> {
    let left = end(token).map_or(LEAST, |end| end.saturating_sub(now));
    ensure!(
        left >= LEAST,
        "the token ends in {left} seconds, and a run may take {LEAST}: sign in on the page again, \
         and copy what follows `Bearer` in a request that it then sends to the admin API"
    );
    Ok(())
}

/// Returns when it is time to revoke the key.
pub(super) async fn near(token: &str) {
    let Some(end) = end(token) else { return pending().await };
    let left = end.saturating_sub(RESERVE).saturating_sub(get_current_timestamp());
    sleep(Duration::from_secs(left)).await;
}

/// Not verified: whoever lies here shortens their own run.
fn end(token: &str) -> Option<u64> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Value>(&claims).ok()?.get("exp")?.as_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn token(claims: &str) -> String {
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn a_token_that_a_run_would_outlive_is_refused_and_not_shown() {
        let good_for = |seconds: u64| token(&format!(r#"{{"exp":{}}}"#, NOW + seconds));
        assert!(ensure_lasting(&good_for(LEAST), NOW).is_ok());
        let short = good_for(LEAST - 1);
        let error = ensure_lasting(&short, NOW).unwrap_err().to_string();
        assert!(error.contains("ends in 299 seconds") && error.contains("sign in"), "{error}");
        assert!(!error.contains(&short));
        assert!(ensure_lasting(&good_for(0), NOW + 1).is_err());
    }

    #[test]
    fn a_token_that_names_no_end_is_taken_as_it_is() {
        for token in ["", "opaque", "a.b.c", &token("{}"), &token("7"), &token(r#"{"exp":"x"}"#)] {
            assert!(end(token).is_none() && ensure_lasting(token, NOW).is_ok(), "{token}");
        }
    }
}
