//! Asks before a page is left that holds something kept nowhere else.

use leptos::prelude::StoredValue as Kept;
use leptos_router::{
    hooks::{use_location, use_navigate},
    location::Location,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BeforeUnloadEvent, Element, Event, EventTarget, HtmlAnchorElement, MouseEvent};

use super::{button::Button, dialog::Dialog};
use crate::{
    reactive::prelude::*,
    session::browser::{self, window},
};

/// Catches links, Back, Forward, and closing or reloading, for as long as it is on the page.
///
/// Links within the page, to another tab, and to downloads pass; so does a navigation that the
/// page itself begins. The browser has its own words for closing and reloading.
#[component]
pub fn LeaveGuard(
    /// Whether there is something to lose.
    #[prop(into)]
    when: Signal<bool>,
    /// What the dialog asks.
    #[prop(into)]
    title: Signal<String>,
    /// The button that stays on the page.
    #[prop(default = "Stay")]
    stay: &'static str,
    /// The button that leaves it.
    #[prop(default = "Leave")]
    go: &'static str,
    /// Told that the admin leaves, before it happens.
    #[prop(optional, into)]
    leave: Option<Callback<()>>,
    /// What would be lost.
    children: ChildrenFn,
) -> impl IntoView {
    let guard = Guard::new(when);
    guard.listen();
    expect_context::<Gate>().guarded_by(guard);
    let navigate = use_navigate();
    let press_stay = move || guard.asks.set(false);
    let press_go = Callback::new(move |()| {
        guard.asks.set(false);
        if let Some(leave) = leave {
            leave.run(());
        }
        if let Some(way) = guard.wanted.get_value() {
            guard.follow(way, |place| navigate(place, <_>::default()));
        }
    });
    let foot = move || {
        view! {
            <Button kind="go" autofocus=true press=press_stay>{stay}</Button>
            <Button kind="danger-line" press=press_go>{go}</Button>
        }
    };
    view! {
        <Dialog name="leave" open=guard.asks title=title foot=foot>{children()}</Dialog>
    }
}

/// Hears of steps along the browser's history before the router does.
///
/// A window runs its listeners in the order in which they came, whatever they ask for: this one
/// must come before the router's, and stays for as long as the program runs.
#[derive(Clone, Copy)]
pub struct Gate(StoredValue<Option<Guard>>);

impl Gate {
    /// Must be called before there is a router.
    pub fn new() -> Self {
        let guard = StoredValue::new(None::<Guard>);
        let hear = move |event: Event| {
            if let Some(guard) = guard.get_value() {
                guard.travel(&event);
            }
        };
        Kept::new_local(Listener::new(window().into(), "popstate", hear));
        Self(guard)
    }

    fn guarded_by(self, guard: Guard) {
        self.0.set_value(Some(guard));
        on_cleanup(move || {
            if self.0.with_value(|held| held.is_some_and(|held| held.asks == guard.asks)) {
                self.0.set_value(None);
            }
        });
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

/// Where the admin was about to go.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Way {
    /// Along the browser's history; undone until it is confirmed.
    History,
    /// To a page of this program.
    Page(String),
    /// To another site.
    Site(String),
}

#[derive(Clone, Copy)]
struct Guard {
    when: Signal<bool>,
    asks: RwSignal<bool>,
    wanted: StoredValue<Option<Way>>,
    /// Lets the next departure pass, since it has been confirmed.
    passes: StoredValue<bool>,
    location: StoredValue<Location>,
}

impl Guard {
    fn new(when: Signal<bool>) -> Self {
        Self {
            when,
            asks: RwSignal::new(false),
            wanted: StoredValue::new(None),
            passes: StoredValue::new(false),
            location: StoredValue::new(use_location()),
        }
    }

    fn listen(self) {
        let page: EventTarget = document().into();
        let frame: EventTarget = window().into();
        let listeners = [
            Listener::new(page, "click", move |event| self.click(&event)),
            Listener::new(frame, "beforeunload", move |event| self.unload(&event)),
        ];
        Kept::new_local(listeners);
    }

    fn is_armed(self) -> bool {
        self.when.get_untracked() && !self.passes.get_value()
    }

    fn ask(self, way: Way) {
        self.wanted.set_value(Some(way));
        self.asks.set(true);
    }

    fn click(self, event: &Event) {
        let Some(link) = followed(event).filter(|_| self.is_armed()) else { return };
        if link.origin() != browser::origin() {
            self.stop(event);
            self.ask(Way::Site(link.href()));
        } else if !self.is_here(&link.pathname(), &link.search()) {
            self.stop(event);
            let place = format!("{}{}{}", link.pathname(), link.search(), link.hash());
            self.ask(Way::Page(place));
        }
    }

    /// The browser has gone along its history by now: the entry that it left is put on top again,
    /// so that confirming is one step back from it, whichever way the admin went.
    fn travel(self, event: &Event) {
        if self.passes.get_value() {
            self.passes.set_value(false);
            return;
        }
        let address = browser::address();
        if !self.is_armed() || self.is_here(&address.path, &address.query) {
            return;
        }
        event.stop_immediate_propagation();
        let history = window().history();
        let back = history.and_then(|history| {
            history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&self.here()))
        });
        if back.is_ok() {
            self.ask(Way::History);
        }
    }

    fn unload(self, event: &Event) {
        if !self.is_armed() {
            return;
        }
        event.prevent_default();
        if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
            event.set_return_value("unsaved");
        }
    }

    fn stop(self, event: &Event) {
        event.prevent_default();
        event.stop_immediate_propagation();
    }

    fn follow(self, way: Way, navigate: impl FnOnce(&str)) {
        match way {
            Way::Page(place) => navigate(&place),
            Way::Site(address) => {
                self.passes.set_value(true);
                browser::go(&address);
            }
            Way::History => {
                self.passes.set_value(true);
                drop(window().history().and_then(|history| history.back()));
            }
        }
    }

    fn is_here(self, path: &str, query: &str) -> bool {
        self.location.with_value(|location| {
            location.pathname.get_untracked() == path
                && location.search.get_untracked() == query.trim_start_matches('?')
        })
    }

    /// As the router knows it, which has not heard of the step along the history.
    fn here(self) -> String {
        self.location.with_value(|location| {
            let (path, query) =
                (location.pathname.get_untracked(), location.search.get_untracked());
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{path}{mark}{query}{}", location.hash.get_untracked())
        })
    }
}

/// The link that a click is about to follow in this tab.
fn followed(event: &Event) -> Option<HtmlAnchorElement> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    let plain = mouse.button() == 0
        && !(mouse.meta_key() || mouse.alt_key() || mouse.ctrl_key() || mouse.shift_key());
    let target = event.target()?.dyn_into::<Element>().ok().filter(|_| plain)?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let stays = link.target().is_empty() || link.target() == "_self";
    (stays && !link.has_attribute("download")).then_some(link)
}

/// Hears an event before what is within its target does, until it is dropped.
struct Listener {
    target: EventTarget,
    event: &'static str,
    heard: Closure<dyn Fn(Event)>,
}

impl Listener {
    fn new(target: EventTarget, event: &'static str, hear: impl Fn(Event) + 'static) -> Self {
        let heard = Closure::new(hear);
        let function = heard.as_ref().unchecked_ref();
        drop(target.add_event_listener_with_callback_and_bool(event, function, true));
        Self { target, event, heard }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.heard.as_ref().unchecked_ref();
        drop(self.target.remove_event_listener_with_callback_and_bool(self.event, function, true));
    }
}
