//! Any sequence of admin actions leaves keys, directory and events as a plain model has them.
//!
//! `PROPTEST_CASES` says how many sequences.

mod model;

use std::sync::atomic::{AtomicUsize, Ordering};

use contract::keys::{CreateKey, UpdateKey};
use domain::{
    create_key::create_key,
    error::Error,
    key::KeyId,
    memory::MemoryStore,
    occasion::Occasion,
    revoke_key::{reenable_key, revoke_key},
    update_key::update_key,
};
use jiff::{SignedDuration, Timestamp};
use model::{Model, Outcome};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, subsequence},
    test_runner::{Config, TestRunner},
};
use tokio::runtime::Runtime;

use super::{Store, manager, occasion};
use crate::{parsers::cases, stack::own_keystore};

/// What one of two organizations asks for.
#[derive(Clone, Debug)]
struct Action {
    /// 0 or 1; of whichever's key.
    organization: usize,
    /// Seconds since the action before.
    pause: i64,
    wish: Wish,
}

#[derive(Clone, Debug)]
enum Wish {
    Create {
        wanted: CreateKey,
        idempotency_key: Option<&'static str>,
    },
    /// An edit based on a version that is so many behind the key's, or one ahead of it.
    Edit {
        key: Index,
        behind: i64,
        wanted: UpdateKey,
    },
    Revoke(Index),
    Reenable(Index),
}

fn description() -> impl Strategy<Value = String> {
    prop_oneof![8 => "[ab] ?", 1 => Just(String::new()), 1 => Just("two\nlines".to_owned())]
}

fn permissions() -> impl Strategy<Value = Vec<String>> {
    let known = vec!["candidates.list", "jobs.list", "offers.list", "users.create"];
    let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
    prop_oneof![
        9 => subsequence(known, 0..=4).prop_map(owned),
        1 => Just(vec!["jobs.list".to_owned(), "jobs.teleport".to_owned()]),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    let key = any::<Index>;
    let repeated = prop_oneof![Just("one"), Just("two")];
    let creation = (description(), option::of(permissions()), option::of(repeated));
    let edit = (key(), -1..=1_i64, option::of(description()), option::of(permissions()));
    prop_oneof![
        3 => creation.prop_map(|(description, permissions, idempotency_key)| {
            let (api_type, partner) = ("harvest".into(), "custom_integration".into());
            let wanted = CreateKey { api_type, partner, description, permissions };
            Wish::Create { wanted, idempotency_key }
        }),
        5 => edit.prop_map(|(key, behind, description, permissions)| {
            Wish::Edit { key, behind, wanted: UpdateKey { description, permissions } }
        }),
        2 => key().prop_map(Wish::Revoke),
        2 => key().prop_map(Wish::Reenable),
    ]
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let pause = prop_oneof![9 => 1..3_i64, 1 => Just(24 * 60 * 60)];
    let action = (0..2_usize, pause, wish()).prop_map(|(organization, pause, wish)| Action {
        organization,
        pause,
        wish,
    });
    vec(action, 1..24)
}

/// Does it, and tells what came of it in the model's words.
async fn act(store: &impl Store, who: &str, wish: &Wish, model: &Model, now: &Occasion) -> Outcome {
    let manager = &manager(who);
    let id = |key: &Index| {
        let known = (!model.keys.is_empty()).then(|| model.keys[key.index(model.keys.len())].id);
        known.unwrap_or(KeyId::NONE)
    };
    let done = match wish {
        Wish::Create { wanted, idempotency_key } => {
            let made = create_key(store, manager, wanted, *idempotency_key, now).await;
            made.map(|(view, _)| view)
        }
        Wish::Edit { key, behind, wanted } => {
            let version = model.version_of(id(key)).saturating_sub_signed(*behind);
            update_key(store, manager, id(key), version, wanted, now).await
        }
        Wish::Revoke(key) => revoke_key(store, manager, id(key), now).await,
        Wish::Reenable(key) => reenable_key(store, manager, id(key), now).await,
    };
    match done {
        Ok(view) => Outcome::Done(Box::new(view)),
        Err(Error::AlreadyCreated(id)) => Outcome::CreatedBefore(id),
        Err(Error::InvalidFields(errors)) => {
            Outcome::Refused(errors.into_iter().map(|error| error.field).collect())
        }
        Err(Error::NotFound) => Outcome::NotFound,
        Err(Error::Stale) => Outcome::Stale,
        Err(error) => panic!("{error:?}"),
    }
}

/// Both organizations are new ones, so that a store serves for many sequences.
async fn run(store: &impl Store, actions: &[Action]) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let names = ["one", "other"].map(|name| format!("{name}-{number}"));
    let mut model = Model::default();
    // A table forgets what has run out by the clock on the wall.
    let mut now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    for Action { organization, pause, wish } in actions {
        now += SignedDuration::from_secs(*pause);
        let occasion = Occasion { now, ..occasion() };
        let who = &names[*organization];
        let outcome = act(store, who, wish, &model, &occasion).await;
        let expected = model.expect(who, wish, &outcome, now);
        assert_eq!(outcome, expected, "{wish:?}");
    }
    for who in &names {
        model.agrees_with(store, who).await;
    }
}

fn tried(number: u32, run: impl Fn(&[Action])) {
    let config = Config { failure_persistence: None, ..cases(number) };
    let tried = TestRunner::new(config).run(&actions(), |actions| {
        run(&actions);
        Ok(())
    });
    tried.unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn of_the_store_in_memory() {
    let (runtime, store) = (Runtime::new().unwrap(), MemoryStore::default());
    tried(60, |actions| runtime.block_on(run(&store, actions)));
}

#[test]
fn of_the_table() {
    let runtime = Runtime::new().unwrap();
    let store = runtime.block_on(own_keystore("sequences"));
    tried(20, |actions| runtime.block_on(run(&store, actions)));
}
