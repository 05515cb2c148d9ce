//! The query parameters that narrow a list, where its records have what they ask for.

use std::borrow::Cow;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::Value;

use super::{call::Records, refusal::Refusal};

/// Parameter, the record's fields it compares (the first one present counts), direction.
const TIMES: [(&str, &[&str], Direction); 7] = [
    ("created_after", &CREATED, Direction::After),
    ("created_before", &CREATED, Direction::Before),
    ("updated_after", &UPDATED, Direction::After),
    ("updated_before", &UPDATED, Direction::Before),
    ("last_activity_after", &["last_activity_at"], Direction::After),
    ("submitted_after", &["submitted_at"], Direction::After),
    ("submitted_before", &["submitted_at"], Direction::Before),
];
const CREATED: [&str; 2] = ["created_at", "applied_at"];
const UPDATED: [&str; 1] = ["updated_at"];

/// Parameters that a record's field of the same name must equal, where it has one.
const EXACT: [&str; 8] = [
    "active",
    "employee_id",
    "external_event_id",
    "external_id",
    "internal",
    "live",
    "requisition_id",
    "status",
];

#[derive(Clone, Copy)]
enum Direction {
    After,
    Before,
}

/// The records that every parameter of the query lets through; unknown ones let all.
///
/// # Errors
/// A time that is none.
pub(super) fn matching(
    mut records: Records,
    query: &[(String, String)],
) -> Result<Records, Refusal> {
    for (name, value) in query {
        if let Some((name, fields, direction)) = TIMES.iter().find(|(known, ..)| known == name) {
            let limit = time(value)
                .ok_or_else(|| Refusal::field(name, "Must be a timestamp in ISO-8601 format"))?;
            records.retain(|record| in_time(record, fields, *direction, limit));
        } else if let Some(field) = EXACT.iter().find(|known| *known == name) {
            records.retain(|record| record.get(field).is_none_or(|held| same(held, value)));
        } else {
            records.retain(|record| related(record, name, value));
        }
    }
    Ok(records)
}

fn in_time(record: &Value, fields: &[&str], direction: Direction, limit: Timestamp) -> bool {
    let Some(held) = fields.iter().find_map(|field| record.get(field)) else {
        return true;
    };
    let held = held.as_str().and_then(time);
    match direction {
        Direction::After => held.is_some_and(|held| held >= limit),
        Direction::Before => held.is_some_and(|held| held < limit),
    }
}

fn related(record: &Value, name: &str, value: &str) -> bool {
    match name {
        "job_id" => jobs(record).is_none_or(|jobs| jobs.iter().any(|job| same(job, value))),
        "candidate_ids" => {
            record.get("application_ids").is_none()
                || value.split(',').any(|id| record.get("id").is_some_and(|held| same(held, id)))
        }
        "email" => emails(record)
            .is_none_or(|emails| emails.iter().any(|held| held.eq_ignore_ascii_case(value))),
        "department_id" => holds(record, "departments", value),
        "office_id" => holds(record, "offices", value),
        _ => true,
    }
}

/// The jobs a record is about; a prospect's are not its candidate's.
fn jobs(record: &Value) -> Option<Vec<&Value>> {
    if let Some(job) = record.get("job_id") {
        return Some(vec![job]);
    }
    if let Some(jobs) = record.get("jobs") {
        return Some(jobs.as_array()?.iter().filter_map(|job| job.get("id")).collect());
    }
    let applications = record.get("applications")?.as_array()?;
    let real = applications.iter().filter(|application| application["prospect"] == false);
    Some(real.filter_map(jobs).flatten().collect())
}

fn emails(record: &Value) -> Option<Vec<&str>> {
    if let Some(emails) = record.get("emails") {
        return Some(emails.as_array()?.iter().filter_map(Value::as_str).collect());
    }
    let addresses = record.get("email_addresses")?.as_array()?;
    Some(addresses.iter().filter_map(|address| address.get("value")?.as_str()).collect())
}

fn holds(record: &Value, field: &str, id: &str) -> bool {
    let held = record.get(field).and_then(Value::as_array);
    held.is_none_or(|held| held.iter().any(|one| one.get("id").is_some_and(|held| same(held, id))))
}

fn same(held: &Value, asked: &str) -> bool {
    let held = held.as_str().map_or_else(|| Cow::Owned(held.to_string()), Cow::Borrowed);
    held == asked
}

/// A moment, or a day's first.
fn time(text: &str) -> Option<Timestamp> {
    let day = || TimeZone::UTC.to_timestamp(text.parse::<Date>().ok()?.into()).ok();
    text.parse().ok().or_else(day)
}
