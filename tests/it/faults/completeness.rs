//! The table of faults as a table: nothing that can be disturbed is missing from it.

use std::collections::BTreeSet;

use contract::operations::OPERATIONS;
use granary_local::compile::{AUTHORIZER, functions};

use super::{
    action::{Action, Subject},
    fault::{Fault, Length},
    rig::Rig,
    table::{DATABASE, cells},
};
use crate::stack::own_table;

#[test]
fn no_action_and_no_fault_is_forgotten() {
    let cells = cells();
    assert_eq!(cells.len() * Length::ALL.len(), 336, "README says how many");
    let mut routes: Vec<_> = OPERATIONS.iter().map(|row| (row.function, Some(row.path))).collect();
    routes.push((AUTHORIZER, None));
    for (function, path) in &routes {
        for fault in Fault::ALL {
            let found = cells.iter().any(|cell| {
                let of = cell.action;
                (of.function, of.route.map(|row| row.path)) == (*function, *path)
                    && cell.fault == *fault
            });
            assert!(found, "`{function}` never meets {fault:?}");
        }
    }
    let in_table: BTreeSet<_> = cells.iter().map(|cell| cell.action.function).collect();
    assert_eq!(in_table.into_iter().collect::<Vec<_>>(), functions());
}

#[tokio::test]
async fn an_undisturbed_action_makes_the_calls_that_the_table_disturbs() {
    let client = own_table(DATABASE).await;
    for action in Action::all() {
        let rig = Rig::start(action.function, DATABASE).await;
        let subject = Subject::new(action, &client).await;
        rig.proxy.watch();
        let answer = rig.send(&subject.request()).await;
        assert_eq!(answer.status, action.success(), "{}: {}", action.words(), answer.text());
        let attempts = rig.proxy.attempts();
        assert_eq!(attempts, vec![1; action.steps.len()], "calls of `{}`", action.words());
    }
}
