//! Candidates, and what writing about them answers.

use serde_json::{Value, json};

use super::{applications, education, people, tags, users};
use crate::upstream::{
    call::{Answer, Call, Reply, id, set},
    collection::{Collection, NOW, moment},
    refusal::Refusal,
    routes::Route,
};

pub(in crate::upstream) static CANDIDATES: Collection = Collection::new(10_001, 300, candidate);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("candidates.list", |_| Reply::list(CANDIDATES.records())),
    ("candidates.retrieve", |call| call.retrieved(&CANDIDATES)),
    ("candidates.delete", |call| {
        let id = &call.record(0, &CANDIDATES)?["id"];
        Reply::ok(json!({"message": format!("Person {id} has been deleted.")}))
    }),
    ("candidates.update", |call| Reply::ok(edited(call, call.record(0, &CANDIDATES)?)?)),
    ("candidates.create", create),
    ("candidates.create_prospect", |call| {
        call.required(&["first_name", "last_name"])?;
        created(call, vec![applications::prospect(call, CANDIDATES.next_id())?])
    }),
    ("candidates.anonymize", anonymize),
    ("candidates.merge", |call| {
        let primary = call.named("primary_candidate_id", &CANDIDATES)?;
        call.named("duplicate_candidate_id", &CANDIDATES)?;
        Reply::ok(candidate(primary))
    }),
];

/// What may be anonymized; source: Harvest, "Anonymize Candidate".
const ANONYMOUS: [&str; 43] = [
    "full_name",
    "current_company",
    "current_title",
    "tags",
    "phone_numbers",
    "emails",
    "social_media_links",
    "websites",
    "addresses",
    "location",
    "custom_candidate_fields",
    "source",
    "recruiter",
    "coordinator",
    "attachments",
    "application_questions",
    "referral_questions",
    "notes",
    "rejection_notes",
    "email_addresses",
    "activity_items",
    "innotes",
    "inmails",
    "rejection_reason",
    "scorecards_and_interviews",
    "offers",
    "credited_to",
    "headline",
    "all_offer_versions",
    "follow_up_reminders",
    "custom_application_fields",
    "education",
    "employment",
    "candidate_stage_data",
    "prospect_owner",
    "custom_rejection_question_fields",
    "touchpoints",
    "prospect_pool_and_stage",
    "prospect_jobs",
    "prospect_offices",
    "prospect_offices_and_departments",
    "match_score_reasoning",
    "identity_verification",
];
const THIRD_PARTY: &str = "third_party_integrations";

fn candidate(index: u32) -> Value {
    let (first, last) = people::name(index);
    let day = index * 1_440;
    let tags: Vec<&str> = tags::of_candidate(index).map(tags::name).collect();
    let applications: Vec<Value> =
        applications::of_candidate(index).map(applications::application).collect();
    let application_ids: Vec<&Value> = applications.iter().map(|one| &one["id"]).collect();
    json!({
        "id": CANDIDATES.id(index), "first_name": first, "last_name": last,
        "company": people::company(index), "title": people::title(index),
        "created_at": moment(day), "updated_at": moment(day + 9_000),
        "last_activity": moment(day + 8_999), "is_private": index % 50 == 49, "photo_url": null,
        "attachments": applications::attachments(index, day + 15),
        "application_ids": application_ids,
        "phone_numbers": [{"value": format!("555-01{:02}", index % 100), "type": "mobile"}],
        "addresses": [{"value": people::place(index), "type": "home"}],
        "email_addresses": [{"value": people::email(index, "example.org"), "type": "personal"}],
        "website_addresses": [{"value": format!("https://{index}.example.org"), "type": "blog"}],
        "social_media_addresses": [{"value": format!("social.example.org/{index}")}],
        "recruiter": users::brief(index % 20), "coordinator": coordinator(index),
        "can_email": true, "tags": tags, "applications": applications,
        "educations": [education::education(index)],
        "employments": [education::employment(index)], "linked_user_ids": [],
        "custom_fields": {"notice_period": "One month", "works_remotely": index.is_multiple_of(2)},
        "keyed_custom_fields": {
            "notice_period": {"name": "Notice Period", "type": "short_text", "value": "One month"},
            "works_remotely": {
                "name": "Works Remotely", "type": "boolean", "value": index.is_multiple_of(2),
            },
        },
    })
}

