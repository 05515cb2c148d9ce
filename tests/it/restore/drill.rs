//! An organization whose keys were made a day ago, changed by the functions themselves since a backup.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::{Output, Stdio},
};

use aws_sdk_dynamodb::{Client, types::AttributeValue};
use contract::events::EventView;
use domain::{
    create_key::create_key,
    key::KeyId,
    occasion::{Occasion, rfc3339},
    principal::Manager,
    revoke_key::revoke_key,
    store::ListEvents as _,
};
use granary_local::stack::dynamodb;
use handlers::change_log::{ChangeLine, Intent};
use jiff::{SignedDuration, Timestamp};
use keystore::{Keystore, Patience};
use serde_json::json;
use tokio::process::Command;

use crate::{
    faults::{change_log::lines, lambda::Setting, rig::Rig},
    keystore::{manager, occasion, request},
    stack::{Admin, Key, Organization, STACK, own_table, wanted},
    wire::{Answer, Request},
};

pub type Items = Vec<BTreeMap<String, AttributeValue>>;

/// Endpoints that every key was made for.
const ENDPOINTS: [(&str, &str); 2] =
    [("candidates.list", "/v1/candidates?per_page=1"), ("jobs.list", "/v1/jobs?per_page=1")];

pub struct Drill {
    pub client: Client,
    pub keys: BTreeMap<&'static str, Key>,
    /// The moment of the backup.
    pub point: Timestamp,
    database: &'static str,
    manager: Manager,
    admin: Admin,
    /// Lines of a day ago, as the functions would have written them.
    lines: Vec<String>,
    backup: Items,
}

impl Drill {
    /// Makes the keys, takes the backup, and changes what is changed since.
    pub async fn start(database: &'static str) -> Self {
        let organization = Organization::new();
        let client = own_table(database).await;
        let mut drill = Self {
            client,
            keys: BTreeMap::new(),
            point: Timestamp::now(),
            database,
            manager: manager(&organization.0),
            admin: organization.manager(),
            lines: Vec::new(),
            backup: Vec::new(),
        };
        for name in ["untouched", "revoked", "narrowed", "renamed", "reenabled", "long revoked"] {
            drill.make(name).await;
        }
        for name in ["reenabled", "long revoked"] {
            drill.revoke_yesterday(name).await;
        }
        drill.make("just before").await;
        drill.rename("just before").await;
        drill.backup = drill.items(&STACK.table).await;
        drill.point = Timestamp::now();
        drill.change().await;
        drill
    }

    /// What happens after the backup, by the functions as they are deployed.
    async fn change(&mut self) {
        self.asked("revoke_key", self.post("revoked", "revoke")).await;
        let narrowed = json!({"permissions": ["candidates.list"]});
        self.asked("update_key", self.patch("narrowed").json(&narrowed)).await;
        self.rename("renamed").await;
        self.asked("reenable_key", self.post("reenabled", "reenable")).await;
        let wanted = wanted("made since", &["candidates.list", "jobs.list"]);
        let created = self.admin.request("POST", "/keys").json(&wanted);
        let created = self.asked("create_key", created).await;
        self.keys.insert("made since", Key::of(&created));
    }

    async fn rename(&self, name: &'static str) {
        let renamed = json!({"description": "another name"});
        self.asked("update_key", self.patch(name).json(&renamed)).await;
    }

    fn path(&self, name: &str) -> String {
        format!("/keys/{}", self.keys[name].id)
    }

    fn post(&self, name: &str, action: &str) -> Request {
        self.admin.request("POST", &format!("{}/{action}", self.path(name)))
    }

    fn patch(&self, name: &str) -> Request {
        self.admin.request("PATCH", &self.path(name)).header("If-Match", "\"1\"")
    }

    async fn asked(&self, function: &'static str, request: Request) -> Answer {
        let setting = Setting { log: self.log_of(function), ..Setting::usual(function) };
        let answer = Rig::with(function, self.database, setting).await.send(&request).await;
        assert!(answer.status < 300, "{function}: {}", answer.text());
        answer
    }

    fn log_of(&self, function: &str) -> PathBuf {
        STACK.logs.join(format!("{function}-{}.log", self.database))
    }

    pub fn store(&self, table: &str) -> Keystore {
        let configuration = dynamodb::configuration(&STACK.urls.dynamodb, self.database);
        Keystore::new(&configuration, table.to_owned(), Patience::Action)
    }

    fn yesterday(&mut self, change: Intent, id: KeyId) -> Occasion {
        let number = self.lines.len();
        let now = Timestamp::now() - SignedDuration::from_hours(24);
        let request_id = format!("yesterday-{number}");
        let line = ChangeLine {
            timestamp: rfc3339(now),
            level: "INFO".into(),
            change,
            key_id: id.to_string(),
            organization: self.manager.organization.to_string(),
            action_id: String::new(),
            request_id: Some(request_id.clone()),
        };
        self.lines.push(serde_json::to_string(&line).unwrap());
        Occasion { now, request_id, ..occasion() }
    }

