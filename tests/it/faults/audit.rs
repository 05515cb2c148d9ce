//! Whether the items of a table agree: each key with its directory entry, and both with the events
//! that led to them, of which there are two copies.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::{Client, types::AttributeValue};
use contract::{
    events::{Change, EventName, EventView},
    keys::{KeySummary, Status},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::stack::STACK;

/// Everything that the table holds of one key.
#[derive(Clone, Debug, Default)]
pub struct Holding {
    pub credential: Option<Credential>,
    pub entry: Option<Entry>,
    /// Oldest first, by the copy of the organization's trail.
    pub events: Vec<EventView>,
    trail: BTreeMap<String, Value>,
    history: BTreeMap<String, Value>,
}

/// The attributes of a credential that must agree with something.
#[derive(Clone, Debug, Deserialize)]
pub struct Credential {
    pub organization: String,
    pub status: Status,
    pub permissions: BTreeSet<String>,
    pub version: u64,
}

/// A directory entry, and the organization in whose directory it stands.
#[derive(Clone, Debug)]
pub struct Entry {
    pub organization: String,
    pub summary: KeySummary,
}

/// What the table holds, by key id, and what of it disagrees.
#[derive(Debug, Default)]
pub struct Audit {
    pub keys: BTreeMap<String, Holding>,
    pub disagreements: Vec<String>,
}

/// Reads all items of all organizations.
pub async fn everything(client: &Client) -> Audit {
    of_table(client, &STACK.table).await
}

/// Reads all items of a table that has another name than usual.
pub async fn of_table(client: &Client, name: &str) -> Audit {
    let mut pages =
        client.scan().table_name(name).consistent_read(true).into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        items.push(item.unwrap());
    }
    Audit::of(items)
}

/// Reads all items of one organization, which has few.
pub async fn organization(client: &Client, name: &str) -> Audit {
    let mut items = partition(client, format!("ORG#{name}")).await;
    let ids: BTreeSet<_> = items.iter().filter_map(mentioned).collect();
    for id in ids {
        items.extend(partition(client, format!("KEY#{id}")).await);
        items.extend(partition(client, format!("HISTORY#{name}#{id}")).await);
    }
    Audit::of(items)
}

type Item = std::collections::HashMap<String, AttributeValue>;

fn mentioned(item: &Item) -> Option<String> {
    let text = |name| item.get(name).and_then(|value: &AttributeValue| value.as_s().ok());
    let of_entry = text("sk").and_then(|sort| sort.strip_prefix("KEY#"));
    of_entry.or(text("key_id").map(String::as_str)).map(str::to_owned)
}

