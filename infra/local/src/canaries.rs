//! Keys that tests have made, looked for afterwards wherever a secret must never be.

use std::{collections::HashSet, fs, path::PathBuf};

use anyhow::Context;
use aws_sdk_dynamodb::Client;
use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;

use crate::{
    stack::{Facts, dynamodb::configuration},
    upstream::SAMPLE_CREDENTIAL,
};

/// Characters at the end of a key that only repeat what stands before them.
const CHECKSUM: usize = 6;

/// The file in which tests note each key they were shown, one a line.
pub fn file(facts: &Facts) -> PathBuf {
    facts.logs.with_file_name("canaries")
}

/// What every hash of a secret begins with; none leaves the credential's item.
const HASH: &str = "$argon2";

/// Names every log, and each item of the table, in which a noted key's secret stands, or where a
/// hash stands that is not a credential's.
///
/// # Errors
/// When a log or the table cannot be read, or no key was noted, so that there is nothing to find.
pub async fn search(facts: &Facts) -> anyhow::Result<Vec<String>> {
    let noted = fs::read_to_string(file(facts)).context("no test has noted a key")?;
    let secrets = secrets(&noted);
    let mut places = Vec::new();
    for entry in fs::read_dir(&facts.logs)? {
        let path = entry?.path();
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        if text.contains(HASH) || betrays(&text, &secrets) {
            places.push(path.display().to_string());
        }
    }
    for (key, text) in dump(facts).await? {
        let hashed = text.contains(HASH) && !key.starts_with("KEY#");
        if hashed || betrays(&text, &secrets) {
            places.push(format!("table `{}`, item `{key}`", facts.table));
        }
    }
    Ok(places)
}

/// What gives a key away: its last part with and without the checksum, and the whole as sent,
/// with its colon and without, in base64 or hexadecimal digits. The upstream's credential as well.
fn secrets(noted: &str) -> HashSet<String> {
    let parts = noted.lines().filter_map(|key| key.rsplit_once('_')).flat_map(|(_, checked)| {
        let secret = checked.get(..checked.len().saturating_sub(CHECKSUM)).unwrap_or(checked);
        [secret.to_owned(), checked.to_owned()]
    });
    let encoded = noted.lines().flat_map(|key| {
        let texts = [key.to_owned(), format!("{key}:")];
        texts.into_iter().flat_map(|text| {
            let base64 = STANDARD.encode(&text).trim_end_matches('=').to_owned();
            [base64, text.bytes().map(|byte| format!("{byte:02x}")).collect()]
        })
    });
    let upstream = SAMPLE_CREDENTIAL.split(' ').next_back().map(str::to_owned);
    parts.chain(encoded).chain(upstream).collect()
}

/// Secrets are base62 and headers base64, so either is a word of its own in any text, once that is
/// not percent-encoded.
fn betrays(text: &str, secrets: &HashSet<String>) -> bool {
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    tells(text, secrets) || (decoded != text && tells(&decoded, secrets))
}

fn tells(text: &str, secrets: &HashSet<String>) -> bool {
    let base62 = text.split(|c: char| !c.is_ascii_alphanumeric());
    let base64 = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/')));
    base62.chain(base64).any(|word| secrets.contains(word))
}

/// Each item as text, by its partition and sort key.
async fn dump(facts: &Facts) -> anyhow::Result<Vec<(String, String)>> {
    let client = Client::from_conf(configuration(&facts.urls.dynamodb, &facts.access_key));
    let mut pages = client.scan().table_name(&facts.table).into_paginator().send();
    let mut items = Vec::new();
    while let Some(page) = pages.next().await {
        for item in page?.items.unwrap_or_default() {
            let key = ["pk", "sk"].map(|name| item.get(name).and_then(|value| value.as_s().ok()));
            let [partition, sort] = key.map(|text| text.map_or("", String::as_str));
            items.push((format!("{partition} {sort}"), format!("{item:?}")));
        }
    }
    Ok(items)
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
            "authorization%3A%20Basic%20Z3JuXzAxQUJDX3MzY3JldFMzY3JldDo%3D",
            "user=Z3JuXzAxQUJDX3MzY3JldFMzY3JldA",
            "/v1/candidates?key=grn_01ABC_s3cretS3cret%3A",
            "67726e5f30314142435f7333637265745333637265743a",
            SAMPLE_CREDENTIAL,
        ] {
            assert!(betrays(text, &secrets), "{text}");
        }
        assert!(!betrays("{\"key_id\":\"01ABC\",\"outcome\":\"allowed\"}", &secrets));
    }
}
