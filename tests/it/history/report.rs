//! What a long run observed, in words and as a picture.

use std::fmt::Write;

use super::{
    checker::{Violation, after_acknowledgement},
    record::{History, Verdict},
};

/// Upper ends of the picture's columns, in microseconds since the acknowledgement.
const ENDS: [u128; 9] = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000, u128::MAX];
const NAMES: [&str; 9] =
    ["to 1 ms", "to 2", "to 5", "to 10", "to 20", "to 50", "to 100", "to 500", "later"];

/// What rounds add up to.
#[derive(Debug, Default)]
pub struct Report {
    calls: usize,
    changes: usize,
    violations: Vec<String>,
    /// Calls that an acknowledged change forbids, by the time since then: allowed, and refused.
    columns: [(usize, usize); ENDS.len()],
}

impl Report {
    /// Adds a round.
    pub fn add(&mut self, history: &History, violations: &[Violation]) {
        self.calls += history.calls.len();
        self.changes += history.changes.len();
        self.violations.extend(violations.iter().map(ToString::to_string));
        for (since, verdict) in after_acknowledgement(history) {
            let place = ENDS.iter().position(|end| since.as_micros() < *end);
            if let Some((allowed, refused)) = place.and_then(|place| self.columns.get_mut(place)) {
                *if verdict == Verdict::Allowed { allowed } else { refused } += 1;
            }
        }
    }

    /// Calls so far.
    pub const fn calls(&self) -> usize {
        self.calls
    }

    /// One line, and one for each of the first violations.
    pub fn words(&self) -> String {
        let (allowed, refused) = self.forbidden();
        let mut words = format!(
            "{} calls over {} changes: {} violations; of {} calls that an acknowledged change \
             forbids, {allowed} were allowed",
            self.calls,
            self.changes,
            self.violations.len(),
            allowed + refused,
        );
        for violation in self.violations.iter().take(5) {
            write!(words, "\n{violation}").unwrap();
        }
        words
    }

    /// Fails on the first thing that the promise rules out, and where next to nothing was observed.
    pub fn assert_holds(&self) {
        let (allowed, refused) = self.forbidden();
        assert!(self.violations.is_empty() && allowed == 0, "{}", self.words());
        assert!(refused > self.calls / 10, "{}", self.words());
    }

    fn forbidden(&self) -> (usize, usize) {
        self.columns.iter().fold((0, 0), |sum, column| (sum.0 + column.0, sum.1 + column.1))
    }

    /// Allowed and refused calls by the time since the change that forbids them was acknowledged.
    pub fn picture(&self) -> String {
        let tallest =
            self.columns.iter().map(|column| column.0 + column.1).max().unwrap_or(1).max(1);
        let mut svg = String::from(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 320\" font-family=\"sans-serif\" \
             font-size=\"12\"><title>Calls that an acknowledged change forbids</title>\
             <rect width=\"760\" height=\"320\" fill=\"#fff\"/>",
        );
        let title = format!(
            "{} calls, {} changes: calls by time since the acknowledgement of what forbids them",
            self.calls, self.changes
        );
        write!(svg, "<text x=\"30\" y=\"28\" font-size=\"14\">{title}</text>").unwrap();
        for (number, (name, (allowed, refused))) in NAMES.iter().zip(self.columns).enumerate() {
            let left = 30 + number * 80;
            let height = |count: usize| 200 * count / tallest;
            let (red, grey) = (height(allowed).max(allowed.min(3)), height(refused));
            write!(
                svg,
                "<rect x=\"{left}\" y=\"{}\" width=\"60\" height=\"{grey}\" fill=\"#7a8a78\"/>\
                 <rect x=\"{left}\" y=\"{}\" width=\"60\" height=\"{red}\" fill=\"#b3261e\"/>\
                 <text x=\"{left}\" y=\"{}\">{refused}</text>\
                 <text x=\"{left}\" y=\"284\">{name}</text>\
                 <text x=\"{left}\" y=\"302\" fill=\"#b3261e\">{allowed} allowed</text>",
                264 - grey,
                264 - grey - red,
                258 - grey - red,
            )
            .unwrap();
        }
        svg.push_str("</svg>\n");
        svg
    }
}
