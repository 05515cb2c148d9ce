//! A candidate's activity feed: notes, e-mails, events.

use serde_json::{Value, json};

use super::{candidates::CANDIDATES, people, users, users::USERS};
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::{NOW, moment},
    routes::Route,
};

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("activity_feed.retrieve", |call| Reply::ok(feed(call.index(0, &CANDIDATES)?))),
    ("candidates.add_note", add_note),
    ("candidates.add_email_note", add_email),
];

fn feed(candidate: u32) -> Value {
    let at = candidate * 1_440;
    json!({
        "notes": [{
            "id": 90_001 + candidate, "created_at": moment(at + 30),
            "body": "Called back, interested.", "user": users::brief(candidate),
            "private": false, "visiblity": "public", "visibility": "public",
        }],
        "emails": [{
            "id": 91_001 + candidate, "created_at": moment(at + 60),
            "subject": "Your application", "body": "Thank you for applying.",
            "to": people::email(candidate, "example.org"),
            "from": people::email(candidate % 30, "example.com"), "cc": null,
            "user": users::brief(candidate),
        }],
        "activities": [{
            "id": 92_001 + candidate, "created_at": moment(at + 5),
            "subject": "Candidate Added",
            "body": format!("{} was added.", people::full_name(candidate)),
            "user": users::brief(candidate),
        }],
    })
}

fn add_note(call: &Call) -> Answer {
    let candidate = call.index(0, &CANDIDATES)?;
    call.required(&["user_id", "body", "visibility"])?;
    call.one_of("visibility", &["admin_only", "private", "public"])?;
    let visibility = call.field("visibility");
    Reply::created(json!({
        "id": 95_001 + candidate, "created_at": NOW, "body": call.field("body"),
        "user": users::brief(call.named("user_id", &USERS)?),
        "private": visibility.is_some_and(|visibility| visibility == "private"),
        "visiblity": visibility, "visibility": visibility,
    }))
}

fn add_email(call: &Call) -> Answer {
    let candidate = call.index(0, &CANDIDATES)?;
    call.required(&["user_id", "to", "from", "subject", "body"])?;
    Reply::created(json!({
        "id": 96_001 + candidate, "created_at": NOW, "subject": call.field("subject"),
        "body": call.field("body"), "to": call.field("to"), "from": call.field("from"),
        "cc": call.field("cc"), "user": users::brief(call.named("user_id", &USERS)?),
    }))
}
