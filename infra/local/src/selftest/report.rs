//! What was checked, and what came of it.

use serde::Serialize;

use super::wire::{Answer, Request};
use crate::terminal::answer;

/// Characters of an answer that are shown.
const SHOWN: usize = 1000;

/// How a check ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As promised.
    Passed,
    /// Not as promised.
    Failed,
    /// Not looked at, for a reason that is given.
    Skipped,
}

/// One promise of the deployment.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The same in every run.
    pub name: String,
    /// Whether it was kept.
    pub outcome: Outcome,
    /// Why it was skipped, or what it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What was not as promised; with a failure alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// A request whose answer was not the promised one; secrets are put out of sight.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Request line and headers.
    pub sent: String,
    /// What was promised.
    pub expected: String,
    /// Status and the body's beginning, or what the upstream saw.
    pub received: String,
}

/// All checks of a run, in order.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The throw-away key, which stays in the list of keys as a revoked one.
    pub key_id: Option<String>,
    /// How many were kept.
    pub passed: usize,
    /// How many were not.
    pub failed: usize,
    /// How many were not looked at.
    pub skipped: usize,
    /// Each by itself.
    pub checks: Vec<Check>,
    #[serde(skip)]
    aloud: bool,
    #[serde(skip)]
    secrets: Vec<(String, &'static str)>,
}

impl Report {
    /// An empty one, whose checks are printed as they come where that is wished for.
    #[must_use]
    pub fn new(aloud: bool) -> Self {
        Self { aloud, ..Self::default() }
    }

    /// From now on this text is shown by its name.
    pub(super) fn conceal(&mut self, secret: &str, name: &'static str) {
        if !secret.is_empty() {
            self.secrets.push((secret.to_owned(), name));
        }
    }

    /// The beginning of a text, without secrets: one across the cut would be half a secret, and
    /// not found any more.
    pub(super) fn shown(&self, text: &str) -> String {
        self.concealed(text).chars().take(SHOWN).collect()
    }

    /// Adds a check that passed if nothing was found.
    pub(super) fn conclude(&mut self, name: impl Into<String>, findings: Vec<Finding>) {
        self.conclude_with(name, findings, None);
    }

    /// The same, with what the outcome does not say.
    pub(super) fn conclude_with(
        &mut self,
        name: impl Into<String>,
        findings: Vec<Finding>,
        note: Option<String>,
    ) {
        let outcome = if findings.is_empty() { Outcome::Passed } else { Outcome::Failed };
        let findings = findings.into_iter().map(|finding| Finding {
            sent: self.concealed(&finding.sent),
            expected: finding.expected,
            received: self.shown(&finding.received),
        });
        let findings = findings.collect();
        self.add(Check { name: name.into(), outcome, note, findings });
    }

    /// Adds a check that is not made.
    pub(super) fn skip(&mut self, name: impl Into<String>, why: &str) {
        let (outcome, note) = (Outcome::Skipped, Some(why.to_owned()));
        self.add(Check { name: name.into(), outcome, note, findings: Vec::new() });
    }

    /// Adds a check of one request.
    pub(super) fn judge(&mut self, name: &str, trial: Trial<'_>) {
        self.conclude(name, trial.finding().into_iter().collect());
    }

    /// Adds a check that could not be brought to its end.
    pub(super) fn fail(&mut self, name: &str, error: &anyhow::Error) {
        let (sent, expected) = ("all checks".into(), "an outcome of each".into());
        self.conclude(name, vec![Finding { sent, expected, received: format!("{error:#}") }]);
    }

    fn add(&mut self, check: Check) {
        match check.outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::Skipped => self.skipped += 1,
        }
        if self.aloud {
            answer(&check);
        }
        self.checks.push(check);
    }

    fn concealed(&self, text: &str) -> String {
        let secrets = self.secrets.iter();
        secrets.fold(text.to_owned(), |text, (secret, name)| text.replace(secret, name))
    }
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let outcome = match self.outcome {
            Outcome::Passed => "pass",
            Outcome::Failed => "FAIL",
            Outcome::Skipped => "skip",
        };
        write!(f, "{outcome}  {}", self.name)?;
        self.note.iter().try_for_each(|note| write!(f, " ({note})"))?;
        self.findings.iter().try_for_each(|Finding { sent, expected, received }| {
            write!(
                f,
                "\n      sent      {sent}\n      expected  {expected}\n      received  {received}"
            )
        })
    }
}

/// One request with its answer, and what was promised.
#[derive(Clone, Copy)]
pub(super) struct Trial<'a> {
    pub(super) request: &'a Request,
    pub(super) answer: &'a anyhow::Result<Answer>,
    pub(super) expected: &'a str,
    pub(super) holds: &'a (dyn Fn(&Answer) -> bool + Sync),
}

impl Trial<'_> {
    /// What is wrong, if anything is.
    pub(super) fn finding(&self) -> Option<Finding> {
        let received = match self.answer {
            Ok(answer) if (self.holds)(answer) => return None,
            Ok(answer) => answer.to_string(),
            Err(error) => format!("no answer: {error:#}"),
        };
        let (sent, expected) = (self.request.to_string(), self.expected.to_owned());
        Some(Finding { sent, expected, received })
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_secret_is_put_out_of_sight_wherever_an_answer_is_cut() {
        let (key, secret) = ("grn_id_SECRETcheck", "SECRET");
        let mut report = Report::new(false);
        report.conceal(key, "<the key>");
        report.conceal(secret, "<the key's secret>");
        for (before, shown) in (0..=SHOWN).flat_map(|before| [(before, key), (before, secret)]) {
            let body = format!("{}{shown}", "x".repeat(before));
            let answer = format!("HTTP/1.1 500 Oh\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            let answer = &Answer::parse(answer.as_bytes()).context("an answer");
            let (request, holds) = (&Request::get("/"), &|_: &Answer| false);
            report.judge("it", Trial { request, answer, expected: "another", holds });
            let Finding { received, .. } = &report.checks.last().unwrap().findings[0];
            assert!(received.chars().count() <= SHOWN);
            assert!(!received.contains("grn") && !received.contains('S'), "{before}: {received}");
        }
    }
}
