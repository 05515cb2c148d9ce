//! The way to newer and older events.

use super::{Trail, blank::LoadOlder};
use crate::{
    parts::button::Button,
    reactive::prelude::*,
    trail::{
        filter::Filter,
        reach::{PAGE, range},
    },
};

/// Which rows are shown, Newer and Older; nothing where all of them are.
#[component]
pub(super) fn Foot(trail: Trail) -> impl IntoView {
    let page = Memo::new(move || trail.page());
    let count = Memo::new(move || trail.found.with(Vec::len));
    let there = Memo::new(move || count.get() > (page.get() + 1) * PAGE);
    let older = Memo::new(move || {
        there.get() || !(trail.filter.with(Filter::narrows) || trail.is_answered())
    });
    let turn = move |to: usize| {
        trail.allowance.update(|allowance| *allowance = (*allowance).max((to + 2) * PAGE));
        trail.turn(to);
        if let Some(top) = document().query_selector(".filters").ok().flatten() {
            top.scroll_into_view_with_bool(true);
        }
    };
    let pages = move || {
        view! {
            <span>{move || range(page.get(), count.get())}</span>
            <nav aria-label="Pages">
                <Button disabled=Signal::derive(move || page.get() == 0) press=move || turn(page.get_untracked() - 1)>"Newer"</Button>
                <Button
                    disabled=Signal::derive(move || !older.get())
                    busy=Signal::derive(move || !there.get() && trail.reading.errand.busy().get())
                    doing="Loading"
                    press=move || turn(page.get_untracked() + 1)
                >
                    "Older"
                </Button>
            </nav>
        }
    };
    let paged = Memo::new(move || page.get() > 0 || older.get());
    let asks = Memo::new(move || trail.filter.with(Filter::narrows) && !trail.is_answered());
    let foot = move || {
        view! { <div class="paging"><LoadOlder trail=trail/>{move || paged.get().then(pages)}</div> }
    };
    move || (paged.get() || asks.get()).then(foot)
}
