//! Thousands of requests that could be misread: each opens what its key may call, or nothing.

use std::collections::{BTreeSet, HashMap};

use futures_util::{StreamExt, stream};
use granary_local::{
    gateway::Settings,
    hostile::{self, Family, Hostile, SMUGGLED, Sender},
    upstream::{SAMPLE_CREDENTIAL, Seen, Upstream},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::mutations::{blind_to_forgery, blind_to_overrides, blind_to_parameters};
use crate::{
    faults::rig,
    stack::{Key, Organization, all_cores},
    wire::Answer,
};

/// Requests at once.
const WIDTH: usize = 16;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_request_looks_like_it_opens_its_key_s_endpoint_or_nothing() {
    let _cores = all_cores().await;
    let all = hostile::all();
    let site = Site::new(|_| ()).await;
    let betrayals = site.betrayals(&all).await;
    assert!(
        betrayals.is_empty(),
        "{} of {}:\n{}",
        betrayals.len(),
        all.len(),
        betrayals.join("\n")
    );
    assert!(site.upstream.requests(None).len() > all.len() / 100, "hardly any was allowed");
}

/// What hides from the authorizer what it would refuse.
type Blindness = fn(&mut serde_json::Value);

/// Each defence of the gate is one that the requests would find missing.
#[tokio::test(flavor = "multi_thread")]
async fn a_gate_that_is_blind_to_one_thing_is_found_out() {
    let _cores = all_cores().await;
    let blindnesses: [(Family, usize, Blindness); 3] = [
        (Family::Parameters, 20, blind_to_parameters),
        (Family::Overrides, 10, blind_to_overrides),
        (Family::Forgeries, 1, blind_to_forgery),
    ];
    for (family, sample, blind) in blindnesses {
        let all = hostile::all().into_iter().filter(|hostile| hostile.family == family);
        let some: Vec<_> = all.step_by(sample).collect();
        let site = Site::new(|settings| settings.before_authorizer = Some(blind)).await;
        assert!(!site.betrayals(&some).await.is_empty(), "{family:?}");
    }
}

/// A gateway with an upstream of its own, which nobody else calls.
struct Site {
    gateway: String,
    upstream: Upstream,
}

/// What a request came to: the status of its answer, or none where the connection just ended.
type Outcome = (String, Option<u16>);

impl Site {
    async fn new(change: impl FnOnce(&mut Settings)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let upstream = Upstream::default();
        tokio::spawn(upstream.clone().serve(listener));
        let gateway = rig::gateway(|settings| {
            settings.parameters.insert("UpstreamBaseUrl".into(), address);
            change(settings);
        });
        Self { gateway: gateway.await, upstream }
    }

    /// Sends all, and says of each request that was answered or passed on as it must not be.
    async fn betrayals(&self, all: &[Hostile]) -> Vec<String> {
        let keys = &keys(all).await;
        let outcomes = stream::iter(all.iter().enumerate()).map(|(number, hostile)| async move {
            let (key, marker) = (&keys[hostile.permitted.id], format!("hostile-{number}"));
            let status = self.send(hostile, key, &marker).await;
            (marker, status)
        });
        let outcomes: Vec<Outcome> = outcomes.buffered(WIDTH).collect().await;
        let mut reached: HashMap<String, Vec<Seen>> = HashMap::new();
        for seen in self.upstream.requests(None) {
            reached.entry(seen.header("x-test-marker").join(",")).or_default().push(seen);
        }
        let judged = all.iter().zip(outcomes).flat_map(|(hostile, (marker, status))| {
            let seen = reached.remove(&marker).unwrap_or_default();
            let betrayal = betrayal(hostile, &keys[hostile.permitted.id], status, &seen);
            betrayal.map(|what| format!("{}: {what} ({status:?}, {seen:?})", hostile.name))
        });
        let mut betrayals: Vec<_> = judged.collect();
        betrayals.extend(reached.into_values().flatten().map(|seen| format!("unasked: {seen:?}")));
        betrayals
    }

    async fn send(&self, hostile: &Hostile, key: &Key, marker: &str) -> Option<u16> {
        let host = self.gateway.trim_start_matches("http://");
        let sender = Sender { credential: &key.basic(), host, marker, base: "" };
        let mut stream = TcpStream::connect(host).await.unwrap();
        // A head that is refused at its beginning may be refused before its end is through.
        let _sent = stream.write_all(&hostile.bytes(&sender)).await;
        let mut bytes = Vec::new();
        let _read = stream.read_to_end(&mut bytes).await;
        let answer = Answer::parse(&bytes)?;
        assert!(!answer.text().contains("grn_"), "{}: {}", hostile.name, answer.text());
        Some(answer.status)
    }
}

/// A key with that one permission, for each endpoint that is needed.
async fn keys(all: &[Hostile]) -> HashMap<&'static str, Key> {
    let manager = &Organization::new().manager();
    let ids: BTreeSet<_> = all.iter().map(|hostile| hostile.permitted.id).collect();
    stream::iter(ids)
        .map(|id| async move { (id, manager.key(&[id]).await) })
        .buffered(4)
        .collect()
        .await
}

/// What is wrong with the answer, or with what the upstream saw.
fn betrayal(hostile: &Hostile, key: &Key, status: Option<u16>, seen: &[Seen]) -> Option<String> {
    let permitted = hostile.permitted;
    // The one that was asked for, and for those the one that follows it.
    let most = if hostile.family == Family::Framing { 2 } else { 1 };
    if seen.len() > most {
        return Some(format!("{} requests", seen.len()));
    }
    for request in seen {
        if request.endpoint != Some(permitted.id) || request.effective_method != request.method {
            return Some(format!("opens {:?}", request.endpoint));
        }
        if request.query.as_deref().is_some_and(|query| query.contains(SMUGGLED)) {
            return Some("a hidden request".to_owned());
        }
        for (name, value) in [
            ("authorization", SAMPLE_CREDENTIAL),
            ("x-granary-permission", permitted.id),
            ("x-granary-key-id", &key.id),
        ] {
            if request.header(name) != [value] {
                return Some(format!("{name} is {:?}", request.header(name)));
            }
        }
    }
    match status {
        Some(200..=299) if seen.is_empty() => Some("answered by nobody".to_owned()),
        None | Some(200..=299 | 400..=499) => None,
        Some(_) => Some("no verdict".to_owned()),
    }
}
