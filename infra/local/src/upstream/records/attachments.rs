//! Attachments to candidates and applications.

use serde_json::json;

use super::{applications::APPLICATIONS, candidates::CANDIDATES};
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::Collection,
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("candidates.add_attachment", |call| {
        attach(call, &CANDIDATES, &["resume", "cover_letter", "admin_only"])
    }),
    ("applications.add_attachment", |call| attach(call, &APPLICATIONS, &TO_APPLICATIONS)),
];

const TO_APPLICATIONS: [&str; 6] =
    ["resume", "cover_letter", "other", "take_home_test", "offer_letter", "signed_offer_letter"];

fn attach(call: &Call, to: &'static Collection, types: &[&str]) -> Answer {
    call.record(0, to)?;
    call.required(&["filename", "type"])?;
    call.one_of("type", types)?;
    if call.field("content").is_none() && call.field("url").is_none() {
        return Err(Refusal::field("content", "One of content and url is required"));
    }
    Reply::created(json!({
        "filename": call.field("filename"), "url": "https://files.example.com/attachment",
        "type": call.field("type"), "content_type": call.field("content_type"),
    }))
}
