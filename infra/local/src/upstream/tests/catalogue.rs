//! Every endpoint of the catalogue answers; writes want an acting user and fields.

use contract::catalogue::{ENDPOINTS, Endpoint};
use serde_json::{Value, json};

use super::{ADMIN, BASIC, DISABLED, ask, get, write};
use crate::upstream::{
    Upstream,
    records::{applications::APPLICATIONS, candidates::CANDIDATES, openings::OPENINGS},
};

/// An existing record for each parameter, by the segment before it.
const EXISTING: [(&str, &str); 24] = [
    ("answer_options", "621"),
    ("answers", "60001"),
    ("applications", "20001"),
    ("approval_flows", "8001"),
    ("approver_groups", "8201"),
    ("candidate", "881"),
    ("candidates", "10001"),
    ("custom_field", "3001"),
    ("custom_fields", "3001"),
    ("departments", "201"),
    ("educations", "70001"),
    ("email_templates", "701"),
    ("employments", "80001"),
    ("job_posts", "7001"),
    ("job_stages", "6001"),
    ("jobs", "4001"),
    ("offers", "30001"),
    ("offices", "301"),
    ("openings", "5001"),
    ("prospect_pools", "801"),
    ("question_sets", "601"),
    ("questions", "611"),
    ("scheduled_interviews", "40001"),
    ("scorecards", "50001"),
];

/// Enough for every other write at once; each takes the fields it knows.
const GENEROUS: &str = r#"{
    "add_user_id": 1002, "application_id": 20001, "applications": [{"job_id": 4001}],
    "approval_type": "open_job", "approver_groups": [], "body": "Text",
    "company_name": "Fernhill", "content": "QQ==", "duplicate_candidate_id": 10002,
    "email": "new@example.com", "end": "2026-03-15T10:00:00Z", "external_event_id": "new",
    "field_type": "job", "filename": "cv.pdf", "first_name": "New", "from": "a@example.com",
    "from_stage_id": 6001, "future_job_permission_id": 9201, "hiring_managers": [],
    "ids": [5003, 5001], "interview_id": 6501, "interviewers": [{"user_id": 1002}],
    "job_id": "4001", "job_permission_id": 9001, "last_name": "Person", "name": "New name",
    "new_job_id": 4002, "number_of_openings": 1, "openings": [{"opening_id": "x"}],
    "option_ids": [3101, 1], "options": [{"id": 3101, "name": "Other"}],
    "primary_candidate_id": 10001, "remove_user_id": 1001, "sequential": true,
    "start": "2026-03-15T09:00:00Z", "start_date": "2026-04-01", "subject": "Hello",
    "template_job_id": 4001, "title": "Analyst", "to": "b@example.com", "to_stage_id": 6002,
    "type": "resume", "user": {"user_id": 1002}, "user_id": 1001, "user_role_id": "901",
    "value_type": "short_text", "visibility": "public"
}"#;

/// Endpoints whose example record must be in a certain state, and what they are told.
fn particular(id: &str) -> Option<(&'static str, Value)> {
    let hired = "/v1/applications/20041/offers/current_offer";
    Some(match id {
        "applications.convert_prospect" => {
            ("/v1/applications/20321/convert_prospect", json!({"job_id": 4001}))
        }
        "applications.update_rejection" => {
            ("/v1/applications/20081/reject", json!({"rejection_reason_id": 822}))
        }
        "applications.unreject" => ("/v1/applications/20081/unreject", json!({})),
        "offers.list_for_application" => ("/v1/applications/20041/offers", json!({})),
        "offers.retrieve_current" | "offers.update_current" => (hired, json!({})),
        "candidates.anonymize" => ("/v1/candidates/10001/anonymize?fields=full_name", json!({})),
        "job_posts.update_status" => ("/v2/job_posts/7001/status", json!({"status": "live"})),
        "custom_fields.list" => ("/v1/custom_fields/job", json!({})),
        "users.update_permission_level" => {
            ("/v1/users/permission_level", json!({"user": {"user_id": ADMIN}, "level": "basic"}))
        }
        _ => return None,
    })
}

fn generous() -> Value {
    serde_json::from_str(GENEROUS).unwrap()
}

fn example(endpoint: &Endpoint) -> (String, Value) {
    if let Some((path, body)) = particular(endpoint.id) {
        return (path.to_owned(), body);
    }
    let mut before = "";
    let mut path = String::new();
    for segment in endpoint.path.split('/').skip(1) {
        let existing = match before {
            "users" => "1001",
            "tracking_links" => "tl0001",
            "tags" => "881",
            _ => EXISTING.iter().find(|(of, _)| *of == before).map_or("", |(_, id)| id),
        };
        path += "/";
        path += if segment.starts_with('{') { existing } else { segment };
        before = segment;
    }
    (path, generous())
}

