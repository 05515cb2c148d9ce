//! The admin API, one method for each credential action.

pub mod failure;
pub mod secret;

use contract::{
    events::EventPage,
    keys::{CreateKey, CreatedKey, KeyPage, KeyView, PAGE_MAX, UpdateKey},
    operations::Operation,
};
use form_urlencoded::Serializer;
use serde::de::DeserializeOwned;

use self::{
    failure::Failure,
    secret::{Fresh, Secret},
};
use crate::{
    config::Config,
    http::{self, Call},
    reactive::prelude::*,
    session::Session,
};

/// Calls it as whoever is signed in; a handle that is copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    base: StoredValue<String>,
    session: Session,
}

impl Api {
    /// For this deployment and this sign-in.
    pub fn new(config: &Config, session: Session) -> Self {
        let base = config.admin_api.trim_end_matches('/').to_owned();
        Self { base: StoredValue::new(base), session }
    }

    /// Has the browser connect to it ahead of the first call, which then need not wait for that.
    pub fn connect(&self) {
        let document = document();
        let (head, link) = (document.query_selector("head"), document.create_element("link"));
        let (Ok(Some(head)), Ok(link)) = (head, link) else { return };
        let base = self.base.with_value(String::clone);
        // Without cookies, as the calls are: the browser keeps the two kinds of connections apart.
        for (name, value) in [("rel", "preconnect"), ("crossorigin", "anonymous"), ("href", &base)]
        {
            drop(link.set_attribute(name, value));
        }
        drop(head.append_child(&link));
    }

    /// One page of the directory, newest first.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn list_keys(&self, limit: usize, cursor: Option<&str>) -> Result<KeyPage, Failure> {
        self.read("list_keys", None, &page(limit, cursor)).await
    }

    /// One key with its permissions.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn get_key(&self, id: &str) -> Result<KeyView, Failure> {
        self.read("get_key", Some(id), "").await
    }

    /// What happened, newest first: to one key, or to all of them.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn list_events(
        &self,
        key: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<EventPage, Failure> {
        self.read("list_events", key, &page(PAGE_MAX, cursor)).await
    }

    /// Makes a key; the same `once` never makes a second one.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn create_key(&self, wanted: &CreateKey, once: &str) -> Result<Fresh, Failure> {
        let call = |call: Call| call.header("Idempotency-Key", once.to_owned()).json(wanted);
        let created: CreatedKey = self.send("create_key", None, call).await?;
        Ok(Fresh { key: created.view, secret: Secret::new(created.key) })
    }

    /// Changes a key that still is as `version` says.
    ///
    /// # Errors
    /// See [`Failure`]; `stale_version` when somebody else was faster.
    pub async fn update_key(
        &self,
        id: &str,
        version: u64,
        change: &UpdateKey,
    ) -> Result<KeyView, Failure> {
        let call = |call: Call| call.header("If-Match", format!("\"{version}\"")).json(change);
        self.send("update_key", Some(id), call).await
    }

    /// Ends a key's access; when this returns, no call that starts is accepted.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn revoke_key(&self, id: &str) -> Result<KeyView, Failure> {
        self.send("revoke_key", Some(id), |call| call).await
    }

    /// Gives a revoked key its access back.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn reenable_key(&self, id: &str) -> Result<KeyView, Failure> {
        self.send("reenable_key", Some(id), |call| call).await
    }

    async fn read<T: DeserializeOwned>(
        &self,
        function: &str,
        key: Option<&str>,
        query: &str,
    ) -> Result<T, Failure> {
        self.exchange(function, key, query, |call| call).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        function: &str,
        key: Option<&str>,
        complete: impl FnOnce(Call) -> Call,
    ) -> Result<T, Failure> {
        self.exchange(function, key, "", complete).await
    }

    async fn exchange<T: DeserializeOwned>(
        &self,
        function: &str,
        key: Option<&str>,
        query: &str,
        complete: impl FnOnce(Call) -> Call,
    ) -> Result<T, Failure> {
        let operation = Operation::find(function, key.is_some()).ok_or(Failure::NONSENSE)?;
        let token = self.session.token().await?;
        let path = operation.path_for(key.unwrap_or_default());
        let url = self.base.with_value(|base| format!("{base}{path}{query}"));
        let call =
            Call::new(operation.method, url).header("Authorization", format!("Bearer {token}"));
        let reply = http::send(complete(call)).await?;
        if reply.status == operation.success {
            return Ok(reply.parse()?);
        }
        let failure = Failure::of(reply);
        if failure.is_unauthenticated() {
            self.session.end();
        }
        Err(failure)
    }
}

fn page(limit: usize, cursor: Option<&str>) -> String {
    let mut query = Serializer::new("?".to_owned());
    query.append_pair("limit", &limit.to_string());
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor);
    }
    query.finish()
}

/// Text that no other creation has, for an `Idempotency-Key`.
pub fn once() -> Option<String> {
    use crate::session::{browser, pkce};
    browser::random().map(pkce::text_of)
}
