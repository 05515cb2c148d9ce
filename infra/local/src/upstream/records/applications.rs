//! Applications: 360 of 300 candidates to 40 jobs.

use serde_json::{Value, json};

use super::{
    candidates::CANDIDATES,
    departments::{self, DEPARTMENTS},
    job_posts::POSTS,
    job_stages,
    jobs::{self, JOBS},
    offices::{self, OFFICES},
    people, prospect_pools, reasons, sources, users,
};
use crate::upstream::{
    call::{Answer, Call, Reply, id, set},
    collection::{Collection, NOW, moment},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) static APPLICATIONS: Collection = Collection::new(20_001, 360, application);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("applications.list", |_| Reply::list(APPLICATIONS.records())),
    ("applications.retrieve", |call| call.retrieved(&APPLICATIONS)),
    ("applications.delete", |call| {
        let id = &call.record(0, &APPLICATIONS)?["id"];
        Reply::ok(json!({"message": format!("Application {id} has been deleted.")}))
    }),
    ("applications.create", create),
    ("applications.update", |call| {
        let mut application = call.record(0, &APPLICATIONS)?.clone();
        if call.field("source_id").is_some() {
            let source = call.named("source_id", &sources::SOURCES)?;
            set(&mut application, "source", sources::credited(source));
        }
        set(&mut application, "last_activity_at", NOW.into());
        Reply::ok(application)
    }),
];

/// How far an application has come; it follows from its index.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::upstream) enum Progress {
    Active,
    Hired,
    Prospect,
    Rejected,
}

impl Progress {
    pub(in crate::upstream) fn status(self) -> &'static str {
        match self {
            Self::Active | Self::Prospect => "active",
            Self::Hired => "hired",
            Self::Rejected => "rejected",
        }
    }
}

pub(in crate::upstream) fn progress(index: u32) -> Progress {
    match index / 40 {
        1 => Progress::Hired,
        2 | 5 => Progress::Rejected,
        8 => Progress::Prospect,
        _ => Progress::Active,
    }
}

/// The first 300 are one for each candidate; every fifth candidate has a second.
pub(in crate::upstream) fn candidate_of(index: u32) -> u32 {
    if index < 300 { index } else { (index - 300) * 5 }
}

pub(in crate::upstream) fn of_candidate(candidate: u32) -> impl Iterator<Item = u32> {
    let second = candidate.is_multiple_of(5).then(|| 300 + candidate / 5);
    std::iter::once(candidate).chain(second)
}

pub(in crate::upstream) fn job_of(index: u32) -> u32 {
    index % 40
}

/// Which of its job's five stages it is in.
pub(in crate::upstream) fn step_of(index: u32) -> u32 {
    if progress(index) == Progress::Hired { 4 } else { index / 40 % 4 }
}

pub(in crate::upstream) fn application(index: u32) -> Value {
    let (job, progress, at) = (job_of(index), progress(index), candidate_of(index) * 1_440 + 15);
    let prospect = progress == Progress::Prospect;
    let rejected = progress == Progress::Rejected;
    json!({
        "id": APPLICATIONS.id(index), "candidate_id": CANDIDATES.id(candidate_of(index)),
        "prospect": prospect, "applied_at": moment(at),
        "rejected_at": rejected.then(|| moment(at + 4_000)),
        "last_activity_at": moment(at + 8_000), "location": {"address": people::place(index)},
        "source": sources::credited(index), "credited_to": users::brief(index),
        "recruiter": users::brief(index % 20), "coordinator": users::brief(index % 20 + 1),
        "rejection_reason": rejected.then(|| reasons::rejection_reason(index)),
        "rejection_details": rejected.then(rejection_details),
        "jobs": [{"id": JOBS.id(job), "name": jobs::name(job)}],
        "job_post_id": (!prospect).then(|| POSTS.id(job * 2)), "status": progress.status(),
        "current_stage": (!prospect).then(|| job_stages::brief(job, step_of(index))),
        "answers": [{"question": "When could you start?", "answer": "Next month"}],
        "prospective_office": prospect.then(|| offices::office(index % 6)),
        "prospective_department": prospect.then(|| departments::department(index % 8)),
        "prospect_detail": prospect_detail(index, prospect),
        "custom_fields": {"portfolio": null},
        "keyed_custom_fields": {
            "portfolio": {"name": "Portfolio", "type": "short_text", "value": null},
        },
        "attachments": attachments(index, at),
    })
}

