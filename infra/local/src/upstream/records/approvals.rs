//! Approval flows: two for each job, each with two groups of one approver.

use serde_json::{Value, json};

use super::{jobs::JOBS, people, users, users::USERS};
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::{Collection, moment},
    refusal::Refusal,
    routes::Route,
};

static FLOWS: Collection = Collection::new(8001, 80, flow);
static GROUPS: Collection = Collection::new(8201, 160, group);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("approvals.list_for_job", |call| call.children(&JOBS, "job_id", &FLOWS)),
    ("approvals.retrieve", |call| call.retrieved(&FLOWS)),
    ("approvals.request", |call| {
        if call.index(0, &FLOWS)? % 2 == APPROVED {
            return Err(Refusal::Unfit("Approval flow cannot be started".to_owned()));
        }
        Reply::ok(json!({"success": true}))
    }),
    ("approvals.list_pending", pending),
    ("approvals.replace_approver", replace_approver),
    ("approvals.replace_flow", |call| {
        let job = call.index(0, &JOBS)?;
        call.required(&["approval_type", "sequential", "approver_groups"])?;
        call.one_of("approval_type", &["offer_job", "open_job", "offer_candidate"])?;
        Reply::ok(json!({"success": true, "approval_flow_id": FLOWS.id(job * 2)}))
    }),
];

/// Of each job's two flows the second is approved, the first pending.
const APPROVED: u32 = 1;

fn flow(index: u32) -> Value {
    let approved = index % 2 == APPROVED;
    json!({
        "id": FLOWS.id(index), "offer_id": null, "sequential": true, "version": 1,
        "approval_type": kind(index),
        "approval_status": if approved { "approved" } else { "pending" },
        "job_id": JOBS.id(index / 2), "requested_by_user_id": USERS.id(index % 20),
        "approver_groups": [group(index * 2), group(index * 2 + 1)],
    })
}

fn kind(flow: u32) -> &'static str {
    if flow % 2 == APPROVED { "open_job" } else { "offer_job" }
}

fn group(index: u32) -> Value {
    let (flow, user) = (index / 2, approver(index));
    let at = flow / 2 * 1_000 + 100;
    json!({
        "id": GROUPS.id(index), "approvals_required": 1, "created_at": moment(at),
        "resolved_at": (flow % 2 == APPROVED).then(|| moment(at + 90)), "priority": index % 2,
        "job_id": JOBS.id(flow / 2), "offer_id": null,
        "approvers": [{
            "id": USERS.id(user), "name": people::full_name(user),
            "employee_id": users::employee_id(user),
            "email_addresses": [people::email(user, "example.com")],
        }],
    })
}

fn approver(group: u32) -> u32 {
    group % 24
}

fn pending(call: &Call) -> Answer {
    let user = call.index(0, &USERS)?;
    let theirs = move |group: &u32| approver(*group) == user && group / 2 % 2 != APPROVED;
    let wanted = call.query("type") != Some("offer");
    Reply::made(GROUPS.indices().filter(theirs).filter(move |_| wanted).map(approval))
}

fn approval(group: u32) -> Value {
    let flow = group / 2;
    let at = flow / 2 * 1_000 + 100;
    json!({
        "id": 8_501 + group, "status": if group.is_multiple_of(2) { "due" } else { "waiting" },
        "created_at": moment(at), "resolved_at": null, "request_sent_at": moment(at + 1),
        "reminder_sent_at": null, "reminders_sent": 0, "approver_group_id": GROUPS.id(group),
        "reminder_sent_by_user_id": null, "hiring_plan_id": JOBS.id(flow / 2), "offer_id": null,
        "approval_flow_id": FLOWS.id(flow), "approval_flow_type": kind(flow),
        "approval_flow_status": "pending",
    })
}

fn replace_approver(call: &Call) -> Answer {
    let group = call.index(0, &GROUPS)?;
    let (removed, added) =
        (call.named("remove_user_id", &USERS)?, call.named("add_user_id", &USERS)?);
    if removed != approver(group) {
        return Err(Refusal::field("remove_user_id", "Must be an approver of the group"));
    }
    Reply::ok(json!({
        "success": "true", "message": "Approver group updated.",
        "approval_flow_id": FLOWS.id(group / 2), "approver_group_id": GROUPS.id(group),
        "removed_user_id": USERS.id(removed), "added_user_id": USERS.id(added),
    }))
}
