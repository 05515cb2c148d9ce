//! The key as its holder has it: `grn_<key id>_<secret><checksum>`, 81 characters.
//!
//! All are letters, digits or `_`, so that a double-click selects the whole.
//! `key/vectors.json` lists keys that are well formed, and near misses that are not.

use std::{fmt, str::FromStr};

use ulid::Ulid;
use zeroize::Zeroizing;

use crate::{occasion::Entropy, secret::Secret};

/// What every key begins with; never changes, since leak scanners look for it.
pub const PREFIX: &str = "grn_";
/// Characters of a whole key.
pub const LENGTH: usize = PREFIX.len() + ID + 1 + SECRET + CHECKSUM;

const ID: usize = 26;
const SECRET: usize = 44;
const CHECKSUM: usize = 6;

/// The public part: 26 characters of Crockford's base 32, sortable by creation; safe to log.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct KeyId(Ulid);

impl KeyId {
    /// An id that no key has: it would have been created in 1970's first millisecond.
    pub const NONE: Self = Self(Ulid::nil());

    /// An id for a key created at `milliseconds` since 1970.
    pub fn new(milliseconds: u64, randomness: &[u8; 10]) -> Self {
        Self(sortable(milliseconds, randomness))
    }
}

impl From<KeyId> for Ulid {
    fn from(id: KeyId) -> Self {
        id.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for KeyId {
    type Err = NotAKey;

    /// Accepts the one canonical spelling: a second one would be a second name for a key.
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let id = Ulid::from_string(text).map_err(|_| NotAKey)?;
        (id.to_string() == text).then_some(Self(id)).ok_or(NotAKey)
    }
}

/// A key with its secret: just made, or just presented.
#[derive(Debug)]
pub struct PlainKey {
    /// Which key it claims to be.
    pub id: KeyId,
    /// What proves it.
    pub secret: Secret,
}

impl PlainKey {
    /// A new key: the id of this moment and 256 bits of secret from the operating system.
    pub fn generate(milliseconds: u64, entropy: &Entropy) -> Self {
        let id = KeyId::new(milliseconds, &entropy.key_id);
        let (high, low) = entropy.secret_halves();
        let mut text = Zeroizing::new(String::with_capacity(SECRET));
        for half in [high, low] {
            text.push_str(&Zeroizing::new(padded(half, SECRET / 2)));
        }
        Self { id, secret: Secret::new(text) }
    }

    /// Reads a key that somebody presents, strictly, without asking any store.
    ///
    /// # Errors
    /// [`NotAKey`] for any other form than [`Self::reveal`] gives, and a wrong checksum.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        if text.len() != LENGTH || !text.is_ascii() {
            return Err(NotAKey);
        }
        let (signed, checksum) = text.split_at_checked(LENGTH - CHECKSUM).ok_or(NotAKey)?;
        if checksum != checksum_of(signed) {
            return Err(NotAKey);
        }
        let (id, secret) =
            signed.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')).ok_or(NotAKey)?;
        if secret.len() != SECRET || !secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(NotAKey);
        }
        Ok(Self { id: id.parse()?, secret: Secret::new(Zeroizing::new(secret.to_owned())) })
    }

    /// The whole key, for the one reply that carries it.
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        for part in [PREFIX, &self.id.to_string(), "_", self.secret.expose()] {
            text.push_str(part);
        }
        let checksum = checksum_of(&text);
        text.push_str(&checksum);
        text
    }
}

/// The text is no key; which part is wrong is nobody's business.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an API key")]
pub struct NotAKey;

/// A ULID: 48 bits of time, 80 of randomness; source: <https://github.com/ulid/spec>.
pub(crate) fn sortable(milliseconds: u64, randomness: &[u8; 10]) -> Ulid {
    let random = randomness.iter().fold(0, |value, byte| value << 8 | u128::from(*byte));
    Ulid::from_parts(milliseconds, random)
}

/// CRC-32 (ISO-HDLC) of all before it, in base 62: stops typing errors, not attackers.
fn checksum_of(signed: &str) -> String {
    padded(u128::from(crc32fast::hash(signed.as_bytes())), CHECKSUM)
}

/// In a string that does not grow, which would leave a copy behind.
fn padded(number: u128, width: usize) -> String {
    let digits = Zeroizing::new(base62::encode(number));
    let mut text = String::with_capacity(width.max(digits.len()));
    text.extend(std::iter::repeat_n('0', width.saturating_sub(digits.len())));
    text.push_str(&digits);
    text
}

#[cfg(test)]
mod tests;
