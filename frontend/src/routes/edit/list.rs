//! The list of permissions: groups that open, rows that are ticked, and the keys that move in it.

use contract::catalogue::Permission;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::board::{Board, Fold};
use crate::{
    matrix::{
        Group, Mark, Tally,
        walk::{Item, Step},
    },
    parts::{
        icon::Icon,
        verb::{Path, Verb},
    },
    reactive::prelude::*,
    words::counted,
};

/// The `id` of the search field, which `/` goes to.
pub const SEARCH: &str = "search";

/// All groups with all rows, built once; search and filter only hide them.
#[component]
pub fn List(
    /// What is ticked and shown.
    board: Board,
) -> impl IntoView {
    let groups = board.groups().into_iter().enumerate().filter_map(|(index, group)| {
        let fold = board.fold(index)?;
        Some(view! { <GroupBox board=board index=index group=group fold=fold/> }.into_any())
    });
    let change = move |event: ev::Event| {
        if let Some(item) = item_of(&event) {
            board.turn(item);
        }
    };
    let arrive = move |event: ev::FocusEvent| {
        if let Some(item) = item_of(&event) {
            board.arrive(item);
        }
    };
    let keydown = move |event: ev::KeyboardEvent| press(board, &event);
    view! {
        <div class="groups" on:change=change on:focusin=arrive on:keydown=keydown>
            {groups.collect_view()}
            <Nothing board=board/>
        </div>
    }
}

#[component]
fn GroupBox(board: Board, index: usize, group: Group, fold: Fold) -> impl IntoView {
    let (open, tally, item) = (fold.open, fold.tally, Item::Head(index));
    let details = NodeRef::<html::Details>::new();
    let follow = move |_| {
        if let Some(details) = details.get_untracked() {
            board.set_open(index, details.open());
        }
    };
    let tabindex = move || if board.is_stop(item) { "0" } else { "-1" };
    let summary_tabindex = (!board.is_read_only).then_some("-1");
    let rows = group.members.iter().filter_map(|permission| row(board, *permission));
    view! {
        <fieldset class="group" id=group.anchor() hidden=move || tally.get().shown == 0>
            <legend class="vh">{group.name}</legend>
            <input
                class="check"
                type="checkbox"
                id=item.id()
                aria-label=move || all_of(group.name, &tally.get())
                aria-expanded=move || open.get().to_string()
                tabindex=tabindex
                disabled=board.is_read_only
                prop:checked=move || tally.get().mark() == Mark::On
                prop:indeterminate=move || tally.get().mark() == Mark::Mixed
            />
            <details node_ref=details prop:open=move || open.get() on:toggle=follow>
                <summary tabindex=summary_tabindex>
                    {group.name}" "<Counts tally=tally/><Icon name="right"/>
                </summary>
                <ul>{rows.collect_view()}</ul>
            </details>
        </fieldset>
    }
}

/// What a click on a group's box ticks, or unticks.
fn all_of(name: &str, tally: &Tally) -> String {
    if tally.is_narrowed() {
        format!("All {} shown of {name}", tally.shown)
    } else {
        format!("All of {name}")
    }
}

#[component]
fn Counts(tally: Memo<Tally>) -> impl IntoView {
    let held = move || format!("{} of {}", tally.get().held, tally.get().of);
    let delta = move |count: usize, class: &'static str, sign: &'static str, word: &'static str| {
        (count > 0).then(|| {
            view! {
                <span class=class>
                    <span aria-hidden="true">{sign}{count}</span><span class="vh">{format!("{count} {word} ")}</span>
                </span>
            }
        })
    };
    view! {
        <span class="n">{held}</span>" "
        <span class="delta">
            {move || delta(tally.get().added, "plus", "+", "added")}" "
            {move || delta(tally.get().removed, "minus", "−", "removed")}
        </span>
    }
}

fn row(board: Board, permission: Permission) -> Option<AnyView> {
    let look = board.row(permission)?;
    Some(
        view! { <Row permission=permission look=look is_read_only=board.is_read_only/> }.into_any(),
    )
}

#[component]
fn Row(
    permission: Permission,
    look: RwSignal<super::board::RowLook>,
    is_read_only: bool,
) -> impl IntoView {
    let endpoint = permission.endpoint();
    let held = move || look.get().0.held;
    let class = move || class_of(look.get().0.held, look.get().0.was);
    let tabindex = move || if look.get().1 { "0" } else { "-1" };
    let deprecated =
        endpoint.deprecated.then(|| view! { <span class="tag warn">"Deprecated"</span> });
    view! {
        <li class=class hidden=move || !look.get().0.shown>
            <label>
                <input
                    class="check"
                    type="checkbox"
                    id=Item::Row(permission).id()
                    tabindex=tabindex
                    disabled=is_read_only
                    prop:checked=held
                />
                <Verb method=endpoint.method/>
                <span class="name">{endpoint.title}</span>
                <Path path=endpoint.path/>
                <span class="marks">
                    {deprecated}
                    <span class="tag added">"Added"</span>
                    <span class="tag removed">"Removed"</span>
                </span>
            </label>
        </li>
    }
}

const fn class_of(held: bool, was: bool) -> &'static str {
    match (held, was) {
        (true, true) => "perm is-on",
        (true, false) => "perm is-on is-added",
        (false, true) => "perm is-removed",
        (false, false) => "perm",
    }
}

/// In place of the list where search and filter leave nothing.
#[component]
fn Nothing(board: Board) -> impl IntoView {
    let all = move |_| {
        board.show_all();
        focus(SEARCH);
    };
    let sentence = move || match board.search.get().trim() {
        "" => "No permission is of this kind.".to_owned(),
        text => format!("No permission fits “{text}”."),
    };
    let nothing = move || {
        view! {
            <div class="blank">
                <p>{sentence}" All "{counted(board.total.get().of, "permission")}" are still there."</p>
                <div class="actions"><button class="btn" type="button" on:click=all>"Show all"</button></div>
            </div>
        }
    };
    move || (board.total.get().shown == 0).then(nothing)
}

fn item_of(event: &web_sys::Event) -> Option<Item> {
    let target = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    Item::of_id(&target.id())
}

/// `/` is ours only while the list has the focus, so that speaking it elsewhere does nothing.
fn press(board: Board, event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
        return;
    }
    let key = event.key();
    if key == "/" {
        event.prevent_default();
        focus(SEARCH);
        return;
    }
    let Some(step) = item_of(event).and_then(|item| board.step(&key, item)) else { return };
    event.prevent_default();
    match step {
        Step::To(item) => focus(&item.id()),
        Step::Fold(index, open) => board.set_open(index, open),
    }
}

/// Moves the focus to what has this `id`.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        drop(element.focus());
    }
}
