//! Tokens by people without the signing key, as the literature on JWTs has them.

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use granary_local::token::{Claims, KEY_ID};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};

use crate::stack::{STACK, sign};

/// Every forgery of a token with these claims, under the name of its trick.
pub async fn all(claims: &Claims) -> Vec<(&'static str, String)> {
    let (own, other) = (own_key(), KeyPair::generate(KeySize::Rsa2048).unwrap());
    let der = AsDer::<PublicKeyX509Der<'_>>::as_der(own.public_key()).unwrap();
    let der = der.as_ref().to_vec();
    let good = sign(claims);
    let signature = good.rsplit('.').next().unwrap();
    let jwks: Value = reqwest::get(format!("{}/.well-known/jwks.json", STACK.identity))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let hs256 = |secret: &[u8]| {
        let header = Header { kid: Some(KEY_ID.into()), ..Header::new(Algorithm::HS256) };
        encode(&header, claims, &EncodingKey::from_secret(secret)).unwrap()
    };
    vec![
        ("alg none", unsigned(claims, "none", "")),
        ("alg None", unsigned(claims, "None", "")),
        ("alg none with a signature", unsigned(claims, "none", signature)),
        ("RS256 without a signature", unsigned(claims, "RS256", "")),
        ("other claims under the signature", unsigned(&others(claims), "RS256", signature)),
        ("HS256 with the public key in PEM", hs256(pem("PUBLIC KEY", &der).as_bytes())),
        ("HS256 with the public key in DER", hs256(&der)),
        ("HS256 with the JWKS", hs256(jwks.to_string().as_bytes())),
        ("HS256 with the modulus", hs256(jwks["keys"][0]["n"].as_str().unwrap().as_bytes())),
        ("RS256 by another key", rs256(claims, &other, KEY_ID, None)),
        ("RS256 by another key under its own id", rs256(claims, &other, "other", None)),
        ("RS256 by a key that the token brings", {
            let jwk = Jwk::from_encoding_key(&encoding(&other), Algorithm::RS256).unwrap();
            rs256(claims, &other, KEY_ID, Some(jwk))
        }),
    ]
}

fn own_key() -> KeyPair {
    let text = std::fs::read_to_string(&STACK.identity_key).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("-----"));
    KeyPair::from_pkcs8(&STANDARD.decode(lines.collect::<String>()).unwrap()).unwrap()
}

fn others(claims: &Claims) -> Claims {
    Claims { organization: Some("somebody-else".into()), ..claims.clone() }
}

fn unsigned(claims: &Claims, algorithm: &str, signature: &str) -> String {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(json!({ "alg": algorithm, "typ": "JWT", "kid": KEY_ID }));
    format!("{header}.{}.{signature}", part(json!(claims)))
}

fn rs256(claims: &Claims, key: &KeyPair, id: &str, jwk: Option<Jwk>) -> String {
    let header = Header { kid: Some(id.into()), jwk, ..Header::new(Algorithm::RS256) };
    encode(&header, claims, &encoding(key)).unwrap()
}

fn encoding(key: &KeyPair) -> EncodingKey {
    let pkcs8 = key.as_der().unwrap();
    EncodingKey::from_rsa_pem(pem("PRIVATE KEY", pkcs8.as_ref()).as_bytes()).unwrap()
}

fn pem(kind: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", lines.join("\n"))
}
