//! Job stages: five for each job, with their interviews.

use serde_json::{Value, json};

use super::{jobs::JOBS, users};
use crate::upstream::{
    call::Reply,
    collection::{Collection, moment, pick},
    routes::Route,
};

pub(in crate::upstream) static STAGES: Collection = Collection::new(6001, 200, stage);

/// The interviews a stage plans; one for each stage.
pub(in crate::upstream) static INTERVIEWS: Collection = Collection::new(6501, 200, interview);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("job_stages.list", |_| Reply::list(STAGES.records())),
    ("job_stages.list_for_job", |call| call.children(&JOBS, "job_id", &STAGES)),
    ("job_stages.retrieve", |call| call.retrieved(&STAGES)),
];

/// How many stages each job has.
pub(in crate::upstream) const STEPS: u32 = 5;
const NAMES: [&str; 5] = ["Application Review", "Phone Call", "Take-Home Task", "On Site", "Offer"];

/// A stage as an application shows it.
pub(in crate::upstream) fn brief(job: u32, step: u32) -> Value {
    json!({"id": STAGES.id(job * STEPS + step), "name": pick(&NAMES, step)})
}

/// The name of the interview that a stage plans.
pub(in crate::upstream) fn interview_name(stage: u32) -> String {
    format!("{} Interview", pick(&NAMES, stage % STEPS))
}

fn stage(index: u32) -> Value {
    let job = index / STEPS;
    json!({
        "id": STAGES.id(index), "name": pick(&NAMES, index % STEPS),
        "created_at": moment(job * 1_000 + 5), "updated_at": moment(job * 1_000 + 50),
        "active": true, "job_id": JOBS.id(job), "priority": index % STEPS,
        "interviews": [interview(index)],
    })
}

fn interview(index: u32) -> Value {
    json!({
        "id": INTERVIEWS.id(index), "name": interview_name(index), "schedulable": true,
        "estimated_minutes": 45, "default_interviewer_users": [users::brief(index % 20)],
        "interview_kit": {
            "id": 6_801 + index, "content": "<p>Ask for examples.</p>",
            "questions": [{"id": 17_001 + index, "question": "What did you learn last year?"}],
        },
    })
}
