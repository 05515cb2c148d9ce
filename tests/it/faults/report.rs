//! What came of every fault, as a table to print and to keep.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    fault::{Fault, Length},
    table::{Outcome, Row},
};

/// One matrix of functions and faults for passing and lasting ones each, and every row.
pub fn markdown(rows: &[Row]) -> String {
    let slowest = rows.iter().map(|row| row.recovered_ms).max().unwrap_or_default();
    let mut text = format!(
        "# Functions under faults\n\n\
         {} faults of single calls of the store, through the gateway and the functions' own processes. \
         The first undisturbed call after each succeeded, the slowest of them in {slowest} ms.\n",
        rows.len()
    );
    for length in Length::ALL {
        let rows = rows.iter().filter(|row| row.length == length);
        write!(text, "\n## {length:?}\n\n{}", matrix(&rows.collect::<Vec<_>>())).unwrap();
    }
    write!(text, "\n## Each\n\n{}", list(rows)).unwrap();
    text
}

/// What came of a fault at any step of an action, and the longest time to recovery.
fn matrix(rows: &[&Row]) -> String {
    let mut actions: Vec<String> = Vec::new();
    let mut places: BTreeMap<(String, &str), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let action = row.cell.action.words();
        if !actions.contains(&action) {
            actions.push(action.clone());
        }
        places.entry((action, row.cell.fault.words())).or_default().push(row);
    }
    let mut text =
        format!("| fault | {} |\n|{}\n", actions.join(" | "), " --- |".repeat(actions.len() + 1));
    for fault in Fault::ALL {
        write!(text, "| {} |", fault.words()).unwrap();
        for action in &actions {
            let rows = &places[&(action.clone(), fault.words())];
            let mut outcomes: Vec<_> = rows.iter().map(|row| words(row.outcome)).collect();
            outcomes.sort_unstable();
            outcomes.dedup();
            let longest = rows.iter().map(|row| row.recovered_ms).max().unwrap_or_default();
            write!(text, " {}, {longest} ms |", outcomes.join(" or ")).unwrap();
        }
        text.push('\n');
    }
    text
}

fn list(rows: &[Row]) -> String {
    let mut text = String::from(
        "| action | step | fault | length | outcome | happened by then | attempts | ms to the answer | ms to recovery |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        let happened = row.happened.map_or("", |happened| if happened { "yes" } else { "no" });
        writeln!(
            text,
            "| {} | {} {:?} | {} | {:?} | {} | {happened} | {} | {} | {} |",
            row.cell.action.words(),
            row.cell.step + 1,
            row.cell.action.steps[row.cell.step],
            row.cell.fault.words(),
            row.length,
            words(row.outcome),
            row.attempts,
            row.answered_ms,
            row.recovered_ms,
        )
        .unwrap();
    }
    text
}

const fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Survived => "survived",
        Outcome::Refused => "503",
    }
}
