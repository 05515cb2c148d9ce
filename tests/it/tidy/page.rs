//! What the page must not do, and drawings that must be there.

use std::collections::BTreeSet;

use super::{Tracked, assert_none, text, with_ending};

fn sources() -> impl Iterator<Item = &'static Tracked> {
    with_ending(".rs").filter(|file| file.path.starts_with("frontend/src/"))
}

/// Each needle is put together, so that this file does not hold it.
fn occurrences(needles: &'static [[&'static str; 2]]) -> impl Iterator<Item = String> {
    sources().flat_map(move |file| {
        let found = needles.iter().map(|halves| halves.concat());
        let found = found.filter(|needle| file.text.contains(needle.as_str()));
        found.map(|needle| format!("{}: `{needle}`", file.path)).collect::<Vec<_>>()
    })
}

#[test]
fn no_text_becomes_markup_and_no_style_needs_unsafe_inline() {
    let needles = &[
        ["inner", "_html"],
        [" style", "=\""],
        ["set_outer", "_html"],
        ["insert_adjacent", "_html"],
    ];
    assert_none(occurrences(needles), "text stays text, and looks are the style sheets'");
    assert!(!text("frontend/index.html").contains(&["style", "=\""].concat()));
}

#[test]
fn no_path_of_the_api_is_written_a_second_time() {
    assert_none(occurrences(&[["\"/ke", "ys"], ["\"/eve", "nts"]]), "`Operation::path_for` has it");
}

#[test]
fn nothing_but_the_way_in_and_the_theme_is_kept_by_the_browser() {
    let keeping = sources().filter(|file| file.text.contains("_storage()"));
    let keeping: BTreeSet<_> = keeping.map(|file| file.path.as_str()).collect();
    assert_eq!(
        keeping,
        BTreeSet::from(["frontend/src/session/browser.rs", "frontend/src/theme.rs"])
    );
}

#[test]
fn every_drawing_is_in_the_sprite_and_every_one_there_is_used() {
    let index = text("frontend/index.html");
    let drawn: BTreeSet<_> =
        index.split("id=\"i-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let quoted: BTreeSet<_> =
        sources().flat_map(|file| file.text.split('"').skip(1).step_by(2)).collect();
    let unused = drawn.iter().filter(|name| !quoted.contains(**name));
    assert_none(unused.map(|name| (*name).to_owned()), "drawn, and never shown");
    let shown = sources().flat_map(|file| {
        let names = ["Icon name=\"", "icon=\""]
            .into_iter()
            .flat_map(|before| file.text.split(before).skip(1));
        names.filter_map(|rest| rest.split('"').next()).map(|name| (file.path.as_str(), name))
    });
    let missing = shown.filter(|(_, name)| !drawn.contains(name));
    assert_none(missing.map(|(path, name)| format!("{path}: `{name}`")), "not in `index.html`");
}