async fn partition(client: &Client, name: String) -> Vec<Item> {
    let query = client
        .query()
        .table_name(&STACK.table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", AttributeValue::S(name))
        .consistent_read(true);
    query.send().await.unwrap().items.unwrap()
}

impl Audit {
    fn of(items: Vec<Item>) -> Self {
        let mut audit = Self::default();
        let mut idempotency = Vec::new();
        for item in items {
            let mut item: Map<_, _> =
                item.into_iter().map(|(name, value)| (name, json(value))).collect();
            let [partition, sort] = ["pk", "sk"].map(|name| match item.remove(name) {
                Some(Value::String(text)) => text,
                other => panic!("{name}: {other:?}"),
            });
            let words: Vec<_> = partition.split('#').chain(sort.split('#')).collect();
            let place = format!("{partition} {sort}");
            let item = Value::Object(item);
            match words[..] {
                ["KEY", id, "KEY"] => {
                    let credential = audit.read(&place, item);
                    audit.key(id).credential = credential;
                }
                ["ORG", organization, "KEY", id] => {
                    let organization = organization.to_owned();
                    let summary = audit.read(&place, item);
                    audit.key(id).entry = summary.map(|summary| Entry { organization, summary });
                }
                ["ORG", _, "EVENT", event] => {
                    if let Some(view) = audit.read::<EventView>(&place, item.clone()) {
                        let key = audit.key(&view.key_id.clone());
                        key.trail.insert(event.to_owned(), item);
                        key.events.push(view);
                    }
                }
                ["HISTORY", _, id, "EVENT", event] => {
                    audit.key(id).history.insert(event.to_owned(), item);
                }
                ["ORG", _, "IDEMPOTENCY", _] => idempotency.push(item["key_id"].clone()),
                _ => audit.disagreements.push(format!("{place}: an item of no kind")),
            }
        }
        for (id, key) in &mut audit.keys {
            key.events.sort_by(|one, other| one.id.cmp(&other.id));
            let found = key.disagreements();
            audit.disagreements.extend(found.into_iter().map(|words| format!("{id}: {words}")));
        }
        for id in idempotency.iter().filter_map(Value::as_str) {
            if !audit.keys.contains_key(id) {
                audit
                    .disagreements
                    .push(format!("{id}: made by an idempotency key, and not there"));
            }
        }
        audit
    }

    fn key(&mut self, id: &str) -> &mut Holding {
        self.keys.entry(id.to_owned()).or_default()
    }

    fn read<T: for<'de> Deserialize<'de>>(&mut self, place: &str, item: Value) -> Option<T> {
        let read = serde_json::from_value(item);
        read.map_err(|error| self.disagreements.push(format!("{place}: {error}"))).ok()
    }
}

/// What a key has become by its events.
#[derive(Debug, Default)]
struct Told {
    description: Option<String>,
    partner: Option<String>,
    permissions: BTreeSet<String>,
    status: Option<Status>,
}

impl Holding {
    fn disagreements(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut expect = |holds: bool, words: String| {
            if !holds {
                found.push(words);
            }
        };
        let told = self.told(&mut expect);
        let (Some(credential), Some(entry)) = (&self.credential, &self.entry) else {
            let [credential, entry] = [self.credential.is_some(), self.entry.is_some()];
            expect(false, format!("credential: {credential}, directory entry: {entry}"));
            return found;
        };
        let Entry { organization, summary } = entry;
        let mut agree = |what: &str, one: &dyn std::fmt::Debug, other: &dyn std::fmt::Debug| {
            let (one, other) = (format!("{one:?}"), format!("{other:?}"));
            expect(one == other, format!("{what}: {one}, but {other}"));
        };
        agree("organization of credential and entry", &credential.organization, organization);
        agree("status of credential and entry", &credential.status, &summary.status);
        agree("version of credential and entry", &credential.version, &summary.version);
        let held = credential.permissions.len();
        agree("permissions of credential and entry", &held, &summary.permission_count);
        agree("status of entry and events", &Some(summary.status), &told.status);
        agree("permissions of credential and events", &credential.permissions, &told.permissions);
        agree(
            "description of entry and events",
            &Some(&summary.description),
            &told.description.as_ref(),
        );
        agree("partner of entry and events", &Some(&summary.partner), &told.partner.as_ref());
        if let (Some(first), Some(last)) = (self.events.first(), self.events.last()) {
            agree("creation of entry and events", &summary.created_at, &first.time);
            agree("last change of entry and events", &summary.updated_at, &last.time);
            agree("last actor of entry and events", &summary.updated_by, &last.actor);
        }
        let actions: BTreeSet<_> =
            self.events.iter().map(|event| (&event.time, &event.request_id)).collect();
        let enough = credential.version >= actions.len() as u64;
        expect(enough, format!("version {} after {} actions", credential.version, actions.len()));
        found
    }

    /// Follows the events, each of which must find what it says was there.
    fn told(&self, expect: &mut impl FnMut(bool, String)) -> Told {
        let copies: BTreeSet<_> = self.trail.keys().chain(self.history.keys()).collect();
        for id in copies {
            let (one, other) = (self.trail.get(id), self.history.get(id));
            expect(
                one == other,
                format!("event {id}: {one:?} in the trail, {other:?} in the key's"),
            );
        }
        let mut told = Told::default();
        for (number, event) in self.events.iter().enumerate() {
            let place = |what: &str| format!("{what} of event {} ({:?})", event.id, event.event);
            expect((event.event == EventName::Created) == (number == 0), place("place"));
            expect(!event.changes.is_empty(), place("changes"));
            for change in &event.changes {
                match change.clone() {
                    Change::ApiType { .. } => expect(number == 0, place("API type")),
                    Change::Partner { new } => {
                        expect(told.partner.replace(new).is_none(), place("partner"));
                    }
                    Change::Description { old, new } => {
                        expect(told.description.replace(new) == old, place("old description"));
                    }
                    Change::Status { old, new } => {
                        expect(told.status.replace(new) == old, place("old status"));
                    }
                    Change::Permissions { added, removed } => {
                        for id in removed {
                            expect(told.permissions.remove(&id), place("removed permission"));
                        }
                        for id in added {
                            expect(told.permissions.insert(id), place("added permission"));
                        }
                    }
                }
            }
        }
        told
    }
}

fn json(value: AttributeValue) -> Value {
    match value {
        AttributeValue::Bool(value) => value.into(),
        AttributeValue::L(values) => values.into_iter().map(json).collect(),
        AttributeValue::M(values) => {
            Value::Object(values.into_iter().map(|(name, value)| (name, json(value))).collect())
        }
        AttributeValue::N(digits) => serde_json::from_str(&digits).unwrap(),
        AttributeValue::Null(_) => Value::Null,
        AttributeValue::S(text) => text.into(),
        other => panic!("no item has {other:?}"),
    }
}
