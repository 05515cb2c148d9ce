//! What the page weighs on its way to a browser, and what it may weigh.

use anyhow::ensure;

use super::publish::Sent;
use crate::terminal::answer;

/// What a first visit loads before anything works, and bytes of it, compressed by brotli.
///
/// At 1.6 Mbit/s every 100 kB more are half a second of waiting. It may not grow past this, and is
/// far from [`AIM`]: each closure in a view is compiled into code of its own.
const BUDGET: (&[&str], usize) = (&["wasm", "js", "css"], 425_000);
/// What a first visit should load at most.
const AIM: usize = 270_000;

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

pub(super) fn of(sent: &[Sent]) -> Vec<Weight> {
    let weight = |file: &Sent| Weight {
        name: file.name.clone(),
        raw: file.content.len(),
        sent: file.brotli.as_ref().unwrap_or(&file.content).len(),
    };
    sent.iter().map(weight).collect()
}

/// # Errors
/// When the page is heavier than [`BUDGET`].
pub(super) fn ensure_light(weights: &[Weight]) -> anyhow::Result<()> {
    let (endings, most) = BUDGET;
    let total = total(weights);
    ensure!(
        total <= most,
        "the page is too heavy: {} together have {} kB of at most {} kB\n{}",
        endings.join(", "),
        kilobytes(total),
        kilobytes(most),
        table(weights)
    );
    Ok(())
}

/// Shows a table with the total that counts.
pub(crate) fn print(weights: &[Weight]) {
    answer(table(weights));
}

fn table(weights: &[Weight]) -> String {
    let (endings, most) = BUDGET;
    let mut lines = vec![format!("{:<32} {:>10} {:>10}", "file", "raw kB", "brotli kB")];
    lines.extend(weights.iter().map(|Weight { name, raw, sent }| {
        format!("{name:<32} {:>10} {:>10}", kilobytes(*raw), kilobytes(*sent))
    }));
    let (label, most) = (format!("{} together", endings.join(", ")), kilobytes(most));
    let aim = kilobytes(AIM);
    lines.push(format!("{label:<32} {:>21} of {most}, aim {aim}", kilobytes(total(weights))));
    lines.join("\n")
}

fn total(weights: &[Weight]) -> usize {
    let (endings, _) = BUDGET;
    let counts = |weight: &&Weight| {
        weight.name.rsplit('.').next().is_some_and(|ending| endings.contains(&ending))
    };
    weights.iter().filter(counts).map(|weight| weight.sent).sum()
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(script: usize) -> Vec<Weight> {
        let weight = |name: &str, sent| Weight { name: name.into(), raw: 3 * sent, sent };
        vec![
            weight("app-1.js", script),
            weight("app-2.wasm", 200_000),
            weight("granary-3.css", 10_000),
            weight("index.html", 90_000),
        ]
    }

    #[test]
    fn the_limit_is_on_what_a_first_visit_waits_for() {
        assert!(ensure_light(&weights(215_000)).is_ok());
        let message = ensure_light(&weights(215_001)).unwrap_err().to_string();
        assert!(message.contains("425.0 kB of at most 425.0 kB"), "{message}");
        assert!(message.contains("granary-3.css"), "{message}");
    }

    #[test]
    fn the_table_names_every_file_and_the_total() {
        let table = table(&weights(1_234));
        assert_eq!(table.lines().count(), 6);
        assert!(table.contains("3.7") && table.contains("211.2 of 425.0, aim 270.0"), "{table}");
    }
}
