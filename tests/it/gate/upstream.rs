//! The upstream's credential: read from its secret, read again, gone on with, never shown.

use std::time::Duration;

use aws_sdk_secretsmanager::config::{BehaviorVersion, Config, Credentials, Region};
use granary_local::{
    compile::AUTHORIZER,
    upstream::{SAMPLE_CREDENTIAL, SECRET_ARN, SECRETS, Upstream as Sample},
};
use handlers::authorize::{Secret, Unread, Upstream, UpstreamCredential};
use tokio::net::TcpListener;

use super::{headers::values, marker, seen};
use crate::{
    faults::{
        lambda::{Setting, written},
        rig::{self, Rig},
    },
    stack::{Key, Organization, STACK},
    wire::Answer,
};

const ROTATED: &str = "Basic RotatedRotatedRotated";

/// A Secrets Manager of the test's own, and where it is.
async fn secrets() -> (Sample, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}{SECRETS}", listener.local_addr().unwrap());
    let sample = Sample::default();
    tokio::spawn(sample.clone().serve(listener));
    (sample, address)
}

fn secret(address: &str, arn: &str, fresh: Duration) -> Upstream {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(Credentials::new("test", "local", None, None, "test"))
        .endpoint_url(address)
        .region(Region::new(STACK.region.clone()))
        .build();
    Upstream::Secret(Secret::new(&config, arn.to_owned()).read_again_after(fresh))
}

async fn shown(upstream: &Upstream) -> String {
    let credential = upstream.credential().await.unwrap();
    serde_json::to_value(credential).unwrap().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_rotated_secret_is_seen_once_the_old_value_has_its_age() {
    let (sample, address) = secrets().await;
    let young = secret(&address, SECRET_ARN, Duration::from_secs(600));
    let old = secret(&address, SECRET_ARN, Duration::ZERO);
    assert_eq!([shown(&young).await, shown(&old).await], [SAMPLE_CREDENTIAL; 2]);
    sample.change_secret(Some(ROTATED));
    assert_eq!([shown(&young).await, shown(&old).await], [SAMPLE_CREDENTIAL, ROTATED]);
}

#[tokio::test]
async fn a_value_that_was_read_outlives_a_failure_and_nonsense() {
    let (sample, address) = secrets().await;
    for failure in
        [None, Some(""), Some("{\"token\":\"a\"}"), Some("Bearer a\r\nX-Granary-Key-Id: b")]
    {
        sample.change_secret(Some(ROTATED));
        let upstream = secret(&address, SECRET_ARN, Duration::ZERO);
        assert_eq!(shown(&upstream).await, ROTATED);
        sample.change_secret(failure);
        assert_eq!(shown(&upstream).await, ROTATED, "{failure:?}");
        let fresh = secret(&address, SECRET_ARN, Duration::ZERO).credential().await;
        assert!(matches!(fresh, Err(Unread::Never)), "{failure:?}: {fresh:?}");
    }
    let elsewhere = secret(&address, "arn:aws:secretsmanager:elsewhere", Duration::ZERO);
    assert!(elsewhere.credential().await.is_err());
    assert_eq!(Upstream::Anonymous.credential().await.unwrap(), UpstreamCredential::NONE);
}

/// What the upstream saw of a call through a gate of the test's own.
async fn call(gate: &Rig, key: &Key, test: &str) -> (Answer, Vec<String>) {
    let marker = marker("upstream", test);
    let request = key.request("GET", "/v1/candidates?per_page=1");
    let answer = gate.send(&request.header("X-Test-Marker", &marker)).await;
    let reached = seen(&marker).await;
    let credentials = reached.iter().flat_map(|seen| values(seen, "authorization"));
    (answer, credentials.map(str::to_owned).collect())
}

#[tokio::test]
async fn without_a_secret_the_upstream_gets_a_credential_of_nobody() {
    let gate = Rig::start(AUTHORIZER, &STACK.access_key).await;
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let (answer, credentials) = call(&gate, &key, "none").await;
    assert_eq!((answer.status, credentials), (200, vec!["Basic Og==".to_owned()]));
}

#[tokio::test]
async fn while_the_secret_was_never_read_allowed_calls_are_503_and_others_what_they_are() {
    let (sample, address) = secrets().await;
    sample.change_secret(None);
    let more = vec![
        ("UPSTREAM_SECRET_ARN", SECRET_ARN.to_owned()),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", address),
    ];
    let setting = Setting { more, ..Setting::usual(AUTHORIZER) };
    let gate = Rig::with(AUTHORIZER, &STACK.access_key, setting).await;
    let manager = Organization::new().manager();
    let [key, other] = [manager.key(&["candidates.list"]).await, manager.key(&["jobs.list"]).await];
    let (answer, credentials) = call(&gate, &key, "unread").await;
    assert_eq!((answer.status, credentials.len()), (503, 0), "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!(call(&gate, &other, "forbidden").await.0.status, 403);
    let revoked = manager.key(&["candidates.list"]).await;
    assert_eq!(manager.revoke(&revoked.id).await.status, 200);
    assert_eq!(call(&gate, &revoked, "revoked").await.0.status, 401);

    sample.change_secret(Some(ROTATED));
    let mut attempts = 0;
    let credentials = loop {
        attempts += 1;
        let (answer, credentials) = call(&gate, &key, &format!("read-{attempts}")).await;
        if answer.status == 200 {
            break credentials;
        }
        // It asks again after a second, and not for every call.
        assert!(answer.status == 503 && attempts < 1_000, "{}", answer.text());
    };
    assert_eq!(credentials, [ROTATED]);
    let log = written(AUTHORIZER);
    let outcome = "\"outcome\":\"no_upstream_credential\"";
    let refused = log.lines().find(|line| line.contains(&key.id) && line.contains(outcome));
    assert!(refused.is_some_and(|line| line.contains("\"level\":\"ERROR\"")), "{log}");
    assert!(!log.contains("RotatedRotated"));
}

/// Behind the distribution a `Referer` is its secret; elsewhere it is the client's own.
#[tokio::test]
async fn the_distribution_s_secret_is_overwritten_and_a_client_s_referer_is_not() {
    let overwritten = "https://referer.invalid/";
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let rewriting = rig::gateway(|settings| {
        settings.stage_variables.insert("referer".into(), overwritten.into());
    });
    let gates = [(rewriting.await, true), (STACK.urls.harvest_api.clone(), false)];
    for (gate, rewrites) in &gates {
        for name in ["Referer", "referer"] {
            let marker = marker("referer", format!("{name}-{rewrites}"));
            let request = key.request("GET", "/v1/candidates?per_page=1").header(name, "secret");
            let answer = request.header("X-Test-Marker", &marker).send(gate).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let reached = &seen(&marker).await[0];
            let referers = values(reached, "referer");
            let expected = if *rewrites { overwritten } else { "secret" };
            assert!(referers.iter().all(|value| *value == expected), "{name}: {referers:?}");
            assert!(!referers.is_empty());
        }
    }
}
