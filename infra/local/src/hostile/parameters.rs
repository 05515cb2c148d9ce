//! One path parameter that is more than one segment, no segment, or a word with a meaning.

use std::collections::BTreeSet;

use contract::catalogue::{ENDPOINTS, Endpoint};

use super::{
    Family::{Parameters, Words},
    Hostile, Row, canonical, filled, neighbours, parameter, plain,
};

/// What stands in place of each parameter, the plain value for its `+`: more than one segment to
/// who decodes it, or another.
const SLASHES: &[&str] = &[
    "+%2Fx",
    "+%2fx",
    "+%252Fx",
    "+%25252fx",
    "+%2F",
    "%2F+",
    "+%2F..%2F2",
    "+%2f%2e%2e%2f2",
    "..%2F1",
    "%2e%2e",
    "..",
    ".",
    "+%c0%afx",
    "+%e0%80%afx",
    "+\u{c0}\u{af}x",
    "+\\x",
    "+%5Cx",
    "+;x=1",
    "+%00",
];

/// What some parameter or other has in its place.
const OTHERS: &[&str] = &[
    "%2E%2e%2F+",
    "%2e",
    "+%2e",
    "+.json",
    "%c0%ae%c0%ae",
    "+%EF%BC%8Fx",
    "+%255cx",
    "..%5c1",
    "+%3bx=1",
    ";",
    "+%00x",
    "+%2500",
    "+%0d%0aX-Granary-Permission:x",
    "+%20",
    "%20",
    "+%3Fx=1",
    "+%253fx=1",
    "+%23",
    "+%26x=1",
    "+*",
    "+%2A",
    "+?/../2",
    "\u{c3}\u{a9}",
    "%C3%A9",
    "+%",
    "+%zz",
    "+@x",
    "+:x",
    "+,x",
    "+|x",
    "{id}",
    "%7Bid%7D",
    "$context.authorizer.principalId",
];

/// Of [`OTHERS`], one in how many each parameter has.
const SHARE: usize = 5;

pub(super) fn all() -> impl Iterator<Item = Hostile> {
    in_each_parameter().chain(into_each_neighbour()).chain(climbing()).chain(words())
}

/// Each of [`SLASHES`], some of [`OTHERS`], and more letters than an id has.
fn in_each_parameter() -> impl Iterator<Item = Hostile> {
    places().enumerate().flat_map(|(turn, (endpoint, place, name))| {
        let others = OTHERS.iter().skip(turn % SHARE).step_by(SHARE);
        let values = SLASHES.iter().chain(others).map(|kin| kin.replacen('+', plain(name), 1));
        let long = (plain(name) == "1").then(|| "1".repeat(65));
        values.chain(long).map(move |value| {
            let rule = format!("`{}` as {{{name}}}", value.escape_default());
            at(Hostile::new(Parameters, &rule, endpoint, endpoint), place, &value)
        })
    })
}

/// The rest of a neighbour's path as part of the last parameter: the slash is decoded further on.
fn into_each_neighbour() -> impl Iterator<Item = Hostile> {
    let slashes = ["%2F", "%2f", "%252F", "%5C", "%c0%af", "%2F.%2F", "%2F%2F", ";%2F"];
    neighbours().flat_map(move |(permitted, aim)| {
        let (own, whole) = (canonical(permitted), canonical(aim));
        let rest = whole.strip_prefix(own.as_str()).unwrap_or_default().to_owned();
        let slashes = slashes.into_iter().filter(|_| !rest.is_empty()).collect::<Vec<_>>();
        slashes.into_iter().map(move |slash| {
            let target = format!("{own}{}", rest.replace('/', slash));
            let rule = format!("a neighbour behind {slash}");
            Hostile::new(Parameters, &rule, permitted, aim).target(&target)
        })
    })
}

/// Out of each parameter, up to the root, and down to another endpoint of the method.
fn climbing() -> impl Iterator<Item = Hostile> {
    places().flat_map(|(endpoint, place, name)| {
        let above = filled(endpoint, |_, name| plain(name).to_owned());
        let depth = above.matches('/').count();
        let others = ENDPOINTS.iter().filter(move |aim| {
            aim.method == endpoint.method && canonical(aim) != canonical(endpoint)
        });
        others.take(1).flat_map(move |aim| {
            ["..%2F", "%2e%2e%2f", "..%252F"].into_iter().map(move |step| {
                let inside = canonical(aim).trim_start_matches('/').replace('/', "%2F");
                let value = format!("{}{inside}", step.repeat(depth));
                let rule = format!("up by {step} from {{{name}}}");
                at(Hostile::new(Parameters, &rule, endpoint, aim), place, &value)
            })
        })
    })
}

/// Words that stand where a parameter of the endpoint stands, in casings that some fold.
fn words() -> impl Iterator<Item = Hostile> {
    places().flat_map(|(endpoint, place, name)| {
        let words = words_beside(endpoint, place);
        words.into_iter().flat_map(move |(word, aim)| {
            let spellings = [
                word.to_owned(),
                word.to_uppercase(),
                word.replacen(|_: char| true, &encoded(word), 1),
                format!("{word}%20"),
                format!("{word}."),
            ];
            spellings.into_iter().map(move |value| {
                let rule = format!("`{value}` as {{{name}}}");
                at(Hostile::new(Words, &rule, endpoint, aim), place, &value)
            })
        })
    })
}

/// Every path parameter of the catalogue: whose it is, which one, and its name.
fn places() -> impl Iterator<Item = (Row, usize, &'static str)> {
    ENDPOINTS.iter().flat_map(|endpoint| {
        endpoint.parameters().enumerate().map(move |(place, name)| (endpoint, place, name))
    })
}

fn at(hostile: Hostile, place: usize, value: &str) -> Hostile {
    let target = filled(hostile.permitted, |position, name| {
        if position == place { value.to_owned() } else { plain(name).to_owned() }
    });
    hostile.target(&target)
}

/// Literals that other paths have in the parameter's position, with one such endpoint each; the
/// last word of all is one that stands elsewhere.
fn words_beside(endpoint: &'static Endpoint, place: usize) -> Vec<(&'static str, Row)> {
    let positions = endpoint.path.split('/').enumerate();
    let mut positions = positions.filter(|(_, segment)| parameter(segment).is_some());
    let Some((position, _)) = positions.nth(place) else { return Vec::new() };
    let mut known = BTreeSet::new();
    let beside = ENDPOINTS.iter().filter_map(|aim| {
        let word = aim.path.split('/').nth(position)?;
        let mut before = aim.path.split('/').zip(endpoint.path.split('/')).take(position);
        let alike = before.all(|(one, other)| one == other || parameter(other).is_some());
        (alike && parameter(word).is_none()).then_some((word, aim))
    });
    beside.chain([("users", endpoint)]).filter(|(word, _)| known.insert(*word)).collect()
}

fn encoded(word: &str) -> String {
    word.bytes().take(1).map(|byte| format!("%{byte:02x}")).collect()
}
