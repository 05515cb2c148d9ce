//! What is asked of a function while it meets a fault, and what must have come of it.

use std::sync::LazyLock;

use aws_sdk_dynamodb::Client;
use contract::{
    catalogue::Method,
    events::EventName,
    keys::{Status, UpdateKey},
    operations::{OPERATIONS, Operation},
};
use domain::{
    access::{Decision, authorize},
    create_key::create_key,
    hygiene::Attempt,
    key::KeyId,
    principal::Manager,
    remembered::Remembered,
    revoke_key::revoke_key,
};
use granary_local::compile::AUTHORIZER;
use keystore::{Keystore, Patience};
use rand::rngs::SysRng;
use serde_json::json;

use super::audit::{self, Audit, Holding};
use crate::{
    keystore::{edit, manager, occasion, request},
    stack::{Admin, Key, Organization, wanted},
    wire::Request,
};

/// One call that an action makes of the store.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// Of one item, or of a list.
    Read,
    /// Of several items, in a transaction.
    ReadTogether,
    /// Of everything that changes, in a transaction.
    Write,
}

/// A function's work: a route of the admin API, or the decision at the gate.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    pub function: &'static str,
    /// The route; the gate has none.
    pub route: Option<&'static Operation>,
    pub steps: &'static [Step],
}

impl Action {
    /// Every one there is, each with the calls that it makes where nothing disturbs it.
    pub fn all() -> Vec<Self> {
        let routes = OPERATIONS.iter().map(|row| (row.function, Some(row)));
        let all = routes.chain([(AUTHORIZER, None)]);
        all.map(|(function, route)| Self { function, route, steps: steps(function) }).collect()
    }

    /// As the report calls it.
    pub fn words(&self) -> String {
        let path = self.route.filter(|row| row.function == "list_events").map(|row| row.path);
        path.map_or(self.function.to_owned(), |path| format!("{} {path}", self.function))
    }

    /// The step that changes something.
    pub fn write(&self) -> Option<usize> {
        self.steps.iter().position(|step| *step == Step::Write)
    }

    pub fn success(&self) -> u16 {
        self.route.map_or(200, |row| row.success)
    }

    /// What the action answers when it is asked for again, and had happened or not.
    pub fn again(&self, happened: bool) -> u16 {
        match self.function {
            "create_key" if happened => 409,
            "update_key" if happened => 412,
            _ => self.success(),
        }
    }
}

/// The calls of the store, in their order; a new function is to be described here.
fn steps(function: &str) -> &'static [Step] {
    match function {
        "authorize" | "list_events" | "list_keys" => &[Step::Read],
        "create_key" => &[Step::Write],
        "get_key" => &[Step::ReadTogether],
        "reenable_key" | "revoke_key" => &[Step::ReadTogether, Step::Write, Step::ReadTogether],
        "update_key" => &[Step::ReadTogether, Step::Write],
        other => panic!("which calls of the store does `{other}` make, and what comes of it?"),
    }
}

/// Somebody with an organization of their own and, but for a creation, one key in it.
pub struct Subject {
    pub action: Action,
    admin: Admin,
    manager: Manager,
    key: Option<Key>,
    store: Keystore,
    client: Client,
}

impl Subject {
    pub async fn new(action: Action, client: &Client) -> Self {
        let Organization(name) = Organization::new();
        let store =
            Keystore::new(client.config(), crate::stack::STACK.table.clone(), Patience::Action);
        let admin = Organization(name.clone()).manager();
        let mut subject = Self {
            action,
            admin,
            manager: manager(&name),
            key: None,
            store,
            client: client.clone(),
        };
        if action.function != "create_key" {
            subject.key = Some(subject.another().await);
        }
        if action.function == "reenable_key" {
            subject.revoke().await;
        }
        subject
    }

    /// A new key, active.
    async fn another(&self) -> Key {
        let wanted = request("under faults", &["candidates.list"]);
        let made = create_key(&self.store, &self.manager, &wanted, None, &occasion()).await;
        let (_, plain) = made.unwrap();
        Key::new(&plain.id.to_string(), &plain.reveal())
    }

    /// The one key, as it is made, or was made before.
    fn id(&self) -> &str {
        &self.key.as_ref().unwrap().id
    }

    /// Ends the key's access, undisturbed.
    pub async fn revoke(&self) {
        let id: KeyId = self.id().parse().unwrap();
        let view = revoke_key(&self.store, &self.manager, id, &occasion()).await.unwrap();
        assert_eq!(view.summary.status, Status::Revoked);
    }

