//! Who hires for a job.

use serde_json::{Value, json};

use super::{jobs::JOBS, users, users::USERS};
use crate::upstream::{
    call::{Answer, Call, Reply, id},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("jobs.retrieve_hiring_team", |call| Reply::ok(members(call.index(0, &JOBS)?))),
    ("jobs.replace_hiring_team", |call| change(call, |member| member.get("user_id"))),
    ("jobs.add_hiring_team", |call| change(call, |member| member.get("user_id"))),
    ("jobs.remove_hiring_team", |call| change(call, |member| Some(member))),
];

const ROLES: [&str; 4] = ["hiring_managers", "recruiters", "coordinators", "sourcers"];

/// The team as a job shows it.
pub(super) fn of_job(job: u32) -> Value {
    let responsible = |index| {
        let mut user = users::brief(index);
        user.as_object_mut().map(|user| user.insert("responsible".to_owned(), true.into()));
        user
    };
    json!({
        "hiring_managers": [users::brief(job % 20)], "recruiters": [responsible(job % 20 + 1)],
        "coordinators": [responsible(job % 20 + 2)], "sourcers": [users::brief(job % 20 + 3)],
    })
}

fn members(job: u32) -> Value {
    let member = |index| json!({"user_id": USERS.id(index), "active": true});
    let responsible =
        |index| json!({"user_id": USERS.id(index), "active": true, "responsible": true});
    json!({
        "hiring_managers": [member(job % 20)], "recruiters": [responsible(job % 20 + 1)],
        "coordinators": [responsible(job % 20 + 2)], "sourcers": [member(job % 20 + 3)],
    })
}

/// Members are given by role, as objects or as bare ids.
fn change(call: &Call, user: fn(&Value) -> Option<&Value>) -> Answer {
    call.record(0, &JOBS)?;
    let given = ROLES.iter().filter_map(|role| Some((*role, call.field(role)?)));
    let mut any = false;
    for (role, members) in given {
        any = true;
        let known = |member| user(member).and_then(id).and_then(|id| USERS.index(id)).is_some();
        if !members.as_array().is_some_and(|members| members.iter().all(known)) {
            return Err(Refusal::field(role, "Must be a list of existing users"));
        }
    }
    if !any {
        return Err(Refusal::field("hiring_managers", "At least one role is required"));
    }
    Reply::ok(json!({"success": true}))
}
