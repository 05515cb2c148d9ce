//! The line that goes before a change: there by the time that the table hears of it, or no change.

use std::{collections::BTreeSet, fs, path::Path};

use contract::keys::Status;
use futures_util::future::join_all;
use granary_local::compile::functions;
use handlers::change_log::{ChangeLine, Intent};

use super::{
    action::{Action, Subject},
    audit::Audit,
    fault::{Fault, Length, Plan},
    lambda::{Setting, written},
    rig::Rig,
};
use crate::{keystore::occasion, stack::own_table};

const DATABASE: &str = "changelog";

/// Lines of the change log; the log has others beside them.
pub fn lines(text: &str) -> Vec<ChangeLine> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Events that functions have left, and no line of theirs has announced.
pub fn unannounced(audit: &Audit) -> Vec<String> {
    let lines: Vec<_> = functions().iter().flat_map(|it| lines(&written(it))).collect();
    let announced: BTreeSet<_> =
        lines.iter().map(|line| (line.key_id.as_str(), line.request_id.as_deref())).collect();
    let by_hand = occasion().request_id;
    let events = audit.keys.values().flat_map(|key| &key.events);
    let events = events.filter(|event| event.request_id != by_hand);
    let unannounced = events
        .filter(|event| !announced.contains(&(&event.key_id, Some(event.request_id.as_str()))));
    unannounced.map(|event| format!("no line announced {event:?}")).collect()
}

fn changing() -> impl Iterator<Item = (Action, usize)> {
    Action::all().into_iter().filter_map(|action| Some((action, action.write()?)))
}

/// The process is killed when its write is on its way, which is then lost.
#[tokio::test]
async fn a_change_is_in_the_log_before_the_table_hears_of_it() {
    let client = own_table(DATABASE).await;
    let mut intents = Vec::new();
    for (action, write) in changing() {
        let rig = Rig::start(action.function, DATABASE).await;
        let subject = Subject::new(action, &client).await;
        let of_subject = || {
            let lines = lines(&written(action.function)).into_iter();
            lines.filter(|line| line.organization == subject.organization()).collect::<Vec<_>>()
        };
        let plan = Plan {
            fault: Fault::Killed,
            length: Length::Passing,
            step: Some(write),
            times: usize::MAX,
        };
        rig.proxy.arm(plan);
        let request = subject.request();
        let answer = rig.send(&request);
        tokio::pin!(answer);
        let announced = tokio::select! {
            answer = &mut answer => panic!("{}: {}", action.words(), answer.text()),
            () = rig.proxy.caught() => of_subject(),
        };
        assert!(rig.lambda.kill());
        assert_eq!(answer.await.status, 503);
        assert_eq!(announced.len(), 1, "{}: {announced:?}", action.words());
        assert_eq!(subject.happened(&subject.audit().await), Ok(false), "{}", action.words());
        intents.push(announced[0].change);
    }
    use Intent::{Create, Reenable, Revoke, Update};
    let all = [Create, Reenable, Revoke, Update];
    assert!(intents.len() == all.len() && all.iter().all(|it| intents.contains(it)), "{intents:?}");
}

/// Revoking a revoked key acknowledges that it is, and may be the only one that did.
#[tokio::test]
async fn what_changes_nothing_but_the_version_is_in_the_log_as_well() {
    let client = own_table(DATABASE).await;
    let (action, _) = changing().find(|(action, _)| action.function == "revoke_key").unwrap();
    let rig = Rig::start(action.function, DATABASE).await;
    let subject = Subject::new(action, &client).await;
    for _ in 0..2 {
        let answer = rig.send(&subject.request()).await;
        assert_eq!(answer.json()["status"], Status::Revoked.as_str());
    }
    let lines = lines(&written(action.function)).into_iter();
    let lines = lines.filter(|line| line.organization == subject.organization());
    let intents: Vec<_> = lines.map(|line| line.change).collect();
    assert_eq!(intents, [Intent::Revoke, Intent::Confirm]);
}

/// As every device answers that is full.
#[tokio::test]
async fn a_change_whose_line_cannot_be_written_is_not_sent() {
    let client = &own_table(DATABASE).await;
    let refusals = changing().map(|(action, write)| async move {
        let setting = Setting { log: "/dev/full".into(), ..Setting::usual(action.function) };
        let rig = Rig::with(action.function, DATABASE, setting).await;
        let subject = Subject::new(action, client).await;
        rig.proxy.watch();
        let answer = rig.send(&subject.request()).await;
        assert_eq!(answer.status, 503, "{}: {}", action.words(), answer.text());
        assert_eq!(answer.json()["code"], "unavailable");
        assert_eq!(rig.proxy.attempts().len(), write, "{}: no write was sent", action.words());
        assert_eq!(subject.happened(&subject.audit().await), Ok(false), "{}", action.words());
    });
    assert_eq!(join_all(refusals).await.len(), 4);
}

/// What a person has chosen, or who it was, is in the trail, which has its own readers.
#[tokio::test]
async fn a_line_says_which_key_and_nothing_of_its_content() {
    let client = own_table(DATABASE).await;
    let (action, _) = changing().find(|(action, _)| action.function == "update_key").unwrap();
    let log = Setting::usual("update_key").log.with_extension("alone.log");
    let setting = Setting { log: log.clone(), ..Setting::usual(action.function) };
    let rig = Rig::with(action.function, DATABASE, setting).await;
    let subject = Subject::new(action, &client).await;
    assert_eq!(rig.send(&subject.request()).await.status, 200);
    let written = read(&log);
    let line: serde_json::Value = serde_json::from_str(&written).unwrap();
    let names: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
    let expected =
        ["action_id", "change", "key_id", "level", "organization", "request_id", "timestamp"];
    assert_eq!(names, expected, "{written}");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
