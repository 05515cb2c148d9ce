//! What an event changed: old and new values, and which endpoints.

use leptos::ev::Event;

use super::diff::Diff;
use crate::{
    reactive::prelude::*,
    trail::change::{Ids, Line, Permissions},
};

/// All that an event changed.
#[component]
pub fn Changes(
    /// As [`lines`](crate::trail::change::lines) has them.
    lines: Vec<Line>,
    /// Whether the key's first description is told: where the key's name does not stand beside it.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let told = move |line: &Line| match line {
        Line::Set { name, .. } => *name == "Partner" || (named && *name == "Description"),
        Line::Permissions(_) | Line::Replaced { .. } => true,
    };
    let shown = lines.into_iter().filter(told).map(|line| match line {
        Line::Set { name, value } => view! {
            <p class="change"><span class="muted">{name}</span>" "<ins><bdi>{value}</bdi></ins></p>
        }
        .into_any(),
        Line::Replaced { name, old, new } => view! {
            <p class="change">
                <span class="muted">{name}</span>" "<del><bdi>{old}</bdi></del>" "
                <span aria-hidden="true">"→"</span><span class="vh">"became"</span>" "
                <ins><bdi>{new}</bdi></ins>
            </p>
        }
        .into_any(),
        Line::Permissions(permissions) => view! { <Permitted permissions=permissions/> }.into_any(),
    });
    shown.collect_view()
}

/// How many endpoints came and went; which, once somebody asks, since that can be hundreds of rows.
#[component]
fn Permitted(permissions: Permissions) -> impl IntoView {
    let opened = RwSignal::new(false);
    let toggle = move |event: Event| {
        if event_target::<web_sys::HtmlDetailsElement>(&event).open() {
            opened.set(true);
        }
    };
    let summary = words(&permissions);
    if permissions.added.is_empty() && permissions.removed.is_empty() {
        return view! { <p class="muted">{summary}</p> }.into_any();
    }
    let Permissions { added, removed, .. } = permissions;
    let list = move || {
        opened.get().then(|| view! { <Listed added=added.clone() removed=removed.clone()/> })
    };
    view! {
        <details on:toggle=toggle>
            <summary class="more">{summary}</summary>
            {list}
        </details>
    }
    .into_any()
}

fn words(permissions: &Permissions) -> AnyView {
    if let Some(words) = permissions.first_words() {
        return words.into_any();
    }
    let count = |ids: &Ids, class: &'static str, word: &'static str| {
        let count = ids.len();
        (count > 0).then(|| view! { <span class=class>{count}" "{word}</span> })
    };
    let added = count(&permissions.added, "plus", "added");
    let removed = count(&permissions.removed, "minus", "removed");
    let comma = (added.is_some() && removed.is_some()).then_some(", ");
    view! { <span>{added}{comma}{removed}</span> }.into_any()
}

#[component]
fn Listed(added: Ids, removed: Ids) -> impl IntoView {
    let unknown =
        [("add", "+", "Added: ", added.unknown), ("del", "−", "Removed: ", removed.unknown)];
    let any = unknown.iter().any(|(.., ids)| !ids.is_empty());
    let rows = unknown.into_iter().flat_map(|(class, sign, word, ids)| {
        ids.into_iter()
            .map(move |id| view! { <UnknownLine class=class sign=sign word=word id=id/> })
    });
    let rows: Vec<_> = rows.collect();
    let lost = any.then(|| {
        view! {
            <div class="diff">
                <h3>"Not in this release"</h3>
                <ul>{rows}</ul>
            </div>
        }
    });
    view! { <Diff added=added.known removed=removed.known/>{lost} }
}

/// A permission of another release, by the id that it had.
#[component]
fn UnknownLine(
    class: &'static str,
    sign: &'static str,
    word: &'static str,
    id: String,
) -> impl IntoView {
    view! {
        <li class=class>
            <span class="sign" aria-hidden="true">{sign}</span>
            <span class="by-id"><span class="vh">{word}</span><code>{id}</code></span>
        </li>
    }
}
