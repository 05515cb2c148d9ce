//! Equal-opportunity answers, kept by application.

use serde_json::{Value, json};

use super::{
    applications::{APPLICATIONS, candidate_of},
    candidates::CANDIDATES,
};
use crate::upstream::{
    call::Reply,
    collection::{Collection, moment},
    refusal::Refusal,
    routes::Route,
};

/// They have no id of their own: the first 200 applications have one.
static EEOC: Collection = Collection::new(1, 200, answers);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("eeoc.list", |_| Reply::list(EEOC.records())),
    ("eeoc.retrieve", |call| {
        let index = call.index(0, &APPLICATIONS)?;
        Reply::ok(EEOC.find(index + 1).ok_or(Refusal::NotFound)?.clone())
    }),
];

fn answers(index: u32) -> Value {
    let declined = "I don't wish to answer";
    json!({
        "application_id": APPLICATIONS.id(index),
        "candidate_id": CANDIDATES.id(candidate_of(index)),
        "race": {"id": 8, "description": "Decline To Self Identify"},
        "gender": {"id": index % 3 + 1, "description": gender(index)},
        "veteran_status": {"id": 3, "message": declined},
        "disability_status": {"id": 3, "description": declined},
        "submitted_at": moment(candidate_of(index) * 1_440 + 20),
    })
}

fn gender(index: u32) -> &'static str {
    match index % 3 {
        0 => "Male",
        1 => "Female",
        _ => "Decline To Self Identify",
    }
}
