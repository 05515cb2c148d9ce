//! What is asked for: one field for each part of the URL, and what the answer covers.

use contract::events::EventName;
use leptos::ev::SubmitEvent;

use super::Trail;
use crate::{
    parts::icon::Icon,
    reactive::prelude::*,
    trail::{
        day::Day,
        entry::actors,
        filter::{Filter, event_of, slug},
    },
};

/// The fields; what they say holds at once.
#[component]
pub(super) fn Filters(trail: Trail) -> impl IntoView {
    let stay = |event: SubmitEvent| event.prevent_default();
    let type_key = move |event| trail.typed.set(event_target_value(&event));
    view! {
        <form class="filters" aria-label="Filter events" on:submit=stay>
            <EventField trail=trail/>
            <WhoField trail=trail/>
            <div class="field">
                <label for="filter-key">"Key"</label>
                <input
                    class="input" id="filter-key" type="text" autocomplete="off" spellcheck="false"
                    placeholder="Description or key ID" prop:value=move || trail.typed.get() on:input=type_key
                />
            </div>
            <DayField
                trail=trail id="filter-from" label="From"
                day=Memo::new(move || trail.filter.with(|filter| filter.from))
                choose=move |day| trail.narrow(|filter| filter.from = day)
            />
            <DayField
                trail=trail id="filter-to" label="To"
                day=Memo::new(move || trail.filter.with(|filter| filter.to))
                choose=move |day| trail.narrow(|filter| filter.to = day)
            />
        </form>
    }
}

#[component]
fn EventField(trail: Trail) -> impl IntoView {
    let chosen = Memo::new(move || trail.filter.with(|filter| filter.event));
    let choose = move |event| {
        let name = event_of(&event_target_value(&event));
        trail.narrow(|filter| filter.event = name);
    };
    let option = |event: EventName| {
        view! { <option value=slug(event) prop:selected=move || chosen.get() == Some(event)>{event.as_str()}</option> }
    };
    view! {
        <div class="field">
            <label for="filter-event">"Event"</label>
            <div class="select">
                <select id="filter-event" on:change=choose>
                    <option value="" prop:selected=move || chosen.get().is_none()>"All events"</option>
                    {EventName::ALL.map(option).collect_view()}
                </select>
                <Icon name="down"/>
            </div>
        </div>
    }
}

/// Whoever has been seen, and whoever the URL names.
#[component]
fn WhoField(trail: Trail) -> impl IntoView {
    let chosen = Memo::new(move || trail.filter.with(|filter| filter.actor.clone()));
    let known = Memo::new(move || {
        let mut actors = trail.reading.entries.with(|entries| actors(entries));
        if let Some(id) = chosen.get().filter(|id| actors.iter().all(|(known, _)| known != id)) {
            actors.push((id.clone(), id));
        }
        actors
    });
    let choose = move |event| {
        let id = Some(event_target_value(&event)).filter(|id| !id.is_empty());
        trail.narrow(|filter| filter.actor = id);
    };
    let option = move |(id, name): (String, String)| {
        let value = id.clone();
        let selected = move || chosen.with(|chosen| chosen.as_ref() == Some(&id));
        view! { <option value=value prop:selected=selected>{name}</option> }
    };
    view! {
        <div class="field">
            <label for="filter-who">"Who"</label>
            <div class="select">
                <select id="filter-who" on:change=choose>
                    <option value="" prop:selected=move || chosen.with(Option::is_none)>"Anyone"</option>
                    {move || known.get().into_iter().map(option).collect_view()}
                </select>
                <Icon name="down"/>
            </div>
        </div>
    }
}

#[component]
fn DayField(
    trail: Trail,
    id: &'static str,
    label: &'static str,
    day: Memo<Option<Day>>,
    #[prop(into)] choose: Callback<Option<Day>>,
) -> impl IntoView {
    let value = move || day.get().map(|day| day.to_string()).unwrap_or_default();
    let backwards = move || trail.filter.with(Filter::is_backwards).then_some("true");
    let change = move |event| choose.run(event_target_value(&event).parse().ok());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input class="input" type="date" id=id prop:value=value aria-invalid=backwards on:change=change/>
        </div>
    }
}

/// `9 of 486 events since 3 Oct 2026`, and the way back to all of them.
#[component]
pub(super) fn Covered(trail: Trail) -> impl IntoView {
    let words = move || {
        let (reach, found) = (trail.reach.get(), trail.found.with(Vec::len));
        trail.filter.with(|filter| reach.words(filter, found))
    };
    let narrows = Memo::new(move || trail.filter.with(Filter::narrows));
    let rest = move || match (trail.reading.errand.busy().get(), trail.is_answered()) {
        (true, _) => " · loading older ones",
        (false, true) => "",
        (false, false) => " · older ones are not loaded",
    };
    let clear = move || {
        view! { <button class="link-btn" type="button" on:click=move |_| trail.clear()>"Clear filters"</button> }
    };
    view! {
        <div class="covered"><p>{words}<span class="muted">{rest}</span></p>{move || narrows.get().then(clear)}</div>
    }
}