    /// The request, as the page sends it; a second time it is the same.
    pub fn request(&self) -> Request {
        let Some(row) = self.action.route else {
            return self.key.as_ref().unwrap().request("GET", "/v1/candidates?per_page=1");
        };
        let path = self.key.as_ref().map_or(row.path.to_owned(), |key| row.path_for(&key.id));
        let method = match row.method {
            Method::Get => "GET",
            Method::Patch => "PATCH",
            Method::Post => "POST",
            other => panic!("{other:?}"),
        };
        let request = self.admin.request(method, &path);
        match row.function {
            "create_key" => request
                .header("Idempotency-Key", "once")
                .json(&wanted("under faults", &["candidates.list"])),
            "update_key" => {
                let UpdateKey { description, permissions } = edit("edited", &["jobs.list"]);
                let body = json!({"description": description, "permissions": permissions});
                request.header("If-Match", "\"1\"").json(&body)
            }
            _ => request,
        }
    }

    /// Calls that the gate must refuse whatever happens: of a revoked key, with another secret, of
    /// an endpoint that is not permitted.
    pub async fn forbidden(&self) -> Vec<(Request, u16)> {
        let revoked = self.another().await;
        let id = revoked.id.parse().unwrap();
        drop(revoke_key(&self.store, &self.manager, id, &occasion()).await.unwrap());
        let other = self.another().await;
        let key = self.key.as_ref().unwrap();
        let wrong = other.claiming(&key.id);
        vec![
            (revoked.request("GET", "/v1/candidates"), 401),
            (wrong.request("GET", "/v1/candidates"), 401),
            (key.request("GET", "/v1/jobs"), 403),
        ]
    }

    /// The name of the organization, which nobody else works in.
    pub fn organization(&self) -> &str {
        self.manager.organization.as_str()
    }

    /// What the table holds of the organization.
    pub async fn audit(&self) -> Audit {
        audit::organization(&self.client, &self.manager.organization.to_string()).await
    }

    /// Whether the action changed what it is to change; anything in between is neither.
    pub fn happened(&self, audit: &Audit) -> Result<bool, String> {
        use EventName::{Created, PermissionsUpdated, ReEnabled, Revoked, Updated};
        let key = match &self.key {
            Some(key) => audit.keys.get(&key.id),
            None if audit.keys.len() > 1 => return Err(format!("keys: {:?}", audit.keys.keys())),
            None => audit.keys.values().next(),
        };
        let names: Vec<_> =
            key.iter().flat_map(|key| &key.events).map(|event| event.event).collect();
        let before: &[_] = match self.action.function {
            "create_key" => &[],
            "reenable_key" => &[Created, Revoked],
            _ => &[Created],
        };
        let change: &[_] = match self.action.function {
            "create_key" => &[Created],
            "reenable_key" => &[ReEnabled],
            "revoke_key" => &[Revoked],
            "update_key" => &[Updated, PermissionsUpdated],
            _ => &[],
        };
        match names.strip_prefix(before) {
            Some([]) => Ok(change.is_empty()),
            Some(rest) if rest == change => Ok(true),
            _ => Err(format!("events: {names:?}")),
        }
    }

    /// Whether the key may now be used for what it is to be used for, by what the table holds.
    pub fn is_open(&self, audit: &Audit) -> bool {
        let credential = |key: &Holding| key.credential.clone();
        let found = self.key.as_ref().and_then(|key| audit.keys.get(&key.id)).and_then(credential);
        found.is_some_and(|it| {
            it.status == Status::Active && it.permissions.contains("candidates.list")
        })
    }

    /// What the gate decides of the key in this process; a key that a creation made was shown to
    /// nobody.
    pub async fn passes(&self) -> Option<bool> {
        let header = self.key.as_ref()?.basic();
        let attempt = Attempt {
            method: "GET",
            template: "/v1/candidates",
            path_parameters: Vec::new(),
            query: Vec::new(),
            headers: vec![("Authorization", &header)],
        };
        static REMEMBERED: LazyLock<Remembered> =
            LazyLock::new(|| Remembered::new(&mut SysRng).unwrap());
        let decision = authorize(&attempt, &self.store, &REMEMBERED).await;
        Some(matches!(decision, Decision::Allow(_)))
    }
}
