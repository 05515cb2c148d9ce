//! Which part of the list is shown, and the way to the others.

use super::List;
use crate::{
    directory::query::{PAGE, Query},
    parts::button::Button,
    reactive::prelude::*,
    words::{counted, grouped},
};

/// `51–100 of 214 keys`, Previous and Next.
#[component]
pub(super) fn Paging(list: List) -> impl IntoView {
    let count = Memo::new(move || list.found.with(|found| found.rows.len()));
    let page = Memo::new(move || list.query.with(|query| query.page));
    let last = move || count.get().saturating_sub(1) / PAGE;
    let range = move || {
        let first = page.get() * PAGE;
        let end = (first + PAGE).min(count.get());
        format!("{}–{} of {}", grouped(first + 1), grouped(end), counted(count.get(), "key"))
    };
    let turn = move |to: usize| {
        list.show(&Query { page: to, ..list.query.get_untracked() }, false);
        if let Some(card) = document().query_selector(".toolbar").ok().flatten() {
            card.scroll_into_view_with_bool(true);
        }
    };
    let bar = move || {
        view! {
            <div class="paging">
                <span>{range}</span>
                <nav aria-label="Pages">
                    <Button disabled=Signal::derive(move || page.get() == 0) press=move || turn(page.get_untracked() - 1)>"Previous"</Button>
                    <Button disabled=Signal::derive(move || page.get() >= last()) press=move || turn(page.get_untracked() + 1)>"Next"</Button>
                </nav>
            </div>
        }
    };
    let wanted = Memo::new(move || count.get() > 0);
    let beyond = move || page.get() > last() && count.get() > 0;
    Effect::new(move |_| {
        if beyond() {
            list.show(&Query { page: last(), ..list.query.get_untracked() }, true);
        }
    });
    move || wanted.get().then(bar)
}
