//! Witnesses that agree, and those that cannot be right.

use contract::{
    events::EventName,
    keys::{Actor, Status},
};
use domain::principal::Organization;
use keystore::restoration::Side;

use super::*;

const POINT: &str = "2026-03-14T09:30:00Z";
const RECENT: &str = "2026-03-14T09:26:00.000Z";
const LATER: &str = "2026-03-14T10:00:00.000Z";
const EARLY: &str = "2026-03-14T07:00:00.000Z";

fn id(number: u8) -> KeyId {
    KeyId::new(1_773_000_000_000, &[number; 10])
}

fn event(number: u8, time: &str) -> EventView {
    EventView {
        id: format!("{time}-{number}"),
        time: time.to_owned(),
        event: EventName::Revoked,
        key_id: id(number).to_string(),
        key_description: "a key".to_owned(),
        actor: Actor { id: "u-1".to_owned(), name: None, email: None },
        source_ip: String::new(),
        request_id: format!("{time}-{number}"),
        changes: Vec::new(),
    }
}

fn held(version: u64) -> Holding {
    let organization = Organization::parse("acme").unwrap();
    let side = Side { organization, status: Status::Active, version, permission_count: 2 };
    Holding { credential: Some(side.clone()), entry: Some(side), description: "a key".to_owned() }
}

/// Keys of these numbers in their first version, with events by number and time.
fn table(numbers: &[u8], events: &[(u8, &str)]) -> Contents {
    let events = events.iter().map(|(number, time)| event(*number, time));
    Contents {
        keys: numbers.iter().map(|number| (id(*number), held(1))).collect(),
        events: events.map(|event| (event.id.clone(), event)).collect(),
        unreadable: Vec::new(),
    }
}

/// The line of each of those events.
fn log(events: &[(u8, &str)]) -> Exported {
    let mut log = Exported::default();
    for (number, time) in events {
        let line = serde_json::json!({
            "timestamp": time, "level": "INFO", "change": "update", "key_id": id(*number).to_string(),
            "organization": "acme", "action_id": "A", "request_id": format!("{time}-{number}"),
        });
        log.add(&line.to_string()).unwrap();
    }
    log
}

fn evidence<'a>(
    restored: &'a Contents,
    old: Option<&'a Contents>,
    log: Option<&'a Exported>,
) -> Evidence<'a> {
    let (point, now) = (POINT.parse().unwrap(), "2026-03-14T11:00:00Z".parse().unwrap());
    Evidence { restored, old, log, point, now, everything: false }
}

/// Numbers and reasons of the keys that are concerned.
fn found(evidence: &Evidence<'_>) -> Vec<(u8, Vec<Reason>)> {
    let findings = evidence.weigh().unwrap();
    let of = |number| findings.reasons(id(number)).into_iter().collect::<Vec<_>>();
    (0..20).map(|number| (number, of(number))).filter(|(_, reasons)| !reasons.is_empty()).collect()
}

fn refusal(evidence: &Evidence<'_>) -> String {
    evidence.weigh().unwrap_err().to_string()
}

#[test]
fn each_witness_is_enough_for_a_key_to_be_revoked() {
    use Reason::{Differs, Event, Logged};
    let early = [(1, EARLY), (2, EARLY), (3, EARLY), (4, EARLY)];
    let restored = table(&[1, 2, 3, 4], &early);
    let mut old = table(&[1, 2, 3, 4], &[&early[..], &[(2, LATER)]].concat());
    old.keys.insert(id(3), held(2));
    let log = log(&[(4, EARLY), (1, EARLY), (2, EARLY), (3, EARLY), (1, LATER)]);
    let both = found(&evidence(&restored, Some(&old), Some(&log)));
    assert_eq!(both, [(1, vec![Logged]), (2, vec![Event]), (3, vec![Differs])]);
    let old_alone = found(&evidence(&restored, Some(&old), None));
    assert_eq!(old_alone, [(2, vec![Event]), (3, vec![Differs])]);
    let log_alone = found(&evidence(&restored, None, Some(&log)));
    assert_eq!(log_alone, [(1, vec![Logged])]);
}

#[test]
fn five_minutes_before_the_point_count_as_after_it() {
    let restored = table(&[1, 2], &[(1, EARLY), (1, RECENT), (2, EARLY)]);
    let log = log(&[(1, EARLY), (2, EARLY), (1, RECENT)]);
    assert_eq!(found(&evidence(&restored, None, Some(&log))), [(1, vec![Reason::Logged])]);
    let old_alone = evidence(&restored, Some(&restored), None);
    assert_eq!(found(&old_alone), [(1, vec![Reason::Event])]);
}

#[test]
fn a_key_in_the_middle_of_a_change_is_revoked_whatever_anybody_says() {
    let mut restored = table(&[1, 2, 3], &[]);
    restored.keys.get_mut(&id(1)).unwrap().entry = None;
    restored.keys.get_mut(&id(2)).unwrap().credential.as_mut().unwrap().version = 2;
    let mut old = restored.clone();
    old.keys.insert(id(3), held(1));
    let torn = found(&evidence(&restored, Some(&old), None));
    assert_eq!(torn, [(1, vec![Reason::Torn]), (2, vec![Reason::Torn])]);
}

