//! The four ways to time a decision, and what one asks of table and argon2.

use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::{key::PlainKey, remembered::Remembered};
use handlers::authorize::{Upstream, authorize};
use rand::rngs::SysRng;
use rustix::time::{ClockId, clock_gettime};

use crate::{
    Samples,
    report::Report,
    setting::{Setting, event, new_key},
};

/// Bare reads and warm decisions in turn, so that both meet the same noise.
pub async fn side_by_side(setting: &Setting, rounds: usize) -> [Samples; 2] {
    let event = setting.event(&setting.key.reveal());
    let decide = || async {
        authorize(&setting.store, &setting.remembered, &Upstream::Anonymous, &event).await.unwrap()
    };
    for _ in 0..200 {
        bare_read(setting).await;
        decide().await;
    }
    let (mut bare, mut warm) = (Clocked::default(), Clocked::default());
    for round in 0..rounds {
        if round % 2 == 0 {
            bare.time(bare_read(setting)).await;
            warm.time(decide()).await;
        } else {
            warm.time(decide()).await;
            bare.time(bare_read(setting)).await;
        }
    }
    [bare.samples(), warm.samples()]
}

/// The function's own process, invoked as API Gateway would.
pub async fn through_the_emulator(setting: &Setting, rounds: usize) -> Samples {
    let url = format!("{}/2015-03-31/functions/authorize/invocations", setting.facts.lambda);
    let event = event(&setting.key.reveal());
    let invoke = || async {
        let answer = setting.http.post(&url).json(&event).send().await.unwrap();
        let text = answer.text().await.unwrap();
        assert!(text.contains("\"Allow\""), "{text}");
    };
    timed(invoke, rounds).await
}

/// What a partner's program sees.
pub async fn through_gateway_and_upstream(setting: &Setting, rounds: usize) -> Samples {
    let url = format!("{}/v1/candidates?per_page=1", setting.facts.urls.harvest_api);
    let key = setting.key.reveal();
    let call = || async {
        let answer =
            setting.http.get(&url).basic_auth(key.as_str(), Some("")).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.bytes().await.unwrap();
    };
    timed(call, rounds).await
}

/// What decisions ask for, which must be exact and not just fast.
pub async fn counts(report: &mut Report) {
    let setting = Setting::prepare().await;
    let before = (setting.counts.consistent_reads(), setting.counts.other());
    let keys = ten_keys(&setting).await;
    let created = setting.counts.other() - before.1;
    let remembered = Remembered::new(&mut SysRng).unwrap();
    for round in 0..10_000 {
        let event = setting.event(&keys[round % keys.len()].reveal());
        authorize(&setting.store, &remembered, &Upstream::Anonymous, &event).await.unwrap();
    }
    let reads = setting.counts.consistent_reads() - before.0;
    let others = setting.counts.other() - before.1 - created;
    report.exactly("consistent reads in 10,000 decisions", reads, 10_000);
    report.exactly("other requests to DynamoDB in them", others, 0);
    report.exactly("argon2 runs in 10,000 calls of 10 keys", remembered.verifications(), 10);

    let guessed = Remembered::new(&mut SysRng).unwrap();
    for _ in 0..1_000 {
        let wrong = PlainKey { id: setting.key.id, secret: new_key(&setting.store).await.secret };
        let refused = authorize(
            &setting.store,
            &guessed,
            &Upstream::Anonymous,
            &setting.event(&wrong.reveal()),
        )
        .await;
        assert!(refused.is_err());
    }
    report.exactly("argon2 runs for 1,000 wrong secrets", guessed.verifications(), 0);
}

async fn ten_keys(setting: &Setting) -> Vec<PlainKey> {
    let mut keys = Vec::new();
    for _ in 0..10 {
        keys.push(new_key(&setting.store).await);
    }
    keys
}

async fn bare_read(setting: &Setting) {
    let read = setting.client.get_item().table_name(&setting.facts.table);
    let read = read.key("pk", AttributeValue::S(format!("KEY#{}", setting.key.id)));
    let read = read.key("sk", AttributeValue::S("KEY".into())).consistent_read(true);
    assert!(read.send().await.unwrap().item.is_some());
}

async fn timed<F: Future<Output = ()>>(work: impl Fn() -> F, rounds: usize) -> Samples {
    for _ in 0..100 {
        work().await;
    }
    let mut clocked = Clocked::default();
    for _ in 0..rounds {
        clocked.time(work()).await;
    }
    clocked.samples()
}

#[derive(Default)]
struct Clocked {
    durations: Vec<Duration>,
    cpu: Duration,
}

impl Clocked {
    async fn time<T>(&mut self, work: impl Future<Output = T>) {
        let (begun, cpu) = (Instant::now(), cpu_time());
        work.await;
        self.durations.push(begun.elapsed());
        self.cpu += cpu_time().saturating_sub(cpu);
    }

    fn samples(self) -> Samples {
        Samples::new(self.durations, self.cpu)
    }
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}
