//! What the page weighs, and how long it takes in a real browser.

use std::{fs, path::Path, process::Command, time::Duration};

use granary_local::seed;
use serde_json::Value;

use crate::{Samples, report::Report, setting::Setting, target};

/// Keys in the organization that the page is measured with.
const KEYS: usize = 10_000;
const ORGANIZATION: &str = "speed";

/// Weighs what a browser fetches before anything is shown, and has Playwright drive the page.
pub async fn measure(setting: &Setting, report: &mut Report) {
    let weight = weight(setting).await;
    report.at_most("page: wasm, JS and CSS, kB of brotli", weight as f64 / 1000.0, 270.0);
    let facts = &setting.facts;
    seed::run(&facts.urls.dynamodb, &facts.table, ORGANIZATION, KEYS).await.unwrap();
    for (name, milliseconds, most) in drive() {
        let durations = milliseconds.into_iter().map(|it| Duration::from_secs_f64(it / 1000.0));
        let samples = Samples::new(durations.collect(), Duration::ZERO);
        report.row(&format!("page: {name}"), &samples);
        report.at_most(
            &format!("page: {name}, p50 in ms"),
            samples.p50().as_secs_f64() * 1000.0,
            most,
        );
    }
}

/// Bytes on the wire of every script, style sheet and program that `index.html` names.
async fn weight(setting: &Setting) -> usize {
    let page = &setting.facts.urls.page;
    let index = setting.http.get(page).send().await.unwrap().text().await.unwrap();
    let names = index.split(['"', '\'']).filter(|part| {
        part.starts_with('/')
            && [".js", ".css", ".wasm"].iter().any(|ending| part.ends_with(ending))
    });
    let mut bytes = 0;
    for name in names.collect::<std::collections::BTreeSet<_>>() {
        let request = setting.http.get(format!("{page}{name}")).header("Accept-Encoding", "br");
        let reply = request.send().await.unwrap();
        assert_eq!(reply.headers()["content-encoding"], "br", "{name}");
        bytes += reply.bytes().await.unwrap().len();
    }
    bytes
}

/// Milliseconds of every attempt, by what was done, with the median that is aimed at.
fn drive() -> Vec<(&'static str, Vec<f64>, f64)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    let figures = target("speed.json");
    let status = Command::new("node")
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .current_dir(tests)
        .env("SPEED_ORGANIZATION", ORGANIZATION)
        .env("SPEED_REPORT", &figures)
        .stdout(std::io::stderr())
        .status()
        .expect("Node.js is installed");
    assert!(status.success(), "the page could not be measured");
    let figures: Value = serde_json::from_slice(&fs::read(figures).unwrap()).unwrap();
    let of = |name: &str| {
        let attempts = figures[name].as_array().expect("every kind of work was measured");
        attempts.iter().map(|it| it.as_f64().unwrap()).collect()
    };
    [
        ("first page of the list", 150.0),
        ("a key pressed in the search", 50.0),
        ("Select all of 142, click to next frame", 50.0),
    ]
    .map(|(name, most)| (name, of(name), most))
    .into()
}
