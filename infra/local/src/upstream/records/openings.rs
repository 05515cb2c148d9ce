//! Openings: three for each job, one open, one filled, one closed unfilled.

use serde_json::{Value, json};

use super::{
    applications::APPLICATIONS,
    jobs::JOBS,
    reasons::{CLOSE_REASONS, close_reason},
};
use crate::upstream::{
    call::{Answer, Call, Reply, id, set},
    collection::{Collection, NOW, moment},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) static OPENINGS: Collection = Collection::new(5001, 120, opening);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("job_openings.list", list),
    ("job_openings.retrieve", |call| Reply::ok(opening(of_path(call)?))),
    ("job_openings.delete_v1", |call| delete(call, |_| true)),
    ("job_openings.delete", |call| delete(call, |index| index % 3 == UNFILLED)),
    ("job_openings.update", update),
    ("job_openings.create", create),
];

const PER_JOB: u32 = 3;
const FILLED: u32 = 1;
const UNFILLED: u32 = 2;

pub(super) fn of_job(job: u32) -> Vec<Value> {
    (job * PER_JOB..(job + 1) * PER_JOB).map(opening).collect()
}

pub(super) fn opening(index: u32) -> Value {
    let (job, turn) = (index / PER_JOB, index % PER_JOB);
    let closed = turn == FILLED || turn == UNFILLED;
    let at = job * 1_000 + 600;
    json!({
        "id": OPENINGS.id(index), "opening_id": format!("{}-{}", job + 1, turn + 1),
        "status": if closed { "closed" } else { "open" }, "opened_at": moment(at),
        "closed_at": closed.then(|| moment(at + 60_000)),
        "application_id": (turn == FILLED).then(|| APPLICATIONS.id(job + 40)),
        "close_reason": closed.then(|| close_reason(if turn == FILLED { 0 } else { 2 })),
        "custom_fields": {"budget": "Approved"},
        "keyed_custom_fields": {
            "budget": {"name": "Budget", "type": "short_text", "value": "Approved"},
        },
    })
}

fn list(call: &Call) -> Answer {
    Reply::made(of_job(call.index(0, &JOBS)?))
}

fn of_path(call: &Call) -> Result<u32, Refusal> {
    let (job, opening) = (call.index(0, &JOBS)?, call.index(1, &OPENINGS)?);
    if opening / PER_JOB == job { Ok(opening) } else { Err(Refusal::NotFound) }
}

/// Only v2 spares openings that are open or filled.
fn delete(call: &Call, deletable: fn(u32) -> bool) -> Answer {
    let job = call.index(0, &JOBS)?;
    call.required(&["ids"])?;
    let ids = call.field("ids").and_then(Value::as_array);
    let ids = ids.ok_or_else(|| Refusal::field("ids", "Must be an array"))?;
    let (deleted, failed): (Vec<&Value>, Vec<&Value>) = ids.iter().partition(|given| {
        let index = id(given).and_then(|id| OPENINGS.index(id));
        index.is_some_and(|index| index / PER_JOB == job && deletable(index))
    });
    Reply::ok(json!({"success": true, "deleted_ids": deleted, "failed_ids": failed}))
}

fn update(call: &Call) -> Answer {
    let index = of_path(call)?;
    call.one_of("status", &["open", "closed"])?;
    let mut updated = call.merged(&opening(index));
    let closed = updated.get("status").is_some_and(|status| status == "closed");
    if call.field("close_reason_id").is_some() {
        let reason = call.named("close_reason_id", &CLOSE_REASONS)?;
        if !closed {
            return Err(Refusal::field("close_reason_id", "Only a closed opening has one"));
        }
        set(&mut updated, "close_reason", close_reason(reason));
    }
    if call.field("status").is_some() {
        set(&mut updated, "closed_at", if closed { NOW.into() } else { Value::Null });
    }
    Reply::ok(updated)
}

fn create(call: &Call) -> Answer {
    call.record(0, &JOBS)?;
    call.required(&["openings"])?;
    let asked = call.field("openings").and_then(Value::as_array);
    let asked = asked.ok_or_else(|| Refusal::field("openings", "Must be an array"))?;
    let made = |(id, asked): (u32, &Value)| {
        let opening_id = asked.get("opening_id");
        json!({"id": id, "opening_id": opening_id, "open_date": NOW})
    };
    let openings: Vec<Value> = (OPENINGS.next_id()..).zip(asked).map(made).collect();
    Reply::created(json!({"openings": openings}))
}