pub(super) fn rejection_details() -> Value {
    json!({
        "custom_fields": {"keep_in_touch": "Yes"},
        "keyed_custom_fields": {
            "keep_in_touch": {"name": "Keep in touch?", "type": "short_text", "value": "Yes"},
        },
    })
}

fn prospect_detail(index: u32, prospect: bool) -> Value {
    if !prospect {
        return json!({"prospect_pool": null, "prospect_stage": null, "prospect_owner": null});
    }
    let (pool, stage) = prospect_pools::place(index);
    let owner = users::brief(index);
    let owner = json!({"id": owner.get("id"), "name": owner.get("name")});
    json!({"prospect_pool": pool, "prospect_stage": stage, "prospect_owner": owner})
}

/// The résumé, kept with the application and shown with the candidate too.
pub(super) fn attachments(index: u32, at: u32) -> Value {
    let name = people::full_name(candidate_of(index)).replace(' ', "_");
    json!([{
        "filename": format!("{name}_resume.pdf"),
        "url": format!("https://files.example.com/{}.pdf", APPLICATIONS.id(index)),
        "type": "resume", "created_at": moment(at),
    }])
}

/// A job for an application; a prospect may do without.
fn create(call: &Call) -> Answer {
    let candidate = CANDIDATES.id(call.index(0, &CANDIDATES)?);
    if call.field("prospect").is_some_and(|flag| flag == true || flag == "true") {
        return Reply::created(prospect(call, candidate)?);
    }
    call.required(&["job_id"])?;
    Reply::created(for_job(candidate, call.field("job_id"), 0)?)
}

/// A new application to a job, one of several that are made at once.
pub(super) fn for_job(
    candidate_id: u32,
    job: Option<&Value>,
    number: u32,
) -> Result<Value, Refusal> {
    let job = job.and_then(id).and_then(|id| JOBS.index(id));
    let job = job.ok_or_else(|| Refusal::field("job_id", "Must be the id of an existing job"))?;
    let mut added = added(candidate_id, application(job));
    set(&mut added, "id", (APPLICATIONS.next_id() + number).into());
    set(&mut added, "current_stage", job_stages::brief(job, 0));
    Ok(added)
}

/// A new prospect's application, with the place it is considered for.
pub(super) fn prospect(call: &Call, candidate_id: u32) -> Result<Value, Refusal> {
    let mut added = added(candidate_id, application(320));
    set(&mut added, "jobs", json!([]));
    set(&mut added, "prospect_detail", prospect_detail(0, false));
    for place in ["prospective_office", "prospective_department"] {
        set(&mut added, place, Value::Null);
    }
    if call.field("prospective_department_id").is_some() {
        let department = call.named("prospective_department_id", &DEPARTMENTS)?;
        set(&mut added, "prospective_department", departments::department(department));
    }
    if call.field("prospective_office_id").is_some() {
        call.required(&["prospective_department_id"])?;
        let office = call.named("prospective_office_id", &OFFICES)?;
        set(&mut added, "prospective_office", offices::office(office));
    }
    Ok(added)
}

/// As new as what it is modelled on allows.
fn added(candidate_id: u32, mut like: Value) -> Value {
    set(&mut like, "id", APPLICATIONS.next_id().into());
    set(&mut like, "candidate_id", candidate_id.into());
    set(&mut like, "applied_at", NOW.into());
    set(&mut like, "last_activity_at", NOW.into());
    set(&mut like, "location", Value::Null);
    set(&mut like, "answers", json!([]));
    set(&mut like, "attachments", json!([]));
    like
}
