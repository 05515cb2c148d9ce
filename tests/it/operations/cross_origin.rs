//! Which pages may read what: the admin page everything, every other page nothing.

use std::collections::BTreeSet;

use contract::{
    operations::{OPERATIONS, Operation},
    problem::Code,
};

use super::{Signed, assert_dressed, good, names, path, refused, route, sent};
use crate::{
    stack::{Organization, STACK},
    wire::Request,
};

/// Origins that are not the page's, some of them nearly.
fn strangers() -> Vec<String> {
    let page = &STACK.urls.page;
    let near = [format!("{page}.evil.test"), page.replace("http:", "https:"), format!("{page}0")];
    let far = ["https://evil.test", "null", "*", "", "file://"].map(str::to_owned);
    near.into_iter().chain(far).collect()
}

#[tokio::test]
async fn every_preflight_is_for_the_page_alone() {
    let origins = strangers().into_iter().chain([STACK.urls.page.clone()]);
    for origin in origins {
        for row in OPERATIONS {
            let request = Request::new("OPTIONS", &path(row, super::NO_KEY))
                .header("Origin", &origin)
                .header("Access-Control-Request-Method", row.method.as_str())
                .header("Access-Control-Request-Headers", "authorization,content-type,if-match");
            let answer = sent(request).await;
            let what = format!("{} from `{origin}`", route(row));
            assert_eq!((answer.status, answer.text().as_str()), (204, ""), "{what}");
            let allowed = answer.header("access-control-allow-origin");
            assert_eq!(allowed, Some(STACK.urls.page.as_str()), "{what}");
            assert_eq!(names(&answer, "access-control-allow-methods"), methods(row), "{what}");
            assert_eq!(
                names(&answer, "access-control-allow-headers"),
                ["authorization", "content-type", "idempotency-key", "if-match"],
                "{what}"
            );
            assert_eq!(answer.header("access-control-allow-credentials"), None, "{what}");
            assert_eq!(answer.header("vary"), Some("Origin"), "{what}");
            let age: u32 = answer.header("access-control-max-age").unwrap().parse().unwrap();
            assert!((1..=7_200).contains(&age), "{what}: {age}");
        }
    }
}

#[tokio::test]
async fn a_preflight_of_a_path_that_is_none_is_not_found() {
    for path in ["/", "/nothing", "/keys/x/y", "/keys/x/y/z"] {
        let request = Request::new("OPTIONS", path).header("Origin", &STACK.urls.page);
        refused(&sent(request).await, Code::NotFound, path);
    }
}

/// Successes and refusals, of functions and of the gateway, with any origin or none.
#[tokio::test]
async fn every_answer_is_the_page_s_to_read_and_no_other_page_s() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    for origin in strangers().into_iter().chain([STACK.urls.page.clone()]) {
        let get = |target: &str| Request::new("GET", target).header("Origin", &origin);
        for (status, request) in [
            (200, get("/keys").by(&manager)),
            (200, get(&format!("/keys/{}", key.id)).by(&manager)),
            (400, get("/keys?limit=0").by(&manager)),
            (401, get("/keys")),
            (403, get("/keys").by(&Organization::new().admin("nobody"))),
            (404, get("/keys/x").by(&manager)),
            (404, get("/nothing").by(&manager)),
            (404, get("/nothing")),
        ] {
            let answer = sent(request.clone()).await;
            assert_eq!(answer.status, status, "{request:?}: {}", answer.text());
            assert_dressed(&answer, &format!("{status} from `{origin}`"));
        }
    }
}

#[tokio::test]
async fn no_answer_of_a_function_may_be_framed_stored_or_guessed_at() {
    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    for row in OPERATIONS.iter().filter(|row| row.success == 200) {
        for request in [good(row, &key.id).by(&manager), good(row, "x").by(&manager)] {
            let answer = sent(request).await;
            for (name, value) in [
                ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
                ("referrer-policy", "no-referrer"),
                ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{}: {name}", route(row));
            }
            assert_eq!(answer.header("set-cookie"), None, "{}", route(row));
        }
    }
}

#[tokio::test]
async fn a_method_that_a_path_does_not_have_is_not_found() {
    let manager = Organization::new().manager();
    for row in OPERATIONS {
        let known = methods(row);
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            if known.contains(&method.to_ascii_lowercase()) {
                continue;
            }
            let what = format!("{method} {}", row.path);
            let answer = sent(Request::new(method, &path(row, super::NO_KEY)).by(&manager)).await;
            if method == "HEAD" {
                assert_eq!((answer.status, answer.body.len()), (404, 0), "{what}");
            } else {
                refused(&answer, Code::NotFound, &what);
            }
        }
    }
}

/// What a preflight of this path lists.
fn methods(row: &Operation) -> Vec<String> {
    let same = OPERATIONS.iter().filter(|other| other.path == row.path);
    let methods: BTreeSet<_> = same.map(|other| other.method.as_str().to_lowercase()).collect();
    methods.into_iter().collect()
}
