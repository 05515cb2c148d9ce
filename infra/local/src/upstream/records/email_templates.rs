//! E-mail templates.

use serde_json::{Value, json};

use super::users;
use crate::upstream::{
    call::Reply,
    collection::{Collection, moment, pick},
    routes::Route,
};

static EMAIL_TEMPLATES: Collection = Collection::new(701, 12, template);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("email_templates.list", |_| Reply::list(EMAIL_TEMPLATES.records())),
    ("email_templates.retrieve", |call| call.retrieved(&EMAIL_TEMPLATES)),
];

const TYPES: [&str; 4] =
    ["candidate_email", "candidate_rejection", "scorecard_reminder", "interviewer_invite"];

fn template(index: u32) -> Value {
    let kind = pick(&TYPES, index);
    json!({
        "id": EMAIL_TEMPLATES.id(index), "name": format!("Template {} for {kind}", index + 1),
        "description": format!("Sent as a {kind}."), "default": index < 4,
        "updated_at": moment(index * 3_000 + 700), "created_at": moment(index * 3_000),
        "type": kind, "from": null, "cc": [], "body": null,
        "html_body": "<p>Hello {{CANDIDATE_NAME}},</p>\r\n<p>Regards</p>",
        "user": (index >= 4).then(|| users::brief(index)),
    })
}
