//! Scorecards: one for each of the first 240 applications.

use serde_json::{Value, json};

use super::{
    applications::{APPLICATIONS, candidate_of, job_of, step_of},
    candidates::CANDIDATES,
    job_stages::{INTERVIEWS, STEPS, interview_name},
    users,
};
use crate::upstream::{
    call::Reply,
    collection::{Collection, moment, pick},
    routes::Route,
};

pub(in crate::upstream) static SCORECARDS: Collection = Collection::new(50_001, 240, scorecard);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("scorecards.list", |_| Reply::list(SCORECARDS.records())),
    ("scorecards.list_for_application", |call| {
        call.children(&APPLICATIONS, "application_id", &SCORECARDS)
    }),
    ("scorecards.retrieve", |call| call.retrieved(&SCORECARDS)),
];

const VERDICTS: [&str; 5] = ["definitely_not", "no", "no_decision", "yes", "strong_yes"];

fn scorecard(index: u32) -> Value {
    let at = candidate_of(index) * 1_440 + 3_100;
    let stage = job_of(index) * STEPS + step_of(index);
    let interview = interview_name(stage);
    json!({
        "id": SCORECARDS.id(index), "updated_at": moment(at + 20), "created_at": moment(at),
        "interview": interview,
        "interview_step": {"id": INTERVIEWS.id(stage), "name": interview},
        "candidate_id": CANDIDATES.id(candidate_of(index)),
        "application_id": APPLICATIONS.id(index), "interviewed_at": moment(at - 60),
        "submitted_by": users::brief(index % 20 + 1), "interviewer": users::brief(index % 20 + 1),
        "submitted_at": moment(at + 10), "overall_recommendation": pick(&VERDICTS, index),
        "attributes": [
            {"name": "Clarity", "type": "Skills", "note": null, "rating": "yes"},
            {"name": "Planning", "type": "Qualifications", "note": null, "rating": "mixed"},
        ],
        "ratings": {
            "definitely_not": [], "no": [], "mixed": ["Planning"], "yes": ["Clarity"],
            "strong_yes": [],
        },
        "questions": [
            {"id": null, "question": "Key Take-Aways", "answer": "Calm and precise."},
            {"id": null, "question": "Private Notes", "answer": ""},
            {"id": 17_001 + stage, "question": "What did you learn last year?", "answer": "Rust"},
        ],
    })
}
