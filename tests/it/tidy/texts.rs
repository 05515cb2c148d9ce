//! What stands in no file, and what the documents point at.

use std::{collections::BTreeSet, process::Command};

use super::{FILES, Tracked, assert_none, text, with_ending};

/// Files that tools write.
fn is_lock_file(file: &Tracked) -> bool {
    file.path.ends_with("Cargo.lock") || file.path.ends_with("package-lock.json")
}

/// Each is put together here, so that this file does not hold it.
fn occurrences(needles: &[[&str; 2]]) -> Vec<String> {
    let needles: Vec<_> = needles.iter().map(|halves| halves.concat()).collect();
    let written = FILES.iter().filter(|file| !is_lock_file(file));
    written
        .flat_map(|file| {
            let found = needles.iter().filter(|needle| file.text.contains(needle.as_str()));
            found.map(|needle| format!("{}: `{needle}`", file.path))
        })
        .collect()
}

#[test]
fn nothing_is_left_for_later() {
    assert_none(occurrences(&[["TO", "DO"], ["FIX", "ME"]]), "do it, or open an issue");
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let paths = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"]];
    assert_none(occurrences(&paths), "a path from the root of the repository");
}

#[test]
fn packages_come_from_the_public_registries() {
    let settings = [
        ["index", "-url"],
        ["find", "-links"],
        ["[sou", "rce."],
        ["[regis", "tries"],
        ["regis", "try="],
    ];
    assert_none(occurrences(&settings), "a registry is the user's own setting");
    let crates = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let sources = text("Cargo.lock").lines().filter(|line| line.starts_with("source = "));
    assert_none(sources.filter(|line| *line != crates).map(str::to_owned), "crates.io only");
    let placed = with_ending("package-lock.json").filter(|file| file.text.contains("\"resolved\""));
    assert_none(placed.map(|file| file.path.clone()), "npm's own registry, which needs no address");
}

/// Whoever copies one out of a runbook has no time to mend it.
#[test]
fn every_block_of_commands_is_one_that_a_shell_takes() {
    let mut blocks = 0;
    for file in with_ending(".md") {
        for block in file.text.split("```sh\n").skip(1) {
            let block = block.split("```").next().unwrap();
            if block.starts_with("$ ") {
                continue;
            }
            let read = Command::new("bash").args(["-n", "-c", block]).output().unwrap();
            assert!(read.status.success(), "{}: {block}{:?}", file.path, read.stderr);
            blocks += 1;
        }
    }
    assert!(blocks > 10, "{blocks}");
}

#[test]
fn documents_point_at_what_exists() {
    let broken = with_ending(".md").flat_map(|file| {
        let directory = file.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let targets = links(&file.text).filter(|target| !exists(&resolve(directory, target)));
        targets.map(|target| format!("{}: `{target}`", file.path))
    });
    assert_none(broken, "a link that leads nowhere");
}

/// A link to a test says the test's name, which has several words.
#[test]
fn documents_name_tests_that_exist() {
    let unknown = with_ending(".md").flat_map(|file| {
        let directory = file.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let named = file.text.split("[`").skip(1).filter_map(|rest| rest.split_once("`]("));
        let named = named.filter_map(|(name, rest)| Some((name, rest.split(')').next()?)));
        let named = named.map(move |(name, target)| (name, resolve(directory, target)));
        let named = named.filter(|(_, path)| path.starts_with("tests/") && path.contains('.'));
        let named = named.filter(|(name, _)| name.contains(['_', ' ']));
        let wrong = named.filter(|(name, path)| !text(path).contains(name));
        wrong.map(|(name, path)| format!("{}: `{name}` in {path}", file.path))
    });
    assert_none(unknown, "a test that is not there");
}

/// Targets of links within the repository, without what follows `#`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let targets = targets.filter(|target| !target.contains(':'));
    targets.filter_map(|target| target.split('#').next()).filter(|path| !path.is_empty())
}

/// A path from the root, for one from a directory.
fn resolve(directory: &str, target: &str) -> String {
    let mut segments: Vec<_> = directory.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            name => segments.push(name),
        }
    }
    segments.join("/")
}

fn exists(path: &str) -> bool {
    let below = format!("{path}/");
    FILES.iter().any(|file| file.path == path || file.path.starts_with(&below))
}

#[test]
fn the_licence_is_whole_and_named_in_every_manifest() {
    assert!(text("LICENSE").contains("Version 2.0, January 2004"));
    assert!(text("LICENSE").contains("END OF TERMS AND CONDITIONS"));
    assert!(text("Cargo.toml").contains("\nlicense = \"Apache-2.0\"\n"));
    let silent: BTreeSet<_> = with_ending("/Cargo.toml")
        .filter(|file| !file.text.contains("\nlicense.workspace = true\n"))
        .map(|file| file.path.clone())
        .collect();
    assert_none(silent, "`license.workspace = true`");
}