/// Or each run would close it once more.
#[test]
fn half_a_key_is_done_once_that_half_is_revoked() {
    let revoked = |side: Option<Side>| side.map(|side| Side { status: Status::Revoked, ..side });
    let Holding { credential, entry, description } = held(1);
    assert!(!held(1).is_revoked() && !Holding::default().is_revoked());
    let halves = [(revoked(credential.clone()), None), (None, revoked(entry.clone()))];
    for (credential, entry) in halves {
        assert!(Holding { credential, entry, description: description.clone() }.is_revoked());
    }
    let torn = Holding { credential: revoked(credential), entry, description };
    assert!(!torn.is_revoked());
}

#[test]
fn a_key_that_the_old_table_lost_is_left_to_the_log_and_revoked_without_one() {
    let restored = table(&[1, 2], &[(1, EARLY), (2, EARLY)]);
    let old = table(&[2], &[(2, EARLY)]);
    let quiet = log(&[(1, EARLY), (2, EARLY)]);
    assert_eq!(found(&evidence(&restored, Some(&old), Some(&quiet))), []);
    let unknown = found(&evidence(&restored, Some(&old), None));
    assert_eq!(unknown, [(1, vec![Reason::Unknown])]);
}

#[test]
fn a_key_made_since_is_named_and_every_key_revoked_where_that_is_asked_for() {
    let restored = table(&[1], &[(1, EARLY)]);
    let old = table(&[1, 7], &[(1, EARLY), (7, LATER)]);
    let log = log(&[(1, EARLY), (9, LATER)]);
    let findings = evidence(&restored, Some(&old), Some(&log)).weigh().unwrap();
    assert_eq!(findings.absent, BTreeSet::from([7, 9].map(|number| id(number).to_string())));
    assert_eq!(findings.gaps, 1);
    let everything = Evidence { everything: true, ..evidence(&restored, None, None) };
    assert_eq!(found(&everything), [(1, vec![Reason::Everything])]);
}

#[test]
fn witnesses_that_cannot_be_right_are_refused() {
    let restored = table(&[1, 2], &[(1, EARLY), (2, EARLY), (2, "2026-03-14T08:00:00.000Z")]);
    let whole = log(&[(1, EARLY), (2, EARLY), (2, "2026-03-14T08:00:00.000Z")]);
    assert!(evidence(&restored, None, Some(&whole)).weigh().is_ok());

    let nobody = refusal(&evidence(&restored, None, None));
    assert!(nobody.contains("--everything"), "{nobody}");
    let late = log(&[(1, LATER)]);
    let short = refusal(&evidence(&restored, Some(&restored), Some(&late)));
    assert!(short.contains("begins at 2026-03-14T10:00:00.000Z"), "{short}");
    assert!(short.contains("back to 2026-03-14T09:25:00.000Z"), "{short}");
    let gap = log(&[(1, EARLY), (2, EARLY)]);
    let lacking = refusal(&evidence(&restored, None, Some(&gap)));
    assert!(lacking.contains("lacks 1 changes"), "{lacking}");
    assert_eq!(evidence(&restored, Some(&restored), Some(&gap)).weigh().unwrap().gaps, 1);

    let empty = refusal(&evidence(&table(&[], &[]), None, Some(&whole)));
    assert!(empty.contains("holds no key"), "{empty}");
    let used = table(&[1], &[(1, LATER)]);
    let used = refusal(&evidence(&used, None, Some(&whole)));
    assert!(used.contains("in use already"), "{used}");
    let older = table(&[1, 2], &[(1, EARLY), (2, EARLY)]);
    let older = refusal(&evidence(&older, Some(&restored), None));
    assert!(older.contains("lacks 1 changes from before"), "{older}");
    let early = Evidence { now: EARLY.parse().unwrap(), ..evidence(&restored, None, Some(&whole)) };
    assert!(refusal(&early).contains("future"));
}

#[test]
fn a_log_as_old_as_the_system_reaches_back_far_enough() {
    let restored = table(&[1], &[(1, RECENT)]);
    let log = log(&[(1, RECENT)]);
    assert_eq!(found(&evidence(&restored, None, Some(&log))), [(1, vec![Reason::Logged])]);
}

#[test]
fn what_this_command_did_before_is_no_contradiction() {
    let mut restored = table(&[1], &[(1, EARLY), (1, LATER)]);
    restored.events.values_mut().for_each(|event| {
        if event.time == LATER {
            event.actor.id = RESTORER.to_owned();
        }
    });
    let log = log(&[(1, EARLY), (1, LATER)]);
    assert_eq!(found(&evidence(&restored, None, Some(&log))), [(1, vec![Reason::Logged])]);
}
