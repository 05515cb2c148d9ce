//! Scheduled interviews.

use serde_json::{Value, json};

use super::{
    applications::{APPLICATIONS, candidate_of, job_of, step_of},
    job_stages::{INTERVIEWS, STEPS, interview_name},
    people,
    scorecards::SCORECARDS,
    users,
    users::USERS,
};
use crate::upstream::{
    call::{Answer, Call, Reply, id, set},
    collection::{Collection, NOW, moment},
    refusal::Refusal,
    routes::Route,
};

static SCHEDULED: Collection = Collection::new(40_001, 160, scheduled);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("scheduled_interviews.list", |_| Reply::list(SCHEDULED.records())),
    ("scheduled_interviews.list_for_application", |call| {
        call.children(&APPLICATIONS, "application_id", &SCHEDULED)
    }),
    ("scheduled_interviews.retrieve", |call| call.retrieved(&SCHEDULED)),
    ("scheduled_interviews.create_v1", create),
    ("scheduled_interviews.create", create),
    ("scheduled_interviews.update_v1", update),
    ("scheduled_interviews.update", update),
    ("scheduled_interviews.delete", |call| {
        let id = &call.record(0, &SCHEDULED)?["id"];
        Reply::ok(json!({"message": format!("Interview {id} has been deleted.")}))
    }),
];

/// The first 160 applications have one each.
fn scheduled(index: u32) -> Value {
    let at = candidate_of(index) * 1_440 + 3_000;
    let status = match index / 40 {
        0 => "scheduled",
        1 => "complete",
        _ => "awaiting_feedback",
    };
    let stage = job_of(index) * STEPS + step_of(index);
    json!({
        "id": SCHEDULED.id(index), "application_id": APPLICATIONS.id(index),
        "external_event_id": format!("event-{index}"), "start": {"date_time": moment(at)},
        "end": {"date_time": moment(at + 45)}, "location": "Room 2",
        "video_conferencing_url": format!("https://meet.example.com/{index}"), "status": status,
        "created_at": moment(at - 2_000), "updated_at": moment(at - 1_000),
        "interview": {"id": INTERVIEWS.id(stage), "name": interview_name(stage)},
        "organizer": users::brief(index % 20),
        "interviewers": [interviewer(index % 20 + 1, SCORECARDS.id(index))],
    })
}

fn interviewer(user: u32, scorecard: impl Into<Option<u32>>) -> Value {
    json!({
        "id": USERS.id(user), "employee_id": users::employee_id(user),
        "name": people::full_name(user), "email": people::email(user, "example.com"),
        "response_status": "needs_action", "scorecard_id": scorecard.into(),
    })
}

fn create(call: &Call) -> Answer {
    let fields =
        ["application_id", "interview_id", "interviewers", "start", "end", "external_event_id"];
    call.required(&fields)?;
    let application = call.named("application_id", &APPLICATIONS)?;
    let interview = call.named("interview_id", &INTERVIEWS)?;
    let mut made = planned(call, &scheduled(0))?;
    set(&mut made, "id", SCHEDULED.next_id().into());
    set(&mut made, "application_id", APPLICATIONS.id(application).into());
    set(&mut made, "status", "scheduled".into());
    set(&mut made, "created_at", NOW.into());
    let interview = json!({"id": INTERVIEWS.id(interview), "name": interview_name(interview)});
    set(&mut made, "interview", interview);
    Reply::created(made)
}

fn update(call: &Call) -> Answer {
    Reply::ok(planned(call, call.record(0, &SCHEDULED)?)?)
}

/// Times go in bare and come out in objects; interviewers are looked up by id.
fn planned(call: &Call, interview: &Value) -> Result<Value, Refusal> {
    let mut planned = call.merged(interview);
    for time in ["start", "end"] {
        if let Some(given) = call.field(time) {
            set(&mut planned, time, json!({"date_time": given}));
        }
    }
    if let Some(given) = call.field("interviewers").and_then(Value::as_array) {
        let known = |one: &Value| Some(interviewer(USERS.index(id(one.get("user_id")?)?)?, None));
        let known: Option<Vec<Value>> = given.iter().map(known).collect();
        let known =
            known.ok_or_else(|| Refusal::field("interviewers", "Must be existing users"))?;
        set(&mut planned, "interviewers", known.into());
    }
    Ok(planned)
}
