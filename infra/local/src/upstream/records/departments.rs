//! Departments, a tree of eight.

use serde_json::{Value, json};

use super::hierarchy::{self, children, parent};
use crate::upstream::{
    collection::{Collection, pick},
    routes::Route,
};

pub(in crate::upstream) static DEPARTMENTS: Collection = Collection::new(201, COUNT, department);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("departments.list", |call| hierarchy::listed(call, &DEPARTMENTS)),
    ("departments.retrieve", |call| hierarchy::retrieved(call, &DEPARTMENTS)),
    ("departments.update", |call| {
        call.record(0, &DEPARTMENTS)?;
        call.required(&["name"])?;
        call.changed(&DEPARTMENTS)
    }),
    ("departments.create", |call| {
        call.required(&["name"])?;
        call.added(&DEPARTMENTS)
    }),
];

const COUNT: u32 = 8;
const NAMES: [&str; 8] =
    ["Product", "Business", "Engineering", "Design", "Data", "Sales", "Finance", "People"];

pub(in crate::upstream) fn department(index: u32) -> Value {
    let below = || children(index, COUNT);
    json!({
        "id": DEPARTMENTS.id(index), "name": pick(&NAMES, index),
        "parent_id": parent(index).map(|parent| DEPARTMENTS.id(parent)),
        "parent_department_external_id": parent(index).map(external_id),
        "child_ids": below().map(|child| DEPARTMENTS.id(child)).collect::<Vec<_>>(),
        "child_department_external_ids": below().map(external_id).collect::<Vec<_>>(),
        "external_id": external_id(index),
    })
}

pub(in crate::upstream) fn external_id(index: u32) -> String {
    format!("dept-{}", index + 1)
}
