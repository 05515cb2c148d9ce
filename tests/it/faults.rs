//! A table that conflicts, throttles, loses answers or is not there: nothing half-written, nobody let in.

mod proxy;
pub mod rig;

use std::time::Duration;

use contract::events::EventName;
use domain::{
    create_key::create_key,
    revoke_key::revoke_key,
    store::{ListEvents as _, ReadCredential as _, ReadKey as _},
    update_key::update_key,
};
use futures_util::future::join_all;
use serde_json::json;

use self::{
    proxy::{Fault, Proxy},
    rig::Rig,
};
use crate::{
    keystore::{edit, manager, occasion, organization, request},
    stack::Organization,
};

/// Faults of a single attempt, each of which an action must survive by trying again.
const PASSING: [Fault; 4] =
    [Fault::Conflict, Fault::LoseAnswer, Fault::ServerError, Fault::Throttle];

#[tokio::test]
async fn an_action_that_meets_a_passing_fault_happens_once_with_its_event() {
    for fault in PASSING {
        let proxy = Proxy::start(&format!("passing{fault:?}").to_lowercase()).await;
        let store = proxy.keystore();
        let (manager, organization) = (manager("acme"), organization("acme"));

        proxy.inject(fault, 2);
        let wanted = request("payroll", &["jobs.list"]);
        let (_, plain) =
            create_key(&store, &manager, &wanted, Some("once"), &occasion()).await.unwrap();
        proxy.inject(fault, 2);
        let change = edit("payroll 2", &["offers.list"]);
        update_key(&store, &manager, plain.id, 1, &change, &occasion()).await.unwrap();
        proxy.inject(fault, 2);
        revoke_key(&store, &manager, plain.id, &occasion()).await.unwrap();

        let key = store.key(&organization, plain.id).await.unwrap().unwrap();
        assert_eq!(key.summary.version, 3, "{fault:?}");
        for of in [None, Some(plain.id)] {
            let page = store.events(&organization, of, 100, None).await.unwrap();
            let names: Vec<_> = page.items.iter().map(|event| event.event).collect();
            let expected = [
                EventName::Revoked,
                EventName::PermissionsUpdated,
                EventName::Updated,
                EventName::Created,
            ];
            assert_eq!(names, expected, "{fault:?}");
        }
    }
}

/// Under conflicts without end an action fails, and has then changed nothing.
#[tokio::test]
async fn an_action_that_never_gets_through_leaves_nothing() {
    for fault in [Fault::Conflict, Fault::Throttle, Fault::ServerError] {
        let proxy = Proxy::start(&format!("lasting{fault:?}").to_lowercase()).await;
        let store = proxy.keystore();
        let (manager, organization) = (manager("acme"), organization("acme"));
        let wanted = request("payroll", &["jobs.list"]);
        let (before, plain) =
            create_key(&store, &manager, &wanted, None, &occasion()).await.unwrap();

        proxy.inject(fault, usize::MAX);
        let change = edit("payroll 2", &[]);
        assert!(update_key(&store, &manager, plain.id, 1, &change, &occasion()).await.is_err());
        assert!(create_key(&store, &manager, &wanted, None, &occasion()).await.is_err());
        proxy.inject(fault, 0);

        assert_eq!(store.key(&organization, plain.id).await.unwrap(), Some(before), "{fault:?}");
        assert_eq!(
            store.events(&organization, None, 100, None).await.unwrap().items.len(),
            1,
            "{fault:?}"
        );
        assert!(revoke_key(&store, &manager, plain.id, &occasion()).await.is_ok(), "{fault:?}");
    }
}

/// Racers, each of whom may lose an answer or meet a conflict: the trail tells all that happened.
#[tokio::test]
async fn racers_under_faults_leave_a_trail_that_adds_up() {
    let proxy = Proxy::start("racersunderfaults").await;
    let store = &proxy.keystore();
    let manager = &manager("acme");
    let wanted = request("raced for", &[]);
    let (_, plain) = create_key(store, manager, &wanted, None, &occasion()).await.unwrap();
    for (round, fault) in PASSING.into_iter().cycle().take(8).enumerate() {
        proxy.inject(fault, 3);
        let version =
            store.key(&manager.organization, plain.id).await.unwrap().unwrap().summary.version;
        let edits = (0..4).map(|racer| async move {
            let change = edit(&format!("round {round} racer {racer}"), &[]);
            update_key(store, manager, plain.id, version, &change, &occasion()).await.is_ok()
        });
        let won = join_all(edits).await.into_iter().filter(|won| *won).count();
        assert!(won <= 1, "{fault:?}: {won} edits of one version");
    }
    proxy.inject(Fault::Conflict, 0);
    let key = store.key(&manager.organization, plain.id).await.unwrap().unwrap();
    let trail = store.events(&manager.organization, Some(plain.id), 100, None).await.unwrap().items;
    assert_eq!(trail.len() as u64, key.summary.version);
    let credential = store.credential(plain.id).await.unwrap().unwrap();
    assert_eq!(credential.permissions, key.permissions);
}

#[tokio::test]
async fn while_the_table_is_away_nobody_passes_and_afterwards_all_is_well() {
    let rig = Rig::start("away").await;
    let manager = Organization::new().manager();
    let key = rig.key(&manager).await;
    assert_eq!(rig.call(&key).await.status, 200);

    rig.proxy.stop().await;
    let refused = rig.call(&key).await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.header("retry-after").is_some(), "{:?}", refused.headers);
    assert!(refused.json()["message"].is_string());
    let revoke = rig.revoke(&manager, &key).await;
    assert_eq!(
        (revoke.status, &revoke.json()["code"]),
        (503, &json!("unavailable")),
        "{}",
        revoke.text()
    );
    assert!(revoke.header("retry-after").is_some());

    rig.proxy.resume().await;
    assert_eq!(rig.call(&key).await.status, 200);
    assert_eq!(rig.revoke(&manager, &key).await.status, 200);
    assert_eq!(rig.call(&key).await.status, 401);
}

#[tokio::test]
async fn a_table_that_hangs_is_given_up_within_the_authorizer_s_time() {
    let rig = Rig::start("hangs").await;
    let key = rig.key(&Organization::new().manager()).await;
    rig.proxy.inject(Fault::Hang, usize::MAX);
    let refused = rig.call(&key).await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    rig.proxy.inject(Fault::Hang, 0);
    assert_eq!(rig.call(&key).await.status, 200);
}

#[tokio::test]
async fn an_upstream_that_is_away_or_slow_is_a_gateway_time_out() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let away = rig::gateway(|settings| {
        settings.parameters.insert("UpstreamBaseUrl".into(), address);
    });
    let slow = rig::gateway(|settings| settings.integration_timeout = Some(Duration::from_secs(2)));
    let request = key.request("GET", "/v1/candidates").header("X-Upstream-Delay-Ms", "30000");
    for gateway in [away.await, slow.await] {
        let answer = request.send(&gateway).await;
        assert!(matches!(answer.status, 502 | 504), "{}: {}", answer.status, answer.text());
        assert!(answer.json()["message"].is_string());
    }
}
