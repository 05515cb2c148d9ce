//! What the page weighs on its way to a browser, and what it may weigh.

use anyhow::ensure;

use super::{publish::Sent, split};
use crate::terminal::answer;

/// Endings of what has to be there before anything works.
const AWAITED: [&str; 3] = ["wasm", "js", "css"];
/// Bytes of it on a first visit, compressed by brotli: at 1.6 Mbit/s every 100 kB more are half a
/// second of waiting.
const FIRST: usize = 270_000;
/// Bytes of what is fetched behind the first page, compressed too.
const LATER: usize = 170_000;

/// One file's bytes.
#[derive(Clone, Debug)]
pub struct Weight {
    /// As served, with its digest.
    pub name: String,
    /// As it lies on the disk.
    pub raw: usize,
    /// As it is sent; `raw` where it does not shrink.
    pub sent: usize,
}

impl Weight {
    fn is_later(&self) -> bool {
        self.name.starts_with(split::LATER)
    }

    fn is_awaited(&self) -> bool {
        let ending = self.name.rsplit('.').next();
        !self.is_later() && ending.is_some_and(|ending| AWAITED.contains(&ending))
    }
}

pub(super) fn of(sent: &[Sent]) -> Vec<Weight> {
    let weight = |file: &Sent| Weight {
        name: file.name.clone(),
        raw: file.content.len(),
        sent: file.brotli.as_ref().unwrap_or(&file.content).len(),
    };
    sent.iter().map(weight).collect()
}

/// What counts together, in words, with its bytes and how many they may be.
fn totals(weights: &[Weight]) -> [(&'static str, usize, usize); 2] {
    let total = |counts: fn(&Weight) -> bool| {
        weights.iter().filter(|weight| counts(weight)).map(|weight| weight.sent).sum()
    };
    [
        ("first visit: wasm, js, css", total(Weight::is_awaited), FIRST),
        ("fetched later", total(Weight::is_later), LATER),
    ]
}

/// # Errors
/// When the page is heavier than [`FIRST`] or [`LATER`].
pub(super) fn ensure_light(weights: &[Weight]) -> anyhow::Result<()> {
    let fits = totals(weights).into_iter().all(|(_, total, most)| total <= most);
    ensure!(fits, "the page is too heavy\n{}", table(weights));
    Ok(())
}

/// Shows a table with the totals that count.
pub(crate) fn print(weights: &[Weight]) {
    answer(table(weights));
}

fn table(weights: &[Weight]) -> String {
    let mut lines = vec![format!("{:<36} {:>10} {:>10}", "file", "raw kB", "brotli kB")];
    lines.extend(weights.iter().map(|Weight { name, raw, sent }| {
        format!("{name:<36} {:>10} {:>10}", kilobytes(*raw), kilobytes(*sent))
    }));
    lines.extend(totals(weights).map(|(label, total, most)| {
        format!("{label:<36} {:>21} of {}", kilobytes(total), kilobytes(most))
    }));
    lines.join("\n")
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(script: usize, later: usize) -> Vec<Weight> {
        let weight = |name: &str, sent| Weight { name: name.into(), raw: 3 * sent, sent };
        vec![
            weight("app-1.js", script),
            weight("app-2.wasm", 200_000),
            weight("granary-3.css", 10_000),
            weight("index.html", 90_000),
            weight("split_later-4.wasm", later),
        ]
    }

    #[test]
    fn the_limits_are_on_what_a_visit_waits_for() {
        assert!(ensure_light(&weights(60_000, 170_000)).is_ok());
        let first = ensure_light(&weights(60_001, 1_000)).unwrap_err().to_string();
        assert!(first.contains("270.0 of 270.0") && first.contains("granary-3.css"), "{first}");
        let later = ensure_light(&weights(1_000, 170_100)).unwrap_err().to_string();
        assert!(later.contains("170.1 of 170.0"), "{later}");
    }

    #[test]
    fn the_table_names_every_file_and_the_totals() {
        let table = table(&weights(1_234, 5_678));
        assert_eq!(table.lines().count(), 8);
        assert!(table.contains("3.7") && table.contains("211.2 of 270.0"), "{table}");
        assert!(table.contains("5.6 of 170.0"), "{table}");
    }
}
