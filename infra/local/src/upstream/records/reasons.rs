//! Why candidates are rejected and why openings are closed.

use serde_json::{Value, json};

use crate::upstream::{
    call::Reply,
    collection::{Collection, pick},
    routes::Route,
};

pub(in crate::upstream) static REJECTION_REASONS: Collection =
    Collection::new(821, 8, rejection_reason);
pub(in crate::upstream) static CLOSE_REASONS: Collection = Collection::new(841, 4, close_reason);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("rejection_reasons.list", |_| Reply::list(REJECTION_REASONS.records())),
    ("close_reasons.list", |_| Reply::list(CLOSE_REASONS.records())),
];

const REJECTIONS: [&str; 8] = [
    "Not enough experience",
    "Chose another candidate",
    "Work permit missing",
    "Application incomplete",
    "Accepted another offer",
    "Salary expectations",
    "Withdrew",
    "Did not reply",
];
const CLOSINGS: [&str; 4] = ["Hired - New", "Hired - Replacement", "Budget cut", "On hold"];

pub(in crate::upstream) fn rejection_name(index: u32) -> &'static str {
    pick(&REJECTIONS, index)
}

pub(in crate::upstream) fn rejection_reason(index: u32) -> Value {
    let kind = if index % 8 < 4 { (1, "We rejected them") } else { (2, "They rejected us") };
    json!({
        "id": REJECTION_REASONS.id(index), "name": rejection_name(index),
        "type": {"id": kind.0, "name": kind.1},
    })
}

pub(in crate::upstream) fn close_reason(index: u32) -> Value {
    json!({"id": CLOSE_REASONS.id(index), "name": pick(&CLOSINGS, index)})
}
