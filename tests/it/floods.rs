//! Refusals by the thousand beside clients that stall: a good key is served all the while.

mod attacks;
mod stalled;

use std::{
    collections::BTreeMap,
    fs,
    sync::atomic::{AtomicBool, Ordering},
};

use domain::{
    access::{Decision, Refusal, Verification, authorize},
    hygiene::Attempt,
    remembered::Remembered,
};
use futures_util::{StreamExt, future::join, stream};
use granary_local::{
    process::Trace,
    stack::{dynamodb, record::Record},
};
use keystore::{Keystore, Patience};
use rand::rngs::SysRng;
use serde_json::Value;

use self::{
    attacks::{Kind, LIST},
    stalled::Stalled,
};
use crate::stack::{Key, Organization, STACK, all_cores, basic};

/// Attacks of each kind.
const ROUNDS: usize = 200;
/// Guesses that are counted.
const GUESSES: usize = 1_000;
/// Attacks at once.
const WIDTH: usize = 32;
/// Connections that are opened and then forgotten.
const STALLED: usize = 300;
/// Calls of the good key at least.
const CALLS: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn a_good_key_is_served_while_a_flood_is_refused() {
    let _cores = all_cores().await;
    let manager = Organization::new().manager();
    let (good, known) =
        (manager.key(&["candidates.list"]).await, manager.key(&["candidates.list"]).await);
    let before = children();
    let stalled: Vec<Stalled> =
        stream::iter(0..STALLED).then(|number| Stalled::new(number, &good)).collect().await;

    let over = AtomicBool::new(false);
    let flood = async {
        let attacks = (0..ROUNDS).flat_map(|round| Kind::ALL.map(|kind| (kind, round)));
        let attacks = stream::iter(attacks);
        attacks.for_each_concurrent(WIDTH, |(kind, round)| kind.meet(round, &known)).await;
        over.store(true, Ordering::Relaxed);
    };
    let served = async {
        let mut calls = 0;
        while calls < CALLS || !over.load(Ordering::Relaxed) {
            let answer = good.call("GET", LIST).await;
            assert_eq!(answer.status, 200, "call {calls}: {}", answer.text());
            calls += 1;
        }
    };
    join(flood, served).await;

    for client in stalled {
        client.go_on().await;
    }
    assert_eq!(children(), before, "a process was started anew");
    assert!(before.values().all(|child| child.alive()), "a process died");
    assert_eq!(outcomes(&known.id), BTreeMap::from([("wrong_secret".to_owned(), ROUNDS)]));
    let unknown = outcomes(attacks::UNKNOWN);
    assert_eq!(unknown, BTreeMap::from([("unknown_key".to_owned(), ROUNDS)]));
    assert_eq!(known.call("GET", LIST).await.status, 200, "the key that was guessed at");
}

/// The same guesses by a gate in this process, which counts what the stack's does not tell.
#[tokio::test]
async fn guessing_at_a_key_costs_no_argon2() {
    let known = Organization::new().manager().key(&["candidates.list"]).await;
    let config = dynamodb::configuration(&STACK.urls.dynamodb, &STACK.access_key);
    let store = Keystore::new(&config, STACK.table.clone(), Patience::Decision);
    let remembered = Remembered::new(&mut SysRng).unwrap();
    let decide = async |key: &str| {
        let credential = basic(key);
        let headers = vec![("Authorization", credential.as_str())];
        let attempt = Attempt { method: "GET", template: LIST, headers, ..Attempt::default() };
        authorize(&attempt, &store, &remembered).await
    };
    for round in 0..GUESSES {
        let decision = decide(&attacks::guess(&known.id, round)).await;
        let Decision::Deny(denial) = decision else { panic!("{decision:?}") };
        assert!(matches!(denial.refusal, Refusal::WrongSecret), "{denial:?}");
    }
    assert_eq!(remembered.verifications(), 0);
    let Decision::Allow(permit) = decide(&known.text).await else { panic!("the key itself") };
    assert_eq!((permit.verification, remembered.verifications()), (Verification::Cold, 1));
}

/// Every process of the stack, by name.
fn children() -> BTreeMap<String, Trace> {
    Record::read(STACK.run.parent().unwrap()).unwrap().children
}

/// What the gate logged of keys whose id begins so, counted.
fn outcomes(id: &str) -> BTreeMap<String, usize> {
    let log = fs::read_to_string(STACK.logs.join("authorize.log")).unwrap();
    let mut outcomes = BTreeMap::new();
    for line in log.lines().filter(|line| line.contains(id)) {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["key_id"].as_str().is_some_and(|known| known.starts_with(id)) {
            *outcomes.entry(line["outcome"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    outcomes
}

/// Used by both halves of this file's attacks.
fn host() -> &'static str {
    STACK.urls.harvest_api.trim_start_matches("http://")
}

/// A request's head, whole, for the list of candidates.
fn head(method: &str, key: &Key, more: &str) -> String {
    let credential = key.basic();
    format!(
        "{method} {LIST} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: {credential}\r\n{more}\r\n",
        host()
    )
}
