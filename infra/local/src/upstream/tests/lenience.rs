//! What the gate must not let through is acted upon; what came through is shown.

use std::time::{Duration, Instant};

use axum::{body::Body, extract::Request};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{ADMIN, ask, get, write};
use crate::upstream::{INSPECTION, Upstream};

async fn reached(request: Request) -> (Option<&'static str>, u16) {
    let upstream = Upstream::default();
    let told = ask(&upstream, request).await;
    (upstream.requests(None).pop().unwrap().endpoint, told.status)
}

fn post(target: &str, header: (&str, &str), body: &'static str) -> Request {
    let request = Request::post(target).header("on-behalf-of", ADMIN);
    request.header(header.0, header.1).body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn a_post_may_ask_for_another_method() {
    let one = "/v1/candidates/10001";
    let form = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    let multipart = ("content-type", "multipart/form-data; boundary=x");
    let part = "--x\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\nDELETE\r\n--x--\r\n";
    for request in [
        post(one, ("x-http-method-override", "DELETE"), ""),
        post(one, ("x-http-method", "delete"), ""),
        post(one, ("x-method-override", "DELETE"), ""),
        post("/v1/candidates/10001?_method=delete", ("x-any", "1"), ""),
        post(one, form, "a=1&_method=delete"),
        post(one, multipart, part),
    ] {
        assert_eq!(reached(request).await, (Some("candidates.delete"), 200));
    }
    let to_get = post("/v1/candidates", ("x-http-method-override", "GET"), "{}");
    assert_eq!(reached(to_get).await, (Some("candidates.list"), 200));
}

#[tokio::test]
async fn only_a_post_and_only_known_methods() {
    let mut request = get("/v1/candidates/10001?_method=delete");
    request.headers_mut().insert("x-http-method-override", "DELETE".parse().unwrap());
    assert_eq!(reached(request).await, (Some("candidates.retrieve"), 200));
    let unknown = post("/v1/candidates", ("x-http-method-override", "BREW"), "{}");
    assert_eq!(reached(unknown).await, (Some("candidates.create"), 422));
}

#[tokio::test]
async fn an_encoded_slash_reaches_another_endpoint() {
    let feed = Some("activity_feed.retrieve");
    for path in [
        "/v1/candidates/10001%2Factivity_feed",
        "/v1//candidates/10001/./activity_feed/",
        "/v1/jobs/%2e%2e/candidates/10001/activity_feed",
    ] {
        assert_eq!(reached(get(path)).await, (feed, 200), "{path}");
    }
    for path in ["/v1/Candidates", "/v1/candidates/10001;x=1", "/v3/candidates", "/", "/v1"] {
        assert_eq!(reached(get(path)).await.1, 404, "{path}");
    }
}

#[tokio::test]
async fn a_get_with_a_body_is_forbidden() {
    let request = Request::get("/v1/candidates").body(Body::from("{}")).unwrap();
    assert_eq!(reached(request).await, (Some("candidates.list"), 403));
}

#[tokio::test]
async fn a_head_is_a_get() {
    let request = Request::head("/v1/candidates").body(Body::empty()).unwrap();
    assert_eq!(reached(request).await, (Some("candidates.list"), 200));
}

#[tokio::test]
async fn orders_shape_the_answer() {
    let upstream = Upstream::default();
    let order = |name: &'static str, value: &'static str| {
        let mut request = get("/v1/candidates");
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    assert_eq!(ask(&upstream, order("x-upstream-status", "500")).await.status, 500);
    let told = ask(&upstream, order("x-upstream-size", "70000")).await;
    assert_eq!(told.status, 200);
    assert_eq!(told.body.as_str().unwrap().len(), 69_998);

    let asked = Instant::now();
    ask(&upstream, order("x-upstream-delay-ms", "60")).await;
    assert!(asked.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn limits_are_told_on_every_answer() {
    let upstream = Upstream::default();
    for path in ["/v1/candidates", "/v1/nothing"] {
        let told = ask(&upstream, get(path)).await;
        assert_eq!(told.header("x-ratelimit-limit"), "50", "{path}");
        assert_eq!(told.header("x-ratelimit-remaining"), "49", "{path}");
    }
}

#[tokio::test]
async fn what_came_is_shown_over_the_wire() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let upstream = Upstream::default();
    let serving = tokio::spawn(upstream.clone().serve(listener));
    let client = reqwest::Client::new();

    let marked = client.post(format!("{origin}/v1/candidates/10001%2Ftags?a=b"));
    let marked = marked.header("X-Test-Marker", "m1").header("X-Http-Method-Override", "GET");
    let marked = marked.header("Twice", "1").header("Twice", "2").body("{}");
    assert_eq!(marked.send().await.unwrap().status(), 200);
    assert_eq!(client.get(format!("{origin}/v1/jobs")).send().await.unwrap().status(), 200);

    let shown = client.get(format!("{origin}{INSPECTION}?marker=m1"));
    let shown: Value = shown.send().await.unwrap().json().await.unwrap();
    assert_eq!(shown.as_array().unwrap().len(), 1);
    let shown = &shown[0];
    let fields =
        ["sequence", "method", "effective_method", "path", "query", "endpoint", "body_size"];
    assert_eq!(
        fields.map(|field| &shown[field]),
        [
            &json!(1),
            &json!("POST"),
            &json!("GET"),
            &json!("/v1/candidates/10001%2Ftags"),
            &json!("a=b"),
            &json!("tags.list_for_candidate"),
            &json!(2),
        ]
    );
    let seen = upstream.requests(Some("m1")).pop().unwrap();
    assert_eq!(seen.header("twice"), ["1", "2"]);
    assert!(shown["headers"].as_array().unwrap().contains(&json!(["twice", "1"])));

    assert_eq!(client.delete(format!("{origin}{INSPECTION}")).send().await.unwrap().status(), 204);
    assert!(upstream.requests(None).is_empty());
    serving.abort();
}

#[tokio::test]
async fn a_form_is_read_as_fields() {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let created = post("/v1/tags/candidate", form, "name=Fresh");
    assert_eq!(reached(created).await, (Some("tags.create"), 201));
    let known = write("POST", "/v1/tags/candidate", Some(ADMIN), &json!({"name": "rust"}));
    assert_eq!(reached(known).await, (Some("tags.create"), 200));
}
