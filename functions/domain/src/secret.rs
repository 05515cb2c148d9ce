//! A secret, and what is stored in its place: an argon2id hash behind a 32-bit tag.

use std::fmt;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{self, phc::PasswordHash},
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The secret part of a key: 44 letters and digits that are never printed or stored.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// First 32 bits of the SHA-256: tells most wrong secrets apart, and proves none right.
    fn tag(&self) -> u32 {
        let digest: [u8; 32] = Sha256::digest(self.0.as_bytes()).into();
        digest.iter().take(4).fold(0, |tag, byte| tag << 8 | u32::from(*byte))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What the table holds of a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HashedSecret {
    hash: String,
    tag: u32,
}

impl HashedSecret {
    /// Hashes with argon2id at OWASP's first choice: 19 MiB, two passes, one lane.
    ///
    /// # Errors
    /// [`Corrupt`] when the library refuses the salt or the memory cannot be had.
    pub fn new(secret: &Secret, salt: &[u8; 16]) -> Result<Self, Corrupt> {
        let hash = argon2id(Params::DEFAULT)
            .hash_password_with_salt(secret.0.as_bytes(), salt)
            .map_err(|_| Corrupt)?;
        Ok(Self { hash: hash.to_string(), tag: secret.tag() })
    }

    /// Takes what a store holds, and checks that verifying it is neither weak nor ruinous.
    ///
    /// # Errors
    /// [`Corrupt`] for anything but argon2id, v=19, m 7–64 MiB, t 1–5, p=1, with salt and
    /// hash: the library would verify whatever the string asks for.
    pub fn from_stored(hash: String, tag: u32) -> Result<Self, Corrupt> {
        let stored = Self { hash, tag };
        let parsed = stored.parsed()?;
        let params = Params::try_from(&parsed).map_err(|_| Corrupt)?;
        let sound = parsed.algorithm == Algorithm::Argon2id.ident()
            && parsed.version == Some(Version::V0x13.into())
            && (7 * 1024..=64 * 1024).contains(&params.m_cost())
            && (1..=5).contains(&params.t_cost())
            && params.p_cost() == 1
            && parsed.salt.is_some()
            && parsed.hash.is_some_and(|hash| hash.as_bytes().len() >= 16);
        sound.then_some(stored).ok_or(Corrupt)
    }

    /// The PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The number stored beside the hash.
    pub fn tag(&self) -> u32 {
        self.tag
    }

    /// Whether argon2 is worth running: false for all but one in 2^32 wrong secrets.
    pub fn may_match(&self, secret: &Secret) -> bool {
        self.tag.ct_eq(&secret.tag()).into()
    }

    /// Whether the secret is the one that was hashed; takes 14 ms and 19 MiB.
    ///
    /// # Errors
    /// [`Corrupt`] when the stored string cannot be verified against, or the memory be had.
    pub fn verify(&self, secret: &Secret) -> Result<bool, Corrupt> {
        let argon2 = argon2id(Params::DEFAULT);
        match argon2.verify_password(secret.0.as_bytes(), &self.parsed()?) {
            Ok(()) => Ok(true),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(_) => Err(Corrupt),
        }
    }

    fn parsed(&self) -> Result<PasswordHash, Corrupt> {
        PasswordHash::new(&self.hash).map_err(|_| Corrupt)
    }
}

/// The stored hash is not one that this product wrote.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the stored hash is corrupt")]
pub struct Corrupt;

fn argon2id(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests;
