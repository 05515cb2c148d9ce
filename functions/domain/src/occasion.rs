//! When, from where and with what randomness an action happens: values, so that rules stay pure.

use jiff::{SignedDuration, Timestamp};
use rand::TryCryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// One admin action's surroundings; its event, its retries and its key id all come from here.
#[derive(Debug)]
pub struct Occasion {
    /// The one reading of the clock.
    pub now: Timestamp,
    /// API Gateway's id of the request.
    pub request_id: String,
    /// Address that the request came from.
    pub source_ip: String,
    /// The one draw of randomness.
    pub entropy: Entropy,
}

impl Occasion {
    /// Milliseconds since 1970, as ids carry them; 0 before.
    pub fn milliseconds(&self) -> u64 {
        u64::try_from(self.now.as_millisecond()).unwrap_or_default()
    }

    /// The moment as replies and the table write it: `2026-03-14T09:26:53.589Z`.
    pub fn time(&self) -> String {
        rfc3339(self.now)
    }

    /// Seconds since 1970, a day from now: how long an idempotency key is remembered.
    pub fn tomorrow(&self) -> i64 {
        (self.now + SignedDuration::from_hours(24)).as_second()
    }
}

/// RFC 3339 in UTC with milliseconds.
pub fn rfc3339(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// Everything random that one action may need, drawn at once from the operating system.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Entropy {
    pub(crate) event_id: [u8; 10],
    pub(crate) key_id: [u8; 10],
    pub(crate) salt: [u8; 16],
    secret: [[u8; 16]; 2],
}

impl Entropy {
    /// Draws 68 bytes.
    ///
    /// # Errors
    /// What the generator reports: the operating system has no randomness to give.
    pub fn draw<R: TryCryptoRng>(generator: &mut R) -> Result<Self, R::Error> {
        let mut drawn =
            Self { event_id: [0; 10], key_id: [0; 10], salt: [0; 16], secret: [[0; 16]; 2] };
        generator.try_fill_bytes(&mut drawn.event_id)?;
        generator.try_fill_bytes(&mut drawn.key_id)?;
        generator.try_fill_bytes(&mut drawn.salt)?;
        for half in &mut drawn.secret {
            generator.try_fill_bytes(half)?;
        }
        Ok(drawn)
    }

    pub(crate) fn secret_halves(&self) -> (u128, u128) {
        let [high, low] = self.secret;
        (u128::from_be_bytes(high), u128::from_be_bytes(low))
    }
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy(…)")
    }
}

#[cfg(test)]
mod tests;
