//! Other spellings of a path: the verdict is the canonical path's, or a refusal.

use contract::catalogue::{ENDPOINTS, Permission};

use super::{assert_forbidden, endpoint, marker, path, seen, through_the_gate};
use crate::stack::Organization;

/// `/v1/candidates/{id}` decoded towards the upstream would be another endpoint.
#[tokio::test]
async fn an_encoded_slash_in_a_parameter_never_reaches_the_upstream() {
    let all: Vec<_> = Permission::all().map(Permission::id).collect();
    let key = Organization::new().manager().key(&all).await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.parameters().count() > 0) {
        for parameter in ["1%2Factivity_feed", "1%2factivity_feed", "1%252Fx", "..%2f1"] {
            let marker = marker("slash", format!("{}-{}", endpoint.id, parameter.len()));
            let request = key.request(endpoint.method.as_str(), &path(endpoint, parameter));
            let answer = through_the_gate(&request, &marker).await;
            let what = format!("{} {parameter}", endpoint.id);
            assert_forbidden(&answer, "path_parameter", endpoint.id, &what);
            assert!(seen(&marker).await.is_empty(), "{what}");
        }
    }
}

#[tokio::test]
async fn a_parameter_that_is_no_plain_segment_is_forbidden() {
    let key = Organization::new().manager().key(&["candidates.retrieve"]).await;
    let long = "1".repeat(65);
    let longest = "1".repeat(64);
    for parameter in [
        "%3F", "%2e%2e", "..", ".", "1%00", "1;x=1", "1%20", "%31%2F", "1*", "é", "%C3%A9", "1%3b",
        &long,
    ] {
        let request = key.request("GET", &format!("/v1/candidates/{parameter}"));
        let marker = marker("parameter", parameter.len());
        let answer = through_the_gate(&request, &marker).await;
        assert!(
            (400..405).contains(&answer.status),
            "{parameter}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(seen(&marker).await.is_empty(), "{parameter}");
    }
    assert_eq!(key.call("GET", &format!("/v1/candidates/{longest}")).await.status, 404);
}

#[tokio::test]
async fn variants_of_a_permitted_path_open_nothing_else() {
    let key = Organization::new().manager().key(&["candidates.retrieve"]).await;
    let feed = path(endpoint("activity_feed.retrieve"), "1");
    let variants = [
        format!("{feed}/"),
        feed.replace("/1/", "//1/"),
        feed.replace("/1/", "/1/./"),
        feed.replace("/1/", "/x/../1/"),
        feed.replace("/1/", "/1%2f"),
        feed.replace("activity", "ACTIVITY"),
        feed.replace("activity", "%61ctivity"),
        format!("{feed};x=1"),
        format!("{feed}?"),
        format!("{feed}%3f"),
        format!("{feed}%23"),
        format!("{feed}.json"),
        format!("/{feed}"),
        "/v1/candidates/1?/../1/activity_feed".to_owned(),
        feed.replace('/', "%2f"),
        feed.replace('/', "\\"),
    ];
    for (number, target) in variants.iter().enumerate() {
        let marker = marker("variant", number);
        let answer = through_the_gate(&key.request("GET", target), &marker).await;
        let reached = seen(&marker).await;
        assert!(
            reached.iter().all(|request| request["endpoint"] == "candidates.retrieve"),
            "{target}: {} {reached:?}",
            answer.status
        );
        assert!(
            (400..500).contains(&answer.status) || !reached.is_empty(),
            "{target}: {}",
            answer.status
        );
    }
}
