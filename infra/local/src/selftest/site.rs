//! The deployment as a test has it: addresses, a manager, a throw-away key.

use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
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

/// How often something is asked for until it is answered.
const TRIES: usize = 3;
/// Characters of a key's secret, without the checksum behind it.
const SECRET: usize = 44;
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
        site.obtain().await?;
        Ok(site)
    }

    /// Creates the key, or leaves none that is active.
    ///
    /// A creation without a whole answer is asked for again by the same `Idempotency-Key`: either
    /// it comes about now, or the reply names the key whose secret was lost, and that is revoked.
    async fn obtain(&mut self) -> anyhow::Result<()> {
        let mut lost = None;
        for _ in 0..TRIES {
            match Creation::read(self.create().await) {
                Creation::Done { key, id } => {
                    (self.key, self.key_id) = (key, id);
                    return Ok(());
                }
                Creation::Before(id) => return Err(self.forsake(id).await),
                Creation::Refused(said) if lost.is_none() => {
                    bail!("`POST /keys` was answered {said}")
                }
                Creation::Refused(said) | Creation::Lost(said) => lost = Some(said),
            }
        }
        let said = lost.unwrap_or_default();
        Err(anyhow!("{said}").context(format!("no whole answer to `POST /keys`; {}", self.trace())))
    }

    /// Revokes a key whose secret is lost: there is none to test with.
    async fn forsake(&mut self, id: String) -> anyhow::Error {
        let lost = "the answer to `POST /keys` was lost";
        self.key_id = id;
        match self.retire().await {
            Ok(()) => anyhow!("{lost}, and its key {} is revoked: try again", self.key_id),
            Err(error) => error.context(format!("{lost}; {}", self.trace())),
        }
    }

    /// By what a key is found whose revoke nobody acknowledged.
    fn trace(&self) -> String {
        let (description, run) = (self.description(), &self.run);
        format!(
            "an active key may be left: revoke on the page what is described as `{description}` \
             (its Idempotency-Key was `{run}`)"
        )
    }

    /// By which somebody who finds the key in the list knows what it was for.
    fn description(&self) -> String {
        format!("Self-test {} of the deployment; may be revoked at any time", self.run)
    }

    async fn create(&self) -> anyhow::Result<Answer> {
        let wanted = CreateKey {
            api_type: "harvest".into(),
            partner: CUSTOM_INTEGRATION.into(),
            description: self.description(),
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

    /// Revokes the key for good, and asks until that is acknowledged.
    pub(super) async fn retire(&self) -> anyhow::Result<()> {
        let mut revoked = self.become_what("revoke").await;
        for _ in 1..TRIES {
            if revoked.is_err() {
                revoked = self.become_what("revoke").await;
            }
        }
        revoked.with_context(|| format!("revoke {} by hand", self.key_id))
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

    /// What proves the key.
    pub(super) fn secret(&self) -> &str {
        let last = self.key.rsplit('_').next().unwrap_or_default();
        last.get(..SECRET).unwrap_or(last)
    }

    /// A mark for requests that the upstream is asked about.
    pub(super) fn marker(&self, what: &str) -> String {
        format!("selftest-{}-{what}", self.run)
    }

    /// Whether the upstream can be asked.
    pub(super) const fn tells(&self) -> bool {
        self.upstream.is_some()
    }

    /// What the upstream saw of requests with this mark, where it can be asked.
    pub(super) async fn seen(&self, marker: &str) -> anyhow::Result<Option<Vec<Value>>> {
        let Some(upstream) = &self.upstream else { return Ok(None) };
        let path = format!("{}?marker={marker}", crate::upstream::INSPECTION);
        let answer = Request::get(&path).send(upstream).await?;
        Ok(Some(serde_json::from_slice(&answer.body)?))
    }
}

/// What became of a creation.
enum Creation {
    /// The whole key is here.
    Done { key: String, id: String },
    /// The key with this id was there before; its secret was in an answer that is lost.
    Before(String),
    /// There is no key, by the answer's word.
    Refused(String),
    /// Nobody knows whether there is one.
    Lost(String),
}

impl Creation {
    fn read(answer: anyhow::Result<Answer>) -> Self {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Self::Lost(format!("{error:#}")),
        };
        match (answer.status, answer.member("key_id")) {
            // What cannot be read may hold a secret all the same, and is not shown.
            (201, _) => match serde_json::from_slice(&answer.body) {
                Ok(CreatedKey { key, view }) => Self::Done { key, id: view.summary.id },
                Err(_) => Self::Lost("201 with something else".into()),
            },
            (409, Some(id)) => Self::Before(id),
            (400..=499, _) => Self::Refused(answer.to_string()),
            _ => Self::Lost(answer.to_string()),
        }
    }
}

/// Well-formed keys that nobody was given: a stranger's, and this id with another secret.
pub(super) fn strangers(key: &str) -> anyhow::Result<[String; 2]> {
    let unknown = PlainKey::generate(0, &Entropy::draw(&mut SysRng)?);
    let PlainKey { secret, .. } = PlainKey::generate(0, &Entropy::draw(&mut SysRng)?);
    let wrong = PlainKey { id: PlainKey::parse(key)?.id, secret };
    Ok([unknown.reveal().to_string(), wrong.reveal().to_string()])
}
