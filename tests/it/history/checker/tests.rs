//! Histories that could have been, and those that could not.

use contract::permissions::PermissionSet;

use super::*;

const JOBS: &str = "jobs.list";

fn span(began: u64, ended: u64) -> Span {
    Span { began: Duration::from_millis(began), ended: Duration::from_millis(ended) }
}

fn change(version: u64, began: u64, ended: u64, active: bool) -> Change {
    let permissions: PermissionSet = [JOBS.parse().unwrap()].into_iter().collect();
    Change { key: 0, version, span: span(began, ended), state: State { active, permissions } }
}

fn call(began: u64, ended: u64, verdict: Verdict) -> Call {
    Call { key: 0, permission: JOBS.parse().unwrap(), span: span(began, ended), verdict }
}

fn found(changes: &[Change], calls: &[Call]) -> usize {
    violations(&History { calls: calls.into(), changes: changes.into() }).len()
}

/// Created, revoked between 10 and 20, enabled again between 30 and 40.
fn there_and_back() -> [Change; 3] {
    [change(1, 0, 1, true), change(2, 10, 20, false), change(3, 30, 40, true)]
}

#[test]
fn answers_that_fit_the_state_of_the_moment_are_explained() {
    let calls = [
        call(2, 9, Verdict::Allowed),
        call(11, 12, Verdict::Allowed),
        call(13, 14, Verdict::Revoked),
        call(21, 29, Verdict::Revoked),
        call(31, 32, Verdict::Revoked),
        call(33, 34, Verdict::Allowed),
        call(41, 50, Verdict::Allowed),
    ];
    assert_eq!(found(&there_and_back(), &calls), 0);
    let long = [call(2, 50, Verdict::Revoked), call(2, 50, Verdict::Allowed)];
    assert_eq!(found(&there_and_back(), &long), 0);
}

#[test]
fn an_allowed_call_that_began_after_the_revoke_was_acknowledged_is_found() {
    assert_eq!(found(&there_and_back(), &[call(21, 22, Verdict::Allowed)]), 1);
    assert_eq!(found(&there_and_back(), &[call(20, 22, Verdict::Allowed)]), 0);
}

#[test]
fn a_refused_call_that_began_after_access_was_acknowledged_is_found() {
    assert_eq!(found(&there_and_back(), &[call(41, 42, Verdict::Revoked)]), 1);
    assert_eq!(found(&there_and_back(), &[call(2, 9, Verdict::Revoked)]), 1);
    assert_eq!(found(&there_and_back(), &[call(2, 50, Verdict::NotPermitted)]), 1);
}

#[test]
fn a_state_that_was_seen_to_be_over_does_not_come_back() {
    let flicker = [call(11, 12, Verdict::Revoked), call(13, 14, Verdict::Allowed)];
    assert_eq!(found(&there_and_back(), &flicker), 1);
    let overlapping = [call(11, 15, Verdict::Revoked), call(13, 14, Verdict::Allowed)];
    assert_eq!(found(&there_and_back(), &overlapping), 0);
}

#[test]
fn a_version_that_nobody_was_shown_explains_only_its_own_time() {
    let changes = [change(1, 0, 1, true), change(3, 10, 40, true)];
    assert_eq!(found(&changes, &[call(11, 12, Verdict::Revoked)]), 0);
    assert_eq!(found(&changes, &[call(2, 50, Verdict::Revoked)]), 0);
    assert_eq!(found(&changes, &[call(41, 50, Verdict::Revoked)]), 1);
}

#[test]
fn changes_whose_versions_run_backwards_are_found() {
    assert_eq!(
        found(&[change(1, 0, 1, true), change(3, 2, 5, false), change(2, 6, 7, true)], &[]),
        1
    );
    let racing = [change(1, 0, 1, true), change(3, 2, 6, false), change(2, 5, 7, true)];
    assert_eq!(found(&racing, &[]), 0);
}

#[test]
fn what_an_answer_showed_again_was_there_from_the_first_answer_on() {
    let twice = [change(1, 0, 1, true), change(2, 10, 20, false), change(2, 15, 40, false)];
    assert_eq!(found(&twice, &[call(21, 22, Verdict::Allowed)]), 1);
}

#[test]
fn a_change_that_was_shown_what_came_after_it_disputes_the_picture() {
    let [made, revoked, _] = there_and_back();
    let shown_later = change(4, 22, 40, false);
    let changes = vec![made, revoked, shown_later, change(4, 30, 35, false)];
    let calls = vec![call(25, 26, Verdict::Allowed)];
    let history = History { calls, changes };
    assert_eq!(violations(&history).len(), 0, "version 3 may have been active");
    assert_eq!(after_acknowledgement(&history), []);
}

#[test]
fn the_picture_holds_calls_that_an_acknowledged_change_forbids() {
    let calls = vec![
        call(2, 9, Verdict::Allowed),
        call(19, 22, Verdict::Allowed),
        call(25, 26, Verdict::Revoked),
        call(25, 31, Verdict::Allowed),
    ];
    let history = History { calls, changes: there_and_back().into() };
    assert_eq!(after_acknowledgement(&history), [(Duration::from_millis(5), Verdict::Revoked)]);
}
