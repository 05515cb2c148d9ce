//! `basic::presented`: one credential, in one form, is found, and nothing else is.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::basic::{Casing, presented};

use super::key::{is_key, signed};

/// Each line is a header; the whole is once more a credential, well encoded.
pub(super) fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let headers: Vec<_> =
        text.lines().map(|line| line.split_once(": ").unwrap_or(("Authorization", line))).collect();
    read(&headers);
    let encoded = format!("Basic {}", STANDARD.encode(signed(&text) + ":"));
    read(&[("authorization", &encoded)]);
}

fn read(headers: &[(&str, &str)]) {
    let found = presented(headers.iter().copied());
    let shown = format!("{found:?}");
    let found = found.map(|found| (found.key.reveal().to_string(), found.casing)).ok();
    assert_eq!(found, expected(headers), "{headers:?}");
    if let Some((key, _)) = found {
        assert!(!shown.contains(&key[31..75]), "{shown}");
    }
}

/// The one credential among the headers, if it is one that encodes to just this header.
fn expected(headers: &[(&str, &str)]) -> Option<(String, Casing)> {
    let named = |(name, _): &&(&str, &str)| name.eq_ignore_ascii_case("authorization");
    let credentials: Vec<_> = headers.iter().filter(named).collect();
    let [(name, value)] = credentials[..] else { return None };
    let casing = match *name {
        "authorization" => Casing::Lower,
        "Authorization" => Casing::Title,
        "AUTHORIZATION" => Casing::Upper,
        _ => return None,
    };
    let scheme = value.get(..6).filter(|scheme| scheme.eq_ignore_ascii_case("basic "))?;
    let bytes = STANDARD.decode(&value[scheme.len()..]).ok()?;
    let key = String::from_utf8(bytes).ok()?.strip_suffix(':')?.to_owned();
    let canonical = scheme.to_owned() + &STANDARD.encode(format!("{key}:"));
    (is_key(&key) && canonical == *value).then_some((key, casing))
}
