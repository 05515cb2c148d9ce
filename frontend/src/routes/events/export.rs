//! Everything that is asked for as one file: what is missing is loaded first.

use super::Trail;
use crate::{
    parts::{announce::Announcer, button::Button, download::download, icon::Icon},
    reactive::prelude::*,
    session::browser,
    trail::export::{csv, file_name},
    words::{counted, grouped},
};

/// Comma-separated values in UTF-8; source: RFC 7111, section 5.1.
const MEDIA_TYPE: &str = "text/csv;charset=utf-8";

/// Begins an export.
#[component]
pub(super) fn ExportButton(trail: Trail) -> impl IntoView {
    view! {
        <Button icon="out" busy=trail.exports doing="Exporting" press=move || trail.exports.set(true)>"Export CSV"</Button>
    }
}

/// How far an export is, and the file once it is far enough.
#[component]
pub(super) fn ExportProgress(trail: Trail) -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let said = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if !trail.exports.get() {
            return;
        }
        said.set(None);
        if !trail.falls_short() && !trail.reading.errand.busy().get() {
            trail.exports.set(false);
            let sentence = hand_over(trail);
            announcer.say(&sentence);
            said.set(Some(sentence));
        }
    });
    let progress = move || {
        view! { <Progress trail=trail/> }
    };
    let outcome = move |sentence: String| {
        view! {
            <div class="notice progress">
                <Icon name="info"/>
                <p>{sentence}</p>
                <button class="icon-btn notice-end" type="button" aria-label="Dismiss" on:click=move |_| said.set(None)>
                    <Icon name="x"/>
                </button>
            </div>
        }
    };
    view! { {move || trail.exports.get().then(progress)}{move || said.get().map(outcome)} }
}

#[component]
fn Progress(trail: Trail) -> impl IntoView {
    let words = move || {
        let reach = trail.reach.get();
        format!(
            "Loading the events that are missing: {} so far{}.",
            grouped(reach.loaded),
            reach.since()
        )
    };
    view! {
        <div class="notice progress">
            <span class="spin"></span>
            <p>{words}</p>
            <div class="notice-end"><Button press=move || trail.exports.set(false)>"Cancel"</Button></div>
        </div>
    }
}

/// What became of it, in a sentence.
fn hand_over(trail: Trail) -> String {
    let found = trail.found.get_untracked();
    if found.is_empty() {
        return "No event fits the filters, so there is nothing to export.".into();
    }
    let name = file_name(&browser::today());
    let file = csv(&found).and_then(|text| download(&name, MEDIA_TYPE, &text).ok());
    match file {
        Some(()) => format!("{} exported to {name}.", counted(found.len(), "event")),
        None => "The browser did not take the file. Export fewer events: set From and To.".into(),
    }
}
