//! Events: who changed which key when, old and new; filtered in the URL, and exported.

mod blank;
mod export;
mod filters;
mod foot;
mod reading;
mod table;

use std::{sync::Arc, time::Duration};

use leptos_router::hooks::use_query_map;

use self::{
    blank::{NoneFound, NothingYet, Skeleton},
    export::{ExportButton, ExportProgress},
    filters::{Covered, Filters},
    foot::Foot,
    reading::Reading,
    table::Table,
};
use crate::{
    api::Api,
    navigation::{Navigation, follow_typing},
    parts::{
        announce::Announcer,
        head::{Crumb, Crumbs, Head},
        notice::Trouble,
        skeleton::steady,
    },
    places,
    reactive::prelude::*,
    trail::{
        entry::Entry,
        filter::Filter,
        reach::{PAGE, Reach, UNASKED, Want, last_page},
    },
    words::counted,
};

/// How long the answer stays the same before it is read out.
const SETTLED: Duration = Duration::from_millis(500);

/// What is asked for and what is there; copied freely between the page's parts.
#[derive(Clone, Copy)]
struct Trail {
    filter: Memo<Filter>,
    typed: RwSignal<String>,
    reading: Reading,
    reach: Memo<Reach>,
    found: Memo<Vec<Arc<Entry>>>,
    /// How many events may be loaded for the table.
    allowance: RwSignal<usize>,
    /// Whether an export waits for what is missing.
    exports: RwSignal<bool>,
    navigation: Navigation,
}

impl Trail {
    fn new(api: Api) -> Self {
        let parameters = use_query_map();
        let written = Memo::new(move || parameters.with(|map| Filter::read(|name| map.get(name))));
        let typed = RwSignal::new(written.get_untracked().key);
        let filter = Memo::new(move || Filter { key: typed.get(), ..written.get() });
        let reading = Reading::new(api);
        let found = Memo::new(move || {
            filter.with(|filter| {
                let test = filter.test();
                reading.entries.with(|entries| {
                    entries.iter().filter(|entry| test(entry)).cloned().collect::<Vec<_>>()
                })
            })
        });
        let trail = Self {
            filter,
            typed,
            reading,
            reach: reading.reach(),
            found,
            allowance: RwSignal::new(UNASKED),
            exports: RwSignal::new(false),
            navigation: Navigation::new(),
        };
        let key = Signal::derive(move || written.get().key);
        follow_typing(typed, key, move |key| trail.narrow(|filter| filter.key = key));
        trail.load();
        trail
    }

    /// Loads one page after the other, as long as what is asked for needs it.
    fn load(self) {
        let key = Memo::new(move || self.filter.with(|filter| filter.key_id().map(str::to_owned)));
        Effect::new(move |_| key.with(|key| self.reading.turn_to(key.as_deref())));
        Effect::new(move |_| {
            let errand = self.reading.errand;
            if errand.failure().with(Option::is_some) {
                self.exports.set(false);
            } else if !errand.busy().get() && self.falls_short() {
                self.reading.read_older();
            }
        });
    }

    fn falls_short(self) -> bool {
        let allowance = self.allowance.get();
        let want = if self.exports.get() { Want::Everything } else { Want::Page(allowance) };
        let (reach, found) = (self.reach.get(), self.found.with(Vec::len));
        self.filter.with(|filter| reach.falls_short(filter, found, want))
    }

    /// Whether nothing older can be what is asked for.
    fn is_answered(self) -> bool {
        let reach = self.reach.get();
        self.filter.with(|filter| reach.answers(filter))
    }

    /// Asks for other events, from the first page on, in the place of what was asked for.
    fn narrow(self, change: impl FnOnce(&mut Filter)) {
        let mut filter = Filter { page: 0, ..self.filter.get_untracked() };
        change(&mut filter);
        self.navigation.rewrite(&filter.address(), true);
    }

