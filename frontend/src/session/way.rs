//! One way in, from leaving for the identity provider to coming back.

use serde::{Deserialize, Serialize};

use super::{browser, pkce};

/// Where a way waits while the browser is away; deleted on return.
const PLACE: &str = "granary.sign-in";

/// What was made for one sign-in and holds for no other.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Way {
    /// Comes back with the browser.
    pub(super) state: String,
    /// Comes back within the ID token.
    pub(super) nonce: String,
    /// Shown when the code is redeemed; source: RFC 7636.
    pub(super) verifier: String,
    /// The page that was asked for.
    pub(super) address: String,
}

impl Way {
    /// Nothing where the browser has no randomness to make it from.
    pub(super) fn to(address: &str) -> Option<Self> {
        let random = || browser::random().map(pkce::text_of);
        let (state, nonce, verifier) = (random()?, random()?, random()?);
        Some(Self { state, nonce, verifier, address: address.to_owned() })
    }

    /// Keeps it over the redirect; whether the browser let it.
    pub(super) fn remember(&self) -> bool {
        browser::keep(PLACE, self)
    }

    /// The way that this return belongs to, once.
    pub(super) fn recall(back: &Return) -> Option<Self> {
        browser::take::<Self>(PLACE).filter(|way| back.state.as_ref() == Some(&way.state))
    }
}

/// What the identity provider sends a browser back with; source: RFC 6749, section 4.1.2.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Return {
    pub(super) code: Option<String>,
    pub(super) state: Option<String>,
    error: bool,
}

impl Return {
    pub(super) fn parse(query: &str) -> Self {
        let mut found = Self::default();
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            match name.as_ref() {
                "code" => found.code = Some(value.into_owned()),
                "state" => found.state = Some(value.into_owned()),
                "error" => found.error = true,
                _ => {}
            }
        }
        found
    }

    /// Whether it is an answer at all, good or bad, and not just somebody's bookmark.
    pub(super) const fn is_whole(&self) -> bool {
        self.state.is_some() && (self.code.is_some() || self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_is_read_whatever_else_comes_with_it() {
        let back = Return::parse("?code=a%2Bb&state=s&iss=http%3A%2F%2Fx");
        assert_eq!(back.code.as_deref(), Some("a+b"));
        assert_eq!(back.state.as_deref(), Some("s"));
        assert!(back.is_whole());
        assert!(Return::parse("error=access_denied&state=s").is_whole());
        for odd in ["", "?", "?state=s", "?code=c", "?error=x"] {
            assert!(!Return::parse(odd).is_whole(), "{odd}");
        }
    }
}