fn coordinator(index: u32) -> Option<Value> {
    (index % 3 != 2).then(|| users::brief(index % 20 + 1))
}

/// Tags, addresses and the like are replaced; a person responsible is looked up.
fn edited(call: &Call, candidate: &Value) -> Result<Value, Refusal> {
    let mut edited = call.merged(candidate);
    for role in ["recruiter", "coordinator"] {
        if let Some(user) = call.field(role).and_then(|user| user.get("id")) {
            let index = id(user).and_then(|id| users::USERS.index(id));
            let index = index.ok_or_else(|| Refusal::field(role, "Must be an existing user"))?;
            set(&mut edited, role, users::brief(index));
        }
    }
    for computed in ["application_ids", "applications", "educations", "employments"] {
        set(&mut edited, computed, candidate[computed].clone());
    }
    Ok(edited)
}

fn create(call: &Call) -> Answer {
    call.required(&["first_name", "last_name", "applications"])?;
    let asked = call.field("applications").and_then(Value::as_array);
    let asked = asked.filter(|asked| !asked.is_empty());
    let asked = asked.ok_or_else(|| Refusal::field("applications", "At least one is required"))?;
    let id = CANDIDATES.next_id();
    let made = (0..).zip(asked).map(|(number, asked): (u32, &Value)| {
        applications::for_job(id, asked.get("job_id"), number)
    });
    created(call, made.collect::<Result<_, _>>()?)
}

fn created(call: &Call, applications: Vec<Value>) -> Answer {
    let mut created = edited(call, &blank())?;
    set(&mut created, "id", CANDIDATES.next_id().into());
    for time in ["created_at", "updated_at", "last_activity"] {
        set(&mut created, time, NOW.into());
    }
    let ids: Vec<Value> = applications.iter().filter_map(|one| one.get("id").cloned()).collect();
    set(&mut created, "application_ids", ids.into());
    set(&mut created, "applications", applications.into());
    Reply::created(created)
}

/// All fields of a candidate and nothing in them.
fn blank() -> Value {
    let mut blank = candidate(0);
    for (_, value) in blank.as_object_mut().into_iter().flatten() {
        match value {
            Value::Array(values) => values.clear(),
            Value::Object(fields) => fields.values_mut().for_each(|value| *value = Value::Null),
            Value::String(_) => *value = Value::Null,
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    set(&mut blank, "recruiter", Value::Null);
    set(&mut blank, "coordinator", Value::Null);
    blank
}

/// Only what the answer shows of it is blanked.
fn anonymize(call: &Call) -> Answer {
    let mut candidate = call.record(0, &CANDIDATES)?.clone();
    let fields = call.query("fields").filter(|fields| !fields.is_empty());
    let fields =
        fields.ok_or_else(|| Refusal::field("fields", "Missing required field: fields"))?;
    for field in fields.split(',').map(str::trim) {
        if field != THIRD_PARTY && !ANONYMOUS.contains(&field) {
            return Err(Refusal::field("fields", format!("Unknown field: {field}")));
        }
        for (name, blank) in blanked(field) {
            set(&mut candidate, name, blank);
        }
    }
    Reply::ok(candidate)
}

fn blanked(field: &str) -> Vec<(&'static str, Value)> {
    match field {
        "full_name" => {
            vec![("first_name", "[ANONYMIZED]".into()), ("last_name", "[ANONYMIZED]".into())]
        }
        "current_company" => vec![("company", Value::Null)],
        "current_title" => vec![("title", Value::Null)],
        "emails" | "email_addresses" => vec![("email_addresses", json!([]))],
        "tags" => vec![("tags", json!([]))],
        "phone_numbers" => vec![("phone_numbers", json!([]))],
        "addresses" => vec![("addresses", json!([]))],
        "recruiter" => vec![("recruiter", Value::Null)],
        "coordinator" => vec![("coordinator", Value::Null)],
        "education" => vec![("educations", json!([]))],
        "employment" => vec![("employments", json!([]))],
        _ => Vec::new(),
    }
}
