//! The running stack, and who talks to it: organizations of their own, admins, keys.

use std::{
    fs::OpenOptions,
    io::Write,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use aws_sdk_dynamodb::Client;
use base64::{Engine, engine::general_purpose::STANDARD};
use granary_local::{
    stack::{Facts, dynamodb},
    token::{self, Claims},
};
use keystore::{Keystore, Patience};
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};

use crate::wire::{Answer, Request};

pub const MANAGERS: &str = "api-credential-managers";
pub const VIEWERS: &str = "api-credential-viewers";

/// Where the stack that `cargo dev test` started has what.
pub static STACK: LazyLock<Facts> = LazyLock::new(|| {
    let facts = std::env::var("GRANARY_STACK").expect("run these tests by `cargo dev test`");
    serde_json::from_str(&facts)
        .expect("`GRANARY_STACK` is what this version of `cargo dev test` sets")
});

/// For a test that keeps every core busy: one of those runs at a time, since a gate that has to
/// wait for a core for too long fails closed, as it should.
pub async fn all_cores() -> MutexGuard<'static, ()> {
    static CORES: Mutex<()> = Mutex::const_new(());
    CORES.lock().await
}

/// An organization that no other test knows.
#[derive(Clone, Debug)]
pub struct Organization(pub String);

impl Organization {
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(format!("org-{}-{number}", std::process::id()))
    }

    pub fn manager(&self) -> Admin {
        self.admin(MANAGERS)
    }

    pub fn viewer(&self) -> Admin {
        self.admin(VIEWERS)
    }

    pub fn admin(&self, group: &str) -> Admin {
        Admin { token: sign(&self.claims(group)) }
    }

    pub fn claims(&self, group: &str) -> Claims {
        let claims = Claims::of_group(group, &STACK.issuer, &STACK.client_id).unwrap();
        Claims { organization: Some(self.0.clone()), ..claims }
    }
}

/// Signs claims as the identity provider does.
pub fn sign(claims: &impl serde::Serialize) -> String {
    token::mint(claims, &STACK.identity_key).unwrap()
}

/// Somebody signed in, talking to the admin API.
#[derive(Clone, Debug)]
pub struct Admin {
    pub token: String,
}

impl Admin {
    pub fn request(&self, method: &str, target: &str) -> Request {
        Request::new(method, target).header("Authorization", &format!("Bearer {}", self.token))
    }

    pub async fn send(&self, method: &str, target: &str) -> Answer {
        self.request(method, target).send(&STACK.urls.admin_api).await
    }

    pub async fn post(&self, target: &str, body: &Value) -> Answer {
        self.request("POST", target).json(body).send(&STACK.urls.admin_api).await
    }

    pub async fn patch(&self, id: &str, tag: &str, body: &Value) -> Answer {
        let request = self.request("PATCH", &format!("/keys/{id}")).header("If-Match", tag);
        request.json(body).send(&STACK.urls.admin_api).await
    }

    /// A new key with just these permissions.
    pub async fn key(&self, permissions: &[&str]) -> Key {
        Key::of(&self.post("/keys", &wanted("a test's key", permissions)).await)
    }

    pub async fn revoke(&self, id: &str) -> Answer {
        self.send("POST", &format!("/keys/{id}/revoke")).await
    }

    pub async fn reenable(&self, id: &str) -> Answer {
        self.send("POST", &format!("/keys/{id}/reenable")).await
    }
}

/// The body of a creation.
pub fn wanted(description: &str, permissions: &[&str]) -> Value {
    json!({
        "api_type": "harvest",
        "partner": "custom_integration",
        "description": description,
        "permissions": permissions,
    })
}

/// A key with its secret, as its holder has it.
#[derive(Clone, Debug)]
pub struct Key {
    pub id: String,
    pub text: String,
}

impl Key {
    /// The key in the reply of its creation; its secret must turn up nowhere else.
    pub fn of(created: &Answer) -> Self {
        assert_eq!(created.status, 201, "{}", created.text());
        let body = created.json();
        Self::new(body["id"].as_str().unwrap(), body["key"].as_str().unwrap())
    }

    /// A key however it came about; its secret must turn up nowhere else.
    pub fn new(id: &str, text: &str) -> Self {
        remember(text);
        Self { id: id.to_owned(), text: text.to_owned() }
    }

    /// A well-formed key with this key's secret and another id.
    pub fn claiming(&self, id: &str) -> Self {
        let secret = &self.text[31..75];
        Self::new(id, &signed(&format!("grn_{id}_{secret}")))
    }

    /// Header value of the key as Harvest's clients send it.
    pub fn basic(&self) -> String {
        basic(&self.text)
    }

    pub fn request(&self, method: &str, target: &str) -> Request {
        Request::new(method, target).header("Authorization", &self.basic())
    }

    /// A call through the gate.
    pub async fn call(&self, method: &str, target: &str) -> Answer {
        self.request(method, target).send(&STACK.urls.harvest_api).await
    }
}

/// With the checksum that a key ends in.
pub fn signed(text: &str) -> String {
    let checksum = base62::encode(u128::from(crc32fast::hash(text.as_bytes())));
    format!("{text}{checksum:0>6}")
}

/// HTTP Basic with an empty password.
pub fn basic(user_name: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user_name}:")))
}

/// A table in a database of its own, in the same DynamoDB Local.
pub async fn own_table(database: &str) -> Client {
    let client = Client::from_conf(dynamodb::configuration(&STACK.urls.dynamodb, database));
    dynamodb::create_table(&client, &STACK.table).await.unwrap();
    client
}

/// The store over such a table.
pub async fn own_keystore(database: &str) -> Keystore {
    let client = own_table(database).await;
    Keystore::new(client.config(), STACK.table.clone(), Patience::Action)
}

/// Notes a secret that `cargo dev test` searches every log and the table for once all tests are done.
fn remember(key: &str) {
    let canaries = STACK.logs.with_file_name("canaries");
    let mut file = OpenOptions::new().create(true).append(true).open(canaries).unwrap();
    writeln!(file, "{key}").unwrap();
}
