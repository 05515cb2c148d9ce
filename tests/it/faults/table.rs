//! The table: every action meets every fault at every step, passing and lasting.

use std::{sync::Arc, time::Instant};

use aws_sdk_dynamodb::Client;
use futures_util::future::join_all;
use granary_local::compile::AUTHORIZER;
use tokio::sync::Semaphore;

use super::{
    action::{Action, Step, Subject},
    fault::{Fault, Length, Plan},
    rig::Rig,
};
use crate::{
    stack::own_table,
    wire::{Answer, Request},
};

/// The database behind every proxy of the table.
pub const DATABASE: &str = "faults";
/// Functions that meet faults at once: half of the faults make them wait.
const AT_ONCE: usize = 12;
/// The same where times are reported, so that none is slow for want of a processor.
const AT_ONCE_MEASURED: usize = 6;

/// A function's process that meets one fault at one step, first passing, then lasting.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub action: Action,
    pub step: usize,
    pub fault: Fault,
}

/// What came of a fault.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The answer was that of an undisturbed action.
    Survived,
    /// 503, with the hint to try again.
    Refused,
}

/// What is reported of one cell and length.
#[derive(Clone, Debug)]
pub struct Row {
    pub cell: Cell,
    pub length: Length,
    pub outcome: Outcome,
    /// Whether the action had happened by then; only where it changes something.
    pub happened: Option<bool>,
    /// Attempts of the disturbed call that reached the proxy.
    pub attempts: usize,
    pub answered_ms: u128,
    /// From the end of the fault to the answer of the next call.
    pub recovered_ms: u128,
}

/// All of them.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for action in Action::all() {
        for step in 0..action.steps.len() {
            cells.extend(Fault::ALL.iter().map(|fault| Cell { action, step, fault: *fault }));
        }
    }
    cells
}

/// Runs them, and returns what came of each, and what was wrong.
pub async fn run(measured: bool) -> (Vec<Row>, Vec<String>) {
    let client = own_table(DATABASE).await;
    let places = Arc::new(Semaphore::new(if measured { AT_ONCE_MEASURED } else { AT_ONCE }));
    let runs = cells().into_iter().map(|cell| {
        let (client, places) = (client.clone(), places.clone());
        tokio::spawn(async move {
            let _place = places.acquire().await.unwrap();
            cell.run(&client).await
        })
    });
    let (rows, wrong): (Vec<_>, Vec<_>) =
        join_all(runs).await.into_iter().map(Result::unwrap).unzip();
    (rows.concat(), wrong.concat())
}

impl Cell {
    async fn run(self, client: &Client) -> (Vec<Row>, Vec<String>) {
        let rig = Rig::start(self.action.function, DATABASE).await;
        let (mut rows, mut wrong) = (Vec::new(), Vec::new());
        for length in Length::ALL {
            let mut trial = Trial { cell: self, length, rig: &rig, killed: 0, wrong: Vec::new() };
            rows.push(trial.run(&Subject::new(self.action, client).await).await);
            let place = format!(
                "{} at step {}, {} ({length:?})",
                self.action.words(),
                self.step,
                self.fault.words()
            );
            wrong.extend(trial.wrong.iter().map(|words| format!("{place}: {words}")));
        }
        (rows, wrong)
    }

    fn kills(&self) -> bool {
        matches!(self.fault, Fault::Killed | Fault::KilledAfter)
    }

    /// What may come of it; nothing where both may.
    fn outcome(&self, length: Length) -> Option<Outcome> {
        let alone = self.action.steps[self.step] == Step::Read;
        match (self.fault, length) {
            (Fault::DelayShort, _) => Some(Outcome::Survived),
            (Fault::Killed | Fault::KilledAfter, _) => Some(Outcome::Refused),
            // DynamoDB does not answer such a call so.
            (Fault::Conflict, _) if alone => Some(Outcome::Refused),
            // The gate's two attempts are at most 50 ms apart.
            (Fault::Refused, Length::Passing) if self.action.function == AUTHORIZER => None,
            (_, Length::Passing) => Some(Outcome::Survived),
            (_, Length::Lasting) => Some(Outcome::Refused),
        }
    }

    /// Whether the change was made by the time of that answer.
    fn happened(&self, outcome: Outcome) -> bool {
        let write = self.action.write().unwrap_or(0);
        let made = matches!(
            self.fault,
            Fault::AnswerLost | Fault::Cut | Fault::DelayLong | Fault::KilledAfter
        );
        match outcome {
            Outcome::Survived => true,
            Outcome::Refused => self.step > write || (self.step == write && made),
        }
    }

    fn times(&self) -> usize {
        let whole = matches!(self.fault, Fault::AnswerLost | Fault::DelayLong | Fault::Late);
        match (whole, self.kills(), self.action.function == AUTHORIZER) {
            // A second attempt may be on its way before the signal is.
            (_, true, _) => 2,
            (true, ..) | (.., true) => 1,
            (false, false, false) => 2,
        }
    }
}

