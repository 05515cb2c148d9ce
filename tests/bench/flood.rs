//! What a good key's calls take while refusals pour in, beside what they take when nothing does.

use std::{
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::key::PlainKey;
use rand::{TryRng, rngs::SysRng};

use crate::{
    Samples, decisions,
    report::Report,
    setting::{Setting, new_key},
};

/// Between two requests that are refused: a hundred a second, which leaves this machine the
/// power to answer; on AWS each call has an instance of its own.
const PAUSE: Duration = Duration::from_millis(10);
/// Connections that never send a whole request.
const STALLED: usize = 200;
/// How often quiet and flood take turns, so that both meet the same noise.
const TURNS: usize = 4;

/// Adds the rows of both, and how much longer the slowest calls take under the flood.
pub async fn measure(setting: &Setting, report: &mut Report, rounds: usize) {
    let known = new_key(&setting.store).await;
    let (mut quiet, mut flooded) = (Samples::default(), Samples::default());
    let mut refused = 0;
    for _ in 0..TURNS {
        quiet.add(decisions::through_gateway_and_upstream(setting, rounds / TURNS).await);
        let flood = Flood::start(setting, &known);
        flooded.add(decisions::through_gateway_and_upstream(setting, rounds / TURNS).await);
        refused += flood.stop();
    }
    report.row("call through the stack, quiet", &quiet);
    report.row("call through the stack, in a flood", &flooded);
    report.at_most(
        "calls in the flood for each refusal",
        flooded.len() as f64 / refused as f64,
        20.0,
    );
    report.ratio("flood over quiet, p99", flooded.p99(), quiet.p99(), 2.0);
}

/// A thread that asks for refusals until it is told to stop.
struct Flood {
    over: Arc<AtomicBool>,
    refused: Arc<AtomicU64>,
    thread: JoinHandle<()>,
    _stalled: Vec<TcpStream>,
}

impl Flood {
    fn start(setting: &Setting, known: &PlainKey) -> Self {
        let gate = setting.facts.urls.harvest_api.clone();
        let host = gate.trim_start_matches("http://");
        let stalled = (0..STALLED).map(|_| TcpStream::connect(host).unwrap()).collect();
        let (over, refused) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let id = known.id.to_string();
        let work = {
            let (over, refused) = (Arc::clone(&over), Arc::clone(&refused));
            async move {
                let http = reqwest::Client::new();
                let mut pace = tokio::time::interval(PAUSE);
                for kind in (0..4).cycle() {
                    pace.tick().await;
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let request = http.get(format!("{gate}/v1/candidates"));
                    let request = request.header("Authorization", credential(kind, &id));
                    assert_eq!(request.send().await.unwrap().status(), 401);
                    refused.fetch_add(1, Ordering::Relaxed);
                }
            }
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let thread = thread::spawn(move || runtime.block_on(work));
        Self { over, refused, thread, _stalled: stalled }
    }

    fn stop(self) -> u64 {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        self.refused.load(Ordering::Relaxed)
    }
}

/// A wrong secret, a key that nobody has, no key, and a long one.
fn credential(kind: u32, known: &str) -> String {
    let key = |id: &str| {
        let text = format!("grn_{id}_{:0>44}", SysRng.try_next_u32().unwrap());
        let checksum = base62::encode(u128::from(crc32fast::hash(text.as_bytes())));
        format!("Basic {}", STANDARD.encode(format!("{text}{checksum:0>6}:")))
    };
    match kind {
        0 => key(known),
        1 => key("1FADED00000000000000000000"),
        2 => "Basic ????".to_owned(),
        _ => format!("Basic {}", "A".repeat(8_000)),
    }
}
