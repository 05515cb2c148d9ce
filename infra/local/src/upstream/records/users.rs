//! Users: who may act, and what the calls that change them answer.

use http::StatusCode;
use serde_json::{Value, json};

use super::{departments, offices, people};
use crate::upstream::{
    call::{Answer, Call, Reply, id, set},
    collection::{Collection, moment},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) static USERS: Collection = Collection::new(1001, 30, user);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("users.list", list),
    ("users.retrieve", retrieve),
    ("users.update_v1", |call| {
        call.record(0, &USERS)?;
        Reply::ok(json!({"success": "true"}))
    }),
    ("users.update", |call| {
        target(call)?;
        Reply::ok(json!({"success": "true"}))
    }),
    ("users.disable_v1", |call| able(call.index(0, &USERS)?, false)),
    ("users.disable", |call| able(target(call)?, false)),
    ("users.enable_v1", |call| able(call.index(0, &USERS)?, true)),
    ("users.enable", |call| able(target(call)?, true)),
    ("users.update_permission_level", |call| {
        call.required(&["user", "level"])?;
        call.one_of("level", &["basic"])?;
        target(call)?;
        Reply::ok(json!({"success": true}))
    }),
    ("users.create", create),
    ("users.add_email", |call| {
        let user = call.index(0, &USERS)?;
        call.required(&["email"])?;
        let address = json!({
            "id": 1_900 + user, "user_id": USERS.id(user),
            "email": call.field("email"), "verified": "false",
        });
        Reply::created(address)
    }),
];

/// What a user may do; the last six of the thirty may not write.
pub(in crate::upstream) enum Standing {
    SiteAdmin,
    JobAdmin,
    Basic,
    Disabled,
}

pub(in crate::upstream) fn standing(index: u32) -> Standing {
    match index {
        0..=4 => Standing::SiteAdmin,
        5..=23 => Standing::JobAdmin,
        24..=26 => Standing::Basic,
        _ => Standing::Disabled,
    }
}

/// A user as other records show them.
pub(in crate::upstream) fn brief(index: u32) -> Value {
    let index = index % USERS.indices().end;
    let (first, last) = people::name(index);
    json!({
        "id": USERS.id(index), "first_name": first, "last_name": last,
        "name": people::full_name(index), "employee_id": employee_id(index),
    })
}

/// Every seventh user has none.
pub(in crate::upstream) fn employee_id(index: u32) -> Option<String> {
    (index % 7 != 6).then(|| format!("E-{:04}", 100 + index))
}

fn user(index: u32) -> Value {
    let (first, last) = people::name(index);
    let email = people::email(index, "example.com");
    json!({
        "id": USERS.id(index), "name": people::full_name(index),
        "first_name": first, "last_name": last, "primary_email_address": email,
        "updated_at": moment(index * 60 + 20_000), "created_at": moment(index * 60),
        "disabled": matches!(standing(index), Standing::Disabled),
        "site_admin": matches!(standing(index), Standing::SiteAdmin),
        "emails": [email], "employee_id": employee_id(index), "linked_candidate_ids": [],
        "offices": [offices::office(index % 6)],
        "departments": [departments::department(index % 8)],
        "custom_fields": {"desk": format!("D{index}")},
        "keyed_custom_fields": {
            "desk": {"name": "Desk", "type": "short_text", "value": format!("D{index}")},
        },
    })
}

/// Without `user_attributes=true` a list shows no custom fields.
fn list(call: &Call) -> Answer {
    if call.query("user_attributes") == Some("true") {
        return Reply::list(USERS.records());
    }
    Reply::made(USERS.records().iter().cloned().map(|mut user| {
        if let Some(fields) = user.as_object_mut() {
            fields.retain(|name, _| !name.ends_with("custom_fields"));
        }
        user
    }))
}

/// The path's user; Harvest documents an employee id in the query as well.
fn retrieve(call: &Call) -> Answer {
    match call.query("employee_id") {
        Some(employee) => Reply::ok(found("employee_id", &employee.into())?.clone()),
        None => call.retrieved(&USERS),
    }
}

fn create(call: &Call) -> Answer {
    call.required(&["first_name", "last_name", "email"])?;
    let Reply::Body(status, mut user) = call.added(&USERS)? else {
        return Err(Refusal::NotFound);
    };
    let text = |name| call.field(name).and_then(Value::as_str).unwrap_or_default();
    set(&mut user, "name", format!("{} {}", text("first_name"), text("last_name")).into());
    set(&mut user, "primary_email_address", text("email").into());
    set(&mut user, "emails", json!([text("email")]));
    set(&mut user, "site_admin", false.into());
    Ok(Reply::Body(status, user))
}

fn able(index: u32, enabled: bool) -> Answer {
    let mut user = user(index);
    set(&mut user, "disabled", (!enabled).into());
    Ok(Reply::Body(StatusCode::OK, user))
}

/// The user of a v2 call, named in the body by id, employee id or e-mail address.
fn target(call: &Call) -> Result<u32, Refusal> {
    let named = call.field("user").and_then(Value::as_object);
    let named = named.ok_or_else(|| Refusal::field("user", "Missing required field: user"))?;
    if let Some(user) = named.get("user_id") {
        return id(user).and_then(|id| USERS.index(id)).ok_or(Refusal::NotFound);
    }
    let by = [("employee_id", "employee_id"), ("email", "primary_email_address")];
    let user = by.iter().find_map(|(name, field)| Some(found(field, named.get(*name)?)));
    let user = user
        .ok_or_else(|| Refusal::field("user", "Must have one of: email, user_id, employee_id"))??;
    user.get("id").and_then(id).and_then(|id| USERS.index(id)).ok_or(Refusal::NotFound)
}

fn found(field: &str, value: &Value) -> Result<&'static Value, Refusal> {
    let mut users = USERS.records().iter();
    users.find(|user| user.get(field) == Some(value)).ok_or(Refusal::NotFound)
}