    async fn make(&mut self, name: &'static str) {
        let occasion = self.yesterday(Intent::Create, KeyId::NONE);
        let store = self.store(&STACK.table);
        let wanted = request(name, &ENDPOINTS.map(|(permission, _)| permission));
        let made = create_key(&store, &self.manager, &wanted, None, &occasion);
        let plain = made.await.unwrap().1;
        let line = self.lines.last_mut().unwrap();
        *line = line.replace(&KeyId::NONE.to_string(), &plain.id.to_string());
        self.keys.insert(name, Key::new(&plain.id.to_string(), &plain.reveal()));
    }

    async fn revoke_yesterday(&mut self, name: &'static str) {
        let id = self.id(name);
        let occasion = self.yesterday(Intent::Revoke, id);
        let store = self.store(&STACK.table);
        drop(revoke_key(&store, &self.manager, id, &occasion).await.unwrap());
    }

    pub fn id(&self, name: &str) -> KeyId {
        self.keys[name].id.parse().unwrap()
    }

    /// The file that `aws logs filter-log-events` would make of the functions' logs.
    pub fn exported(&self, holds: impl Fn(&ChangeLine) -> bool) -> String {
        let functions = ["create_key", "update_key", "revoke_key", "reenable_key"];
        let today = functions.map(|name| fs::read_to_string(self.log_of(name)).unwrap()).concat();
        let all = lines(&format!("{}\n{today}", self.lines.join("\n")));
        let message = |line: &ChangeLine| json!({"message": serde_json::to_string(line).unwrap()});
        let events: Vec<_> = all.iter().filter(|line| holds(line)).map(message).collect();
        let place = self.log_of("exported").with_extension(format!("{}.json", events.len()));
        fs::write(&place, json!({"events": events}).to_string()).unwrap();
        place.to_str().unwrap().to_owned()
    }

    /// A table as point-in-time recovery would make it of the backup.
    pub async fn restored(&self, name: &'static str) -> &'static str {
        dynamodb::create_table(&self.client, name).await.unwrap();
        for item in self.backup.clone() {
            let item = item.into_iter().collect();
            self.client.put_item().table_name(name).set_item(Some(item)).send().await.unwrap();
        }
        name
    }

    /// `cargo dev restore`, with the table that was in use and the restore point, and more.
    pub fn command(&self, endpoint: &str, table: &str, more: &[&str]) -> Command {
        let mut command = Command::new(&STACK.launcher);
        command
            .args(["restore", "--table", table, "--point", &self.point.to_string()])
            .args(["--in-use", &STACK.table])
            .args(more)
            .env_clear()
            .envs([("AWS_ACCESS_KEY_ID", self.database), ("AWS_SECRET_ACCESS_KEY", "local")])
            .envs([("AWS_REGION", STACK.region.as_str()), ("AWS_ENDPOINT_URL_DYNAMODB", endpoint)])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Runs it to its end; what it says was revoked, by the names of this drill.
    pub async fn run(&self, table: &str, more: &[&str]) -> BTreeSet<&'static str> {
        let said = self.said(table, &[more, &["--json"]].concat()).await;
        let report: serde_json::Value = serde_json::from_str(&said).unwrap();
        let rows = report["revoked"].as_array().unwrap().iter();
        rows.map(|row| self.name(row["key_id"].as_str().unwrap())).collect()
    }

    /// Runs it to its end; what it says.
    pub async fn said(&self, table: &str, more: &[&str]) -> String {
        let mut command = self.command(&STACK.urls.dynamodb, table, more);
        let Output { status, stdout, stderr } = command.output().await.unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).unwrap()
    }

    fn name(&self, id: &str) -> &'static str {
        self.keys.iter().find(|(_, key)| key.id == id).unwrap().0
    }

    /// Which key may call which endpoint, by a gate that reads this table.
    pub async fn allowed(&self, table: &str) -> BTreeSet<(&'static str, &'static str)> {
        let usual = Setting::usual("authorize");
        let setting = Setting { table: table.to_owned(), log: self.log_of("authorize"), ..usual };
        let gate = Rig::with("authorize", self.database, setting).await;
        let mut allowed = BTreeSet::new();
        for (name, key) in &self.keys {
            for (permission, target) in ENDPOINTS {
                let answer = gate.send(&key.request("GET", target)).await;
                assert!([200, 401, 403].contains(&answer.status), "{}", answer.text());
                if answer.status == 200 {
                    allowed.insert((*name, permission));
                }
            }
        }
        allowed
    }

    pub async fn items(&self, table: &str) -> Items {
        let scan = self.client.scan().table_name(table).send().await.unwrap();
        let items = scan.items.unwrap().into_iter();
        items.map(|item| item.into_iter().collect()).collect()
    }

    /// A key's history in this table, newest first.
    pub async fn history(&self, table: &str, name: &str) -> Vec<EventView> {
        let (store, id) = (self.store(table), self.id(name));
        store.events(&self.manager.organization, Some(id), 10, None).await.unwrap().items
    }
}
