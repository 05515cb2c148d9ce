//! `cargo dev selftest` against this stack: content with it, and with nothing less.

use std::future::{pending, ready};

use axum::Router;
use granary_local::{
    gateway::Settings,
    page::{headers::HEADERS, server},
    selftest::{Aim, Check, Outcome, Plan, Report, check},
    token::Claims,
};
use serde_json::{Value, json};
use tokio::{
    io::{self, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    faults::rig,
    gate::mutations::{blind_to_forgery, blind_to_overrides, blind_to_parameters},
    stack::{Admin, MANAGERS, Organization, STACK, sign},
};

/// All that the command does against a stack of this machine.
const USUAL: Plan = Plan { all: false, writes: true };
/// What it does by itself where the data may be real.
const READING: Plan = Plan { all: false, writes: false };

/// A deployment with an organization of its own.
struct Deployment {
    manager: Admin,
    aim: Aim,
}

impl Deployment {
    async fn new() -> Self {
        let (manager, stranger) = (Organization::new().manager(), Organization::new().manager());
        let aim = Aim {
            token: manager.token.clone(),
            other_token: Some(stranger.token),
            page: Some(page().await),
            ..Aim::local(&STACK).unwrap()
        };
        Self { manager, aim }
    }

    /// Behind a gateway that was changed.
    async fn behind(change: impl FnOnce(&mut Settings)) -> Self {
        let mut deployment = Self::new().await;
        deployment.aim.harvest_api = rig::gateway(change).await;
        deployment
    }

    /// Runs the test; whatever it finds, its key is revoked in the end, and shown to nobody.
    async fn report(&self, plan: Plan, stop: impl Future<Output = ()>) -> Report {
        let report = check(&self.aim, plan, Report::new(false), stop).await.unwrap();
        let key = self.manager.send("GET", &format!("/keys/{}", key_id(&report))).await;
        assert_eq!(key.json()["status"], "revoked");
        let text = json!(report).to_string();
        // Beginnings of tokens, of keys, and of keys in base64.
        assert!(["eyJ", "grn_", "Z3Ju"].iter().all(|secret| !text.contains(secret)), "{text}");
        report
    }

    /// Runs the test where it cannot begin, and says why.
    async fn error(&self) -> String {
        let outcome = check(&self.aim, USUAL, Report::new(false), ready(())).await;
        let error = format!("{:#}", outcome.unwrap_err());
        assert!(["eyJ", "grn_"].iter().all(|secret| !error.contains(secret)), "{error}");
        error
    }

    /// The one key of the organization.
    async fn only_key(&self) -> Value {
        let list = self.manager.send("GET", "/keys").await.json();
        let [key] = list["keys"].as_array().unwrap().as_slice() else { panic!("{list}") };
        key.clone()
    }
}

fn key_id(report: &Report) -> &str {
    report.key_id.as_deref().unwrap()
}

/// The page's document on a host of its own.
async fn page() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../frontend");
    tokio::spawn(server::serve(listener, directory.into(), STACK.clone()));
    address
}

fn with(report: &Report, outcome: Outcome) -> Vec<&str> {
    let checks = report.checks.iter().filter(|check| check.outcome == outcome);
    checks.map(|check| check.name.as_str()).collect()
}

fn named<'a>(report: &'a Report, name: &str) -> &'a Check {
    report.checks.iter().find(|check| check.name == name).unwrap_or_else(|| panic!("no `{name}`"))
}

#[tokio::test(flavor = "multi_thread")]
async fn this_stack_passes_every_check() {
    let report = Deployment::new().await.report(USUAL, pending()).await;
    assert_eq!(report.failed, 0, "{:#?}", report.checks);
    let needs_https = ["HTTP/2", "plain HTTP"];
    for name in with(&report, Outcome::Skipped) {
        assert!(needs_https.iter().any(|what| name.contains(what)), "{name}");
    }
    assert!(report.passed > 40, "{:?}", with(&report, Outcome::Passed));
}

/// What hides from the authorizer what it would refuse.
type Blindness = fn(&mut Value);

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_that_is_blind_to_one_thing_fails_the_check_of_it() {
    let blindnesses: [(&str, Blindness); 3] = [
        ("hostile requests: Parameters", blind_to_parameters),
        ("X-HTTP-Method-Override from a client, HTTP/1.1", blind_to_overrides),
        ("X-Granary-Organization from a client, HTTP/1.1", blind_to_forgery),
    ];
    for (name, blind) in blindnesses {
        let deployment =
            Deployment::behind(|settings| settings.before_authorizer = Some(blind)).await;
        let report = deployment.report(READING, pending()).await;
        assert_eq!(named(&report, name).outcome, Outcome::Failed, "{report:#?}");
        assert!(!named(&report, name).findings.is_empty());
        let others = ["permitted call", "forbidden call", "revoked: the next call"];
        assert!(others.iter().all(|name| named(&report, name).outcome == Outcome::Passed));
        assert_eq!(named(&report, "hostile requests: Framing").outcome, Outcome::Skipped);
    }
}

