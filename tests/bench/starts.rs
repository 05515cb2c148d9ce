//! How large a function is, and how long its process takes to ask for its first invocation: the part
//! of a cold start that is ours, one call of the table included.

use std::{
    fs,
    process::Stdio,
    time::{Duration, Instant},
};

use granary_local::{compile::functions, stack::functions::environment};
use tokio::{io::AsyncReadExt, net::TcpListener, process::Command};

use crate::{Samples, report::Report, setting::Setting, target};

/// Every function, started so often.
pub async fn measure(setting: &Setting, report: &mut Report, rounds: usize) {
    let mut slowest = Duration::ZERO;
    let mut largest = 0;
    for function in functions() {
        let mut durations = Vec::new();
        for _ in 0..rounds {
            durations.push(start(setting, function).await);
        }
        let samples = Samples::new(durations, Duration::ZERO);
        report.row(&format!("start of {function}"), &samples);
        slowest = slowest.max(samples.p50());
        largest = largest.max(fs::metadata(target("release").join(function)).unwrap().len());
    }
    report.at_most("slowest start, p50, ms", slowest.as_secs_f64() * 1e3, 6.0);
    report.at_most("largest function, MB", largest as f64 / 1e6, 8.0);
}

/// From the process's start to its question for an invocation, which is never answered.
async fn start(setting: &Setting, function: &str) -> Duration {
    let lambda = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = lambda.local_addr().unwrap().to_string();
    let mut process = Command::new(target("release").join(function));
    process
        .env_clear()
        .envs(environment(&setting.facts, function, &address))
        .stdout(Stdio::null())
        .kill_on_drop(true);
    let begun = Instant::now();
    let mut process = process.spawn().unwrap();
    let (mut asks, _) = lambda.accept().await.unwrap();
    let mut line = vec![0; "GET /2018-06-01/runtime/invocation/next".len()];
    asks.read_exact(&mut line).await.unwrap();
    let took = begun.elapsed();
    assert_eq!(line, b"GET /2018-06-01/runtime/invocation/next");
    process.kill().await.unwrap();
    took
}
