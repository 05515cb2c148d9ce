//! The request lines of the test suite, each with a key that may call one endpoint.
//!
//! What a live upstream saw is nobody's to ask: there an answer is judged by its status alone.

use std::{
    collections::{BTreeMap, HashSet},
    future::ready,
    time::Duration,
};

use futures_util::{StreamExt, stream};
use serde_json::Value;

use super::{
    Plan,
    changes::unchanged,
    report::{Finding, Report},
    site::Site,
    wire::{Answer, basic},
};
use crate::{
    hostile::{self, Family, Hostile, SMUGGLED, Sender},
    upstream::SAMPLE_CREDENTIAL,
};

/// Requests at once; a deployment allows its callers more.
const WIDTH: usize = 16;
/// What is waited for an answer: some requests are half a request, and get none.
const PATIENCE: Duration = Duration::from_secs(5);

/// What came of a family's requests.
#[derive(Default)]
struct Tally {
    sent: usize,
    answered: usize,
    withheld: usize,
    findings: Vec<Finding>,
}

impl Tally {
    /// Some requests are answered by nobody, and none is a verdict on a gate that answers none.
    fn conclude(mut self, family: Family, report: &mut Report) {
        let name = format!("hostile requests: {family:?}");
        if self.sent == 0 && self.findings.is_empty() {
            return report.skip(name, "they could write if the gate failed; --writes sends them");
        }
        if self.sent > 0 && self.answered == 0 {
            let sent = format!("all {} of {family:?}", self.sent);
            self.findings.push(finding(&sent, "an answer to any", "no answer".into()));
        }
        let note = Some(self.told());
        report.conclude_with(name, self.findings, note);
    }

    fn told(&self) -> String {
        let mut told = format!("{} sent", self.sent);
        if self.answered < self.sent {
            told.push_str(&format!(", {} unanswered", self.sent - self.answered));
        }
        if self.withheld > 0 {
            told.push_str("; --writes sends those that could write");
        }
        told
    }
}

pub(super) async fn run(site: &Site, plan: Plan, report: &mut Report) {
    let all = hostile::all();
    let mut tallies: BTreeMap<Family, Tally> = BTreeMap::new();
    for hostile in &all {
        let tally = tallies.entry(hostile.family).or_default();
        tally.withheld += usize::from(!plan.writes && writes(hostile));
    }
    for (id, families) in chosen(&all, plan) {
        let permitted = site.permit(&[id]).await;
        for (family, some) in families {
            let tally = tallies.entry(family).or_default();
            match &permitted {
                Ok(()) => send(site, id, family, &some, tally).await,
                Err(error) => tally.findings.push(unchanged(error)),
            }
        }
    }
    for (family, tally) in tallies {
        tally.conclude(family, report);
    }
}

/// Whether data could change, were it read otherwise than it was decided on.
fn writes(hostile: &Hostile) -> bool {
    hostile.permitted.writes() || hostile.aim.writes()
}

/// By what the key may call, and by family.
type Chosen<'a> = BTreeMap<&'static str, BTreeMap<Family, Vec<&'a Hostile>>>;

/// All, or of each rule the first.
fn chosen(all: &[Hostile], plan: Plan) -> Chosen<'_> {
    let mut known = HashSet::new();
    let mut chosen = Chosen::new();
    for hostile in all.iter().filter(|hostile| plan.writes || !writes(hostile)) {
        if known.insert((hostile.family, hostile.rule())) || plan.all {
            let families = chosen.entry(hostile.permitted.id).or_default();
            families.entry(hostile.family).or_default().push(hostile);
        }
    }
    chosen
}

/// Sends requests of one family for one endpoint, all with the same mark.
async fn send(site: &Site, id: &str, family: Family, some: &[&Hostile], tally: &mut Tally) {
    let marker = &site.marker(&format!("{family:?}-{id}"));
    let credential = &basic(&site.key);
    let sent = stream::iter(some).map(|hostile| async move {
        let host = &site.harvest.authority;
        let sender = Sender { credential, host, marker, base: &site.harvest.base };
        let bytes = site.harvest.exchange(&hostile.bytes(&sender), PATIENCE).await;
        // A status is an answer, whatever became of the body.
        let answer = |bytes: &[u8]| Answer::parse(bytes).or_else(|| Answer::begun(bytes));
        Some((hostile, answer(&bytes.ok()?)?))
    });
    let answers: Vec<_> = sent.buffered(WIDTH).filter_map(ready).collect().await;
    tally.sent += some.len();
    tally.answered += answers.len();
    let wrong = answers.iter().filter(|(_, answer)| !is_a_verdict(answer.status));
    let expected = "4xx, or the permitted endpoint's own answer";
    tally.findings.extend(
        wrong.map(|(hostile, answer)| finding(&hostile.name, expected, answer.to_string())),
    );
    let passed = answers.iter().filter(|(_, answer)| answer.succeeded()).count();
    tally.findings.extend(upstream(site, id, marker, passed, some).await);
}

