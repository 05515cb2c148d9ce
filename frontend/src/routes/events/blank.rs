//! What stands in place of the events: none yet, none that fit, or the outline of what comes.

use super::Trail;
use crate::{
    parts::{button::Button, skeleton::overdue},
    reactive::prelude::*,
    trail::{filter::Filter, reach::UNASKED},
    words::grouped,
};

/// While the newest events are on their way, and have been for longer than an instant.
#[component]
pub(super) fn Skeleton() -> impl IntoView {
    let late = overdue(Signal::derive(|| true));
    let bar = |width: usize| view! { <span class=format!("skel w{}", width % 4 + 1)></span> };
    let row = move |row: usize| {
        let cells =
            (0..5).map(move |cell| view! { <span>{bar(row + cell)}{bar(row * cell + 2)}</span> });
        view! { <div class="skeleton-row">{cells.collect_view()}</div> }
    };
    view! {
        <p class="vh" role="status">"Loading events"</p>
        <div class="skeleton events-outline" aria-hidden="true">{(0..8).map(row).collect_view()}</div>
        {move || late.get().then(|| view! { <p class="skeleton-late" role="status">"This takes longer than usual."</p> })}
    }
}

/// Nobody has done anything.
#[component]
pub(super) fn NothingYet() -> impl IntoView {
    view! {
        <div class="blank">
            <h3>"No events yet"</h3>
            <p>"Creating, editing, revoking and re-enabling an API key each leave an event here. It stays, and nobody can change it."</p>
        </div>
    }
}

/// Events are there, but the filters leave none.
#[component]
pub(super) fn NoneFound(trail: Trail) -> impl IntoView {
    let busy = trail.reading.errand.busy();
    let covered = move || {
        let reach = trail.reach.get();
        let looked = format!("{} events{}", grouped(reach.loaded), reach.since());
        if trail.filter.with(Filter::is_backwards) {
            "The first day is after the last one.".to_owned()
        } else if trail.is_answered() {
            format!("None of {looked} fits these filters.")
        } else if busy.get() {
            format!("Looking further back. None of {looked} fits so far.")
        } else {
            format!("None of {looked} fits these filters. Older ones are not loaded.")
        }
    };
    let title = move || match busy.get() {
        true => "Looking for events",
        false => "No event found",
    };
    view! {
        <div class="blank">
            <h3>{title}</h3>
            <p>{covered}</p>
            <div class="actions">
                <Button press=move || trail.clear()>"Clear filters"</Button>
                <LoadOlder trail=trail/>
            </div>
        </div>
    }
}

/// Asks whether to look further back, where that is not done without asking any more.
#[component]
pub(super) fn LoadOlder(trail: Trail) -> impl IntoView {
    let wanted = Memo::new(move || {
        let more = trail.filter.with(|filter| filter.narrows() && !filter.is_backwards());
        more && !trail.is_answered()
    });
    let press = move || {
        let loaded = trail.reach.get_untracked().loaded;
        trail.allowance.update(|allowance| *allowance = loaded.max(*allowance) + UNASKED);
    };
    let button = move || {
        let busy = trail.reading.errand.busy();
        view! { <Button busy=busy doing="Loading older events" press=press>"Load older events"</Button> }
    };
    move || wanted.get().then(button)
}
