//! Offers: two versions for everyone hired, one pending for each job.

use serde_json::{Value, json};

use super::{
    applications::{APPLICATIONS, candidate_of, job_of},
    candidates::CANDIDATES,
    jobs::JOBS,
    openings,
};
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::{Collection, day, moment},
    refusal::Refusal,
    routes::Route,
};

static OFFERS: Collection = Collection::new(30_001, 120, offer);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("offers.list", |_| Reply::list(OFFERS.records())),
    ("offers.list_for_application", |call| call.children(&APPLICATIONS, "application_id", &OFFERS)),
    ("offers.retrieve_current", |call| Reply::ok(current(call)?.clone())),
    ("offers.retrieve", |call| call.retrieved(&OFFERS)),
    ("offers.update_current", update),
];

fn offer(index: u32) -> Value {
    let job = index / 3;
    let (application, version, status) = match index % 3 {
        0 => (job + 40, 1, "deprecated"),
        1 => (job + 40, 2, "accepted"),
        _ => (job + 160, 1, "unresolved"),
    };
    let at = candidate_of(application) * 1_440 + 5_000 * version;
    let resolved = status != "unresolved";
    json!({
        "id": OFFERS.id(index), "version": version,
        "application_id": APPLICATIONS.id(application), "job_id": JOBS.id(job_of(application)),
        "candidate_id": CANDIDATES.id(candidate_of(application)),
        "opening": openings::opening(job * 3 + u32::from(resolved)),
        "created_at": moment(at), "updated_at": moment(at + 100), "sent_at": day(at + 60),
        "resolved_at": resolved.then(|| moment(at + 100)), "starts_at": day(at + 60_000),
        "status": status,
        "custom_fields": {"employment_type": "Full-time", "bonus": null},
        "keyed_custom_fields": {
            "employment_type": {
                "name": "Employment Type", "type": "single_select", "value": "Full-time",
            },
            "bonus": {"name": "Bonus", "type": "short_text", "value": null},
        },
    })
}

/// The latest version; an application without offers has none.
fn current(call: &Call) -> Result<&'static Value, Refusal> {
    let application = &call.record(0, &APPLICATIONS)?["id"];
    let its_own = OFFERS.records().iter().filter(|offer| offer["application_id"] == *application);
    its_own.max_by_key(|offer| offer["version"].as_u64()).ok_or(Refusal::NotFound)
}

fn update(call: &Call) -> Answer {
    current(call)?;
    Reply::ok(json!({"success": true}))
}
