//! Departments and offices form trees; this is how both are numbered and shown.

use serde_json::Value;

use crate::upstream::call::{Answer, Call, Reply};
use crate::upstream::collection::Collection;

/// The first two stand at the top, every three after them under one before.
pub(super) fn parent(index: u32) -> Option<u32> {
    Some(index.checked_sub(2)? / 3)
}

pub(super) fn children(index: u32, count: u32) -> impl Iterator<Item = u32> {
    (0..count).filter(move |child| parent(*child) == Some(index))
}

/// A flat list, or with `render_as=tree` the ones at the top with all below them.
pub(super) fn listed(call: &Call, collection: &'static Collection) -> Answer {
    if call.query("render_as") != Some("tree") {
        return Reply::list(collection.records());
    }
    let top = collection.records().iter().filter(|record| record["parent_id"].is_null());
    Reply::made(top.map(|record| tree(record, collection)))
}

pub(super) fn retrieved(call: &Call, collection: &'static Collection) -> Answer {
    let record = call.record(0, collection)?;
    let as_tree = call.query("render_as") == Some("tree");
    Reply::ok(if as_tree { tree(record, collection) } else { record.clone() })
}

fn tree(record: &Value, collection: &'static Collection) -> Value {
    let below = collection.records().iter().filter(|child| child["parent_id"] == record["id"]);
    let children: Vec<Value> = below.map(|child| tree(child, collection)).collect();
    let shown = ["id", "name", "location", "primary_contact_user_id", "external_id"];
    let shown = shown.iter().filter_map(|field| Some((*field, record.get(field)?.clone())));
    shown.chain([("children", children.into())]).collect()
}
