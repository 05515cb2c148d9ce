//! The first promise under concurrency: what many clients were answered while many admins changed
//! keys is explained by the states that the keys had.

mod checker;
mod drive;
mod mutations;
mod places;
mod record;
mod report;

use std::env::var;

use self::{
    checker::violations,
    drive::{Plan, drive},
    places::Stack,
    report::Report,
};
use crate::stack::all_cores;

/// How many calls are observed, if not [`ENOUGH`]; `cargo dev prove` sets it.
const CALLS: &str = "GRANARY_PROVE_CALLS";
/// Calls that every run of the tests observes, while 2,000 changes are made.
const ENOUGH: usize = 100_000;
/// Where the picture goes, if anywhere.
const PICTURE: &str = "GRANARY_PROVE_PICTURE";
/// Observed and checked at once, with keys of their own.
const ROUND: Plan = Plan { keys: 20, calls: 20_000, changes: 400, clients: 16, admins: 4, seed: 7 };

#[expect(clippy::print_stderr, reason = "a long run shows how far it is")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_of_the_stack_is_explained_by_a_state_of_the_key() {
    let _cores = all_cores().await;
    let wanted = var(CALLS).map_or(ENOUGH, |calls| calls.parse().unwrap());
    let mut report = Report::default();
    let stack = Stack::new();
    while report.calls() < wanted {
        let history = drive(&stack, Plan { seed: report.calls() as u64, ..ROUND }).await;
        report.add(&history, &violations(&history));
        eprintln!("{}", report.words());
        report.assert_holds();
    }
    if let Ok(path) = var(PICTURE) {
        std::fs::write(path, report.picture()).unwrap();
    }
}
