//! Where candidates come from, and the links that tell.

use serde_json::{Value, json};

use super::{job_posts::POSTS, jobs::JOBS, users};
use crate::upstream::{
    call::Reply,
    collection::{Collection, moment, pick},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) static SOURCES: Collection = Collection::new(861, 12, source);
static TRACKING_LINKS: Collection = Collection::new(9501, 40, tracking_link);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("sources.list", |_| Reply::list(SOURCES.records())),
    ("tracking_links.retrieve", |call| {
        let token = call.parameter(0);
        let mut links = TRACKING_LINKS.records().iter();
        let link = links.find(|link| link["token"] == token).ok_or(Refusal::NotFound)?;
        Reply::ok(link.clone())
    }),
];

const NAMES: [&str; 12] = [
    "Careers page",
    "Employee referral",
    "Campus fair",
    "Job board A",
    "Job board B",
    "Agency North",
    "Agency South",
    "Newsletter",
    "Meetup",
    "Social post",
    "Sourced by recruiter",
    "Other",
];
const TYPES: [&str; 4] = ["Third-party boards", "Referrals", "Events", "Agencies"];

/// A source as an application shows it.
pub(in crate::upstream) fn credited(index: u32) -> Value {
    json!({"id": SOURCES.id(index), "public_name": pick(&NAMES, index)})
}

fn source(index: u32) -> Value {
    json!({
        "id": SOURCES.id(index), "name": pick(&NAMES, index),
        "type": {"id": index % 4 + 1, "name": pick(&TYPES, index)},
    })
}

fn tracking_link(index: u32) -> Value {
    json!({
        "id": TRACKING_LINKS.id(index), "token": format!("tl{index:04}"),
        "created_at": moment(index * 900), "updated_at": moment(index * 900 + 45),
        "related_post_id": index + 1, "related_post_type": "SocialMediaPost",
        "job_id": JOBS.id(index), "job_post_id": POSTS.id(index * 2),
        "job_board": {"id": 1, "company_name": "Sample Organization", "url_token": "sample"},
        "source": credited(index), "credited_to": users::brief(index),
    })
}
