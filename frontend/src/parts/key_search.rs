//! The field that searches keys by what they are called, by partner and by id.

use leptos::ev;

use super::icon::Icon;

use crate::reactive::prelude::*;

const SEARCHED: &str = "Search description, partner or key ID";

/// Escape clears it; where there is nothing to clear, Escape is for what is around it.
#[component]
pub fn KeySearch(
    /// What is typed.
    typed: RwSignal<String>,
    /// Whether it has the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let clear = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !typed.with_untracked(String::is_empty) {
            event.prevent_default();
            typed.set(String::new());
        }
    };
    view! {
        <div class="search">
            <Icon name="search"/>
            <input
                class="input"
                type="search"
                aria-label=SEARCHED
                placeholder=SEARCHED
                autocomplete="off"
                autofocus=autofocus
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=clear
            />
        </div>
    }
}
