//! The promise broken in the three ways that are easiest to fall into: the checker must see it.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use domain::{
    credential::Credential,
    key::KeyId,
    store::{ReadCredential, StoreError},
};
use keystore::Keystore;

use super::{
    checker::violations,
    drive::{Plan, drive},
    places::Rules,
    report::Report,
};
use crate::stack::own_keystore;

const PLAN: Plan = Plan { keys: 8, calls: 4_000, changes: 200, clients: 8, admins: 2, seed: 11 };

/// What is kept of a key between two calls, and since when.
type Kept = Option<(Instant, Credential)>;
/// What the gate is told, given what is kept and what the table says.
type Tamper = fn(&mut Kept, Credential) -> Credential;

/// The table, with something between it and the gate.
struct Tampered {
    store: Keystore,
    tamper: Tamper,
    kept: Mutex<BTreeMap<String, Kept>>,
}

impl ReadCredential for Tampered {
    async fn credential(&self, id: KeyId) -> Result<Option<Credential>, StoreError> {
        let read = self.store.credential(id).await?;
        let mut kept = self.kept.lock().unwrap();
        Ok(read.map(|now| (self.tamper)(kept.entry(id.to_string()).or_default(), now)))
    }
}

async fn violations_with(database: &str, tamper: Tamper) -> usize {
    let store = own_keystore(database).await;
    let gate = Tampered { store: store.clone(), tamper, kept: Mutex::default() };
    violations(&drive(&Rules::new(store, gate), PLAN).await).len()
}

#[tokio::test]
async fn the_rules_over_the_table_as_it_is_hold() {
    let store = own_keystore("historyasitis").await;
    let history = drive(&Rules::new(store.clone(), store), PLAN).await;
    let mut report = Report::default();
    report.add(&history, &violations(&history));
    report.assert_holds();
}

#[tokio::test]
async fn a_status_that_is_kept_for_a_second_is_seen() {
    let for_a_second: Tamper = |kept, now| match kept {
        Some((since, known)) if since.elapsed() < Duration::from_secs(1) => {
            Credential { status: known.status, ..now }
        }
        _ => kept.insert((Instant::now(), now)).1.clone(),
    };
    assert!(violations_with("historykept", for_a_second).await > 0);
}

/// As DynamoDB's eventually consistent reads may be.
#[tokio::test]
async fn a_read_that_is_behind_is_seen() {
    let one_read_behind: Tamper = |kept, now| match kept.replace((Instant::now(), now.clone())) {
        Some((_, before)) => before,
        None => now,
    };
    assert!(violations_with("historybehind", one_read_behind).await > 0);
}

#[tokio::test]
async fn a_status_that_is_remembered_with_the_digest_is_seen() {
    let for_ever: Tamper = |kept, now| {
        let (_, first) = kept.get_or_insert_with(|| (Instant::now(), now.clone()));
        Credential { status: first.status, ..now }
    };
    assert!(violations_with("historyremembered", for_ever).await > 0);
}
