//! Candidate tags, the organization's and each candidate's.

use http::StatusCode;
use serde_json::{Value, json};

use super::candidates::CANDIDATES;
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::{Collection, pick},
    refusal::Refusal,
    routes::Route,
};

static TAGS: Collection = Collection::new(881, 15, tag);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("tags.list", |_| Reply::list(TAGS.records())),
    ("tags.create", create),
    ("tags.delete", |call| {
        let tag = &call.record(0, &TAGS)?["id"];
        Reply::ok(json!({"message": format!("Tag {tag} is being deleted.")}))
    }),
    ("tags.list_for_candidate", |call| {
        Reply::made(of_candidate(call.index(0, &CANDIDATES)?).map(tag))
    }),
    ("tags.remove_from_candidate", |call| {
        let candidate = CANDIDATES.id(call.index(0, &CANDIDATES)?);
        let tag = &call.record(1, &TAGS)?["id"];
        let message = format!("Tag {tag} has been removed from candidate {candidate}");
        Reply::ok(json!({"message": message}))
    }),
    ("tags.add_to_candidate", |call| {
        let candidate = CANDIDATES.id(call.index(0, &CANDIDATES)?);
        let tag = call.record(1, &TAGS)?;
        let (id, name) = (&tag["id"], tag["name"].as_str().unwrap_or_default());
        let message = format!("Tag {id}, '{name}', has been applied to candidate {candidate}");
        Reply::ok(json!({"message": message}))
    }),
];

const NAMES: [&str; 15] = [
    "Rust",
    "SQL",
    "Figma",
    "Kubernetes",
    "Portuguese",
    "Polish",
    "Remote",
    "Relocates",
    "Senior",
    "Junior",
    "Returner",
    "Referral",
    "Silver medal",
    "Night shift",
    "Driving licence",
];

/// Two of them, one where both are the same.
pub(in crate::upstream) fn of_candidate(candidate: u32) -> impl Iterator<Item = u32> {
    let (one, other) = (candidate % 15, candidate * 7 % 15);
    std::iter::once(one).chain((other != one).then_some(other))
}

pub(in crate::upstream) fn name(index: u32) -> &'static str {
    pick(&NAMES, index)
}

fn tag(index: u32) -> Value {
    json!({"id": TAGS.id(index), "name": name(index)})
}

/// A name that exists in any casing is not created again.
fn create(call: &Call) -> Answer {
    call.required(&["name"])?;
    let asked = call.field("name").and_then(Value::as_str);
    let asked = asked.ok_or_else(|| Refusal::field("name", "Must be a string"))?;
    let known = TAGS
        .records()
        .iter()
        .find(|tag| tag["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(asked)));
    Ok(match known {
        Some(known) => Reply::Body(StatusCode::OK, known.clone()),
        None => Reply::Body(StatusCode::CREATED, json!({"id": TAGS.next_id(), "name": asked})),
    })
}
