//! The credential as Harvest clients send it: HTTP Basic, the key as user name, no password.
//!
//! Source: RFC 7617, and Harvest's documentation, "Authentication".

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use crate::key::{self, NotAKey, PlainKey};

/// `Basic `, then base64 of the key and a colon.
const LONGEST: usize = "Basic ".len() + (key::LENGTH + 1).div_ceil(3) * 4;

/// How the client wrote the name of its credential header.
///
/// API Gateway overwrites headers in one casing each, so the gate lets only those pass
/// that the deployed API overwrites.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Casing {
    /// `authorization`, as HTTP/2 demands.
    Lower,
    /// `Authorization`, as most HTTP/1.1 clients write it.
    Title,
    /// `AUTHORIZATION`
    Upper,
}

/// A well-formed key, from exactly one header.
#[derive(Debug)]
pub struct Presented {
    /// Not verified yet.
    pub key: PlainKey,
    /// Which header is to be overwritten on the way to the upstream.
    pub casing: Casing,
}

/// Finds the key among a request's headers, names as the client wrote them.
///
/// # Errors
/// [`NotAKey`] for no credential, more than one, or one that is no key.
pub fn presented<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Presented, NotAKey> {
    let mut credentials =
        headers.into_iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let (Some((name, value)), None) = (credentials.next(), credentials.next()) else {
        return Err(NotAKey);
    };
    Ok(Presented { casing: casing(name)?, key: PlainKey::parse(&user_name(value)?)? })
}

fn casing(name: &str) -> Result<Casing, NotAKey> {
    match name {
        "authorization" => Ok(Casing::Lower),
        "Authorization" => Ok(Casing::Title),
        "AUTHORIZATION" => Ok(Casing::Upper),
        _ => Err(NotAKey),
    }
}

fn user_name(value: &str) -> Result<Zeroizing<String>, NotAKey> {
    if value.len() > LONGEST {
        return Err(NotAKey);
    }
    let (scheme, encoded) = value.split_once(' ').ok_or(NotAKey)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(NotAKey);
    }
    let decoded = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| NotAKey)?);
    let text = str::from_utf8(&decoded).map_err(|_| NotAKey)?;
    text.strip_suffix(':').map(|key| Zeroizing::new(key.to_owned())).ok_or(NotAKey)
}

#[cfg(test)]
mod tests;
