//! Search, filters and shortcuts over the list.

use contract::{catalogue::Permission, permissions::PermissionSet};
use leptos::ev;

use super::{
    board::Board,
    list::{SEARCH, focus},
};
use crate::{
    matrix::{Mark, search::Filter, walk::Item},
    parts::icon::Icon,
    reactive::prelude::*,
    words::of_all,
};

const SEARCHED: &str = "Search name, method, path or group";
/// The drawing beside it says that it is a search.
const HINT: &str = "Name, method, path or group";

/// What stays on top while the list is scrolled.
#[component]
pub fn Toolbar(
    /// What is ticked and shown.
    board: Board,
) -> impl IntoView {
    let clear = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            board.search.set(String::new());
        }
    };
    let toggles = Filter::NAMED.map(|(filter, name)| {
        view! { <Toggle board=board filter=filter name=name/> }
    });
    view! {
        <div class="matrix-bar">
            <div class="row">
                <div class="search">
                    <Icon name="search"/>
                    <input
                        class="input"
                        type="search"
                        id=SEARCH
                        aria-label=SEARCHED
                        placeholder=HINT
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || board.search.get()
                        on:input=move |event| board.search.set(event_target_value(&event))
                        on:keydown=clear
                    />
                </div>
                <div class="toggles" role="group" aria-label="Show">{toggles.into_iter().collect_view()}</div>
            </div>
        </div>
    }
}

/// One kind at a time; a second click goes back to all.
#[component]
fn Toggle(board: Board, filter: Filter, name: &'static str) -> impl IntoView {
    let pressed = move || board.filter.get() == filter;
    let press = move |_| {
        let next = if pressed() { Filter::All } else { filter };
        board.filter.set(next);
        board.sift();
    };
    let count = move || filter.count(&board.picture.get());
    view! {
        <button class="toggle" type="button" aria-pressed=move || pressed().to_string() on:click=press>
            {name}" "<span class="n">{count}</span>
        </button>
    }
}

/// The box over everything, and ways to tick many at once.
#[component]
pub fn AllRow(
    /// What is ticked and shown.
    board: Board,
    /// Set it to copy from another key.
    copies: RwSignal<bool>,
) -> impl IntoView {
    let total = board.total;
    let name = move || {
        let total = total.get();
        if total.is_narrowed() {
            format!("Select all {} shown", total.shown)
        } else {
            "Select all".into()
        }
    };
    let selected = move || format!("{} selected", of_all(total.get().held));
    let changes = (!board.is_read_only).then(|| view! { <Shortcuts board=board copies=copies/> });
    view! {
        <div class="all-row">
            <label>
                <input
                    class="check"
                    type="checkbox"
                    id="all"
                    disabled=move || board.is_read_only || total.get().shown == 0
                    prop:checked=move || total.get().mark() == Mark::On
                    prop:indeterminate=move || total.get().mark() == Mark::Mixed
                    on:change=move |_| board.turn_all()
                />
                {name}
            </label>
            <span class="muted small">{selected}</span>
            <div class="shortcuts">{changes}<FoldAll board=board/></div>
        </div>
    }
}

#[component]
fn Shortcuts(board: Board, copies: RwSignal<bool>) -> impl IntoView {
    let reads = move |_| {
        board.replace(Permission::all().filter(|it| !it.endpoint().writes()).collect());
    };
    let nothing = move |_| board.replace(PermissionSet::EMPTY);
    view! {
        <button class="link-btn" type="button" on:click=reads>"Only reads"</button>
        <button class="link-btn" type="button" on:click=nothing>"Nothing"</button>
        <button class="link-btn" type="button" on:click=move |_| copies.set(true)>"Copy from another key…"</button>
    }
}

#[component]
fn FoldAll(board: Board) -> impl IntoView {
    let open = Memo::new(move || board.is_any_open());
    view! {
        <button class="link-btn" type="button" on:click=move |_| board.set_all_open(!open.get_untracked())>
            {move || if open.get() { "Collapse all" } else { "Expand all" }}
        </button>
    }
}

/// Every group with its count, beside the list where there is room.
#[component]
pub fn Index(
    /// What is ticked and shown.
    board: Board,
) -> impl IntoView {
    let groups = board.groups();
    let heading = format!("{} groups", groups.len());
    let links = groups.into_iter().enumerate().filter_map(|(index, group)| {
        let tally = board.fold(index)?.tally;
        let (anchor, place) = (group.anchor(), format!("#{}", group.anchor()));
        let go = move |event: ev::MouseEvent| {
            event.prevent_default();
            board.set_open(index, true);
            arrive(&anchor, index);
        };
        Some(view! {
            <li hidden=move || tally.get().shown == 0>
                <a href=place class:on=move || tally.get().held != 0 on:click=go>
                    {group.name}
                    <span class="n">{move || format!("{} / {}", tally.get().held, tally.get().of)}</span>
                </a>
            </li>
        })
    });
    view! {
        <nav class="index" aria-label="Groups">
            <h2>{heading}</h2>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}

/// No entry in the browser's history: Back leads to the page before, not through the groups.
fn arrive(anchor: &str, index: usize) {
    focus(&Item::Head(index).id());
    if let Some(group) = document().get_element_by_id(anchor) {
        group.scroll_into_view();
    }
}
