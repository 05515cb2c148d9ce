//! Jobs.

use serde_json::{Value, json};

use super::{departments, hiring_team, offices, openings, people};
use crate::upstream::{
    call::{Answer, Call, Reply, id, set},
    collection::{Collection, moment, pick},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) static JOBS: Collection = Collection::new(4001, 40, job);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("jobs.list", |_| Reply::list(JOBS.records())),
    ("jobs.retrieve", |call| call.retrieved(&JOBS)),
    ("jobs.update", |call| {
        let mut job = call.merged(call.record(0, &JOBS)?);
        assigned(call, &mut job)?;
        Reply::ok(job)
    }),
    ("jobs.create", create),
];

const NAMES: [&str; 10] = [
    "Backend Engineer",
    "Data Analyst",
    "Product Designer",
    "Account Executive",
    "Payroll Specialist",
    "Site Reliability Engineer",
    "Technical Writer",
    "Recruiter",
    "Customer Support Lead",
    "Field Technician",
];

pub(in crate::upstream) fn name(index: u32) -> String {
    let place = people::place(index / 10);
    format!("{}, {}", pick(&NAMES, index), place.split(',').next().unwrap_or_default())
}

fn status(index: u32) -> &'static str {
    match index % 10 {
        3 => "draft",
        4 | 9 => "closed",
        _ => "open",
    }
}

fn job(index: u32) -> Value {
    let at = index * 1_000;
    let (status, salary) = (status(index), salary(index));
    json!({
        "id": JOBS.id(index), "name": name(index), "requisition_id": format!("R-{}", 1_000 + index),
        "notes": "<p>Sample job</p>", "confidential": false, "status": status,
        "created_at": moment(at), "opened_at": (status != "draft").then(|| moment(at + 600)),
        "closed_at": (status == "closed").then(|| moment(at + 90_000)),
        "updated_at": moment(at + 90_000), "is_template": index == 0,
        "copied_from_id": (index != 0).then(|| JOBS.id(0)),
        "departments": [departments::department(index % 8)],
        "offices": [offices::office(index % 6)],
        "custom_fields": {"employment_type": "Full-time", "salary_range": salary},
        "keyed_custom_fields": {
            "employment_type": {
                "name": "Employment Type", "type": "single_select", "value": "Full-time",
            },
            "salary_range": {"name": "Salary Range", "type": "currency_range", "value": salary},
        },
        "hiring_team": hiring_team::of_job(index), "openings": openings::of_job(index),
    })
}

fn salary(index: u32) -> Value {
    let least = 40_000 + index * 500;
    json!({"min_value": least, "max_value": least + 15_000, "unit": "EUR"})
}

/// A copy of the template under the body's names.
fn create(call: &Call) -> Answer {
    let template = call.named("template_job_id", &JOBS)?;
    call.required(&["number_of_openings"])?;
    let mut created = job(template);
    set(&mut created, "id", JOBS.next_id().into());
    let copy = || format!("Copy Of {}", name(template)).into();
    set(&mut created, "name", call.field("job_name").cloned().unwrap_or_else(copy));
    set(&mut created, "status", "open".into());
    set(&mut created, "copied_from_id", JOBS.id(template).into());
    set(&mut created, "is_template", false.into());
    set(&mut created, "requisition_id", call.field("requisition_id").cloned().into());
    assigned(call, &mut created)?;
    Reply::created(created)
}

/// Department and offices come as ids.
fn assigned(call: &Call, job: &mut Value) -> Result<(), Refusal> {
    if call.field("department_id").is_some() {
        let department = call.named("department_id", &departments::DEPARTMENTS)?;
        set(job, "departments", json!([departments::department(department)]));
    }
    let Some(ids) = call.field("office_ids").and_then(Value::as_array) else {
        return Ok(());
    };
    let office = |one: &Value| Some(offices::office(offices::OFFICES.index(id(one)?)?));
    let found: Option<Vec<Value>> = ids.iter().map(office).collect();
    let found = found.ok_or_else(|| Refusal::field("office_ids", "Must be ids of offices"))?;
    set(job, "offices", found.into());
    Ok(())
}
