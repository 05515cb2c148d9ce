//! What each crate may know of, by what its manifest names.

use std::collections::BTreeSet;

use super::{assert_none, text, with_ending};

/// A crate, and beginnings of names that it must not depend on.
const BORDERS: [(&str, &[&str]); 4] = [
    (
        "functions/domain",
        &[
            "aws", "axum", "granary", "handlers", "http", "hyper", "keystore", "lambda", "reqwest",
            "serde", "tokio",
        ],
    ),
    (
        "functions/keystore",
        &[
            "argon2",
            "axum",
            "granary",
            "handlers",
            "http",
            "hyper",
            "lambda",
            "reqwest",
            "serde_json",
            "tokio",
        ],
    ),
    (
        "functions/handlers",
        &["argon2", "axum", "base62", "granary", "reqwest", "serde_dynamo", "sha2"],
    ),
    ("frontend", &["aws", "domain", "granary", "handlers", "keystore", "lambda", "tokio"]),
];

/// Names in a manifest's section.
fn section<'a>(manifest: &'a str, name: &str) -> BTreeSet<&'a str> {
    let heading = format!("[{name}]");
    let lines = manifest.lines().skip_while(move |line| *line != heading).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Manifests of all members.
fn members() -> impl Iterator<Item = (&'static str, &'static str)> {
    with_ending("/Cargo.toml").map(|file| (file.path.as_str(), file.text.as_str()))
}

#[test]
fn the_contract_knows_serde_and_nothing_else() {
    let manifest = text("functions/contract/Cargo.toml");
    assert_eq!(section(manifest, "dependencies"), BTreeSet::from(["serde"]));
}

#[test]
fn no_crate_looks_over_its_border() {
    let crossings = BORDERS.iter().flat_map(|(directory, forbidden)| {
        let path = format!("{directory}/Cargo.toml");
        let manifest = members().find(|member| member.0 == path).map_or("", |member| member.1);
        let named = section(manifest, "dependencies");
        let named =
            named.into_iter().filter(|name| forbidden.iter().any(|start| name.starts_with(start)));
        named.map(|name| format!("{directory}: `{name}`")).collect::<Vec<_>>()
    });
    assert_none(crossings, "see the table in `docs/architecture.md`");
    let missing =
        ["domain", "keystore", "handlers"].map(|name| format!("functions/{name}/Cargo.toml"));
    for path in missing {
        assert!(!section(text(&path), "dependencies").is_empty(), "{path}");
    }
}

#[test]
fn every_member_takes_lints_and_versions_from_the_workspace() {
    let own = members().flat_map(|(path, manifest)| {
        let lints = manifest.contains("\n[lints]\nworkspace = true\n");
        let lints = (!lints).then(|| format!("{path}: no `[lints] workspace = true`"));
        let sections = manifest.split("\n[").filter(|section| {
            section.split(']').next().is_some_and(|heading| heading.ends_with("dependencies"))
        });
        let lines = sections.flat_map(|section| section.lines().skip(1));
        let own = lines.filter(|line| !(line.is_empty() || line.starts_with('#')));
        let own = own.filter(|line| !line.contains("workspace = true"));
        let own = own.map(move |line| format!("{path}: `{line}`"));
        lints.into_iter().chain(own)
    });
    assert_none(own, "say it once, in the root manifest");
    assert!(members().count() >= 6);
}
