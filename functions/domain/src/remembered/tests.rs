//! What is remembered of a verified secret, for whom, and how much of it.

use base64::{Engine, engine::general_purpose::STANDARD};
use rand::{SeedableRng, rngs::StdRng};
use zeroize::Zeroizing;

use super::*;
use crate::{
    access::{Decision, Verification, authorize},
    examples,
    hygiene::Attempt,
    memory::MemoryStore,
};

fn remembered() -> Remembered {
    Remembered::new(&mut StdRng::seed_from_u64(1)).unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(Zeroizing::new(text.to_owned()))
}

fn hashed(salt: u8) -> HashedSecret {
    HashedSecret::new(&secret("right"), &[salt; 16]).unwrap()
}

fn id(number: u64) -> KeyId {
    KeyId::new(number, &[0; 10])
}

#[test]
fn knows_what_it_learned_and_nothing_near() {
    let (remembered, right, hash) = (remembered(), secret("right"), hashed(1));
    assert!(!remembered.knows(id(1), &right, &hash));
    remembered.learn(id(1), &right, &hash);
    assert!(remembered.knows(id(1), &right, &hash));

    assert!(!remembered.knows(id(2), &right, &hash), "another key");
    assert!(!remembered.knows(id(1), &secret("wrong"), &hash), "another secret");
    assert!(!remembered.knows(id(1), &right, &hashed(2)), "another hash");
}

#[test]
fn another_hash_takes_the_place_of_the_old() {
    let (remembered, right, old, new) = (remembered(), secret("right"), hashed(1), hashed(2));
    remembered.learn(id(1), &right, &old);
    remembered.learn(id(1), &right, &new);
    assert!(remembered.knows(id(1), &right, &new));
    assert!(!remembered.knows(id(1), &right, &old));
}

#[test]
fn forgets_the_key_unused_for_longest_and_stays_within_its_bounds() {
    let (remembered, right, hash) = (remembered(), secret("right"), hashed(1));
    let capacity = u64::try_from(CAPACITY.get()).unwrap();
    for number in 0..capacity {
        remembered.learn(id(number), &right, &hash);
    }
    assert!(remembered.knows(id(0), &right, &hash), "used just now");
    remembered.learn(id(capacity), &right, &hash);

    let known = (0..=capacity).filter(|number| remembered.knows(id(*number), &right, &hash));
    let known: Vec<_> = known.collect();
    assert_eq!(known.len(), CAPACITY.get());
    assert!(known.contains(&0) && known.contains(&capacity) && !known.contains(&1));
}

/// Ten times as many keys as are remembered, between two calls of one.
#[tokio::test]
async fn a_hundred_thousand_keys_take_no_more_room_and_a_forgotten_one_passes_anew() {
    let (remembered, store) = (remembered(), MemoryStore::default());
    let (_, key) = examples::make(&store, &examples::manager("acme"), 1).await;
    let credential = format!("Basic {}", STANDARD.encode(format!("{}:", *key.reveal())));
    let call = async || {
        let headers = vec![("Authorization", credential.as_str())];
        let template = "/v1/candidates";
        let attempt = Attempt { method: "GET", template, headers, ..Attempt::default() };
        match authorize(&attempt, &store, &remembered).await {
            Decision::Allow(permit) => permit.verification,
            Decision::Deny(denial) => panic!("{denial:?}"),
        }
    };
    assert_eq!((call().await, call().await), (Verification::Cold, Verification::Warm));

    let (right, hash) = (secret("right"), hashed(1));
    for number in 0..100_000 {
        remembered.learn(id(number), &right, &hash);
        assert!(remembered.digests.lock().unwrap().len() <= CAPACITY.get(), "{number}");
    }
    assert_eq!((call().await, call().await), (Verification::Cold, Verification::Warm));
    assert_eq!(remembered.verifications(), 2);
    assert_eq!(remembered.digests.lock().unwrap().len(), CAPACITY.get());
}

#[test]
fn two_processes_remember_the_same_secret_differently() {
    let (right, hash) = (secret("right"), hashed(1));
    let other = Remembered::new(&mut StdRng::seed_from_u64(2)).unwrap();
    assert_ne!(remembered().digest(&right, &hash), other.digest(&right, &hash));
}

#[test]
fn debug_output_shows_neither_key_nor_digest() {
    let remembered = remembered();
    remembered.learn(id(1), &secret("right"), &hashed(1));
    assert_eq!(format!("{remembered:?}"), "Remembered(…)");
}
