//! What meets the outside, tried with inputs that were kept, and with mutations of these.
//!
//! `PROPTEST_CASES` says how many mutations of each target. An input that breaks a promise is
//! printed; it belongs into `tests/fuzz/corpus`, where it is tried first from then on.

use std::{fs, panic::catch_unwind};

use allocation_counter::measure;
use granary_local::workspace::Workspace;
use granary_tests::targets::{TARGETS, Target, find, prepare};
use handlers::authorize::AuthorizerEvent;
use lambda_http::aws_lambda_events::apigw::ApiGatewayProxyRequest;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner},
};

/// Mutations of each target unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 1_000;

/// What parsers look for, so that mutations put it where they do.
const WORDS: &[&str] = &[
    "\n",
    "\0",
    "\u{85}",
    "é",
    "😀",
    "\"",
    "\\",
    "\\u0000",
    "\\ud83d",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "null",
    "true",
    "1e999",
    "-1",
    "%2F",
    "%25",
    "&_method=DELETE",
    "_METHOD",
    ";",
    "grn_",
    "=",
    "Basic ",
    "authorization",
    "AUTHORIZATION",
    "X-Granary-Key-Id",
    "ACTIVE",
    "REVOKED",
    "keys",
    "active",
    "revoked",
    "refapp",
    "candidates.list",
    "permissions",
    "description",
];

fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let folder = Workspace::find().unwrap().root().join("tests/fuzz/corpus").join(target.name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

/// One change of an input, in places that are there whatever its length.
#[derive(Clone, Debug)]
enum Mutation {
    Put(Index, Vec<u8>),
    Replace(Index, u8),
    Remove(Index, Index),
    Repeat(Index, u16),
    Splice(Index, Index),
}

impl Mutation {
    fn apply(&self, input: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let end = input.len() + 1;
        match self {
            Self::Put(place, bytes) => {
                let place = place.index(end);
                input.splice(place..place, bytes.iter().copied());
            }
            Self::Replace(place, byte) => {
                if let Some(old) = input.get_mut(place.index(end)) {
                    *old = *byte;
                }
            }
            Self::Remove(one, other) => {
                let (one, other) = (one.index(end), other.index(end));
                input.drain(one.min(other)..one.max(other));
            }
            Self::Repeat(place, times) => {
                let place = place.index(end);
                let part: Vec<u8> = input[place..].iter().copied().take(8).collect();
                input.splice(place..place, part.repeat((*times).into()));
            }
            Self::Splice(place, other) => {
                input.truncate(place.index(end));
                let other = other.get(corpus);
                input.extend_from_slice(&other[place.index(other.len() + 1)..]);
            }
        }
    }
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = any::<Index>;
    prop_oneof![
        (place(), vec(any::<u8>(), 1..4)).prop_map(|(place, bytes)| Mutation::Put(place, bytes)),
        (place(), select(WORDS)).prop_map(|(place, word)| Mutation::Put(place, word.into())),
        (place(), any::<u8>()).prop_map(|(place, byte)| Mutation::Replace(place, byte)),
        (place(), b' '..=b'~').prop_map(|(place, byte)| Mutation::Replace(place, byte)),
        (place(), place()).prop_map(|(one, other)| Mutation::Remove(one, other)),
        (place(), 1..400_u16).prop_map(|(place, times)| Mutation::Repeat(place, times)),
        (place(), place()).prop_map(|(place, other)| Mutation::Splice(place, other)),
    ]
}

fn keeps_its_promise(target: &Target, input: &[u8]) -> Result<(), TestCaseError> {
    let mut broken = None;
    let memory = measure(|| broken = catch_unwind(|| (target.check)(input)).err()).bytes_max;
    prop_assert!(broken.is_none(), "{target:?}: {}", input.escape_ascii());
    let most = target.memory(input.len());
    prop_assert!(memory <= most, "{target:?} holds {memory} of {most} bytes for {}", input.len());
    Ok(())
}

macro_rules! every_kept_input_and_its_mutations {
    ($($target:ident)+) => {
        const TESTED: &[&str] = &[$(stringify!($target)),+];
        $(#[test]
        fn $target() {
            check(find(stringify!($target)).unwrap());
        })+
    };
}

every_kept_input_and_its_mutations! {
    admin_event
    authorizer_event
    basic_header
    create_body
    cursor
    key
    list_query
    permissions
    update_body
}

fn check(target: &Target) {
    prepare();
    let corpus = corpus(target);
    for input in &corpus {
        keeps_its_promise(target, input).unwrap();
    }
    let config = Config { failure_persistence: None, ..cases(CASES) };
    let start = prop_oneof![4 => select(corpus.clone()), 1 => vec(any::<u8>(), 0..100)];
    let tried = TestRunner::new(config).run(&(start, vec(mutation(), 0..6)), |(start, changes)| {
        let mut input = start;
        changes.iter().for_each(|change| change.apply(&mut input, &corpus));
        keeps_its_promise(target, &input)
    });
    match tried {
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        tried => tried.unwrap(),
    }
}

#[test]
fn every_target_is_tested_and_has_inputs_and_every_input_a_target() {
    assert_eq!(TESTED, TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
    let folder = Workspace::find().unwrap().root().join("tests/fuzz/corpus");
    let mut folders: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(folders, TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
    for target in TARGETS {
        assert!(corpus(target).len() >= 4, "{target:?}");
    }
}

/// A kept event that could not be read would try nothing.
#[test]
fn every_kept_event_is_one() {
    for input in corpus(find("admin_event").unwrap()) {
        serde_json::from_slice::<ApiGatewayProxyRequest>(&input).unwrap();
    }
    for input in corpus(find("authorizer_event").unwrap()) {
        serde_json::from_slice::<AuthorizerEvent>(&input).unwrap();
    }
}

/// So many cases, and the same ones every time, unless the variable that proptest reads asks for
/// a number of others.
pub fn cases(number: u32) -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config { rng_seed: RngSeed::Fixed(1), ..Config::with_cases(number) },
    }
}
