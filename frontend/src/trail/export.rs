//! Events as CSV, for spreadsheets and for programs.

use std::{borrow::Cow, sync::Arc};

use contract::events::{Change, EventView};
use csv::{Terminator, WriterBuilder};

use super::{change, entry::Entry};

const COLUMNS: [&str; 12] = [
    "time",
    "event",
    "key_id",
    "key_description",
    "actor_id",
    "actor_name",
    "actor_email",
    "source_ip",
    "request_id",
    "changes",
    "permissions_added",
    "permissions_removed",
];

/// First characters that a spreadsheet may take for the start of a formula, also in full width;
/// source: OWASP, "CSV Injection".
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// One row for each event below a row of names: RFC 4180, with a byte-order mark, without which
/// spreadsheets read anything but ASCII wrongly.
pub fn csv(entries: &[Arc<Entry>]) -> Option<String> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS).ok()?;
    for entry in entries {
        writer
            .write_record(row(&entry.event).each_ref().map(|cell| harmless(cell).into_owned()))
            .ok()?;
    }
    let text = String::from_utf8(writer.into_inner().ok()?).ok()?;
    Some(format!("\u{feff}{text}"))
}

/// What the file is called that is made on this day.
pub fn file_name(day: &str) -> String {
    format!("granary-events-{day}.csv")
}

fn row(event: &EventView) -> [String; 12] {
    let [added, removed] = permission_ids(event);
    [
        event.time.clone(),
        event.event.as_str().to_owned(),
        event.key_id.clone(),
        event.key_description.clone(),
        event.actor.id.clone(),
        event.actor.name.clone().unwrap_or_default(),
        event.actor.email.clone().unwrap_or_default(),
        event.source_ip.clone(),
        event.request_id.clone(),
        change::text(event),
        added,
        removed,
    ]
}

/// Added and removed ids, a space between two.
fn permission_ids(event: &EventView) -> [String; 2] {
    let mut both = [Vec::new(), Vec::new()];
    for change in &event.changes {
        if let Change::Permissions { added, removed } = change {
            let [all_added, all_removed] = &mut both;
            all_added.extend(added.iter().map(String::as_str));
            all_removed.extend(removed.iter().map(String::as_str));
        }
    }
    both.map(|ids| ids.join(" "))
}

/// With an apostrophe before what could be a formula, which spreadsheets take for "this is text".
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA) { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use contract::events::EventName;

    use super::{super::entry::tests::event, *};

    fn named(description: &str) -> Arc<Entry> {
        let event = event("2026-11-24T09:00:00.123Z");
        Arc::new(Entry::new(EventView { key_description: description.into(), ..event }))
    }

    fn descriptions(file: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
        reader.records().map(|record| record.unwrap()[3].to_owned()).collect()
    }

    #[test]
    fn a_file_is_what_rfc_4180_says_after_a_byte_order_mark() {
        let file = csv(&[named("Nightly export")]).unwrap();
        let expected = "\u{feff}time,event,key_id,key_description,actor_id,actor_name,actor_email,\
            source_ip,request_id,changes,permissions_added,permissions_removed\r\n\
            2026-11-24T09:00:00.123Z,API Key Revoked,01KAS000000000000000000001,Nightly export,m,,\
            m@example.org,203.0.113.24,r,Status: Active → Revoked,,\r\n";
        assert_eq!(file, expected);
        assert_eq!(file.as_bytes()[..3], [0xEF, 0xBB, 0xBF]);
    }

    #[test]
    fn any_text_comes_out_as_it_went_in() {
        let odd =
            ["a,b", "she said \"no\"", "two\r\nlines", "🌾 ünï \u{202e}", "<img onerror>", "'x"];
        let entries: Vec<_> = odd.iter().map(|text| named(text)).collect();
        assert_eq!(descriptions(&csv(&entries).unwrap()), odd);
    }

    #[test]
    fn what_a_spreadsheet_would_compute_is_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"] {
            let file = csv(&[named(formula)]).unwrap();
            assert_eq!(descriptions(&file), [format!("'{formula}")]);
        }
    }

    #[test]
    fn permission_changes_are_listed_by_id() {
        let changes = vec![Change::Permissions {
            added: vec!["jobs.list".into(), "jobs.gone".into()],
            removed: vec!["offers.list".into()],
        }];
        let event = EventView {
            event: EventName::PermissionsUpdated,
            changes,
            ..event("2026-11-24T09:00:00.123Z")
        };
        let file = csv(&[Arc::new(Entry::new(event))]).unwrap();
        let end = "Permissions: 2 added, 1 removed\",jobs.list jobs.gone,offers.list\r\n";
        assert!(file.contains(end), "{file}");
    }

    #[test]
    fn is_called_by_its_day() {
        assert_eq!(file_name("2026-11-24"), "granary-events-2026-11-24.csv");
    }
}
