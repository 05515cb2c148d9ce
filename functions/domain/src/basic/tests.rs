//! Every way to send a key, of which one is right.

use super::*;
use crate::examples;

fn key() -> String {
    let occasion = examples::occasion(1);
    PlainKey::generate(occasion.milliseconds(), &occasion.entropy).reveal().to_string()
}

fn encoded(credential: impl AsRef<[u8]>) -> String {
    STANDARD.encode(credential)
}

fn good() -> String {
    format!("Basic {}", encoded(key() + ":"))
}

/// The casing of what was found, once the key is the one that was sent.
fn check(headers: &[(&str, &str)]) -> Result<Casing, NotAKey> {
    presented(headers.iter().copied()).map(|presented| {
        assert_eq!(*presented.key.reveal(), key());
        presented.casing
    })
}

#[test]
fn finds_the_key_in_each_casing_that_the_gateway_overwrites() {
    for (name, casing) in [
        ("authorization", Casing::Lower),
        ("Authorization", Casing::Title),
        ("AUTHORIZATION", Casing::Upper),
    ] {
        assert_eq!(check(&[(name, &good())]), Ok(casing));
    }
}

#[test]
fn refuses_every_casing_that_the_gateway_does_not_overwrite() {
    for name in ["AuThOrIzAtIoN", "authorizatioN", "aUTHORIZATION", "AUTHORIZATIOn"] {
        assert_eq!(check(&[(name, &good())]), Err(NotAKey), "{name}");
    }
}

#[test]
fn the_scheme_is_known_in_any_casing() {
    for scheme in ["Basic", "basic", "BASIC", "bAsIc"] {
        let value = good().replacen("Basic", scheme, 1);
        assert!(check(&[("Authorization", &value)]).is_ok(), "{scheme}");
    }
}

#[test]
fn other_headers_do_not_matter() {
    let good = good();
    let headers = [
        ("Accept", "*/*"),
        ("Proxy-Authorization", "Basic Og=="),
        ("Authorization", &good),
        ("X-Authorization", "Bearer x"),
    ];
    assert!(check(&headers).is_ok());
}

#[test]
fn refuses_any_other_number_of_credentials_than_one() {
    let good = good();
    for headers in [
        vec![],
        vec![("Accept", "*/*")],
        vec![("Authorization_", good.as_str())],
        vec![("Proxy-Authorization", &good)],
        vec![("Authorization", &good), ("Authorization", &good)],
        vec![("Authorization", &good), ("authorization", &good)],
        vec![("AUTHORIZATION", &good), ("Accept", "*/*"), ("Authorization", "")],
        vec![("Authorization", "Bearer x"), ("aUthorization", &good)],
    ] {
        assert_eq!(check(&headers), Err(NotAKey), "{headers:?}");
    }
}

fn check_refused(values: &[(&str, String)]) {
    for (flaw, value) in values {
        assert_eq!(check(&[("Authorization", value)]), Err(NotAKey), "{flaw}: {value}");
    }
}

#[test]
fn refuses_every_header_but_the_one_form() {
    let (key, good) = (key(), good());
    let credential = good.trim_start_matches("Basic ");
    // The last of the two characters before the padding has four bits that mean nothing.
    let loose_bits = good.replace("g==", "h==");
    assert_ne!(loose_bits, good);

    check_refused(&[
        ("empty", String::new()),
        ("scheme alone", "Basic".to_owned()),
        ("scheme and space", "Basic ".to_owned()),
        ("no scheme", credential.to_owned()),
        ("bearer", format!("Bearer {key}")),
        ("bearer in Basic's form", format!("Bearer {credential}")),
        ("shorter scheme", format!("Basi {credential}")),
        ("two spaces", format!("Basic  {credential}")),
        ("tab for the space", format!("Basic\t{credential}")),
        ("space before", format!(" {good}")),
        ("space after", format!("{good} ")),
        ("line feed after", format!("{good}\n")),
        ("two in one header", format!("{good}, {good}")),
        ("not base64", format!("Basic {key}:")),
        ("not base64, right length", format!("Basic !{}", credential.split_at(1).1)),
        ("no padding, or base64 for URLs", good.trim_end_matches('=').to_owned()),
        ("half the padding", good.trim_end_matches("==").to_owned() + "="),
        ("bits that mean nothing", loose_bits),
        ("20 KB of base64", format!("Basic {}", "A".repeat(20_000))),
        ("20 KB of spaces", format!("Basic{}{credential}", " ".repeat(20_000))),
    ]);
}

#[test]
fn refuses_every_credential_but_a_key_without_a_password() {
    let key = key();
    let mut not_utf8 = format!("{key}:").into_bytes();
    not_utf8[40] = 0xFF;
    let basic = |credential: String| format!("Basic {}", encoded(credential));

    check_refused(&[
        ("not UTF-8", format!("Basic {}", encoded(not_utf8))),
        ("no colon", basic(key.clone())),
        ("password", basic(format!("{key}:x"))),
        ("key as the password", basic(format!(":{key}"))),
        ("two colons", basic(format!("{key}::"))),
        ("no user", basic(":".to_owned())),
        ("nothing", basic(String::new())),
        ("space in the user", basic(format!("{key} :"))),
        ("short user", basic(format!("{}:", key.split_at(1).1))),
        ("20 KB of key", basic(format!("{}:", key.repeat(190)))),
    ]);
}

#[test]
fn reads_no_further_than_a_key_can_reach() {
    assert_eq!(good().len(), LONGEST);
    assert_eq!(user_name(&format!("{} ", good())), Err(NotAKey));
    assert_eq!(user_name(&format!("Basic {}", encoded("x".repeat(84) + ":"))), Err(NotAKey));
}
