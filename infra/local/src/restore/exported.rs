//! The change log as it comes out of CloudWatch, or out of a function on this machine.

use std::{collections::HashSet, fs, path::PathBuf};

use anyhow::{Context, bail, ensure};
use handlers::change_log::ChangeLine;
use jiff::Timestamp;
use serde_json::{Deserializer, Value};

/// Lines of the change log, in no order.
#[derive(Debug, Default)]
pub(super) struct Exported(Vec<(Timestamp, ChangeLine)>);

impl Exported {
    /// Reads files of JSON documents: what `aws logs filter-log-events` prints, one or several,
    /// or the lines themselves.
    pub(super) fn read(paths: &[PathBuf]) -> anyhow::Result<Self> {
        let mut log = Self::default();
        for path in paths {
            let place = path.display();
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {place}"))?;
            log.add(&text).with_context(|| format!("{place} is no change log"))?;
        }
        ensure!(!log.0.is_empty(), "the log holds no change: was the right one exported, and all?");
        Ok(log)
    }

    /// Adds the documents of a text.
    pub(super) fn add(&mut self, text: &str) -> anyhow::Result<()> {
        ensure!(!text.trim().is_empty(), "it is empty: was its export cut off, or refused?");
        let mut documents = Deserializer::from_str(text).into_iter::<Value>();
        while let Some(document) = documents.next() {
            let place = documents.byte_offset();
            let document = document.with_context(|| format!("no JSON after byte {place}"))?;
            self.document(&document)?;
        }
        Ok(())
    }

    fn document(&mut self, document: &Value) -> anyhow::Result<()> {
        for name in ["nextToken", "NextToken"] {
            ensure!(document.get(name).is_none(), "it is not whole: it has a `{name}`");
        }
        let Some(events) = document.get("events").unwrap_or(document).as_array() else {
            return self.line(document);
        };
        for event in events {
            let message = event["message"].as_str().context("an event has no `message`")?;
            let line = serde_json::from_str(message).with_context(|| unknown(message))?;
            self.line(&line)?;
        }
        Ok(())
    }

    fn line(&mut self, value: &Value) -> anyhow::Result<()> {
        if value.get("change").is_some() {
            let line: ChangeLine = serde_json::from_value(value.clone())
                .with_context(|| unknown(&value.to_string()))?;
            let time = line.timestamp.parse().with_context(|| unknown(&value.to_string()))?;
            self.0.push((time, line));
            return Ok(());
        }
        let failure = value.get("code").is_some() && value.get("causes").is_some();
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
        if !failure && !kind.starts_with("platform.") {
            bail!(unknown(&value.to_string()));
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// When the first line was written.
    pub(super) fn begins(&self) -> Option<Timestamp> {
        self.0.iter().map(|(time, _)| *time).min()
    }

    /// Ids of the keys that a line names, written at this moment or later.
    pub(super) fn since(&self, moment: Timestamp) -> impl Iterator<Item = &str> {
        let late = self.0.iter().filter(move |(time, _)| *time >= moment);
        late.map(|(_, line)| line.key_id.as_str())
    }

    /// Keys and requests that changed them.
    pub(super) fn requests(&self) -> HashSet<(&str, &str)> {
        let lines = self.0.iter().map(|(_, line)| line);
        lines.filter_map(|line| Some((line.key_id.as_str(), line.request_id.as_deref()?))).collect()
    }
}

fn unknown(text: &str) -> String {
    let beginning: String = text.chars().take(120).collect();
    format!("no line of the functions': `{beginning}`")
}

#[cfg(test)]
mod tests;
