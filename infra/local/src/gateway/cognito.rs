//! A user pool's ID tokens, verified as API Gateway's Cognito authorizer verifies them.

use std::{collections::HashMap, sync::RwLock};

use anyhow::Context as _;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use regex_lite::Regex;
use serde_json::{Map, Value};

use super::{
    context::text,
    refusal::{Kind, Refusal},
};

/// The local stand-in for a user pool and its app client.
#[derive(Clone, Debug)]
pub struct Identity {
    /// `iss` of its tokens.
    pub issuer: String,
    /// `aud` of its ID tokens.
    pub client_id: String,
    /// Where its public keys are.
    pub jwks_url: String,
}

/// Verifies tokens; keys are fetched when a token first names them.
pub(super) struct UserPool {
    identity: Identity,
    audience: Option<Regex>,
    validation: Validation,
    http: reqwest::Client,
    keys: RwLock<HashMap<String, DecodingKey>>,
}

impl UserPool {
    /// `audience` is the document's `identityValidationExpression`.
    ///
    /// # Errors
    /// When the expression is none.
    pub(super) fn new(identity: Identity, audience: Option<&str>) -> anyhow::Result<Self> {
        let audience =
            audience.map(Regex::new).transpose().context("identityValidationExpression")?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.leeway = 0;
        validation.set_issuer(&[&identity.issuer]);
        validation.set_audience(&[&identity.client_id]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { identity, audience, validation, http, keys: RwLock::default() })
    }

    /// The claims of the token in an `Authorization` header, each as text.
    pub(super) async fn claims(&self, header: Option<&str>) -> Result<Map<String, Value>, Refusal> {
        let header = header.ok_or_else(Refusal::unauthorized)?;
        let token = header.strip_prefix("Bearer ").unwrap_or(header).trim();
        let claims = self.verified(token).await?.ok_or_else(Refusal::unauthorized)?;
        Ok(claims.iter().map(|(name, value)| (name.clone(), claim(name, value).into())).collect())
    }

    async fn verified(&self, token: &str) -> Result<Option<Map<String, Value>>, Refusal> {
        let Some(key_id) = key_id(token) else { return Ok(None) };
        let Some(key) = self.key(&key_id).await? else { return Ok(None) };
        let Ok(token) = decode::<Map<String, Value>>(token, &key, &self.validation) else {
            return Ok(None);
        };
        Ok(Some(token.claims).filter(|claims| self.is_id_token(claims)))
    }

    fn is_id_token(&self, claims: &Map<String, Value>) -> bool {
        let audience = claims.get("aud").and_then(Value::as_str).unwrap_or_default();
        let fits = self.audience.as_ref().is_none_or(|expression| expression.is_match(audience));
        fits && claims.get("token_use").and_then(Value::as_str) == Some("id")
    }

    async fn key(&self, id: &str) -> Result<Option<DecodingKey>, Refusal> {
        if let Some(key) = self.known(id) {
            return Ok(Some(key));
        }
        let fetched = self.fetch().await;
        let fetched = fetched
            .map_err(|error| Refusal::fault(Kind::AuthorizerFailure, format!("{error:#}")))?;
        let keys = fetched.keys.iter();
        let keys = keys
            .filter_map(|key| Some((key.common.key_id.clone()?, DecodingKey::from_jwk(key).ok()?)));
        *self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner) = keys.collect();
        Ok(self.known(id))
    }

    fn known(&self, id: &str) -> Option<DecodingKey> {
        self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(id).cloned()
    }

    async fn fetch(&self) -> anyhow::Result<JwkSet> {
        let url = &self.identity.jwks_url;
        let answer = async { self.http.get(url).send().await?.error_for_status()?.json().await };
        answer.await.with_context(|| format!("no signing keys from {url}"))
    }
}

/// The key that an RS256 token names; any other algorithm is none, whatever key it brings.
fn key_id(token: &str) -> Option<String> {
    let header = decode_header(token).ok().filter(|header| header.alg == Algorithm::RS256)?;
    header.kid
}

/// Claims arrive as text: lists joined by commas, `exp` and `iat` as dates (seen in AWS's events).
fn claim(name: &str, value: &Value) -> String {
    match value {
        Value::Array(items) => {
            items.iter().map(|item| claim("", item)).collect::<Vec<_>>().join(",")
        }
        Value::Number(seconds) if matches!(name, "exp" | "iat") => date(seconds.as_i64()),
        Value::Object(_) | Value::Null => value.to_string(),
        Value::String(_) | Value::Bool(_) | Value::Number(_) => text(value).unwrap_or_default(),
    }
}

fn date(seconds: Option<i64>) -> String {
    let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.map(|time| time.strftime("%a %b %d %H:%M:%S UTC %Y").to_string()).unwrap_or_default()
}
