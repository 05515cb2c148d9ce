//! Job posts: one external and one internal for each job.

use serde_json::{Value, json};

use super::{demographics, jobs, jobs::JOBS, people};
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::{Collection, moment},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) static POSTS: Collection = Collection::new(7001, 80, post);
static CUSTOM_LOCATIONS: Collection = Collection::new(7501, 3, custom_location);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("job_posts.list", |_| Reply::list(POSTS.records())),
    ("job_posts.retrieve", |call| call.retrieved(&POSTS)),
    ("job_posts.list_for_job", |call| call.children(&JOBS, "job_id", &POSTS)),
    ("job_posts.retrieve_for_job", |call| Reply::ok(post(call.index(0, &JOBS)? * 2))),
    ("job_posts.list_custom_locations", |call| {
        call.record(0, &POSTS)?;
        Reply::list(CUSTOM_LOCATIONS.records())
    }),
    ("job_posts.update_v1", update),
    ("job_posts.update", update),
    ("job_posts.update_status", |call| {
        call.record(0, &POSTS)?;
        call.required(&["status"])?;
        call.one_of("status", &["live", "offline"])?;
        Reply::ok(json!({"success": true}))
    }),
];

fn post(index: u32) -> Value {
    let (job, internal) = (index / 2, index % 2 == 1);
    let at = job * 1_000 + 700;
    json!({
        "id": POSTS.id(index), "title": jobs::name(job),
        "location": {
            "id": 7_801 + index, "name": people::place(job / 10), "office_id": null,
            "job_post_custom_location_id": null,
            "job_post_location_type": {"id": 1, "name": "Free Text"},
        },
        "internal": internal, "external": !internal, "active": true, "live": job % 10 < 3,
        "first_published_at": moment(at + 20), "job_id": JOBS.id(job),
        "content": "<p>We look forward to you.</p>",
        "internal_content": internal.then_some("<p>Open to colleagues.</p>"),
        "updated_at": moment(at + 1_000), "created_at": moment(at),
        "demographic_question_set_id": demographics::SETS.id(0), "questions": questions(index),
    })
}

fn questions(index: u32) -> Vec<Value> {
    let text = |label: &str, name: &str, kind: &str| {
        json!({
            "required": true, "private": false, "label": label, "name": name, "type": kind,
            "values": [], "description": null,
        })
    };
    let choice = json!({
        "required": false, "private": false, "label": "Could you relocate?",
        "name": format!("question_{}", 7_901 + index), "type": "boolean",
        "values": [{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}],
        "description": null,
    });
    vec![
        text("First Name", "first_name", "short_text"),
        text("Last Name", "last_name", "short_text"),
        text("Email", "email", "short_text"),
        text("Resume", "resume", "attachment"),
        choice,
    ]
}

fn custom_location(index: u32) -> Value {
    json!({
        "id": CUSTOM_LOCATIONS.id(index), "value": people::place(index), "active": true,
        "greenhouse_job_board_id": 1, "created_at": moment(index), "updated_at": moment(index),
    })
}

fn update(call: &Call) -> Answer {
    call.record(0, &POSTS)?;
    if call.field("title").is_some_and(|title| title == "") {
        return Err(Refusal::field("title", "Must not be blank"));
    }
    Reply::ok(json!({"success": true}))
}