/// One cell, for one length.
struct Trial<'a> {
    cell: Cell,
    length: Length,
    rig: &'a Rig,
    killed: usize,
    wrong: Vec<String>,
}

impl Trial<'_> {
    async fn run(&mut self, subject: &Subject) -> Row {
        let processes = self.rig.lambda.started();
        let begun = Instant::now();
        let answer = self.disturbed(&subject.request()).await;
        let answered_ms = begun.elapsed().as_millis();
        let killed = self.killed > 0 || !self.cell.kills();
        self.expect(killed, "the function was not killed".to_owned());
        let attempts = self.rig.proxy.attempts().get(self.cell.step).copied().unwrap_or(0);
        let outcome = self.judge(&answer);
        if self.cell.action.function == AUTHORIZER {
            for (request, status) in subject.forbidden().await {
                let answer = self.disturbed(&request).await;
                let refused = [status, 503].contains(&answer.status);
                self.expect(refused, format!("{} for {request:?}", answer.status));
            }
        }
        self.rig.proxy.disarm().await;
        let happened = self.look(subject, Some(self.cell.happened(outcome))).await;

        let begun = Instant::now();
        let overtaken = self.cell.fault == Fault::Late && outcome == Outcome::Refused;
        let opposite = overtaken && self.cell.action.function == "reenable_key" && !happened;
        if opposite {
            subject.revoke().await;
        } else {
            let answer = self.rig.send(&subject.request()).await;
            let expected = self.cell.action.again(happened);
            let words = format!("{} when asked again: {}", answer.status, shown(&answer));
            self.expect(answer.status == expected, words);
        }
        let recovered_ms = begun.elapsed().as_millis();
        let started = self.rig.lambda.started() - processes;
        let words = format!("{started} new processes, and {} were killed", self.killed);
        self.expect(started == self.killed, words);
        let _made = self.rig.proxy.release().await;
        let _now = self.look(subject, Some(!opposite)).await;
        let happened = self.cell.action.write().map(|_| happened);
        let Self { cell, length, .. } = *self;
        Row { cell, length, outcome, happened, attempts, answered_ms, recovered_ms }
    }

    /// The answer to a request that meets the fault; a lasting one kills the function once more.
    async fn disturbed(&mut self, request: &Request) -> Answer {
        let answer = self.armed(request).await;
        let met = self.rig.proxy.attempts().len() > self.cell.step;
        let met = met || self.cell.fault == Fault::Refused;
        self.expect(met, format!("nothing met the fault: {}", shown(&answer)));
        if self.cell.kills() && self.length == Length::Lasting {
            let again = self.armed(request).await;
            let done = self.cell.action.again(true);
            self.expect([done, 503].contains(&again.status), format!("again {}", shown(&again)));
        }
        answer
    }

    async fn armed(&mut self, request: &Request) -> Answer {
        let Cell { step, fault, .. } = self.cell;
        let plan = Plan { fault, length: self.length, step: Some(step), times: self.cell.times() };
        self.rig.proxy.arm(plan);
        let answer = self.rig.send(request);
        tokio::pin!(answer);
        loop {
            tokio::select! {
                answer = &mut answer => return answer,
                () = self.rig.proxy.caught() => {
                    self.killed += usize::from(self.rig.lambda.kill());
                }
            }
        }
    }

    fn judge(&mut self, answer: &Answer) -> Outcome {
        let action = self.cell.action;
        let outcome =
            if answer.status == action.success() { Outcome::Survived } else { Outcome::Refused };
        if outcome == Outcome::Refused {
            let problem = answer.status == 503
                && answer.header("retry-after").is_some()
                && (action.route.is_none() || answer.json()["code"] == "unavailable");
            self.expect(problem, format!("{}: {}", answer.status, shown(answer)));
        }
        let expected = self.cell.outcome(self.length);
        let words = format!("{outcome:?}, not {expected:?}: {}", shown(answer));
        self.expect(expected.is_none_or(|expected| expected == outcome), words);
        outcome
    }

    /// Whether the action has happened; says what disagrees, and whether the gate does.
    async fn look(&mut self, subject: &Subject, expected: Option<bool>) -> bool {
        let audit = subject.audit().await;
        for words in &audit.disagreements {
            self.wrong.push(words.clone());
        }
        let happened = match subject.happened(&audit) {
            Ok(happened) => happened,
            Err(words) => {
                self.wrong.push(words);
                false
            }
        };
        if self.cell.action.write().is_some() {
            let words = format!("happened: {happened}, expected: {expected:?}");
            self.expect(expected.is_none_or(|expected| expected == happened), words);
            let (allowed, open) = (subject.passes().await, subject.is_open(&audit));
            let words = format!("allowed: {allowed:?}, by the table: {open}");
            self.expect(allowed.is_none_or(|allowed| allowed == open), words);
        }
        happened
    }

    fn expect(&mut self, holds: bool, words: String) {
        if !holds {
            self.wrong.push(words);
        }
    }
}

fn shown(answer: &Answer) -> String {
    answer.text().chars().take(300).collect()
}
