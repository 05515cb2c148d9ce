//! Who is signed in: authorization code with PKCE, tokens in memory only, renewed before they end.

pub mod browser;
pub mod claims;
pub mod pkce;
mod provider;
mod way;

use std::sync::Arc;

use futures_util::lock::Mutex;

use self::{
    claims::Claims,
    provider::{Grant, Provider, Refused},
    way::{Return, Way},
};
use crate::{config::Config, http::Unreachable, places, reactive::prelude::*};

/// Milliseconds before its end at which a token is renewed rather than used.
const MARGIN: f64 = 60_000.0;

const NO_STORAGE: &str =
    "This browser keeps no data for this site, which signing in needs. Allow it, then sign in.";

/// How far somebody is on the way in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SignIn {
    /// The page has just started, or the browser is leaving for the identity provider.
    Underway,
    /// Nobody is signed in, and one sentence may say what went wrong.
    Out(Option<&'static str>),
    /// This window was opened for signing in again, and has done its work.
    Handed,
    /// Somebody is, and may do this much.
    In(Claims),
}

/// Why there is no token to send.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoToken {
    /// The sign-in has ended; the dialog that asks for a new one is open.
    Ended,
    /// It could not be renewed for want of a connection.
    Unreachable(Unreachable),
}

/// The one sign-in of this page; a handle that is copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    state: RwSignal<SignIn>,
    ended: RwSignal<bool>,
    tokens: StoredValue<Option<Grant>>,
    provider: StoredValue<Provider>,
    turn: StoredValue<Arc<Mutex<()>>>,
    /// Somebody else came back from the last new sign-in.
    stranger: StoredValue<bool>,
}

impl Session {
    /// Begins with nobody.
    pub fn new(config: &Config) -> Self {
        Self {
            state: RwSignal::new(SignIn::Underway),
            ended: RwSignal::new(false),
            tokens: StoredValue::new(None),
            provider: StoredValue::new(Provider::new(config)),
            turn: StoredValue::new(Arc::default()),
            stranger: StoredValue::new(false),
        }
    }

    /// How far the way in has come.
    pub fn state(&self) -> Signal<SignIn> {
        self.state.into()
    }

    /// Whoever is signed in; nobody in particular while nobody is.
    pub fn person(&self) -> Claims {
        match self.state.get() {
            SignIn::In(person) => person,
            SignIn::Handed | SignIn::Out(_) | SignIn::Underway => Claims::default(),
        }
    }

    /// Whether the sign-in has ended under somebody's work.
    pub const fn ended(&self) -> RwSignal<bool> {
        self.ended
    }

    /// Goes on from whatever address the page was started at.
    ///
    /// Once the browser comes back from the identity provider, `back` is told where to go, while
    /// the tokens are still to be had. Whoever they are for is told to `signed_in` before the page
    /// follows: what it asks for then is on its way meanwhile.
    pub async fn begin(&self, back: impl FnOnce(&str), signed_in: impl FnOnce(&Claims)) {
        let address = browser::address();
        match address.path.as_str() {
            places::SIGNED_IN => self.arrive(&address.query, back, signed_in).await,
            places::SIGNED_OUT => self.state.set(SignIn::Out(None)),
            _ => self.leave(&address.whole()),
        }
    }

    /// Sends the browser to the identity provider, which sends it back to `address`.
    pub fn leave(&self, address: &str) {
        match Way::to(address).filter(Way::remember) {
            Some(way) => {
                let provider = self.provider.get_value();
                browser::go(&provider.authorization(&way, None));
            }
            None => self.state.set(SignIn::Out(Some(NO_STORAGE))),
        }
    }

    async fn arrive(&self, query: &str, go_on: impl FnOnce(&str), signed_in: impl FnOnce(&Claims)) {
        let back = Return::parse(query);
        let Some(way) = Way::recall(&back) else {
            let handed = back.is_whole();
            if handed {
                browser::hand_over(query);
            }
            self.state.set(if handed { SignIn::Handed } else { SignIn::Out(None) });
            return;
        };
        go_on(places::own(&way.address));
        match self.finish(&way, &back).await {
            Ok((grant, person)) => {
                self.tokens.set_value(Some(grant));
                signed_in(&person);
                self.state.set(SignIn::In(person));
            }
            Err(sentence) => self.state.set(SignIn::Out(Some(sentence))),
        }
    }

    async fn finish(&self, way: &Way, back: &Return) -> Result<(Grant, Claims), &'static str> {
        let Some(code) = &back.code else {
            return Err(
                "The identity provider did not sign you in. Sign in again, or ask whoever runs it.",
            );
        };
        let provider = self.provider.get_value();
        let grant = provider.redeem(code, way).await.map_err(|refused| match refused {
            Refused::Grant => "The sign-in took too long, or was used before. Sign in again.",
            Refused::Unreachable(_) => "The identity provider could not be reached. Sign in again.",
        })?;
        let person = grant.claims().filter(|claims| claims.nonce.as_deref() == Some(&way.nonce));
        let person =
            person.ok_or("The identity provider answered for another sign-in. Sign in again.")?;
        Ok((grant, person))
    }

    /// A token that is good for a minute at least, renewed where needed.
    ///
    /// # Errors
    /// [`NoToken::Ended`], after which [`Self::ended`] is set, or no connection.
    pub async fn token(&self) -> Result<String, NoToken> {
        let turn = self.turn.get_value();
        let _turn = turn.lock().await;
        let grant = self.tokens.get_value().ok_or_else(|| self.end())?;
        if grant.lasts(browser::now() + MARGIN) {
            return Ok(grant.id_token);
        }
        let provider = self.provider.get_value();
        let renewed = provider.renew(&grant).await.map_err(|refused| match refused {
            Refused::Grant => self.end(),
            Refused::Unreachable(why) => NoToken::Unreachable(why),
        })?;
        let token = renewed.id_token.clone();
        self.tokens.set_value(Some(renewed));
        Ok(token)
    }

    /// Notes that the sign-in is over, so that the page asks for a new one over the work at hand.
    pub fn end(&self) -> NoToken {
        self.tokens.set_value(None);
        self.ended.set(true);
        NoToken::Ended
    }

    /// Signs in again in a window of its own, so that this page stays as it is.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub async fn again(&self) -> Result<(), &'static str> {
        let way = Way::to(places::SIGNED_IN).ok_or(NO_STORAGE)?;
        let prompt = self.stranger.get_value().then_some("login");
        let address = self.provider.get_value().authorization(&way, prompt);
        let query = browser::sign_in_window(&address, &way.state).await.ok_or(
            "The browser did not open the window for signing in. Allow pop-up windows for this page, then try again.",
        )?;
        let (grant, person) = self.finish(&way, &Return::parse(&query)).await?;
        let stranger = person.sub != untrack(|| self.person().sub);
        self.stranger.set_value(stranger);
        if stranger {
            return Err(
                "Somebody else signed in. Sign in as the same person, or reload the page to start over as the other.",
            );
        }
        self.tokens.set_value(Some(grant));
        self.state.set(SignIn::In(person));
        self.ended.set(false);
        Ok(())
    }

    /// Forgets the tokens here, ends them there, and shows that nobody is signed in.
    pub async fn sign_out(&self) {
        let provider = self.provider.get_value();
        if let Some(grant) = self.tokens.get_value() {
            self.tokens.set_value(None);
            provider.revoke(&grant).await;
        }
        // The browser may keep the page as it was when it was left, and show that again by Back.
        let state = self.state;
        window_event_listener(leptos::ev::pagehide, move |_| state.set(SignIn::Out(None)));
        browser::go(&provider.sign_out());
    }
}
