//! The deployment as a test has it: addresses, a manager, a throw-away key.

use std::sync::Arc;

use anyhow::{Context, bail};
use contract::{
    keys::{CreateKey, CreatedKey, KeyView, UpdateKey},
    partners::CUSTOM_INTEGRATION,
};
use domain::{
    key::{KeyId, PlainKey},
    occasion::Entropy,
};
use rand::rngs::SysRng;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::{
    Aim,
    address::Address,
    wire::{Answer, Request},
};

/// By which somebody who finds the key in the list knows what it was for.
const DESCRIPTION: &str = "Self-test of the deployment; may be revoked at any time";
/// The endpoint that the key may call wherever nothing else is said.
pub(super) const PERMITTED: &str = "candidates.list";
/// A call to it.
pub(super) const CALL: &str = "/v1/candidates?per_page=1";

/// A deployment with a key of this run.
pub(super) struct Site {
    pub(super) harvest: Address,
    pub(super) admin: Address,
    pub(super) page: Option<Address>,
    pub(super) other_token: Option<String>,
    /// Whole, as partners have it.
    pub(super) key: String,
    pub(super) key_id: String,
    upstream: Option<Address>,
    token: String,
    run: String,
    /// Held by a change until its answer is there, also where nobody waits for it any longer: a
    /// re-enable on its way must not follow the last revoke.
    changing: Arc<Mutex<()>>,
}

impl Site {
    /// Takes the addresses apart and creates the key.
    ///
    /// A creation whose answer is lost is asked for again by the same `Idempotency-Key`, and so
    /// never leaves a key that nobody knows of.
    pub(super) async fn open(aim: &Aim) -> anyhow::Result<Self> {
        let address = |url: &Option<String>| url.as_deref().map(Address::parse).transpose();
        let admin = Address::parse(&aim.admin_api)?;
        let mut site = Self {
            harvest: Address::parse(&aim.harvest_api)?,
            page: address(&aim.page)?,
            upstream: address(&aim.upstream)?,
            admin,
            other_token: aim.other_token.clone(),
            token: aim.token.clone(),
            changing: Arc::default(),
            run: KeyId::new(0, &rand::random()).to_string(),
            key: String::new(),
            key_id: String::new(),
        };
        let answer = match site.create().await {
            Ok(answer) => answer,
            Err(_) => site.create().await.context("the admin API does not answer")?,
        };
        match (answer.status, answer.member("key_id")) {
            (201, _) => {
                let created: CreatedKey = serde_json::from_slice(&answer.body)?;
                (site.key, site.key_id) = (created.key, created.view.summary.id);
                Ok(site)
            }
            (409, Some(id)) => {
                site.key_id = id;
                let removed = site.manage("POST", "/revoke", None).await?;
                bail!("the answer to `POST /keys` was lost; revoking that key: {removed}")
            }
            _ => bail!("`POST /keys` was answered {answer}"),
        }
    }

    async fn create(&self) -> anyhow::Result<Answer> {
        let wanted = CreateKey {
            api_type: "harvest".into(),
            partner: CUSTOM_INTEGRATION.into(),
            description: DESCRIPTION.into(),
            permissions: Some(vec![PERMITTED.into()]),
        };
        let request = Request::new("POST", "/keys").header("Idempotency-Key", &self.run);
        self.by_manager(request).json(&json!(wanted)).send(&self.admin).await
    }

    /// Gives the key these permissions and no others; acknowledged when it returns.
    pub(super) async fn permit(&self, permissions: &[&str]) -> anyhow::Result<()> {
        let shown = self.manage("GET", "", None).await?;
        let view: KeyView = serde_json::from_slice(&shown.body)
            .with_context(|| format!("`GET /keys/{}` was answered {shown}", self.key_id))?;
        let permissions = permissions.iter().map(|&id| id.to_owned()).collect();
        let wanted = json!(UpdateKey { permissions: Some(permissions), description: None });
        let changed = self.manage("PATCH", "", Some((view.summary.version, wanted))).await?;
        anyhow::ensure!(changed.status == 200, "the edit was answered {changed}");
        Ok(())
    }

    /// Revokes the key, or re-enables it, by the last segment of the path.
    pub(super) async fn become_what(&self, action: &str) -> anyhow::Result<()> {
        let answer = self.manage("POST", &format!("/{action}"), None).await?;
        anyhow::ensure!(answer.status == 200, "`{action}` was answered {answer}");
        Ok(())
    }

    async fn manage(
        &self,
        method: &'static str,
        rest: &str,
        change: Option<(u64, Value)>,
    ) -> anyhow::Result<Answer> {
        let mut request = self.by_manager(Request::new(method, &self.path(rest)));
        if let Some((version, body)) = change {
            request = request.header("If-Match", &format!("\"{version}\"")).json(&body);
        }
        let (admin, guard) = (self.admin.clone(), self.changing.clone().lock_owned().await);
        let sent = tokio::spawn(async move {
            let _changing = guard;
            request.send(&admin).await
        });
        sent.await?
    }

    /// The key's own path of the admin API.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/keys/{}{rest}", self.key_id)
    }

    fn by_manager(&self, request: Request) -> Request {
        request.header("Authorization", &format!("Bearer {}", self.token))
    }

    /// What the key is there for.
    pub(super) fn call(&self) -> Request {
        Request::get(CALL).by_key(&self.key)
    }

    /// A mark for requests that the upstream is asked about.
    pub(super) fn marker(&self, what: &str) -> String {
        format!("selftest-{}-{what}", self.run)
    }

    /// What the upstream saw of requests with this mark, where it can be asked.
    pub(super) async fn seen(&self, marker: &str) -> anyhow::Result<Option<Vec<Value>>> {
        let Some(upstream) = &self.upstream else { return Ok(None) };
        let path = format!("{}?marker={marker}", crate::upstream::INSPECTION);
        let answer = Request::get(&path).send(upstream).await?;
        Ok(Some(serde_json::from_slice(&answer.body)?))
    }
}

/// Well-formed keys that nobody was given: a stranger's, and this id with another secret.
pub(super) fn strangers(key: &str) -> anyhow::Result<[String; 2]> {
    let unknown = PlainKey::generate(0, &Entropy::draw(&mut SysRng)?);
    let PlainKey { secret, .. } = PlainKey::generate(0, &Entropy::draw(&mut SysRng)?);
    let wrong = PlainKey { id: PlainKey::parse(key)?.id, secret };
    Ok([unknown.reveal().to_string(), wrong.reveal().to_string()])
}
