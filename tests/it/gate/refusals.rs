//! Every way to be refused before the upstream, with what the partner's developer reads.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    assert_forbidden, assert_unauthorized, endpoint, marker, path, seen, through_the_gate,
};
use crate::{
    stack::{Organization, basic, signed},
    wire::Request,
};

const LIST: &str = "/v1/candidates";

#[tokio::test]
async fn a_credential_that_is_no_key_is_unauthorized() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let text = &key.text;
    let encoded = |bytes: &[u8]| format!("Basic {}", STANDARD.encode(bytes));
    let table: Vec<(&str, Vec<(&str, String)>)> = vec![
        ("no header", vec![]),
        ("bearer", vec![("Authorization", format!("Bearer {text}"))]),
        ("two headers", vec![("Authorization", key.basic()), ("Authorization", key.basic())]),
        ("two casings", vec![("Authorization", key.basic()), ("authorization", key.basic())]),
        ("a casing that is not overwritten", vec![("AuThOrIzAtIoN", key.basic())]),
        ("not base64", vec![("Authorization", "Basic ????".into())]),
        ("invalid UTF-8", vec![("Authorization", encoded(b"\xff\xfe:"))]),
        ("a password", vec![("Authorization", encoded(format!("{text}:secret").as_bytes()))]),
        ("no colon", vec![("Authorization", encoded(text.as_bytes()))]),
        ("a long header", vec![("Authorization", format!("Basic {}", "A".repeat(8 * 1024)))]),
        (
            "wrong prefix",
            vec![("Authorization", basic(&signed(&text[..75].replacen("grn_", "key_", 1))))],
        ),
        ("bad checksum", vec![("Authorization", basic(&changed(text, 80)))]),
        ("empty", vec![("Authorization", String::new())]),
        ("scheme alone", vec![("Authorization", "Basic".into())]),
    ];
    for (number, (what, headers)) in table.into_iter().enumerate() {
        let mut request = Request::new("GET", LIST);
        for (name, value) in headers {
            request = request.header(name, &value);
        }
        let marker = marker("credential", number);
        assert_unauthorized(&through_the_gate(&request, &marker).await, what);
        assert!(seen(&marker).await.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn twenty_kilobytes_of_header_are_refused() {
    let request = Request::new("GET", LIST)
        .header("Authorization", &format!("Basic {}", "A".repeat(20 * 1024)));
    let answer = through_the_gate(&request, "long").await;
    assert!((400..500).contains(&answer.status), "{}", answer.status);
}

#[tokio::test]
async fn unknown_wrong_and_revoked_are_told_apart_by_nobody() {
    let manager = Organization::new().manager();
    let held = manager.key(&["candidates.list"]).await;
    let other = manager.key(&["candidates.list"]).await;
    let revoked = manager.key(&["candidates.list"]).await;
    manager.revoke(&revoked.id).await;
    let unknown = held.claiming("00000000000000000000000000").text;
    let wrong = held.claiming(&other.id).text;

    let malformed = changed(&held.text, 80);
    let mut answers = Vec::new();
    for text in [&unknown, &wrong, &revoked.text, &malformed] {
        let request = Request::new("GET", LIST).header("Authorization", &basic(text));
        let answer = through_the_gate(&request, "apart").await;
        assert_unauthorized(&answer, text);
        let its_own = ["date", "x-amz-apigw-id", "x-amzn-requestid", "x-amzn-trace-id"];
        let headers = answer.headers.iter().cloned();
        let headers: Vec<_> =
            headers.filter(|(name, _)| !its_own.contains(&name.as_str())).collect();
        answers.push((answer.status, headers, answer.body.clone()));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let answer = key.call("GET", "/v1/jobs").await;
    assert_forbidden(&answer, "permission_missing", "jobs.list", "GET /v1/jobs");
    assert_eq!(answer.json()["message"], "This API Key does not have permission for this endpoint");
    let none = Organization::new().manager().key(&[]).await;
    assert_forbidden(
        &none.call("GET", LIST).await,
        "permission_missing",
        "candidates.list",
        "no permission",
    );
}

#[tokio::test]
async fn an_unknown_route_is_not_found_with_a_key_and_without() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    for target in ["/", "/v1", "/v1/nothing", "/v3/candidates", "/v1/candidates/1/nothing"] {
        for request in [key.request("GET", target), Request::new("GET", target)] {
            let answer = through_the_gate(&request, "unknown").await;
            assert_eq!(answer.status, 404, "{target}: {}", answer.text());
            assert_eq!(answer.text(), r#"{"message":"Resource not found"}"#);
        }
    }
}

#[tokio::test]
async fn a_method_that_the_route_does_not_have_is_not_found() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    for method in ["PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "QUERY"] {
        let answer = key.call(method, LIST).await;
        assert!(matches!(answer.status, 400 | 404), "{method}: {}", answer.status);
    }
}

#[tokio::test]
async fn overriding_the_method_is_forbidden() {
    let key = Organization::new().manager().key(&["candidates.create", "candidates.list"]).await;
    let post = |target: &str| key.request("POST", target);
    let table = [
        post(LIST).header("X-HTTP-Method-Override", "DELETE"),
        post(LIST).header("x-http-method-override", "DELETE"),
        post(LIST).header("X-HTTP-Method", "DELETE"),
        post(LIST).header("X-Method-Override", "PUT"),
        post("/v1/candidates?_method=delete"),
        post("/v1/candidates?%5fmethod=delete"),
        post("/v1/candidates?_method[]=delete"),
        post("/v1/candidates?a=1%26_method=delete"),
        post(LIST).body("application/x-www-form-urlencoded", "_method=delete"),
        post(LIST).body("Application/X-WWW-Form-URLEncoded; charset=utf-8", "_method=delete"),
        post(LIST).body("multipart/form-data; boundary=x", "--x--"),
        post(LIST).body("", "_method=delete"),
    ];
    for (number, request) in table.iter().enumerate() {
        let marker = marker("override", number);
        let answer = through_the_gate(request, &marker).await;
        assert_forbidden(&answer, "method_override", "candidates.create", &format!("{request:?}"));
        assert!(seen(&marker).await.is_empty(), "{request:?}");
    }
}

#[tokio::test]
async fn a_get_with_a_body_gets_the_upstream_s_refusal() {
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let marker = marker("get-with-body", 1);
    let request = key.request("GET", LIST).body("application/json", "{}");
    let answer = through_the_gate(&request, &marker).await;
    assert_eq!((answer.status, seen(&marker).await.len()), (403, 1), "{}", answer.text());
}

#[tokio::test]
async fn a_body_over_ten_megabytes_is_too_large() {
    let key = Organization::new().manager().key(&["candidates.create"]).await;
    let marker = marker("large", 1);
    let request =
        key.request("POST", LIST).body("application/json", vec![b' '; 10 * 1024 * 1024 + 1]);
    assert_eq!(through_the_gate(&request, &marker).await.status, 413);
    assert!(seen(&marker).await.is_empty());
}

#[tokio::test]
async fn a_field_type_is_one_of_the_documented() {
    let key = Organization::new().manager().key(&["custom_fields.list"]).await;
    assert_eq!(key.call("GET", "/v1/custom_fields/candidate").await.status, 200);
    let answer = key.call("GET", "/v1/custom_fields/everything").await;
    assert_forbidden(&answer, "path_parameter", "custom_fields.list", "everything");
    let target = path(endpoint("custom_fields.retrieve"), "1");
    assert_forbidden(
        &key.call("GET", &target).await,
        "permission_missing",
        "custom_fields.retrieve",
        &target,
    );
}

fn changed(text: &str, place: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
    String::from_utf8(bytes).unwrap()
}
