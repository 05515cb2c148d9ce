//! Secrets that this process has verified, so that argon2 runs once per key and instance.
//!
//! Only the proof is remembered. Status and permissions are read on every request.

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use hmac::{Hmac, KeyInit, Mac};
use lru::LruCache;
use rand::TryCryptoRng;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    key::KeyId,
    secret::{Corrupt, HashedSecret, Secret},
};

/// Keys remembered at most, about 1.5 MB; the one unused for longest is forgotten first.
pub const CAPACITY: NonZeroUsize = NonZeroUsize::new(10_000).expect("not zero");

/// Digests of verified secrets under a key that this process made up and nobody else knows.
///
/// It never holds more than [`CAPACITY`] of them, however many keys call: one that was forgotten
/// is verified anew, at the cost of one argon2.
pub struct Remembered {
    key: Zeroizing<[u8; 64]>,
    digests: Mutex<LruCache<KeyId, [u8; 32]>>,
    verifications: AtomicU64,
}

impl Remembered {
    /// Remembers nothing yet; draws the process's key.
    ///
    /// # Errors
    /// What the generator reports: the operating system has no randomness to give.
    pub fn new<R: TryCryptoRng>(generator: &mut R) -> Result<Self, R::Error> {
        let mut key = Zeroizing::new([0; 64]);
        generator.try_fill_bytes(key.as_mut())?;
        Ok(Self {
            key,
            digests: Mutex::new(LruCache::new(CAPACITY)),
            verifications: AtomicU64::new(0),
        })
    }

    /// Whether this secret was verified against this very hash before.
    pub fn knows(&self, id: KeyId, secret: &Secret, hashed: &HashedSecret) -> bool {
        let digest = self.digest(secret, hashed);
        self.digests.lock().is_ok_and(|mut digests| {
            digests.get(&id).is_some_and(|known| known.ct_eq(&digest).into())
        })
    }

    /// Runs argon2, and remembers a secret that it finds right.
    ///
    /// # Errors
    /// [`Corrupt`] when the stored string cannot be verified against.
    pub fn verify(
        &self,
        id: KeyId,
        secret: &Secret,
        hashed: &HashedSecret,
    ) -> Result<bool, Corrupt> {
        self.verifications.fetch_add(1, Ordering::Relaxed);
        let right = hashed.verify(secret)?;
        if right {
            self.learn(id, secret, hashed);
        }
        Ok(right)
    }

    /// How often argon2 has run.
    pub fn verifications(&self) -> u64 {
        self.verifications.load(Ordering::Relaxed)
    }

    fn learn(&self, id: KeyId, secret: &Secret, hashed: &HashedSecret) {
        let digest = self.digest(secret, hashed);
        if let Ok(mut digests) = self.digests.lock() {
            digests.put(id, digest);
        }
    }

    /// HMAC-SHA-256 of hash and secret: another hash for the same key forgets the old secret.
    fn digest(&self, secret: &Secret, hashed: &HashedSecret) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new((&*self.key).into());
        mac.update(hashed.hash().as_bytes());
        mac.update(&[0]);
        mac.update(secret.expose().as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembered(…)")
    }
}

#[cfg(test)]
mod tests;