    /// Asks for everything.
    fn clear(self) {
        self.typed.set(String::new());
        self.navigation.rewrite(places::EVENTS, false);
    }

    /// Shows another page.
    fn turn(self, page: usize) {
        let filter = Filter { page, ..self.filter.get_untracked() };
        self.navigation.rewrite(&filter.address(), false);
    }

    /// The page that is shown: the last one there is, where the URL asks for a later one.
    fn page(self) -> usize {
        self.filter.with(|filter| filter.page).min(last_page(self.found.with(Vec::len)))
    }

    fn rows(self) -> Memo<Vec<Arc<Entry>>> {
        Memo::new(move || {
            let first = self.page() * PAGE;
            self.found.with(|found| found.iter().skip(first).take(PAGE).cloned().collect())
        })
    }

    /// Says how many events there are, once the answer is there and stays the same for a moment.
    fn read_out(self, announcer: Announcer) {
        let answer = Memo::new(move || {
            let busy = self.reading.errand.busy().get();
            (self.filter.with(Filter::write), self.found.with(Vec::len), busy)
        });
        Effect::new(move |before: Option<String>| {
            let (filter, count, busy) = answer.get();
            if before.as_ref().is_none_or(|before| *before == filter) || busy {
                return before.unwrap_or(filter);
            }
            let say = move || announcer.say(&format!("{}.", counted(count, "event")));
            if let Ok(timer) = set_timeout_with_handle(say, SETTLED) {
                on_cleanup(move || timer.clear());
            }
            filter
        });
    }
}

/// The page.
#[component]
pub fn Events() -> impl IntoView {
    let trail = Trail::new(expect_context::<Api>());
    trail.read_out(expect_context::<Announcer>());
    let errand = trail.reading.errand;
    view! {
        <Crumbs way=Crumb::to_dev_center() here="Events"/>
        <Head
            title="Events"
            under=|| view! { <p>"Every change to an API key of your organization: who, when, old and new."</p> }
            actions=move || view! { <ExportButton trail=trail/> }
        />
        <div class="stack">
            <ExportProgress trail=trail/>
            <Trouble failure=errand.failure() again=Callback::new(move |()| errand.forget())/>
            <section class="card bleed" aria-label="Events" aria-busy=move || errand.busy().get().to_string()>
                <h2 class="vh">"Events, newest first"</h2>
                <Filters trail=trail/>
                <Found trail=trail/>
            </section>
        </div>
    }
}

/// What the card shows below its filters.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Face {
    /// Nothing for an instant, or because it could not be had.
    Nothing,
    Skeleton,
    NothingYet,
    NoneFound,
    Table,
}

#[component]
fn Found(trail: Trail) -> impl IntoView {
    let busy = trail.reading.errand.busy();
    let nothing = Memo::new(move || trail.reach.with(|reach| reach.loaded == 0));
    let skeleton = steady(Signal::derive(move || busy.get() && nothing.get()));
    let face = Memo::new(move || {
        let reach = trail.reach.get();
        let narrows = trail.filter.with(Filter::narrows);
        match (skeleton.get(), reach.loaded) {
            (true, _) => Face::Skeleton,
            (false, 0) if trail.filter.with(Filter::is_backwards) => Face::NoneFound,
            (false, 0) if !reach.whole => Face::Nothing,
            (false, 0) if !narrows => Face::NothingYet,
            _ if trail.found.with(Vec::is_empty) => Face::NoneFound,
            _ => Face::Table,
        }
    });
    move || match face.get() {
        Face::Nothing => ().into_any(),
        Face::Skeleton => view! { <Skeleton/> }.into_any(),
        Face::NothingYet => view! { <NothingYet/> }.into_any(),
        Face::NoneFound => view! { <NoneFound trail=trail/> }.into_any(),
        Face::Table => {
            view! { <Covered trail=trail/><Table rows=trail.rows()/><Foot trail=trail/> }.into_any()
        }
    }
}