const fn is_a_verdict(status: u16) -> bool {
    matches!(status, 200..=299 | 400..=499)
}

fn finding(sent: &str, expected: &str, received: String) -> Finding {
    Finding { sent: sent.into(), expected: expected.into(), received }
}

/// What is wrong with what the upstream saw, where it can be asked.
async fn upstream(
    site: &Site,
    id: &str,
    marker: &str,
    passed: usize,
    some: &[&Hostile],
) -> Vec<Finding> {
    let family = some.first().map(|hostile| format!("{:?} for {id}", hostile.family));
    let family = family.unwrap_or_default();
    let seen = match site.seen(marker).await {
        Ok(None) => return Vec::new(),
        Ok(Some(seen)) => seen,
        Err(error) => return vec![finding(&family, "the upstream's record", format!("{error:#}"))],
    };
    let mut findings: Vec<_> = seen
        .iter()
        .filter(|request| !is_permitted(request, id, &site.key_id))
        .map(|request| finding(&family, &format!("calls of {id} upstream"), request.to_string()))
        .collect();
    if passed > seen.len() {
        let received = format!("{passed} answers 2xx, {} calls upstream", seen.len());
        findings.push(finding(&family, "answers of the upstream", received));
    }
    findings
}

/// The request is one for the permitted endpoint, in the name of the key, and says so once.
fn is_permitted(seen: &Value, id: &str, key_id: &str) -> bool {
    let hidden = seen["query"].as_str().is_some_and(|query| query.contains(SMUGGLED));
    seen["endpoint"] == id
        && seen["effective_method"] == seen["method"]
        && !hidden
        && values(seen, "authorization") == [SAMPLE_CREDENTIAL]
        && values(seen, "x-granary-permission") == [id]
        && values(seen, "x-granary-key-id") == [key_id]
}

/// What the upstream saw under a header's name, given in lower case.
pub(super) fn values<'a>(seen: &'a Value, name: &str) -> Vec<&'a str> {
    let pairs = seen["headers"].as_array().into_iter().flatten();
    pairs.filter(|pair| pair[0] == name).filter_map(|pair| pair[1].as_str()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::selftest::Outcome;

    #[test]
    fn a_sample_has_every_family_and_every_rule() {
        let all = hostile::all();
        let sample = chosen(&all, Plan { all: false, writes: true });
        let of = |some: Vec<&Hostile>| -> BTreeSet<_> {
            some.iter().map(|hostile| (hostile.family, hostile.rule().to_owned())).collect()
        };
        let some: Vec<_> = sample.into_values().flat_map(BTreeMap::into_values).flatten().collect();
        assert!(some.len() * 4 < all.len(), "{} of {}", some.len(), all.len());
        assert_eq!(of(some), of(all.iter().collect()));
    }

    #[test]
    fn a_family_without_one_answer_fails_and_one_with_some_says_how_many_it_lacks() {
        let mut report = Report::new(false);
        for answered in [0, 1, 3] {
            let tally = Tally { sent: 3, answered, ..Tally::default() };
            tally.conclude(Family::Nulls, &mut report);
        }
        let failed = Tally { findings: vec![finding("", "", String::new())], ..Tally::default() };
        failed.conclude(Family::Nulls, &mut report);
        Tally { withheld: 1, ..Tally::default() }.conclude(Family::Nulls, &mut report);
        let outcomes: Vec<_> = report
            .checks
            .iter()
            .map(|check| (check.outcome, check.note.as_deref().unwrap_or_default()))
            .collect();
        let expected = [
            (Outcome::Failed, "3 sent, 3 unanswered"),
            (Outcome::Passed, "3 sent, 2 unanswered"),
            (Outcome::Passed, "3 sent"),
            (Outcome::Failed, "0 sent"),
            (Outcome::Skipped, "they could write if the gate failed; --writes sends them"),
        ];
        assert_eq!(outcomes, expected);
    }

    #[test]
    fn without_leave_nothing_that_could_write_is_sent() {
        let all = hostile::all();
        for plan in [false, true].map(|all| Plan { all, writes: false }) {
            for (_, families) in chosen(&all, plan) {
                assert!(families.into_values().flatten().all(|hostile| !writes(hostile)));
            }
        }
    }
}
