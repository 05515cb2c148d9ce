//! What users may do on jobs, now and later, and the roles that say it.

use serde_json::{Value, json};

use super::{
    departments::{self, DEPARTMENTS},
    jobs::JOBS,
    offices::{self, OFFICES},
    users::USERS,
};
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::{Collection, pick},
    refusal::Refusal,
    routes::Route,
};

static USER_ROLES: Collection = Collection::new(901, 4, role);
static JOB_PERMISSIONS: Collection = Collection::new(9001, 90, job_permission);
static FUTURE_PERMISSIONS: Collection = Collection::new(9201, 30, future_permission);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("user_roles.list", |_| Reply::list(USER_ROLES.records())),
    ("user_permissions.list", |call| {
        let user = call.index(0, &USERS)?;
        Reply::made((user * PER_USER..(user + 1) * PER_USER).map(job_permission))
    }),
    ("user_permissions.delete", |call| {
        let user = call.index(0, &USERS)?;
        let permission = call.named("job_permission_id", &JOB_PERMISSIONS)?;
        theirs(permission / PER_USER == user)?;
        deleted("Job Permission", JOB_PERMISSIONS.id(permission))
    }),
    ("user_permissions.create", |call| {
        call.record(0, &USERS)?;
        let (job, role) = (call.named("job_id", &JOBS)?, call.named("user_role_id", &USER_ROLES)?);
        Reply::created(json!({
            "id": JOB_PERMISSIONS.next_id(), "job_id": JOBS.id(job),
            "user_role_id": USER_ROLES.id(role),
        }))
    }),
    ("user_permissions.list_future", |call| {
        Reply::made([future_permission(call.index(0, &USERS)?)])
    }),
    ("user_permissions.delete_future", |call| {
        let user = call.index(0, &USERS)?;
        let permission = call.named("future_job_permission_id", &FUTURE_PERMISSIONS)?;
        theirs(permission == user)?;
        deleted("Future Job Permission", FUTURE_PERMISSIONS.id(permission))
    }),
    ("user_permissions.create_future", create_future),
];

const PER_USER: u32 = 3;
const ROLES: [(&str, &str); 4] = [
    ("interviewer", "Interviewer"),
    ("job_admin", "Standard"),
    ("job_admin", "Private"),
    ("job_admin", "Hiring Manager"),
];

fn role(index: u32) -> Value {
    let kinds = ROLES.map(|(kind, _)| kind);
    let names = ROLES.map(|(_, name)| name);
    json!({"id": USER_ROLES.id(index), "type": pick(&kinds, index), "name": pick(&names, index)})
}

fn job_permission(index: u32) -> Value {
    json!({
        "id": JOB_PERMISSIONS.id(index), "job_id": JOBS.id(index),
        "user_role_id": USER_ROLES.id(index),
    })
}

fn future_permission(user: u32) -> Value {
    let (office, department) = (user % 6, user % 8);
    json!({
        "id": FUTURE_PERMISSIONS.id(user), "office_id": OFFICES.id(office),
        "external_office_id": offices::external_id(office),
        "department_id": DEPARTMENTS.id(department),
        "external_department_id": departments::external_id(department),
        "user_role_id": USER_ROLES.id(user),
    })
}

/// A permission of someone else is not found.
fn theirs(owned: bool) -> Result<(), Refusal> {
    if owned { Ok(()) } else { Err(Refusal::NotFound) }
}

fn deleted(kind: &str, id: u32) -> Answer {
    Reply::ok(json!({"message": format!("{kind} {id} has been deleted.")}))
}

/// No office or no department means all of them.
fn create_future(call: &Call) -> Answer {
    call.record(0, &USERS)?;
    let role = call.named("user_role_id", &USER_ROLES)?;
    let office = call.field("office_id").map(|_| call.named("office_id", &OFFICES)).transpose()?;
    let department = call
        .field("department_id")
        .map(|_| call.named("department_id", &DEPARTMENTS))
        .transpose()?;
    Reply::created(json!({
        "id": FUTURE_PERMISSIONS.next_id(), "office_id": office.map(|index| OFFICES.id(index)),
        "external_office_id": office.map(offices::external_id),
        "department_id": department.map(|index| DEPARTMENTS.id(index)),
        "external_department_id": department.map(departments::external_id),
        "user_role_id": USER_ROLES.id(role),
    }))
}
