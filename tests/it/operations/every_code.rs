//! Each code of each operation has an input here that it answers; one without fails by name.

use std::collections::HashMap;

use aws_sdk_dynamodb::{Client, types::AttributeValue};
use contract::{
    operations::{COMMON, OPERATIONS, Operation, Parameter},
    problem::Code,
};
use granary_local::stack::dynamodb;

use super::{NO_KEY, Signed, good, path, refused, route, sent};
use crate::{
    stack::{Admin, Organization, STACK},
    wire::{Answer, Request},
};

/// Codes that no input brings about, and what shows them instead.
const FAULTS: [(Code, &str); 3] = [
    (Code::Internal, "a damaged item: `what_granary_did_not_write_is_its_own_fault` below"),
    (
        Code::TooManyRequests,
        "API Gateway's throttle, which is not emulated: the document's tests read its body",
    ),
    (Code::Unavailable, "a store that is away: `faults::every_action_meets_every_fault…`"),
];

#[tokio::test]
async fn every_code_of_every_operation_has_its_input() {
    for row in OPERATIONS {
        let world = World::new().await;
        for code in row.problems.iter().chain(COMMON) {
            let what = format!("{}: `{}`", route(row), code.as_str());
            match world.provoke(row, *code).await {
                Some(answer) => drop(refused(&answer, *code, &what)),
                None => assert!(is_excused(row, *code), "{what} has no input in this file"),
            }
        }
    }
}

#[tokio::test]
async fn a_route_that_is_none_is_not_found() {
    let manager = Organization::new().manager();
    for target in ["/", "/nothing", "/Keys", "/keys/x/y", "//events/x", "/v1/candidates"] {
        for request in [Request::new("GET", target), Request::new("GET", target).by(&manager)] {
            let problem = refused(&sent(request).await, Code::NotFound, target);
            assert!(!problem.detail.contains(&manager.token), "{problem:?}");
        }
    }
}

/// A key whose entry in the directory has lost all attributes but one.
#[tokio::test]
async fn what_granary_did_not_write_is_its_own_fault() {
    let organization = Organization::new();
    let key = organization.manager().key(&[]).await;
    let text = AttributeValue::S;
    let client =
        Client::from_conf(dynamodb::configuration(&STACK.urls.dynamodb, &STACK.access_key));
    let item = HashMap::from([
        ("pk".to_owned(), text(format!("ORG#{}", organization.0))),
        ("sk".to_owned(), text(format!("KEY#{}", key.id))),
        ("description".to_owned(), text("damaged".into())),
    ]);
    client.put_item().table_name(&STACK.table).set_item(Some(item)).send().await.unwrap();
    for target in [format!("/keys/{}", key.id), "/keys".to_owned()] {
        let answer = organization.viewer().send("GET", &target).await;
        let problem = refused(&answer, Code::Internal, &target);
        assert!(!answer.text().contains("missing field"), "{problem:?}");
    }
}

/// A function without a body reads none: there 413 is API Gateway's own, and no problem.
fn is_excused(row: &Operation, code: Code) -> bool {
    let gateway_s = code == Code::BodyTooLarge && row.request.is_none();
    gateway_s || FAULTS.iter().any(|(known, _)| *known == code)
}

struct World {
    manager: Admin,
    key: String,
}

impl World {
    async fn new() -> Self {
        let manager = Organization::new().manager();
        let key = manager.key(&[]).await.id;
        Self { manager, key }
    }

    async fn provoke(&self, row: &Operation, code: Code) -> Option<Answer> {
        let request = match code {
            Code::Unauthenticated => good(row, &self.key),
            Code::Forbidden => good(row, &self.key).by(&Organization::new().admin("outsiders")),
            Code::NoOrganization => good(row, &self.key).by(&Organization("a b".into()).manager()),
            _ => self.refusable(row, code)?.by(&self.manager),
        };
        if code == Code::AlreadyCreated {
            crate::stack::Key::of(&sent(request.clone()).await);
        }
        Some(sent(request).await)
    }

    /// A request that this operation refuses of a manager for this reason.
    fn refusable(&self, row: &Operation, code: Code) -> Option<Request> {
        let plain = |query: &str| {
            let target = format!("{}{query}", path(row, &self.key));
            let request = Request::new(row.method.as_str(), &target);
            let edits = row.parameters.contains(&Parameter::IfMatch);
            if edits { request.header("If-Match", "\"1\"") } else { request }
        };
        let json = |body: &str| plain("").body("application/json", body);
        let request = match code {
            Code::AlreadyCreated => good(row, &self.key).header("Idempotency-Key", "twice"),
            Code::BodyTooLarge if row.request.is_some() => json(&" ".repeat(64 * 1024 + 1)),
            Code::IfMatchRequired => Request::new(row.method.as_str(), &path(row, &self.key)),
            Code::InvalidCursor => plain("?cursor=x"),
            Code::InvalidFields if row.success == 201 => {
                json(r#"{"api_type":"harvest","partner":"gem","description":""}"#)
            }
            Code::InvalidFields => json("{}"),
            Code::InvalidIdempotencyKey => good(row, &self.key).header("Idempotency-Key", "ä"),
            Code::InvalidIfMatch => good(row, &self.key).header("If-Match", "1"),
            Code::InvalidQuery => plain("?limit=0"),
            Code::KeyNotFound => good(row, NO_KEY),
            Code::MalformedBody => json("{"),
            Code::StaleVersion => good(row, &self.key).header("If-Match", "\"9\""),
            Code::UnsupportedMediaType => plain("").body("text/plain", "{}"),
            _ => return None,
        };
        Some(request)
    }
}
