//! What a decision costs: side by side in one run, since machines are noisy and ratios are not.
//!
//! Run by `cargo dev bench`, against a stack of release binaries on DynamoDB Local. Prints a
//! table, and the same as JSON to `target/bench.json`; the decisions' log lines go to
//! `target/bench.log`.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a benchmark fails by panicking, and reads clock and environment as it likes"
)]

mod decisions;
mod flood;
mod page;
mod refusals;
mod report;
mod setting;
mod starts;

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use report::Report;
use setting::Setting;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let log = File::create(target("bench.log")).unwrap();
    rustix::stdio::dup2_stdout(log).unwrap();
    let setting = Setting::prepare().await;
    let mut report = Report::default();
    let [bare, warm] = decisions::side_by_side(&setting, 5_000).await;
    report.row("bare consistent GetItem", &bare);
    report.row("warm decision", &warm);
    let emulated = decisions::through_the_emulator(&setting, 2_000).await;
    report.row("warm decision through cargo-lambda", &emulated);
    let whole = decisions::through_gateway_and_upstream(&setting, 2_000).await;
    report.row("call through gateway and upstream", &whole);
    flood::measure(&setting, &mut report, 2_000).await;
    report.ratio("warm decision over bare read, p50", warm.p50(), bare.p50(), 1.15);
    report.ratio("warm decision over bare read, p99", warm.p99(), bare.p99(), 1.15);
    let on_top = warm.cpu.saturating_sub(bare.cpu) / u32::try_from(warm.len()).unwrap();
    report.at_most("CPU of a decision on top of the read, µs", on_top.as_secs_f64() * 1e6, 50.0);
    decisions::counts(&mut report).await;
    starts::measure(&setting, &mut report, 20).await;
    refusals::apart(&setting, 500, &mut report).await;
    page::measure(&setting, &mut report).await;
    report.print_and_save();
}

/// A file beside what cargo builds.
fn target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target").join(name)
}

/// Durations of one kind of work, sorted, and the CPU time of this process for all of them.
#[derive(Default)]
struct Samples {
    sorted: Vec<Duration>,
    cpu: Duration,
}

impl Samples {
    fn new(mut durations: Vec<Duration>, cpu: Duration) -> Self {
        durations.sort_unstable();
        Self { sorted: durations, cpu }
    }

    /// More of the same kind.
    fn add(&mut self, more: Self) {
        self.sorted.extend(more.sorted);
        self.sorted.sort_unstable();
        self.cpu += more.cpu;
    }

    fn len(&self) -> usize {
        self.sorted.len()
    }

    fn at(&self, share: f64) -> Duration {
        let last = self.sorted.len() - 1;
        self.sorted[(share * last as f64).round() as usize]
    }

    fn p50(&self) -> Duration {
        self.at(0.50)
    }

    fn p99(&self) -> Duration {
        self.at(0.99)
    }
}
