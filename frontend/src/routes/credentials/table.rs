//! The table of keys, whose rows become cards where it is narrow.

use std::time::Duration;

use super::{List, blank::NoneFound, paging::Paging, row::KeyRow};
use crate::{
    directory::query::{Column, PAGE},
    parts::{icon::Icon, skeleton::overdue},
    reactive::prelude::*,
};

/// Rows that a window shows without being scrolled.
const IN_SIGHT: usize = 12;

/// The table, and below what a window shows the way to its other pages.
#[component]
pub(super) fn Keys(list: List) -> impl IntoView {
    let at_once = in_two_steps(list.is_new);
    let paging = move || (at_once.get() == PAGE).then(|| view! { <Paging list=list/> });
    view! { <Table list=list at_once=at_once/>{paging} }
}

/// The roles are spelled out, since the narrow layout changes `display`, which would drop them.
#[component]
fn Table(list: List, at_once: Signal<usize>) -> impl IntoView {
    let none = Memo::new(move || list.found.with(|found| found.rows.is_empty()));
    let rows = move || {
        view! {
            <table class="tbl keys" role="table">
                <caption class="vh">"API credentials"</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <Heading list=list column=Column::Description class="c-desc" name="Description, key ID"/>
                        <Heading list=list column=Column::Partner class="c-partner" name="Partner, API type"/>
                        <Heading list=list column=Column::Status class="c-stat" name="Status"/>
                        <Heading list=list column=Column::Permissions class="c-perms" name="Permissions"/>
                        <Heading list=list column=Column::Created class="c-when" name="Created"/>
                        <Heading list=list column=Column::Changed class="c-when" name="Changed"/>
                        <th class="c-acts" role="columnheader" scope="col"><span class="vh">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || list.page().into_iter().take(at_once.get()) key=|row| (row.key.id.clone(), row.key.version) let:row>
                        <KeyRow list=list key=row.key.clone()/>
                    </For>
                </tbody>
            </table>
        }
    };
    move || if none.get() { view! { <NoneFound list=list/> }.into_any() } else { rows().into_any() }
}

/// How many rows there are: as many as a window shows at first, and all of them a frame later. A
/// list that one comes back to has all at once, or it could not be scrolled to where it was.
fn in_two_steps(is_new: bool) -> Signal<usize> {
    let rows = RwSignal::new(if is_new { IN_SIGHT } else { PAGE });
    let all = move || {
        rows.try_set(PAGE);
    };
    request_animation_frame(move || set_timeout(all, Duration::ZERO));
    rows.into()
}

#[component]
fn Heading(list: List, column: Column, class: &'static str, name: &'static str) -> impl IntoView {
    let direction = move || {
        list.query.with(|query| {
            let order = if query.descends() { "descending" } else { "ascending" };
            (query.column == column).then_some(order)
        })
    };
    let sort = move |_| list.show(&list.query.get_untracked().sorted_by(column), false);
    view! {
        <th class=class role="columnheader" scope="col" aria-sort=direction>
            <button class="sort" type="button" on:click=sort>{name}<Icon name="down"/></button>
        </th>
    }
}

/// In place of the rows that are on their way.
#[component]
pub(super) fn Skeleton(visible: Signal<bool>) -> impl IntoView {
    let late = overdue(visible);
    let bar = |width: usize| view! { <span class=format!("skel w{}", width % 4 + 1)></span> };
    let row = move |row: usize| {
        let cells =
            (0..6).map(move |cell| view! { <span>{bar(row + cell)}{bar(row * cell + 2)}</span> });
        view! { <div class="skeleton-row">{cells.collect_view()}</div> }
    };
    view! {
        <div class="skeleton" class:is-hidden=move || !visible.get() aria-hidden="true">
            {(0..8).map(row).collect_view()}
        </div>
        {move || late.get().then(|| view! { <p class="skeleton-late" role="status">"This takes longer than usual."</p> })}
    }
}
