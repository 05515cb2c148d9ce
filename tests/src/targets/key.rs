//! `PlainKey::parse`, beside a reader of keys that shares no code with it.

use domain::key::PlainKey;

use super::example::EXAMPLES;

/// The text as it is, and once more with a checksum that fits.
pub(super) fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    parse(&text);
    parse(&signed(&text));
}

fn parse(text: &str) {
    let parsed = PlainKey::parse(text);
    assert_eq!(parsed.is_ok(), is_key(text), "{text:?}");
    match parsed {
        Err(error) => assert_eq!(error.to_string(), "not an API key"),
        Ok(key) => {
            assert_eq!(*key.reveal(), text, "a key has one spelling");
            assert_eq!(key.id.to_string(), text[4..30]);
            let shown = format!("{key:?}");
            assert!(!shown.contains(&text[31..75]), "{shown}");
            verify(&key, text);
        }
    }
}

/// Only the example's own secret verifies against the example's hash; the tag alone
/// says so for all but one in 2^32, and argon2 is not for every input.
fn verify(key: &PlainKey, text: &str) {
    let own = text[31..75] == EXAMPLES.active.reveal()[31..75];
    assert_eq!(EXAMPLES.hashed.may_match(&key.secret), own, "{text:?}");
}

/// The rules of the format, written down a second time.
pub(super) fn is_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 81
        && bytes.starts_with(b"grn_")
        && matches!(bytes[4], b'0'..=b'7')
        && bytes[4..30].iter().all(|byte| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(byte))
        && bytes[30] == b'_'
        && bytes[31..75].iter().all(u8::is_ascii_alphanumeric)
        && bytes[75..] == checksum(&bytes[..75])
}

/// The text cut or filled to the length of a key, its checksum made to fit.
pub(super) fn signed(text: &str) -> String {
    let start: String = text.chars().chain(std::iter::repeat('0')).take(75).collect();
    let checksum = checksum(start.as_bytes());
    start + str::from_utf8(&checksum).unwrap()
}

/// CRC-32 bit by bit, as six digits of base 62.
fn checksum(bytes: &[u8]) -> [u8; 6] {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 };
        }
    }
    let mut rest = !crc as usize;
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[rest % 62];
        rest /= 62;
    }
    digits
}