/// A host that answers whatever it is asked, with a page of its own making.
#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_that_guards_nothing_fails_every_check_but_those_that_it_passes_by_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let open = format!("http://{}", listener.local_addr().unwrap());
    let page = "<script>go()</script>";
    let router = Router::new().fallback(async move || page);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut deployment = Deployment::new().await;
    deployment.aim.harvest_api = open.clone();
    deployment.aim.page = Some(open);
    deployment.aim.other_token = Some(deployment.aim.token.clone());
    let report = deployment.report(READING, pending()).await;
    let passed = with(&report, Outcome::Passed);
    let kept = [
        "permitted call",
        "admin API without a token",
        "re-enabled: the next call",
        "permission given: the next call",
    ];
    assert_eq!(passed, kept, "{:#?}", report.checks);
    assert_eq!(named(&report, "headers of the page").findings.len(), HEADERS.len());
}

#[tokio::test]
async fn a_test_that_is_stopped_revokes_its_key_and_fails() {
    let report = Deployment::new().await.report(USUAL, ready(())).await;
    assert_eq!(with(&report, Outcome::Failed), ["the run"]);
    assert_eq!(with(&report, Outcome::Passed), ["throw-away key removed"]);
}

#[tokio::test]
async fn the_document_has_counts_and_every_check_with_what_came_back() {
    let mut deployment = Deployment::new().await;
    deployment.aim.page = None;
    let report = json!(deployment.report(USUAL, ready(())).await);
    let key_id = report["key_id"].clone();
    let finding = json!({
        "sent": "all checks",
        "expected": "an outcome of each",
        "received": "stopped before all checks were made",
    });
    let checks = json!([
        {"name": "the run", "outcome": "failed", "findings": [finding]},
        {"name": "throw-away key removed", "outcome": "passed"},
    ]);
    let expected =
        json!({"key_id": key_id, "passed": 1, "failed": 1, "skipped": 0, "checks": checks});
    assert_eq!(report, expected);
}

#[tokio::test]
async fn a_deployment_that_gives_no_key_is_an_error_that_says_so() {
    let mut deployment = Deployment::new().await;
    deployment.aim.token = Organization::new().viewer().token;
    let error = deployment.error().await;
    assert!(error.contains("403") && !error.contains("Idempotency-Key"), "{error}");
}

#[tokio::test]
async fn a_test_whose_token_is_about_to_expire_revokes_its_key_and_fails() {
    let organization = Organization::new();
    let claims = organization.claims(MANAGERS);
    let mut deployment = Deployment::new().await;
    deployment.manager = organization.manager();
    deployment.aim.token = sign(&Claims { exp: claims.iat + 60, ..claims });
    let report = deployment.report(USUAL, pending()).await;
    assert_eq!(with(&report, Outcome::Failed), ["the run"]);
    let received = &named(&report, "the run").findings[0].received;
    assert_eq!(received, "stopped: the token is about to expire");
}

/// What is left of an answer.
type Loss = fn(Vec<u8>) -> Vec<u8>;

const LOSSES: [Loss; 3] = [
    |_| b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".to_vec(),
    |answer| answer[..answer.len() - 20].to_vec(),
    |_| Vec::new(),
];

/// The admin API behind a line that loses the answers to some requests, told by their number and
/// first line; the requests themselves arrive.
async fn lossy(loses: fn(usize, &str) -> bool, loss: Loss) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let admin = STACK.urls.admin_api.trim_start_matches("http://");
    tokio::spawn(async move {
        for number in 0.. {
            let mut client = listener.accept().await.unwrap().0;
            let mut line = [0; 64];
            let length = client.peek(&mut line).await.unwrap();
            let line = String::from_utf8_lossy(&line[..length]).into_owned();
            let mut server = TcpStream::connect(admin).await.unwrap();
            let (mut requests, mut answers) = client.split();
            let (mut from, mut to) = server.split();
            let mut answer = Vec::new();
            tokio::select! {
                read = from.read_to_end(&mut answer) => drop(read.unwrap()),
                sent = io::copy(&mut requests, &mut to) => drop(sent.unwrap()),
            }
            let left = if loses(number, &line) { loss(answer) } else { answer };
            answers.write_all(&left).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn a_creation_whose_first_answer_is_lost_leaves_no_active_key() {
    for loss in LOSSES {
        let mut deployment = Deployment::new().await;
        deployment.aim.admin_api = lossy(|number, _| number == 0, loss).await;
        let error = deployment.error().await;
        assert!(error.contains("was lost") && error.contains("is revoked"), "{error}");
        assert_eq!(deployment.only_key().await["status"], "revoked");
    }
}

#[tokio::test]
async fn a_key_whose_revoke_nobody_acknowledged_is_named_as_it_is_found_on_the_page() {
    let loses: [fn(usize, &str) -> bool; 2] =
        [|number, line| number == 0 || line.contains("/revoke "), |_, _| true];
    for (loses, loss) in loses.into_iter().flat_map(|loses| LOSSES.map(|loss| (loses, loss))) {
        let mut deployment = Deployment::new().await;
        deployment.aim.admin_api = lossy(loses, loss).await;
        let error = deployment.error().await;
        let key = deployment.only_key().await;
        let description = key["description"].as_str().unwrap();
        assert!(error.contains(&format!("described as `{description}`")), "{error}");
        assert!(error.contains("Idempotency-Key was `"), "{error}");
    }
}
