//! Prospect pools with their stages.

use serde_json::{Value, json};

use crate::upstream::{
    call::Reply,
    collection::{Collection, pick},
    routes::Route,
};

static PROSPECT_POOLS: Collection = Collection::new(801, 3, pool);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("prospect_pools.list", |_| Reply::list(PROSPECT_POOLS.records())),
    ("prospect_pools.retrieve", |call| call.retrieved(&PROSPECT_POOLS)),
];

const NAMES: [&str; 3] = ["Fairs and events", "Former interns", "Outreach"];
const STAGES: [&str; 3] = ["New", "In contact", "Interested"];

/// Pool and stage as a prospect's application shows them.
pub(in crate::upstream) fn place(index: u32) -> (Value, Value) {
    let pool = index % 3;
    (json!({"id": PROSPECT_POOLS.id(pool), "name": pick(&NAMES, pool)}), stage(pool, index % 3))
}

fn pool(index: u32) -> Value {
    json!({
        "id": PROSPECT_POOLS.id(index), "name": pick(&NAMES, index), "active": true,
        "prospect_stages": (0..3).map(|step| stage(index, step)).collect::<Vec<_>>(),
    })
}

fn stage(pool: u32, step: u32) -> Value {
    json!({"id": 811 + pool * 3 + step, "name": pick(&STAGES, step)})
}
