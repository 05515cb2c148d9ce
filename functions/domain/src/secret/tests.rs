//! Which stored hashes are trusted, and what they prove.

use super::*;

fn secret(text: &str) -> Secret {
    Secret::new(Zeroizing::new(text.to_owned()))
}

fn hashed(text: &str) -> HashedSecret {
    HashedSecret::new(&secret(text), &[7; 16]).unwrap()
}

fn hashed_with(algorithm: Algorithm, version: Version, m: u32, t: u32, p: u32) -> String {
    Argon2::new(algorithm, version, Params::new(m, t, p, None).unwrap())
        .hash_password_with_salt(b"right", &[7; 16])
        .unwrap()
        .to_string()
}

fn stored(hash: &str) -> Result<HashedSecret, Corrupt> {
    HashedSecret::from_stored(hash.to_owned(), secret("right").tag())
}

#[test]
fn the_right_secret_verifies_and_no_other() {
    let hashed = hashed("right");
    assert_eq!(hashed.verify(&secret("right")), Ok(true));
    for wrong in ["", "wrong", "Right", "right ", "righ"] {
        assert_eq!(hashed.verify(&secret(wrong)), Ok(false), "`{wrong}`");
    }
}

#[test]
fn a_hash_is_owasps_argon2id() {
    let hash = hashed("right");
    assert!(hash.hash().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.hash());
    assert!(!hash.hash().contains("right"));
}

#[test]
fn the_tag_lets_only_the_right_secret_through_to_argon2() {
    let hashed = hashed("right");
    assert!(hashed.may_match(&secret("right")));
    for wrong in (0..1_000).map(|number| secret(&format!("wrong {number}"))) {
        assert!(!hashed.may_match(&wrong));
    }
}

#[test]
fn the_tag_is_the_start_of_the_sha_256() {
    // SHA-256 of `abc`, from FIPS 180-2, appendix B.1.
    assert_eq!(secret("abc").tag(), 0xba78_16bf);
}

#[test]
fn the_tag_proves_nothing() {
    let other = HashedSecret::from_stored(hashed("other").hash, secret("right").tag()).unwrap();
    assert!(other.may_match(&secret("right")));
    assert_eq!(other.verify(&secret("right")), Ok(false));
}

#[test]
fn two_salts_give_two_hashes() {
    let (one, two) = (hashed("right"), HashedSecret::new(&secret("right"), &[8; 16]).unwrap());
    assert_ne!(one.hash(), two.hash());
    assert_eq!(one.tag(), two.tag());
    assert_eq!(two.verify(&secret("right")), Ok(true));
}

#[test]
fn what_is_stored_is_what_comes_back() {
    let hashed = hashed("right");
    let back = HashedSecret::from_stored(hashed.hash().to_owned(), hashed.tag()).unwrap();
    assert_eq!(back, hashed);
}

#[test]
fn a_stored_hash_within_the_limits_verifies() {
    for (m, t) in [(7 * 1024, 1), (7 * 1024, 5), (64 * 1024, 1)] {
        let stored = stored(&hashed_with(Algorithm::Argon2id, Version::V0x13, m, t, 1)).unwrap();
        assert_eq!(stored.verify(&secret("right")), Ok(true), "m={m}, t={t}");
        assert_eq!(stored.verify(&secret("wrong")), Ok(false), "m={m}, t={t}");
    }
}

#[test]
fn a_stored_hash_beyond_the_limits_is_corrupt() {
    use Algorithm::{Argon2d, Argon2i, Argon2id};
    use Version::{V0x10, V0x13};
    for (algorithm, version, m, t, p) in [
        (Argon2i, V0x13, 19_456, 2, 1),
        (Argon2d, V0x13, 19_456, 2, 1),
        (Argon2id, V0x10, 19_456, 2, 1),
        (Argon2id, V0x13, 6 * 1024, 2, 1),
        (Argon2id, V0x13, 7 * 1024 - 1, 2, 1),
        (Argon2id, V0x13, 64 * 1024 + 1, 1, 1),
        (Argon2id, V0x13, 65 * 1024, 1, 1),
        (Argon2id, V0x13, 7 * 1024, 6, 1),
        (Argon2id, V0x13, 19_456, 2, 2),
    ] {
        let hash = hashed_with(algorithm, version, m, t, p);
        assert_eq!(stored(&hash), Err(Corrupt), "{hash}");
    }
}

#[test]
fn a_stored_string_that_is_no_whole_hash_is_corrupt() {
    const SALT: &str = "BwcHBwcHBwcHBwcHBwcHBw";
    const HASH: &str = "9ykhTiBQCgh3PpmF3CE3EEzKKNbjFdFWUr2tNxfPM+A";
    let phc = |parameters: &str, rest: &str| format!("$argon2id$v=19${parameters}{rest}");
    let usual = "m=19456,t=2,p=1";
    let whole = phc(usual, &format!("${SALT}${HASH}"));
    assert!(stored(&whole).is_ok());

    for (flaw, hash) in [
        ("t=0", phc("m=19456,t=0,p=1", &format!("${SALT}${HASH}"))),
        ("p=0", phc("m=19456,t=2,p=0", &format!("${SALT}${HASH}"))),
        ("m too large for a number", phc("m=4294967296,t=2,p=1", &format!("${SALT}${HASH}"))),
        ("m negative", phc("m=-19456,t=2,p=1", &format!("${SALT}${HASH}"))),
        ("no salt", phc(usual, "")),
        ("no hash", phc(usual, &format!("${SALT}"))),
        ("short salt", whole.replace(SALT, "BwcHBw")),
        ("short hash", phc(usual, &format!("${SALT}${}", HASH.split_at(20).0))),
        ("hash not base64", phc(usual, &format!("${SALT}$!{}", HASH.split_at(1).1))),
        ("no version", whole.replace("$v=19", "")),
        ("another version", whole.replace("v=19", "v=20")),
        ("another algorithm", whole.replace("argon2id", "scrypt")),
        ("upper case", whole.replace("argon2id", "ARGON2ID")),
        ("a trailing part", format!("{whole}$more")),
        ("a trailing line feed", format!("{whole}\n")),
        ("garbage", "garbage".to_owned()),
        ("dollars", "$$$$$".to_owned()),
        ("empty", String::new()),
        ("a secret in clear", "right".to_owned()),
    ] {
        assert_eq!(stored(&hash), Err(Corrupt), "{flaw}: {hash}");
    }
}

#[test]
fn debug_output_shows_no_secret() {
    assert_eq!(format!("{:?}", secret("right")), "Secret(…)");
    assert!(!format!("{:?}", hashed("right")).contains("right"));
}
