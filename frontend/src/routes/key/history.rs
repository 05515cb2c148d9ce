//! What happened to a key, newest first, as far back as somebody asks.

use std::collections::BTreeMap;

use contract::events::{EventName, EventView};
use wasm_bindgen::JsCast;

use super::Page;
use crate::{
    api::Api,
    parts::{
        button::Button,
        change::Changes,
        errand::Errand,
        notice::Trouble,
        skeleton::steady,
        when::When,
        who::{ActorName, actor_name},
    },
    places,
    reactive::prelude::*,
    trail::change::lines,
    words::counted,
};

/// Events that are shown at first, and by every click after that.
const STEP: usize = 20;

/// A key's events; a handle that is copied freely.
#[derive(Clone, Copy)]
pub(super) struct History {
    api: Api,
    key: StoredValue<String>,
    events: RwSignal<Vec<EventView>>,
    older: RwSignal<Option<String>>,
    shown: RwSignal<usize>,
    newest: Errand,
    rest: Errand,
    /// Something has happened since the newest events were asked for.
    stale: StoredValue<bool>,
}

impl History {
    /// Of the key with this id; nothing is read yet.
    pub(super) fn new(api: Api, key: String) -> Self {
        Self {
            api,
            key: StoredValue::new(key),
            events: RwSignal::default(),
            older: RwSignal::default(),
            shown: RwSignal::new(STEP),
            newest: Errand::new(),
            rest: Errand::new(),
            stale: StoredValue::new(false),
        }
    }

    /// Reads the newest events; what is shown stays until they are there.
    pub(super) fn reload(self) {
        let (api, key) = (self.api, self.key.get_value());
        self.stale.set_value(self.newest.busy().get_untracked());
        let work = async move { api.list_events(Some(&key), None).await };
        self.newest.run(work, move |page| {
            if self.events.with_untracked(Vec::is_empty) {
                self.older.set(page.next_cursor);
            }
            self.add(page.events);
            if self.stale.get_value() {
                self.reload();
            }
        });
    }

    /// Shows older events, and reads them first where they are not there yet.
    fn show_older(self) {
        let wanted = self.shown.get_untracked() + STEP;
        self.shown.set(wanted);
        request_animation_frame(focus_end);
        let Some(cursor) = self.older.get_untracked() else { return };
        if self.events.with_untracked(Vec::len) >= wanted {
            return;
        }
        let (api, key) = (self.api, self.key.get_value());
        let work = async move { api.list_events(Some(&key), Some(&cursor)).await };
        self.rest.run(work, move |page| {
            self.older.set(page.next_cursor);
            self.add(page.events);
            request_animation_frame(focus_end);
        });
    }

    fn add(self, events: Vec<EventView>) {
        self.events.update(|known| *known = merge(std::mem::take(known), events));
    }

    /// When access ended last.
    pub(super) fn revocation(self) -> Option<EventView> {
        self.events
            .with(|events| events.iter().find(|event| event.event == EventName::Revoked).cloned())
    }

    fn has_older(self) -> bool {
        self.older.with(Option::is_some) || self.events.with(Vec::len) > self.shown.get()
    }
}

/// The sentence that has taken the place of the button, so that the focus is not lost with it.
fn focus_end() {
    let end = document().query_selector(".log-end").ok().flatten();
    if let Some(end) = end.and_then(|end| end.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(end.focus());
    }
}

/// Both, newest first, each event once: ids sort by time.
fn merge(known: Vec<EventView>, read: Vec<EventView>) -> Vec<EventView> {
    let all: BTreeMap<_, _> =
        known.into_iter().chain(read).map(|event| (event.id.clone(), event)).collect();
    all.into_values().rev().collect()
}

/// The card at the end.
#[component]
pub(super) fn Log(page: Page) -> impl IntoView {
    let history = page.history;
    let shown = move || {
        let count = history.shown.get();
        history.events.with(|events| events.iter().take(count).cloned().collect::<Vec<_>>())
    };
    let waits = steady(history.newest.busy());
    let empty = Memo::new(move || history.events.with(Vec::is_empty));
    let skeleton = || {
        view! {
            <div class="card-pad" aria-hidden="true">
                <span class="skel w2"></span><span class="skel w1"></span><span class="skel w4"></span>
            </div>
        }
    };
    let all = page.key.with_untracked(|key| format!("{}?key={}", places::EVENTS, key.summary.id));
    view! {
        <section class="card history" aria-labelledby="history">
            <header>
                <h2 id="history">"History "<small class="muted">"times in UTC"</small></h2>
                <a class="small" href=all>"All events"<span class="vh">" of this key"</span></a>
            </header>
            {move || (waits.get() && empty.get()).then(skeleton)}
            <Failed history=history/>
            <ol class="log">
                <For each=shown key=|event| event.id.clone() children=|event| view! { <Happened event=event/> }/>
            </ol>
            <Older history=history/>
        </section>
    }
}

#[component]
fn Failed(history: History) -> impl IntoView {
    let failure = Signal::derive(move || {
        history.newest.failure().get().or_else(|| history.rest.failure().get())
    });
    let again = Callback::new(move |()| {
        if history.rest.failure().get_untracked().is_some() {
            history.shown.update(|shown| *shown = shown.saturating_sub(STEP));
            history.show_older();
        } else {
            history.reload();
        }
    });
    view! { <div class="log-trouble"><Trouble failure=failure again=again/></div> }
}

#[component]
fn Happened(event: EventView) -> impl IntoView {
    let who = actor_name(&event.actor);
    view! {
        <li>
            <p class="by">
                <When moment=event.time.clone() exact=true/>" "<ActorName name=who/>
                <span class="sub-line">{event.source_ip.clone()}</span>
            </p>
            <div><h3>{event.event.as_str()}</h3><Changes lines=lines(&event) named=true/></div>
        </li>
    }
}

#[component]
fn Older(history: History) -> impl IntoView {
    let button = move || {
        let busy = history.rest.busy();
        view! {
            <div class="paging">
                <Button busy=busy doing="Loading" press=move || history.show_older()>"Show older"</Button>
            </div>
        }
    };
    let end = move || {
        let count = history.events.with(Vec::len);
        (count > STEP).then(|| {
            let words = format!("All {} are shown.", counted(count, "event"));
            view! { <div class="paging"><p class="log-end" tabindex="-1">{words}</p></div> }
        })
    };
    let more = Memo::new(move || history.has_older());
    move || if more.get() { button().into_any() } else { end().into_any() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::entry::tests::event;

    #[test]
    fn what_is_read_again_stands_there_once_and_in_its_place() {
        let [one, two, three] = ["1", "2", "3"].map(event);
        let merged = merge(vec![two.clone(), one.clone()], vec![three.clone(), two.clone()]);
        assert_eq!(merged, [three, two, one]);
    }
}
