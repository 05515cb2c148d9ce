//! ID tokens as the identity provider issues them, for scripts and for tests that need bad ones.

use std::{fs, path::Path};

use anyhow::Context;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde::Serialize;

use crate::identity;

/// The key's id in the provider's JWKS; `infra/local/identity/key.mjs` has the same.
pub const KEY_ID: &str = "granary-local";
/// Seconds that a token is good for, as in the template.
pub const LIFETIME: u64 = 15 * 60;

/// What an ID token says; every field can be made wrong on purpose.
#[derive(Clone, Debug, Serialize)]
pub struct Claims {
    /// The immutable subject.
    pub sub: String,
    /// The app client it was issued to.
    pub aud: String,
    /// The identity provider.
    pub iss: String,
    /// Seconds since 1970 at which it ends.
    pub exp: u64,
    /// Seconds since 1970 at which it was made.
    pub iat: u64,
    /// `id`, or `access` for the other kind.
    pub token_use: String,
    /// For display.
    pub email: String,
    /// For display.
    pub name: String,
    /// Left out when empty, as Cognito does.
    #[serde(rename = "cognito:groups", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Whose keys they see; the default organization's when absent.
    #[serde(rename = "custom:organization", skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

impl Claims {
    /// A good token's claims from now on, for the person of that group or an unnamed member.
    ///
    /// # Errors
    /// When `people.json` was broken at build time.
    pub fn of_group(group: &str, issuer: &str, client_id: &str) -> anyhow::Result<Self> {
        let iat = get_current_timestamp();
        let people = identity::people()?;
        let known = people.iter().find(|person| person.groups.iter().any(|it| it == group));
        let someone = known.or(people.last()).context("identity/people.json is empty")?;
        Ok(Self {
            sub: someone.sub.clone(),
            aud: client_id.to_owned(),
            iss: issuer.to_owned(),
            exp: iat + LIFETIME,
            iat,
            token_use: "id".into(),
            email: someone.email.clone(),
            name: someone.name.clone(),
            groups: vec![group.to_owned()],
            organization: None,
        })
    }

    /// Somebody else, with a subject of their own.
    #[must_use]
    pub fn by_email(self, email: &str) -> Self {
        Self {
            sub: format!("local-{email}"),
            email: email.to_owned(),
            name: email.to_owned(),
            ..self
        }
    }
}

/// Signs claims with the identity provider's key.
///
/// # Errors
/// When the key cannot be read or used.
pub fn mint(claims: &impl Serialize, key: &Path) -> anyhow::Result<String> {
    let pem = fs::read(key).with_context(|| format!("the signing key {}", key.display()))?;
    let key = EncodingKey::from_rsa_pem(&pem).context("the signing key is no RSA key")?;
    let header = Header { kid: Some(KEY_ID.into()), ..Header::new(Algorithm::RS256) };
    encode(&header, claims, &key).context("the token cannot be signed")
}
