//! Keys that tests have made, looked for afterwards wherever a secret must never be.

use std::{collections::HashSet, fs, path::PathBuf};

use anyhow::Context;
use aws_sdk_dynamodb::Client;
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::stack::{Facts, dynamodb::configuration};

/// Characters at the end of a key that only repeat what stands before them.
const CHECKSUM: usize = 6;

/// The file in which tests note each key they were shown, one a line.
pub fn file(facts: &Facts) -> PathBuf {
    facts.logs.with_file_name("canaries")
}

/// Names every log, and the table, in which a noted key's secret stands.
///
/// # Errors
/// When a log or the table cannot be read, or no key was noted, so that there is nothing to find.
pub async fn search(facts: &Facts) -> anyhow::Result<Vec<String>> {
    let noted = fs::read_to_string(file(facts)).context("no test has noted a key")?;
    let secrets = secrets(&noted);
    let mut places = Vec::new();
    for entry in fs::read_dir(&facts.logs)? {
        let path = entry?.path();
        if betrays(&String::from_utf8_lossy(&fs::read(&path)?), &secrets) {
            places.push(path.display().to_string());
        }
    }
    if betrays(&dump(facts).await?, &secrets) {
        places.push(format!("table `{}`", facts.table));
    }
    Ok(places)
}

/// What gives a key away: its last part with and without the checksum, and the whole as sent.
fn secrets(noted: &str) -> HashSet<String> {
    let parts = noted.lines().filter_map(|key| key.rsplit_once('_')).flat_map(|(_, checked)| {
        let secret = checked.get(..checked.len().saturating_sub(CHECKSUM)).unwrap_or(checked);
        [secret.to_owned(), checked.to_owned()]
    });
    let headers = noted
        .lines()
        .map(|key| STANDARD.encode(format!("{key}:")).trim_end_matches('=').to_owned());
    parts.chain(headers).collect()
}

/// Secrets are base62 and headers base64, so either is a word of its own in any text.
fn betrays(text: &str, secrets: &HashSet<String>) -> bool {
    let base62 = text.split(|c: char| !c.is_ascii_alphanumeric());
    let base64 = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/')));
    base62.chain(base64).any(|word| secrets.contains(word))
}

async fn dump(facts: &Facts) -> anyhow::Result<String> {
    let client = Client::from_conf(configuration(&facts.urls.dynamodb, &facts.access_key));
    let mut pages = client.scan().table_name(&facts.table).into_paginator().send();
    let mut text = String::new();
    while let Some(page) = pages.next().await {
        text.push_str(&format!("{:?}", page?.items));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_a_line_and_in_a_header() {
        let secrets = secrets("grn_01ABC_s3cretS3cret\n");
        for text in [
            "{\"key\":\"grn_01ABC_s3cretS3cret\"}",
            "user s3cretS3cret refused",
            "secret=s3cret",
            "authorization: Basic Z3JuXzAxQUJDX3MzY3JldFMzY3JldDo=",
        ] {
            assert!(betrays(text, &secrets), "{text}");
        }
        assert!(!betrays("{\"key_id\":\"01ABC\",\"outcome\":\"allowed\"}", &secrets));
    }
}
