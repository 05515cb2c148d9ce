//! The events of one page, day by day; rows become cards where it is narrow.

use std::sync::Arc;

use crate::{
    parts::{
        change::Changes,
        who::{ActorName, actor_name},
    },
    places,
    reactive::prelude::*,
    trail::{
        change::lines,
        day::{Day, by_day},
        entry::Entry,
    },
    words,
};

const HEADINGS: [&str; 5] = ["Time (UTC)", "Event", "Key", "Who", "Old → new"];

/// The roles are spelled out, since the narrow layout changes `display`, which would drop them.
#[component]
pub(super) fn Table(
    /// Newest first.
    rows: Memo<Vec<Arc<Entry>>>,
) -> impl IntoView {
    let headings = HEADINGS.map(|name| view! { <th role="columnheader" scope="col">{name}</th> });
    let days = move || {
        let days = rows.with(|rows| by_day(rows));
        days.into_iter()
            .map(|(day, entries)| view! { <DayRows day=day entries=entries/> })
            .collect_view()
    };
    view! {
        <table class="tbl events" role="table">
            <caption class="vh">"Events, newest first, times in UTC"</caption>
            <thead role="rowgroup"><tr role="row">{headings.collect_view()}</tr></thead>
            {days}
        </table>
    }
}

#[component]
fn DayRows(day: Option<Day>, entries: Vec<Arc<Entry>>) -> impl IntoView {
    let name = day.map_or_else(|| "Unknown day".to_owned(), Day::name);
    view! {
        <tbody role="rowgroup">
            <tr role="row" class="day">
                <th role="rowheader" scope="rowgroup" colspan=HEADINGS.len()>{name}</th>
            </tr>
            {entries.into_iter().map(|entry| view! { <EventRow entry=entry/> }).collect_view()}
        </tbody>
    }
}

#[component]
fn EventRow(entry: Arc<Entry>) -> impl IntoView {
    let event = entry.event.clone();
    let time = words::time(&event.time).unwrap_or_else(|| event.time.clone());
    let whole = format!("{} UTC", words::day_and_time(&event.time));
    view! {
        <tr role="row">
            <td role="cell" class="nowrap"><time datetime=event.time.clone() title=whole>{time}</time></td>
            <td role="cell" class="what">{event.event.as_str()}</td>
            <td role="cell" class="which">
                <a href=places::key(&event.key_id)><bdi>{event.key_description.clone()}</bdi></a>
                <span class="sub-line mono">{event.key_id.clone()}</span>
            </td>
            <td role="cell" class="whom">
                <ActorName name=actor_name(&event.actor)/><span class="sub-line">{event.source_ip.clone()}</span>
            </td>
            <td role="cell" class="diff-cell"><Changes lines=lines(&event)/></td>
        </tr>
    }
}
