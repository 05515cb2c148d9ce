//! How Rust files look.

use granary_local::compile::functions;

use super::{Tracked, assert_none, with_ending};

/// Lines of a file; past it, a file is two.
const LONGEST_FILE: usize = 300;
/// Lines of a function, its signature included.
const LONGEST_FUNCTION: usize = 40;
/// Lines of a function's binary: everything else is in the library, where tests reach it.
const LONGEST_BINARY: usize = 20;

const BINARIES: &str = "functions/handlers/src/bin/";

#[test]
fn a_file_opens_with_a_sentence_on_what_it_is() {
    let silent = with_ending(".rs").filter(|file| {
        let lines = file.text.lines().map_while(|line| line.strip_prefix("//! "));
        let paragraph: Vec<_> = lines.collect();
        !paragraph.last().is_some_and(|line| line.ends_with(['.', ':', '`']))
    });
    assert_none(silent.map(|file| file.path.clone()), "begin with `//! ` and a sentence");
}

#[test]
fn a_file_fits_a_sitting() {
    let long = with_ending(".rs").filter(|file| file.text.lines().count() > LONGEST_FILE);
    assert_none(long.map(|file| file.path.clone()), "at most 300 lines");
}

/// Those of this crate hold tables of inputs and whole expected answers.
#[test]
fn a_function_fits_a_screen() {
    let product = with_ending(".rs").filter(|file| !file.path.starts_with("tests/"));
    let long = product.flat_map(|file| {
        let long = function_lengths(&file.text).filter(|(_, lines)| *lines > LONGEST_FUNCTION);
        long.map(|(name, lines)| format!("{}: {name}, {lines} lines", file.path))
            .collect::<Vec<_>>()
    });
    assert_none(long, "at most 40 lines");
}

/// Name and lines of each function, going by rustfmt's indentation; what documents its parameters
/// is no part of it.
fn function_lengths(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let lines: Vec<_> = text.lines().collect();
    (0..lines.len()).filter_map(move |first| {
        let name = function_name(lines[first])?;
        let indent = lines[first].len() - lines[first].trim_start().len();
        let ends = |line: &&str| {
            let at_same_depth = line.len() - line.trim_start().len() == indent;
            at_same_depth && line.ends_with(['}', ';'])
        };
        let last = first + lines[first..].iter().position(ends)?;
        let code = lines[first..=last].iter().map(|line| line.trim_start());
        let code = code.filter(|line| !line.starts_with("///") && !line.starts_with("#[prop("));
        Some((name, code.count()))
    })
}

fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let qualifier =
        |word: &str| matches!(word, "pub" | "async" | "const") || word.starts_with("pub(");
    let declared = before.split_whitespace().all(qualifier);
    let name = after.split(['(', '<']).next()?;
    let named = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (declared && named).then_some(name)
}

#[test]
fn modules_and_files_have_names_of_their_own() {
    let nameless = ["mod", "utils", "util", "common", "helpers", "helper", "misc", "shared"];
    let stem = |file: &Tracked| {
        file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap().to_owned()
    };
    let found = with_ending(".rs").filter(|file| nameless.contains(&stem(file).as_str()));
    assert_none(found.map(|file| file.path.clone()), "say what it is");
}

#[test]
fn every_function_of_lambda_is_a_thin_binary_and_every_binary_a_function() {
    let binaries: Vec<_> =
        with_ending(".rs").filter(|file| file.path.starts_with(BINARIES)).collect();
    let mut names: Vec<_> = binaries
        .iter()
        .map(|file| file.path.trim_start_matches(BINARIES).trim_end_matches(".rs"))
        .collect();
    names.sort_unstable();
    assert_eq!(names, functions());
    let long = binaries.into_iter().filter(|file| file.text.lines().count() > LONGEST_BINARY);
    assert_none(long.map(|file| file.path.clone()), "at most 20 lines");
}

/// The attribute is put together, so that this file is not found.
#[test]
fn an_exception_from_a_lint_says_why() {
    let expectation = ["[", "expect("].concat();
    let unreasoned = with_ending(".rs").flat_map(|file| {
        let attributes = file.text.split(&expectation).skip(1);
        let attributes = attributes.map(|rest| rest.split(")]").next().unwrap_or(rest));
        let silent = attributes.filter(|attribute| !attribute.contains("reason = \""));
        silent.map(|attribute| format!("{}: `{attribute}`", file.path))
    });
    assert_none(unreasoned, "give the reason");
    let permission = ["[", "allow("].concat();
    let permitted = with_ending(".rs").filter(|file| file.text.contains(&permission));
    assert_none(
        permitted.map(|file| file.path.clone()),
        "expect it, so that it cannot outlive its need",
    );
}

#[test]
fn functions_are_measured_from_signature_to_brace() {
    let text = "fn one() {}\n\npub async fn two(\n    /// A.\n    a: u8,\n) {\n    b();\n}\n\
        impl T {\n    fn three(&self) -> u8;\n    pub(crate) const fn four() {\n        c;\n    }\n}\n";
    let found: Vec<_> = function_lengths(text).collect();
    assert_eq!(found, [("one", 1), ("two", 5), ("three", 1), ("four", 3)]);
}
