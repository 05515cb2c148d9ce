//! `cargo dev restore`: a backup is restored, and nobody passes who did not before.

mod drill;

use std::{collections::BTreeSet, process::Output};

use contract::{
    events::{Change, EventName},
    keys::Status,
};

use self::drill::Drill;
use crate::{
    faults::{
        audit,
        fault::{Fault, Length, Plan},
        proxy::Proxy,
    },
    stack::STACK,
};

/// What has changed since the backup and in the minutes before it, and was active in it.
const CHANGED: [&str; 4] = ["just before", "narrowed", "renamed", "revoked"];

/// With both witnesses, as the runbook has it, in every state that a run may be left in.
#[tokio::test]
async fn a_restored_table_lets_nobody_in_who_was_not_let_in_before() {
    let drill = Drill::start("restoredrill").await;
    let before = drill.allowed(&STACK.table).await;
    let table = drill.restored("restored").await;
    let untreated = drill.allowed(table).await;
    for risen in [("revoked", "jobs.list"), ("narrowed", "jobs.list")] {
        assert!(untreated.contains(&risen) && !before.contains(&risen), "{risen:?}");
    }

    let log = drill.exported(|_| true);
    let as_it_was = drill.items(table).await;
    let dry = drill.run(table, &["--log", &log, "--dry-run"]).await;
    assert_eq!((dry, drill.items(table).await), (BTreeSet::from(CHANGED), as_it_was));

    let said = drill.said(table, &["--log", &log, "--dry-run"]).await;
    let (revoked, absent) = (drill.id("revoked"), drill.id("made since"));
    for words in [
        format!("would be revoked  {revoked}  "),
        "\"revoked\": in the log, in the old table's events, differs from the old table\n".into(),
        format!("was revoked  {}  ", drill.id("reenabled")),
        format!("not in this table  {absent}\n"),
        "\n4 would be revoked, 0 by an earlier run, 1 had been, 1 not in this table, 2 left as they were; ".into(),
    ] {
        assert!(said.contains(&words), "{words:?}: {said}");
    }

    let done_by_then = killed_half_way(&drill, table, &log).await;
    let rest = drill.run(table, &["--log", &log]).await;
    let both = done_by_then.union(&rest).copied().collect::<BTreeSet<_>>();
    assert_eq!((both, rest.is_disjoint(&done_by_then)), (BTreeSet::from(CHANGED), true));
    assert!(!done_by_then.is_empty() && !rest.is_empty());

    let again = drill.said(table, &["--log", &log]).await;
    assert_eq!(again.matches("revoked by an earlier run  ").count(), CHANGED.len(), "{again}");
    let in_the_end = drill.items(table).await;
    assert_eq!(drill.run(table, &["--log", &log]).await, BTreeSet::new());
    assert_eq!(drill.items(table).await, in_the_end);

    let after = drill.allowed(table).await;
    assert!(after.is_subset(&before), "{after:?}");
    assert_eq!(after, ["candidates.list", "jobs.list"].map(|it| ("untouched", it)).into());
    assert_eq!(audit::of_table(&drill.client, table).await.disagreements, [""; 0]);
    says_why(&drill, table).await;
}

/// Kills the command when its second key is revoked, before it hears of it; which are done by then.
async fn killed_half_way(drill: &Drill, table: &str, log: &str) -> BTreeSet<&'static str> {
    let proxy = Proxy::start("restoredrill").await;
    let (questions, scans, writes) = (1, 2, 1);
    let (fault, length) = (Fault::KilledAfter, Length::Passing);
    proxy.arm(Plan { fault, length, step: Some(questions + scans + writes), times: usize::MAX });
    let mut child = drill.command(&proxy.url(), table, &["--log", log]).spawn().unwrap();
    tokio::select! {
        ended = child.wait() => panic!("it was not caught: {ended:?}"),
        () = proxy.caught() => child.kill().await.unwrap(),
    }
    proxy.disarm().await;
    let mut done = BTreeSet::new();
    for name in CHANGED {
        if drill.history(table, name).await[0].event == EventName::Revoked {
            done.insert(name);
        }
    }
    assert_eq!(done.len(), 2);
    done
}

/// Each key that was revoked has an event that names the restore point, and no other key has.
async fn says_why(drill: &Drill, table: &str) {
    for name in drill.keys.keys().filter(|name| **name != "made since") {
        let last = &drill.history(table, name).await[0];
        let ours = last.actor.id == "granary-restore";
        assert_eq!(ours, CHANGED.contains(name), "{name}: {last:?}");
        if ours {
            let name = last.actor.name.as_deref().unwrap();
            assert!(
                name.starts_with("Restored to 20") && name.ends_with("changed since"),
                "{name}"
            );
            let change = Change::Status { old: Some(Status::Active), new: Status::Revoked };
            assert_eq!(last.changes, [change]);
        }
    }
}

