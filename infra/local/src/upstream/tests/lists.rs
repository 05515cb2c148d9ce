//! Paging and filters.

use std::collections::BTreeSet;

use serde_json::json;

use super::{ask, get};
use crate::upstream::{Upstream, paging::NEXT_ONLY};

fn linked(link: &str, relation: &str) -> Option<String> {
    let wanted = format!("; rel=\"{relation}\"");
    let found = link.split(", ").find_map(|part| part.strip_suffix(wanted.as_str()))?;
    Some(found.trim_matches(['<', '>']).to_owned())
}

async fn walk(first: &str) -> Vec<u64> {
    let upstream = Upstream::default();
    let mut ids = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(target) = next {
        let told = ask(&upstream, get(&target)).await;
        assert_eq!(told.status, 200, "{target}");
        ids.extend(told.body.as_array().unwrap().iter().filter_map(|one| one["id"].as_u64()));
        next = linked(told.header("link"), "next");
    }
    ids
}

#[tokio::test]
async fn following_next_collects_every_record_once() {
    for (list, count) in [
        ("/v1/candidates?per_page=7", 300),
        ("/v1/candidates", 300),
        ("/v1/applications?per_page=500", 360),
        ("/v1/demographics/answers?per_page=33", 200),
        ("/v1/jobs?per_page=40", 40),
    ] {
        let ids = walk(list).await;
        assert_eq!(ids.len(), count, "{list}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), count, "{list}");
    }
}

#[tokio::test]
async fn relations_are_those_that_exist() {
    let check = async |target: &str, expected: [Option<&str>; 3]| {
        let told = ask(&Upstream::default(), get(target)).await;
        let link = told.header("link").to_owned();
        let found = ["next", "prev", "last"].map(|relation| linked(&link, relation));
        let page =
            |url: &String| url.split("page=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let found = found.each_ref().map(|url| url.as_ref().map(page));
        assert_eq!(found.each_ref().map(|page| page.as_deref()), expected, "{target}");
    };
    check("/v1/candidates", [Some("2"), None, Some("3")]).await;
    check("/v1/candidates?page=2", [Some("3"), Some("1"), Some("3")]).await;
    check("/v1/candidates?page=3", [None, Some("2"), None]).await;
    check("/v1/candidates?page=9", [None, Some("3"), None]).await;
    check("/v1/candidates?page=2&skip_count=true", [Some("3"), Some("1"), None]).await;
    check("/v1/candidates?per_page=300", [None, None, None]).await;
    check("/v1/demographics/answers?per_page=50&page=2", [Some("3"), None, None]).await;
    check("/v1/eeoc", [Some("2"), None, None]).await;
}

#[test]
fn lists_with_only_next_are_in_the_catalogue() {
    for id in NEXT_ONLY {
        assert!(id.parse::<contract::catalogue::Permission>().is_ok(), "{id}");
    }
}

#[tokio::test]
async fn links_lead_where_the_client_came_from() {
    let check = async |headers: &[(&'static str, &str)], expected: &str| {
        let mut request = get("/v1/candidates/?per_page=2&created_after=2020-01-01T00:00:00Z&a=b");
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let told = ask(&Upstream::default(), request).await;
        let next = linked(told.header("link"), "next").unwrap();
        let query = "?page=2&per_page=2&created_after=2020-01-01T00%3A00%3A00Z&a=b";
        assert_eq!(next, format!("{expected}/v1/candidates{query}"));
    };
    check(&[], "http://upstream.test").await;
    let host = ("x-forwarded-host", "gate.test");
    check(&[host], "http://gate.test").await;
    let proto = ("x-forwarded-proto", "https");
    check(&[host, proto, ("x-forwarded-prefix", "/prod")], "https://gate.test/prod").await;
    check(&[host, proto, ("x-forwarded-prefix", "")], "https://gate.test").await;
}

#[tokio::test]
async fn numbers_out_of_range_are_refused() {
    for (query, field) in [
        ("per_page=0", "per_page"),
        ("per_page=501", "per_page"),
        ("per_page=ten", "per_page"),
        ("page=0", "page"),
        ("page=-1", "page"),
    ] {
        let told = ask(&Upstream::default(), get(&format!("/v1/candidates?{query}"))).await;
        assert_eq!(told.status, 422, "{query}");
        assert_eq!(told.body["message"], "Validation error");
        assert_eq!(told.body["errors"][0]["field"], field);
    }
}

#[tokio::test]
async fn filters_narrow() {
    let check = async |target: &str, expected: usize| {
        let told = ask(&Upstream::default(), get(target)).await;
        assert_eq!(told.body.as_array().unwrap().len(), expected, "{target}: {}", told.body);
    };
    check("/v1/applications?job_id=4001&per_page=500", 9).await;
    check("/v1/candidates?job_id=4001&per_page=500", 8).await;
    check("/v1/candidates?candidate_ids=10001,10003", 2).await;
    check("/v1/candidates?email=ada.albers@example.org", 1).await;
    check("/v1/applications?status=hired", 40).await;
    check("/v1/jobs?status=draft", 4).await;
    check("/v1/jobs?requisition_id=R-1003", 1).await;
    check("/v1/candidates?created_before=2025-01-08", 2).await;
    check("/v1/candidates?created_after=2025-10-30T00:00:00Z&per_page=500", 3).await;
    check("/v1/eeoc?submitted_after=2030-01-01", 0).await;
    check("/v1/jobs/4001/stages", 5).await;

    let told = ask(&Upstream::default(), get("/v1/candidates?created_after=soon")).await;
    assert_eq!(told.status, 422);
}

#[tokio::test]
async fn times_have_milliseconds() {
    let told = ask(&Upstream::default(), get("/v1/candidates/10002")).await;
    assert_eq!(told.body["created_at"], "2025-01-07T08:00:03.360Z");
    assert_eq!(told.body["applications"][0]["candidate_id"], json!(10_002));
}

#[tokio::test]
async fn departments_and_offices_as_trees() {
    let told = ask(&Upstream::default(), get("/v1/departments?render_as=tree")).await;
    assert_eq!(told.body.as_array().unwrap().len(), 2);
    assert_eq!(told.body[0]["children"][0]["name"], "Engineering");
    let told = ask(&Upstream::default(), get("/v1/offices/301?render_as=tree")).await;
    assert_eq!(told.body["children"].as_array().unwrap().len(), 3);
}