#[tokio::test]
async fn every_endpoint_answers_for_an_existing_record() {
    let upstream = Upstream::default();
    for endpoint in &ENDPOINTS {
        let (path, body) = example(endpoint);
        let told = if endpoint.writes() {
            ask(&upstream, write(endpoint.method.as_str(), &path, Some(ADMIN), &body)).await
        } else {
            ask(&upstream, get(&path)).await
        };
        let (id, status, body) = (endpoint.id, told.status, &told.body);
        assert!(matches!(status, 200 | 201), "{id} at {path}: {status} {body}");
        assert!(body.is_object() || body.is_array(), "{id}: {body}");
        assert!(!endpoint.id.contains(".list") || !body[0].is_null(), "{id} is empty");
        assert_eq!(upstream.requests(None).last().unwrap().endpoint, Some(endpoint.id));
    }
}

#[tokio::test]
async fn every_parameter_may_name_nothing() {
    let upstream = Upstream::default();
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path.contains('{')) {
        let unknown = endpoint.path.split('/').map(|segment| match segment {
            parameter if parameter.starts_with('{') => "999999",
            literal => literal,
        });
        let path = unknown.collect::<Vec<_>>().join("/");
        let told = if endpoint.writes() {
            let request = write(endpoint.method.as_str(), &path, Some(ADMIN), &generous());
            ask(&upstream, request).await
        } else {
            ask(&upstream, get(&path)).await
        };
        let gone = json!({"message": "Resource not found"});
        assert_eq!((told.status, told.body), (404, gone), "{}", endpoint.id);
    }
}

#[tokio::test]
async fn a_write_wants_an_active_user_with_rights() {
    let upstream = Upstream::default();
    let cases = [
        (None, 403),
        (Some("someone@example.com"), 404),
        (Some("999999"), 404),
        (Some(BASIC), 403),
        (Some(DISABLED), 404),
        (Some(ADMIN), 200),
    ];
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.writes()) {
        let (path, body) = example(endpoint);
        for (acting, expected) in cases {
            let request = write(endpoint.method.as_str(), &path, acting, &body);
            let status = ask(&upstream, request).await.status;
            let status = if status == 201 { 200 } else { status };
            assert_eq!(status, expected, "{} as {acting:?}", endpoint.id);
        }
    }
}

#[tokio::test]
async fn required_fields_are_named() {
    let upstream = Upstream::default();
    let request = write("POST", "/v1/candidates", Some(ADMIN), &json!({"first_name": "New"}));
    let told = ask(&upstream, request).await;
    let absent =
        |name: &str| json!({"message": format!("Missing required field: {name}"), "field": name});
    let expected = json!({
        "message": "Validation error", "errors": [absent("last_name"), absent("applications")],
    });
    assert_eq!((told.status, told.body), (422, expected));

    let request = write("POST", "/v1/candidates", Some(ADMIN), &json!("text"));
    assert_eq!(ask(&upstream, request).await.status, 400);
}

#[tokio::test]
async fn what_is_created_says_what_was_sent() {
    let upstream = Upstream::default();
    let sent = json!({
        "first_name": "New", "last_name": "Person",
        "applications": [{"job_id": 4003}, {"job_id": "4007"}],
        "tags": ["Rust"], "recruiter": {"id": 1003},
    });
    let request = write("POST", "/v1/candidates", Some(ADMIN), &sent);
    let told = ask(&upstream, request).await;
    assert_eq!(told.status, 201);
    assert_eq!(told.body["id"], CANDIDATES.next_id());
    assert_eq!(told.body["first_name"], "New");
    assert_eq!(told.body["tags"], json!(["Rust"]));
    assert_eq!(told.body["recruiter"]["id"], 1003);
    let applications = told.body["applications"].as_array().unwrap();
    let jobs = applications.iter().map(|one| &one["jobs"][0]["id"]);
    assert_eq!(jobs.collect::<Vec<_>>(), [4003, 4007]);
    assert!(applications.iter().all(|one| one["candidate_id"] == told.body["id"]));
    assert_eq!(told.body["application_ids"], json!([20_361, 20_362]));
    assert_eq!(told.body["email_addresses"], json!([]));
}

#[test]
fn ids_agree_wherever_they_appear() {
    for candidate in CANDIDATES.records() {
        for application in candidate["applications"].as_array().unwrap() {
            let id = application["id"].as_u64().unwrap();
            let alone = APPLICATIONS.find(u32::try_from(id).unwrap()).unwrap();
            assert_eq!((alone, &alone["candidate_id"]), (application, &candidate["id"]));
        }
    }
    let shown: usize = CANDIDATES.records().iter().map(|one| of(one, "applications")).sum();
    assert_eq!(shown, APPLICATIONS.records().len());
    let filled = OPENINGS.records().iter().filter_map(|opening| opening["application_id"].as_u64());
    for application in filled {
        let application = APPLICATIONS.find(u32::try_from(application).unwrap()).unwrap();
        assert_eq!(application["status"], "hired");
    }
}

fn of(record: &Value, field: &str) -> usize {
    record[field].as_array().unwrap().len()
}
