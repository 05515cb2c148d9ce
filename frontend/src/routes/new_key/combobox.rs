//! The Partner box: an editable combobox with a list, after the ARIA Authoring Practices 1.2.

use contract::partners::Partner;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use crate::{
    partner::{
        assigns,
        choice::{Offer, around, named},
    },
    parts::icon::Icon,
    reactive::prelude::*,
};

/// What is typed and what is chosen; copied freely between the box and its list.
#[derive(Clone, Copy)]
pub struct PartnerBox {
    text: RwSignal<String>,
    chosen: RwSignal<Option<&'static Partner>>,
    open: RwSignal<bool>,
    at: RwSignal<Option<&'static Partner>>,
    offer: Memo<Offer>,
}

impl Default for PartnerBox {
    fn default() -> Self {
        let text = RwSignal::new(String::new());
        let chosen = RwSignal::new(None::<&'static Partner>);
        let offer = Memo::new(move || {
            let settled = chosen.get().is_some_and(|partner| partner.name == text.get());
            if settled { Offer::of("") } else { text.with(|text| Offer::of(text)) }
        });
        Self { text, chosen, open: RwSignal::new(false), at: RwSignal::new(None), offer }
    }
}

impl PartnerBox {
    /// The partner that is chosen.
    pub fn chosen(&self) -> Signal<Option<&'static Partner>> {
        self.chosen.into()
    }

    fn type_in(self, text: String) {
        self.chosen.set(named(&text));
        self.text.set(text);
        self.at.set(None);
        self.open.set(true);
    }

    fn choose(self, partner: &'static Partner) {
        self.chosen.set(Some(partner));
        self.close();
    }

    /// What is chosen is written as it is called.
    fn close(self) {
        if let Some(chosen) = self.chosen.get_untracked() {
            self.text.set(chosen.name.to_owned());
        }
        self.open.set(false);
        self.at.set(None);
    }

    /// Up and down go through the list and around its ends.
    fn step(self, down: bool) {
        let all: Vec<_> = self.offer.with_untracked(|offer| offer.all().collect());
        let at = self.at.get_untracked().or_else(|| self.chosen.get_untracked());
        let place = at.and_then(|at| all.iter().position(|partner| partner.id == at.id));
        let next = match (place, down) {
            (None, true) => 0,
            (None, false) => all.len() - 1,
            (Some(place), true) => (place + 1) % all.len(),
            (Some(place), false) => (place + all.len() - 1) % all.len(),
        };
        self.at.set(all.get(next).copied());
        self.open.set(true);
    }

    fn key(self, event: &ev::KeyboardEvent) {
        let open = self.open.get_untracked();
        match (event.key().as_str(), self.at.get_untracked()) {
            ("ArrowDown", _) => self.step(true),
            ("ArrowUp", _) => self.step(false),
            ("Enter", Some(at)) if open => self.choose(at),
            ("Escape", _) if open => self.close(),
            ("Escape", _) => self.type_in(String::new()),
            _ => return,
        }
        event.prevent_default();
    }
}

/// The element of an option, so that the box can say where it is in the list.
fn option_id(partner: &Partner) -> String {
    format!("partner-{}", partner.id)
}

/// The box; its label and hint are around it.
#[component]
pub fn Combobox(
    /// What is typed and chosen.
    state: PartnerBox,
    /// Whether the form was sent without a choice.
    #[prop(into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(at) = state.at.get() {
            scroll_to(at);
        }
    });
    let leave = move |event: ev::FocusEvent| {
        if !goes_into(list, &event) {
            state.close();
        }
    };
    view! {
        <div class="combo">
            <input
                class="input"
                id="partner"
                role="combobox"
                autocomplete="off"
                aria-autocomplete="list"
                aria-controls="partners"
                aria-expanded=move || state.open.get().to_string()
                aria-activedescendant=move || state.at.get().map(option_id)
                aria-describedby="partner-hint partner-error"
                aria-required="true"
                aria-invalid=move || invalid.get().then_some("true")
                prop:value=move || state.text.get()
                on:input=move |event| state.type_in(event_target_value(&event))
                on:click=move |_| state.open.set(true)
                on:keydown=move |event| state.key(&event)
                on:blur=leave
            />
            <Icon name="down"/>
            <Options state=state list=list/>
        </div>
    }
}

/// A click on the list's own scroll bar takes the focus from the box, and leaves nothing.
fn goes_into(list: NodeRef<html::Div>, event: &ev::FocusEvent) -> bool {
    let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
    list.get_untracked().zip(to).is_some_and(|(list, to)| list.contains(Some(&to)))
}

fn scroll_to(partner: &Partner) {
    let nearest = web_sys::ScrollIntoViewOptions::new();
    nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
    if let Some(option) = document().get_element_by_id(&option_id(partner)) {
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

/// Rendered anew for each text: twenty-odd rows, and only while the list is open.
#[component]
fn Options(state: PartnerBox, list: NodeRef<html::Div>) -> impl IntoView {
    let rows = move |partners: Vec<&'static Partner>| {
        partners
            .into_iter()
            .map(|partner| view! { <Choice state=state partner=partner/> })
            .collect_view()
    };
    let lists = move || {
        let offer = state.offer.get();
        let integrations = (!offer.integrations.is_empty()).then(|| {
            view! {
                <div role="group" aria-labelledby="partners-named">
                    <div class="opt-title" id="partners-named" role="presentation">"Integrations"</div>
                    {rows(offer.integrations)}
                </div>
            }
        });
        view! {
            <div role="group" aria-labelledby="partners-general">
                <div class="opt-title" id="partners-general" role="presentation">"General"</div>
                {rows(offer.general)}
            </div>
            {integrations}
        }
    };
    view! {
        <div
            class="options"
            id="partners"
            role="listbox"
            aria-label="Partner"
            tabindex="-1"
            node_ref=list
            hidden=move || !state.open.get()
        >
            {move || state.open.get().then(lists)}
        </div>
    }
}

#[component]
fn Choice(state: PartnerBox, partner: &'static Partner) -> impl IntoView {
    let is =
        move |other: Option<&'static Partner>| other.is_some_and(|other| other.id == partner.id);
    let (before, typed, after) = state.text.with_untracked(|text| around(partner.name, text));
    let mark = (!typed.is_empty()).then(|| view! { <mark>{typed}</mark> });
    view! {
        <div
            role="option"
            id=option_id(partner)
            class:at=move || is(state.at.get())
            aria-selected=move || is(state.chosen.get()).to_string()
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| state.choose(partner)
        >
            <b>{before}{mark}{after}</b>
            <span>{assigns(partner)}</span>
        </div>
    }
}
