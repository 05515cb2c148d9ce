//! Whole paths spelled otherwise: slashes, dots, case, `;`, `\`, and what looks like a query.

use std::collections::HashSet;

use super::{
    Family::{self, Backslashes, Case, DotSegments, MatrixParameters, QueryLookAlikes, Slashes},
    Hostile, canonical, neighbours, pairs,
};

/// A way to write a path, given the path that the key may call and the one that is aimed at.
pub(super) type Rule = (Family, &'static str, fn(&str, &str) -> String);

const RULES: &[Rule] = &[
    (Slashes, "one at the end", |_, path| format!("{path}/")),
    (Slashes, "two at the end", |_, path| format!("{path}//")),
    (Slashes, "two at the start", |_, path| format!("/{path}")),
    (Slashes, "three at the start", |_, path| format!("//{path}")),
    (Slashes, "all doubled", |_, path| path.replace('/', "//")),
    (Slashes, "the last doubled", |_, path| at_last(path, "//")),
    (Slashes, "the last trebled", |_, path| at_last(path, "///")),
    (Slashes, "the second doubled", |_, path| at_second(path, "//")),
    (Slashes, "none at the start", |_, path| path.trim_start_matches('/').to_owned()),
    (DotSegments, "before all", |_, path| format!("/.{path}")),
    (DotSegments, "at the end", |_, path| format!("{path}/.")),
    (DotSegments, "before the last", |_, path| at_last(path, "/./")),
    (DotSegments, "after the first", |_, path| at_second(path, "/./")),
    (DotSegments, "up at the start", |_, path| format!("/..{path}")),
    (DotSegments, "there and back", |_, path| format!("/v1/..{path}")),
    (DotSegments, "back within", |_, path| at_last(path, "/x/../")),
    (DotSegments, "back at the end", |_, path| format!("{path}/x/..")),
    (DotSegments, "from the own path", |own, path| format!("{own}{}{path}", up(own, "/.."))),
    (DotSegments, "encoded, from the own path", |own, path| {
        format!("{own}{}{path}", up(own, "/%2e%2e"))
    }),
    (DotSegments, "half encoded, from the own path", |own, path| {
        format!("{own}{}{path}", up(own, "/.%2E"))
    }),
    (DotSegments, "encoded twice, from the own path", |own, path| {
        format!("{own}{}{path}", up(own, "/%252e%252e"))
    }),
    (DotSegments, "in one segment, from the own path", |own, path| {
        format!("{own}{}{}", up(own, "%2F.."), path.replace('/', "%2F"))
    }),
    (DotSegments, "encoded one", |_, path| at_last(path, "/%2e/")),
    (DotSegments, "three", |_, path| at_last(path, "/.../")),
    (DotSegments, "with a parameter", |own, path| format!("{own}{}{path}", up(own, "/..;"))),
    (Case, "all upper", |_, path| path.to_uppercase()),
    (Case, "the version upper", |_, path| path.replace("/v", "/V")),
    (Case, "the last upper", |_, path| last_word(path, &|word| word.to_uppercase())),
    (Case, "the last capitalised", |_, path| last_word(path, &capitalised)),
    (Case, "long s", |_, path| path.replace('s', "%C5%BF")),
    (Case, "dotless i", |_, path| path.replace('i', "%C4%B1")),
    (MatrixParameters, "at the end", |_, path| format!("{path};x=1")),
    (MatrixParameters, "empty at the end", |_, path| format!("{path};")),
    (MatrixParameters, "on the version", |_, path| at_second(path, ";x=1/")),
    (MatrixParameters, "before the last", |_, path| at_last(path, ";x=1/")),
    (MatrixParameters, "everywhere", |_, path| path.replace('/', ";x=1/")),
    (MatrixParameters, "for a slash", |_, path| at_last(path, ";")),
    (MatrixParameters, "a segment of its own", |_, path| at_last(path, "/;x=1/")),
    (MatrixParameters, "encoded", |_, path| format!("{path}%3Bx=1")),
    (MatrixParameters, "a session", |_, path| format!("{path};jsessionid=1")),
    (MatrixParameters, "a comma", |_, path| format!("{path},x=1")),
    (MatrixParameters, "on the own path", |own, path| format!("{own};{path}")),
    (Backslashes, "all", |_, path| path.replace('/', "\\")),
    (Backslashes, "the last", |_, path| at_last(path, "\\")),
    (Backslashes, "encoded", |_, path| at_last(path, "%5C")),
    (Backslashes, "encoded in lower case", |_, path| at_last(path, "%5c")),
    (Backslashes, "encoded twice", |_, path| at_last(path, "%255C")),
    (Backslashes, "at the start", |_, path| format!("/\\{path}")),
    (Backslashes, "with a slash", |_, path| at_last(path, "\\/")),
    (Backslashes, "with dots", |own, path| format!("{own}{}{path}", up(own, "\\.."))),
    (QueryLookAlikes, "an empty query", |_, path| format!("{path}?")),
    (QueryLookAlikes, "an encoded mark", |_, path| format!("{path}%3F")),
    (QueryLookAlikes, "an encoded query", |_, path| format!("{path}%3Fx=1")),
    (QueryLookAlikes, "encoded twice", |_, path| format!("{path}%253Fx=1")),
    (QueryLookAlikes, "a fragment", |_, path| format!("{path}#x")),
    (QueryLookAlikes, "an encoded fragment", |_, path| format!("{path}%23")),
    (QueryLookAlikes, "an ending", |_, path| format!("{path}.json")),
    (QueryLookAlikes, "an encoded ending", |_, path| format!("{path}%2ejson")),
    (QueryLookAlikes, "a dot", |_, path| format!("{path}.")),
    (QueryLookAlikes, "an ampersand", |_, path| format!("{path}&x=1")),
    (QueryLookAlikes, "dots in the query", |own, path| format!("{own}?{}{path}", up(own, "/.."))),
    (QueryLookAlikes, "dots in the fragment", |own, path| {
        format!("{own}#{}{path}", up(own, "/.."))
    }),
    (QueryLookAlikes, "dots behind an encoded mark", |own, path| {
        format!("{own}%3F{}{path}", up(own, "/.."))
    }),
    (QueryLookAlikes, "the path as a query", |own, path| format!("{own}?{path}")),
    (QueryLookAlikes, "two marks", |own, path| format!("{own}??{path}")),
];

/// Endpoints whose own spelling is varied: the verdict is the canonical path's, or a refusal.
const OWN: &[(&str, &str)] = &[
    ("candidates.list", "candidates.list"),
    ("candidates.merge", "candidates.merge"),
    ("custom_fields.list", "custom_fields.list"),
    ("jobs.update", "jobs.update"),
    ("tags.create", "tags.create"),
    ("tags.remove_from_candidate", "tags.remove_from_candidate"),
];

pub(super) fn all() -> impl Iterator<Item = Hostile> {
    spelled(RULES)
}

/// Each rule on the first neighbour of each endpoint that has one, and on some paths themselves.
pub(super) fn spelled(rules: &'static [Rule]) -> impl Iterator<Item = Hostile> {
    let mut known = HashSet::new();
    let first = neighbours().filter(move |(permitted, _)| known.insert(permitted.id));
    first.chain(pairs(OWN)).flat_map(move |(permitted, aim)| {
        let paths = (canonical(permitted), canonical(aim));
        rules.iter().map(move |(family, rule, spell)| {
            Hostile::new(*family, rule, permitted, aim).target(&spell(&paths.0, &paths.1))
        })
    })
}

pub(super) fn at_last(path: &str, separator: &str) -> String {
    let halves = path.rsplit_once('/');
    halves.map_or_else(String::new, |(before, after)| format!("{before}{separator}{after}"))
}

pub(super) fn at_second(path: &str, separator: &str) -> String {
    let halves = path.split_once("/v").and_then(|(_, rest)| rest.split_once('/'));
    halves.map_or_else(String::new, |(version, rest)| format!("/v{version}{separator}{rest}"))
}

/// One step up for each segment of a path.
pub(super) fn up(path: &str, step: &str) -> String {
    step.repeat(path.matches('/').count())
}

pub(super) fn last_word(path: &str, change: &dyn Fn(&str) -> String) -> String {
    let halves = path.rsplit_once('/');
    halves.map_or_else(String::new, |(before, word)| format!("{before}/{}", change(word)))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
