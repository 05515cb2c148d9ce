//! The table, and the same as JSON.

use std::{fs, time::Duration};

use serde_json::{Value, json};

use crate::{Samples, target};

#[derive(Default)]
pub struct Report {
    lines: Vec<String>,
    rows: Vec<Value>,
}

impl Report {
    /// Durations of one kind of work.
    pub fn row(&mut self, name: &str, samples: &Samples) {
        let microseconds = |time: Duration| time.as_secs_f64() * 1e6;
        let [p50, p90, p99] = [0.50, 0.90, 0.99].map(|share| microseconds(samples.at(share)));
        self.lines
            .push(format!("{name:<44} p50 {p50:>8.0} µs   p90 {p90:>8.0} µs   p99 {p99:>8.0} µs"));
        self.rows.push(json!({"name": name, "p50_us": p50, "p90_us": p90, "p99_us": p99, "samples": samples.len()}));
    }

    /// Durations whose middle half matters, and how far it is spread.
    pub fn spread(&mut self, name: &str, samples: &Samples) {
        let [p25, p50, p75] = [0.25, 0.50, 0.75].map(|share| samples.at(share).as_secs_f64() * 1e6);
        self.lines
            .push(format!("{name:<44} p25 {p25:>8.0} µs   p50 {p50:>8.0} µs   p75 {p75:>8.0} µs"));
        self.rows.push(json!({"name": name, "p25_us": p25, "p50_us": p50, "p75_us": p75, "samples": samples.len()}));
    }

    /// One duration over another, with what it should not exceed.
    pub fn ratio(&mut self, name: &str, over: Duration, under: Duration, target: f64) {
        self.at_most(name, over.as_secs_f64() / under.as_secs_f64(), target);
    }

    /// A figure with what it should not exceed.
    pub fn at_most(&mut self, name: &str, figure: f64, target: f64) {
        let verdict = if figure <= target { "met" } else { "MISSED" };
        self.lines.push(format!("{name:<44} {figure:>8.2}   target ≤ {target}: {verdict}"));
        self.rows.push(
            json!({"name": name, "figure": figure, "target": target, "met": figure <= target}),
        );
    }

    /// A count that must be just so.
    ///
    /// # Panics
    /// When it is not.
    pub fn exactly(&mut self, name: &str, count: u64, expected: u64) {
        assert_eq!(count, expected, "{name}");
        self.lines.push(format!("{name:<44} {count:>8}   as it must be"));
        self.rows.push(json!({"name": name, "count": count}));
    }

    #[expect(clippy::print_stderr, reason = "the report is what the command is for")]
    pub fn print_and_save(&self) {
        eprintln!("\n{}\n", self.lines.join("\n"));
        fs::write(target("bench.json"), format!("{:#}\n", Value::Array(self.rows.clone())))
            .unwrap();
    }
}