/// What is left where one of the two is gone; without its line, a key would be let in.
#[tokio::test]
async fn either_witness_alone_is_believed() {
    let drill = Drill::start("restorewitness").await;
    let before = drill.allowed(&STACK.table).await;
    let log = drill.exported(|_| true);

    let by_log = drill.restored("bylog").await;
    let found = drill.run(by_log, &["--log", &log, "--without-old-table"]).await;
    assert_eq!(found, CHANGED.into());
    let by_table = drill.restored("bytable").await;
    assert_eq!(drill.run(by_table, &["--without-log"]).await, CHANGED.into());
    for table in [by_log, by_table] {
        assert!(drill.allowed(table).await.is_subset(&before), "{table}");
    }

    let silent = drill.id("revoked").to_string();
    let without = drill.exported(|line| {
        line.key_id != silent || line.change == handlers::change_log::Intent::Create
    });
    let deceived = drill.restored("deceived").await;
    drill.run(deceived, &["--log", &without, "--without-old-table"]).await;
    assert!(drill.allowed(deceived).await.contains(&("revoked", "jobs.list")));
    assert_eq!(drill.run(deceived, &["--log", &without]).await, BTreeSet::from(["revoked"]));
    assert!(drill.allowed(deceived).await.is_subset(&before));

    let copy = drill.restored("copy").await;
    let beside = drill.restored("beside").await;
    assert_eq!(drill.run(beside, &["--old-table", copy, "--without-log"]).await, CHANGED.into());

    let closed = drill.restored("closed").await;
    drill.run(closed, &["--everything", "--without-log"]).await;
    assert_eq!(drill.allowed(closed).await, BTreeSet::new());
}

/// A backup is not taken at one moment for all items: half of a change may be in it.
#[tokio::test]
async fn a_key_of_which_half_a_change_was_restored_is_closed_in_both_its_items() {
    let drill = Drill::start("restoretorn").await;
    let log = drill.exported(|_| true);
    let table = drill.restored("torn").await;
    let key = format!("KEY#{}", drill.id("untouched"));
    for item in drill.items(&STACK.table).await.into_iter().chain(drill.items(table).await) {
        let is = |name: &str, text: &str| item[name].as_s().unwrap() == text;
        if is("sk", &key) {
            let mut item: std::collections::HashMap<_, _> = item.clone().into_iter().collect();
            let text = |text: &str| aws_sdk_dynamodb::types::AttributeValue::S(text.into());
            item.insert("status".into(), text("revoked"));
            item.insert("version".into(), aws_sdk_dynamodb::types::AttributeValue::N("2".into()));
            drill.client.put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
        }
    }
    assert!(drill.allowed(table).await.contains(&("untouched", "jobs.list")));
    assert!(drill.run(table, &["--log", &log]).await.contains("untouched"));
    assert_eq!(drill.allowed(table).await, BTreeSet::new());
    let audit = audit::of_table(&drill.client, table).await;
    let key = &audit.keys[&drill.id("untouched").to_string()];
    let (credential, entry) = (key.credential.clone().unwrap(), key.entry.clone().unwrap());
    assert_eq!((credential.status, entry.summary.status), (Status::Revoked, Status::Revoked));
    assert_eq!((credential.version, entry.summary.version), (3, 3));
}

#[tokio::test]
async fn what_cannot_be_right_is_refused_and_changes_nothing() {
    let drill = Drill::start("restorerefused").await;
    let log = drill.exported(|_| true);
    let table = drill.restored("refused").await;
    let late = drill.exported(|line| line.timestamp > drill.point.to_string());
    let none = drill.exported(|_| false);
    let in_use = STACK.table.as_str();
    let gone = format!("{log}.gone");
    let as_it_was = (drill.items(table).await, drill.items(in_use).await);
    for (table, more, words) in [
        (in_use, &["--log", &log][..], "the gate reads `granary` now"),
        (table, &["--log", &log, "--old-table", table], "cannot be the restored table and the old"),
        ("nowhere", &["--log", &log], "ResourceNotFoundException"),
        (table, &["--log", &log, "--old-table", "nowhere"], "table `nowhere`"),
        (table, &["--log", &gone], "cannot read"),
        (table, &["--log", &none], "holds no change"),
        (table, &["--log", &late], "must reach back to"),
        (table, &[], "--log"),
        (
            table,
            &["--old-table", in_use, "--without-old-table", "--without-log"],
            "nothing tells what has changed since",
        ),
        (table, &["--without-log", "--without-old-table"], "--everything"),
    ] {
        let mut command = drill.command(&STACK.urls.dynamodb, table, more);
        let Output { status, stdout, stderr } = command.output().await.unwrap();
        let said = String::from_utf8_lossy(&stderr);
        assert!(!status.success() && stdout.is_empty(), "{more:?}");
        assert!(said.contains(words), "{more:?}: {said}");
    }
    assert_eq!((drill.items(table).await, drill.items(in_use).await), as_it_was);
}
