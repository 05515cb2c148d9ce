//! Where histories come from: the whole stack, and the rules over a table whose reads are tampered with.

use contract::{
    catalogue::Permission,
    keys::{CreateKey, KeyView, Status},
    permissions::PermissionSet,
};
use domain::{
    access::{Decision, Refusal, authorize},
    create_key::create_key,
    error::Error,
    hygiene::Attempt,
    key::PlainKey,
    principal::Manager,
    remembered::Remembered,
    revoke_key::{reenable_key, revoke_key},
    store::ReadCredential,
    update_key::update_key,
};
use keystore::Keystore;
use rand::rngs::SysRng;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

use super::{
    drive::{Place, Shown, Wish},
    record::{State, Verdict},
};
use crate::{
    keystore::{manager, occasion},
    stack::{Admin, Key, Organization, STACK, basic, wanted},
};

/// Gateway, emulator, functions, DynamoDB Local, upstream.
pub struct Stack {
    http: Client,
    manager: Admin,
}

impl Stack {
    pub fn new() -> Self {
        Self { http: Client::new(), manager: Organization::new().manager() }
    }

    fn admin(&self, key: &Key, method: reqwest::Method, action: &str) -> RequestBuilder {
        let url = format!("{}/keys/{}{action}", STACK.urls.admin_api, key.id);
        self.http.request(method, url).bearer_auth(&self.manager.token)
    }
}

impl Place for Stack {
    type Key = Key;

    async fn create(&self, permissions: PermissionSet) -> (Key, Shown) {
        let ids: Vec<_> = permissions.iter().map(Permission::id).collect();
        let answer = self.manager.post("/keys", &wanted("in a history", &ids)).await;
        let view = serde_json::from_value(answer.json()).unwrap();
        (Key::of(&answer), Shown::of(&view))
    }

    async fn call(&self, key: &Key, permission: Permission) -> Option<Verdict> {
        let path = permission.endpoint().path;
        let url = format!("{}{path}?per_page=1", STACK.urls.harvest_api);
        let request = self.http.get(url).header("Authorization", key.basic());
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.bytes().await.unwrap();
        if status == 200 {
            return Some(Verdict::Allowed);
        }
        let body: Value = serde_json::from_slice(&body).unwrap();
        match (status, body["code"].as_str()) {
            (401, _) => Some(Verdict::Revoked),
            (403, Some("permission_missing")) => Some(Verdict::NotPermitted),
            (503, _) => None,
            _ => panic!("{status} {body}"),
        }
    }

    async fn change(&self, key: &Key, wish: &Wish, version: u64) -> Option<Shown> {
        let request = match wish {
            Wish::Revoke => self.admin(key, reqwest::Method::POST, "/revoke"),
            Wish::Reenable => self.admin(key, reqwest::Method::POST, "/reenable"),
            Wish::Edit(edit) => self
                .admin(key, reqwest::Method::PATCH, "")
                .header("If-Match", format!("\"{version}\""))
                .json(edit),
        };
        acknowledged(request.send().await.unwrap()).await
    }
}

async fn acknowledged(answer: Response) -> Option<Shown> {
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    match status {
        200 => Some(Shown::of(&serde_json::from_str(&text).unwrap())),
        412 => None,
        _ => panic!("{status} {text}"),
    }
}

/// The rules in this process over a table of its own, where the gate reads through `gate`.
pub struct Rules<G> {
    store: Keystore,
    gate: G,
    remembered: Remembered,
    manager: Manager,
}

impl<G: ReadCredential + Sync> Rules<G> {
    pub fn new(store: Keystore, gate: G) -> Self {
        let remembered = Remembered::new(&mut SysRng).unwrap();
        Self { store, gate, remembered, manager: manager("history") }
    }
}

impl<G: ReadCredential + Sync> Place for Rules<G> {
    type Key = PlainKey;

    async fn create(&self, permissions: PermissionSet) -> (PlainKey, Shown) {
        let request = CreateKey {
            api_type: "harvest".into(),
            partner: "custom_integration".into(),
            description: "in a history".into(),
            permissions: Some(permissions.iter().map(|it| it.id().to_owned()).collect()),
        };
        let made = create_key(&self.store, &self.manager, &request, None, &occasion()).await;
        let (view, plain) = made.unwrap();
        (plain, Shown::of(&view))
    }

    async fn call(&self, key: &PlainKey, permission: Permission) -> Option<Verdict> {
        let endpoint = permission.endpoint();
        let header = basic(&key.reveal());
        let attempt = Attempt {
            method: endpoint.method.as_str(),
            template: endpoint.path,
            path_parameters: Vec::new(),
            query: Vec::new(),
            headers: vec![("Authorization", &header)],
        };
        match authorize(&attempt, &self.gate, &self.remembered).await {
            Decision::Allow(_) => Some(Verdict::Allowed),
            Decision::Deny(denial) => match denial.refusal {
                Refusal::Revoked => Some(Verdict::Revoked),
                Refusal::NotPermitted => Some(Verdict::NotPermitted),
                other => panic!("{other:?}"),
            },
        }
    }

    async fn change(&self, key: &PlainKey, wish: &Wish, version: u64) -> Option<Shown> {
        let (store, manager) = (&self.store, &self.manager);
        let changed = match wish {
            Wish::Revoke => revoke_key(store, manager, key.id, &occasion()).await,
            Wish::Reenable => reenable_key(store, manager, key.id, &occasion()).await,
            Wish::Edit(edit) => {
                update_key(store, manager, key.id, version, edit, &occasion()).await
            }
        };
        match changed {
            Ok(view) => Some(Shown::of(&view)),
            Err(Error::Stale) => None,
            Err(error) => panic!("{error:?}"),
        }
    }
}

impl Shown {
    fn of(view: &KeyView) -> Self {
        let active = view.summary.status == Status::Active;
        let state = State { active, permissions: view.permissions };
        Self { version: view.summary.version, state }
    }
}
