//! What moves an application on: stages, jobs, hiring, rejection.

use serde_json::{Value, json};

use super::{
    applications::{
        APPLICATIONS, Progress, application, job_of, progress, rejection_details, step_of,
    },
    job_stages::{self, STAGES, STEPS},
    jobs::{self, JOBS},
    reasons::{self, REJECTION_REASONS, rejection_reason},
};
use crate::upstream::{
    call::{Answer, Call, Reply, set},
    collection::NOW,
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("applications.advance", advance),
    ("applications.transfer_to_job", |call| {
        let index = fit(call, Progress::Active)?;
        let job = call.named("new_job_id", &JOBS)?;
        let mut moved = staged(index, job, 0);
        set(&mut moved, "jobs", json!([{"id": JOBS.id(job), "name": jobs::name(job)}]));
        Reply::ok(moved)
    }),
    ("applications.move", |call| {
        let index = fit(call, Progress::Active)?;
        from_current_stage(call, index)?;
        let stage = call.named("to_stage_id", &STAGES)?;
        if stage / STEPS != job_of(index) {
            return Err(Refusal::field("to_stage_id", "Must be a stage of the same job"));
        }
        Reply::ok(staged(index, job_of(index), stage % STEPS))
    }),
    ("applications.convert_prospect", convert),
    ("applications.hire", |call| {
        let mut hired = application(fit(call, Progress::Active)?);
        set(&mut hired, "status", Progress::Hired.status().into());
        Reply::ok(touched(hired))
    }),
    ("applications.reject", reject),
    ("applications.update_rejection", |call| {
        let index = fit(call, Progress::Rejected)?;
        let reason = call.named("rejection_reason_id", &REJECTION_REASONS)?;
        let (id, name) = (REJECTION_REASONS.id(reason), reasons::rejection_name(reason));
        Reply::ok(json!({
            "id": APPLICATIONS.id(index), "success": true,
            "message": format!("Rejection reason updated to {id} ({name})"),
        }))
    }),
    ("applications.unreject", |call| {
        let mut back = application(fit(call, Progress::Rejected)?);
        set(&mut back, "status", Progress::Active.status().into());
        for gone in ["rejected_at", "rejection_reason", "rejection_details"] {
            set(&mut back, gone, Value::Null);
        }
        Reply::ok(touched(back))
    }),
];

/// The path's application, which must have come that far and no further.
fn fit(call: &Call, expected: Progress) -> Result<u32, Refusal> {
    let index = call.index(0, &APPLICATIONS)?;
    let found = progress(index);
    if found == expected {
        return Ok(index);
    }
    let shown = |progress: Progress| match progress {
        Progress::Prospect => "prospect",
        Progress::Active | Progress::Hired | Progress::Rejected => progress.status(),
    };
    let (expected, found) = (shown(expected), shown(found));
    Err(Refusal::Unfit(format!("Application must be '{expected}', is currently '{found}'")))
}

fn from_current_stage(call: &Call, index: u32) -> Result<(), Refusal> {
    let current = job_of(index) * STEPS + step_of(index);
    if call.named("from_stage_id", &STAGES)? == current {
        return Ok(());
    }
    Err(Refusal::field("from_stage_id", "Must be the application's current stage"))
}

fn advance(call: &Call) -> Answer {
    let index = fit(call, Progress::Active)?;
    from_current_stage(call, index)?;
    Reply::ok(staged(index, job_of(index), step_of(index) + 1))
}

fn convert(call: &Call) -> Answer {
    let index = fit(call, Progress::Prospect)?;
    let job = call.named("job_id", &JOBS)?;
    Reply::ok(json!({
        "success": true, "old_application_id": APPLICATIONS.id(index),
        "new_application_id": APPLICATIONS.next_id(), "new_job_id": JOBS.id(job),
        "new_stage_id": STAGES.id(job * STEPS),
    }))
}

fn reject(call: &Call) -> Answer {
    let index = call.index(0, &APPLICATIONS)?;
    if !matches!(progress(index), Progress::Active | Progress::Prospect) {
        fit(call, Progress::Active)?;
    }
    let reason = match call.field("rejection_reason_id") {
        Some(_) => call.named("rejection_reason_id", &REJECTION_REASONS)?,
        None => 0,
    };
    let mut rejected = application(index);
    set(&mut rejected, "status", Progress::Rejected.status().into());
    set(&mut rejected, "rejected_at", NOW.into());
    set(&mut rejected, "rejection_reason", rejection_reason(reason));
    set(&mut rejected, "rejection_details", rejection_details());
    Reply::ok(touched(rejected))
}

fn staged(index: u32, job: u32, step: u32) -> Value {
    let mut moved = application(index);
    set(&mut moved, "current_stage", job_stages::brief(job, step));
    touched(moved)
}

fn touched(mut application: Value) -> Value {
    set(&mut application, "last_activity_at", NOW.into());
    application
}
