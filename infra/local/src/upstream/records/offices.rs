//! Offices, a tree of six.

use serde_json::{Value, json};

use super::{
    hierarchy::{self, children, parent},
    people,
    users::USERS,
};
use crate::upstream::{
    call::{Call, Reply, set},
    collection::Collection,
    routes::Route,
};

pub(in crate::upstream) static OFFICES: Collection = Collection::new(301, COUNT, office);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("offices.list", |call| hierarchy::listed(call, &OFFICES)),
    ("offices.retrieve", |call| hierarchy::retrieved(call, &OFFICES)),
    ("offices.update", |call| {
        let office = call.record(0, &OFFICES)?;
        call.required(&["name"])?;
        Reply::ok(located(call, call.merged(office)))
    }),
    ("offices.create", |call| {
        call.required(&["name"])?;
        let mut office = call.merged(&office(0));
        set(&mut office, "id", OFFICES.next_id().into());
        Reply::created(located(call, office))
    }),
];

const COUNT: u32 = 6;

pub(in crate::upstream) fn office(index: u32) -> Value {
    let below = || children(index, COUNT);
    json!({
        "id": OFFICES.id(index), "name": people::place(index).split(',').next(),
        "location": {"name": people::place(index)},
        "primary_contact_user_id": USERS.id(index),
        "parent_id": parent(index).map(|parent| OFFICES.id(parent)),
        "parent_office_external_id": parent(index).map(external_id),
        "child_ids": below().map(|child| OFFICES.id(child)).collect::<Vec<_>>(),
        "child_office_external_ids": below().map(external_id).collect::<Vec<_>>(),
        "external_id": external_id(index),
    })
}

pub(in crate::upstream) fn external_id(index: u32) -> String {
    format!("office-{}", index + 1)
}

/// A location goes in as text and comes out as an object.
fn located(call: &Call, mut office: Value) -> Value {
    if let Some(location) = call.field("location").filter(|location| location.is_string()) {
        set(&mut office, "location", json!({"name": location}));
    }
    office
}
