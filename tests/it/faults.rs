//! A store that is slow, busy or gone, functions that are killed: nothing half-written, nobody let in.

mod action;
pub mod audit;
pub mod change_log;
mod completeness;
mod exchange;
pub mod fault;
pub mod lambda;
pub mod proxy;
mod report;
pub mod rig;
mod table;
mod tampering;

use std::{env::var, time::Duration};

use domain::{
    create_key::create_key,
    store::{ListEvents as _, ReadKey as _},
    update_key::update_key,
};
use futures_util::future::join_all;
use granary_local::compile::functions;

use self::{
    fault::{Fault, Length, Plan},
    proxy::Proxy,
};
use crate::{
    keystore::{edit, manager, occasion, request},
    stack::{Organization, all_cores, own_table},
};

/// Where the report goes, if anywhere; `cargo dev prove` sets it.
const REPORT: &str = "GRANARY_FAULTS_REPORT";

/// Through gateway, function and proxy, with a process of its own for each action, step and fault.
///
/// After every fault the table is consistent, the action has happened once or not at all, and
/// the same process answers the same request as if nothing had been.
#[expect(clippy::print_stderr, reason = "the report is part of the result")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_action_meets_every_fault_and_is_done_once_or_not_at_all() {
    let _cores = all_cores().await;
    let path = var(REPORT).ok();
    let (rows, mut wrong) = table::run(path.is_some()).await;
    let audit = audit::everything(&own_table(table::DATABASE).await).await;
    wrong.extend(change_log::unannounced(&audit));
    wrong.extend(audit.disagreements);
    for function in functions() {
        let lines = lambda::written(function);
        let panics = lines.lines().filter(|line| line.contains("panicked"));
        wrong.extend(panics.map(|line| format!("{function}: {line}")));
    }
    let report = report::markdown(&rows);
    eprintln!("{report}");
    if let Some(path) = path {
        std::fs::write(path, report).unwrap();
    }
    assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Racers, each of whom may lose an answer or meet a conflict: the trail tells all that happened.
#[tokio::test]
async fn racers_under_faults_leave_a_trail_that_adds_up() {
    let client = own_table("racersunderfaults").await;
    let proxy = Proxy::start("racersunderfaults").await;
    let store = &proxy.keystore();
    let manager = &manager("acme");
    let wanted = request("raced for", &[]);
    let (_, plain) = create_key(store, manager, &wanted, None, &occasion()).await.unwrap();
    let faults = [Fault::Conflict, Fault::Cut, Fault::ServerError, Fault::Throttle, Fault::Drop];
    for (round, fault) in faults.into_iter().cycle().take(10).enumerate() {
        proxy.arm(Plan { fault, length: Length::Passing, step: None, times: 6 });
        let version =
            store.key(&manager.organization, plain.id).await.unwrap().unwrap().summary.version;
        let edits = (0..4).map(|racer| async move {
            let change = edit(&format!("round {round} racer {racer}"), &[]);
            update_key(store, manager, plain.id, version, &change, &occasion()).await.is_ok()
        });
        let won = join_all(edits).await.into_iter().filter(|won| *won).count();
        assert!(won <= 1, "{fault:?}: {won} edits of one version");
    }
    proxy.disarm().await;
    let key = store.key(&manager.organization, plain.id).await.unwrap().unwrap();
    let trail = store.events(&manager.organization, Some(plain.id), 100, None).await.unwrap().items;
    assert_eq!(trail.len() as u64, key.summary.version);
    assert_eq!(audit::everything(&client).await.disagreements, [""; 0]);
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
