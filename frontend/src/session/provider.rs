//! The identity provider's addresses and answers: those of a Cognito domain.

use contract::catalogue::Method;
use form_urlencoded::Serializer;
use serde::Deserialize;

use super::{
    browser,
    claims::{Claims, payload},
    pkce,
    way::Way,
};
use crate::{
    config::Config,
    http::{self, Call, Reply, Unreachable},
    places,
};

/// What the page asks to know; Cognito puts the groups into every ID token by itself.
const SCOPE: &str = "openid email profile";

/// Where to sign in, and as which client.
#[derive(Clone, Debug)]
pub(super) struct Provider {
    base: String,
    client: String,
    origin: String,
}

/// Why a code or a refresh token gave no tokens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refused {
    /// It is used up, too old or revoked.
    Grant,
    /// Nothing is known: try again.
    Unreachable(Unreachable),
}

/// The tokens of one sign-in; neither printed nor kept anywhere but in memory.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) id_token: String,
    refresh_token: Option<String>,
    /// Milliseconds since 1970, by this machine's clock.
    ends: f64,
}

#[derive(Deserialize)]
struct Issued {
    id_token: String,
    #[serde(default)]
    refresh_token: Option<String>,
    expires_in: f64,
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Grant").field("ends", &self.ends).finish_non_exhaustive()
    }
}

impl Grant {
    /// Whether it is still good then.
    pub(super) const fn lasts(&self, moment: f64) -> bool {
        moment < self.ends
    }

    /// What the ID token says.
    pub(super) fn claims(&self) -> Option<Claims> {
        browser::parse(&payload(&self.id_token)?)
    }
}

impl Provider {
    pub(super) fn new(config: &Config) -> Self {
        let base = config.identity.trim_end_matches('/').to_owned();
        Self { base, client: config.client_id.clone(), origin: browser::origin() }
    }

    fn landing(&self) -> String {
        format!("{}{}", self.origin, places::SIGNED_IN)
    }

    /// Where a browser signs in; source: RFC 6749, section 4.1.1, and RFC 7636, section 4.3.
    ///
    /// Whoever is signed in there already comes back without a question, unless `prompt` is
    /// `login`; source: OpenID Connect Core, section 3.1.2.1.
    pub(super) fn authorization(&self, way: &Way, prompt: Option<&str>) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(prompt) = prompt {
            query.append_pair("prompt", prompt);
        }
        let query = query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client)
            .append_pair("redirect_uri", &self.landing())
            .append_pair("scope", SCOPE)
            .append_pair("state", &way.state)
            .append_pair("nonce", &way.nonce)
            .append_pair("code_challenge_method", "S256")
            .append_pair("code_challenge", &pkce::challenge(&way.verifier))
            .finish();
        format!("{}/oauth2/authorize?{query}", self.base)
    }

    /// Where a browser signs out: Cognito reads `logout_uri`, OpenID's providers the other one.
    pub(super) fn sign_out(&self) -> String {
        let back = format!("{}{}", self.origin, places::SIGNED_OUT);
        let query = Serializer::new(String::new())
            .append_pair("client_id", &self.client)
            .append_pair("logout_uri", &back)
            .append_pair("post_logout_redirect_uri", &back)
            .finish();
        format!("{}/logout?{query}", self.base)
    }

    /// Tokens for a code.
    pub(super) async fn redeem(&self, code: &str, way: &Way) -> Result<Grant, Refused> {
        let landing = self.landing();
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client),
            ("redirect_uri", &landing),
            ("code", code),
            ("code_verifier", &way.verifier),
        ];
        self.tokens(&fields, None).await
    }

    /// Tokens for a refresh token, which the answer may replace.
    pub(super) async fn renew(&self, grant: &Grant) -> Result<Grant, Refused> {
        let token = grant.refresh_token.as_deref().ok_or(Refused::Grant)?;
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", self.client.as_str()),
            ("refresh_token", token),
        ];
        self.tokens(&fields, Some(token)).await
    }

    async fn tokens(
        &self,
        fields: &[(&str, &str)],
        refresh: Option<&str>,
    ) -> Result<Grant, Refused> {
        let asked = browser::now();
        let reply = self.post("token", fields).await.map_err(Refused::Unreachable)?;
        match reply.status {
            200 => {}
            400 | 401 | 403 => return Err(Refused::Grant),
            _ => return Err(Refused::Unreachable(Unreachable::Nonsense)),
        }
        let issued: Issued = reply.parse().map_err(Refused::Unreachable)?;
        Ok(Grant {
            id_token: issued.id_token,
            refresh_token: issued.refresh_token.or_else(|| refresh.map(str::to_owned)),
            ends: asked + issued.expires_in * 1000.0,
        })
    }

    /// Ends the refresh token; what cannot be ended runs out by itself.
    pub(super) async fn revoke(&self, grant: &Grant) {
        if let Some(token) = &grant.refresh_token {
            let fields = [("client_id", self.client.as_str()), ("token", token)];
            drop(self.post("revoke", &fields).await);
        }
    }

    async fn post(&self, endpoint: &str, fields: &[(&str, &str)]) -> Result<Reply, Unreachable> {
        let url = format!("{}/oauth2/{endpoint}", self.base);
        http::send(Call::new(Method::Post, url).form(fields)).await
    }
}
