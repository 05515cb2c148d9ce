//! Light, dark, or as the system says; kept by the browser, read by `theme.js` before the first paint.

use crate::{reactive::prelude::*, session::browser::window};

/// Where the choice is kept; `assets/theme.js` reads the same.
const PLACE: &str = "granary.theme";

const CHOICES: [(&str, &str); 3] = [("", "System"), ("light", "Light"), ("dark", "Dark")];

/// The choice, in the account's menu.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let chosen = RwSignal::new(kept());
    let choices = CHOICES.map(|(value, name)| {
        let choose = move |_| {
            apply(value);
            chosen.set(value.to_owned());
        };
        view! {
            <label>
                <input type="radio" name="theme" value=value prop:checked=move || chosen.get() == value on:change=choose/>
                {name}
            </label>
        }
    });
    view! {
        <fieldset class="menu-who">
            <legend>"Theme"</legend>
            <div class="segments">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
}

fn kept() -> String {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(PLACE).ok().flatten()).unwrap_or_default()
}

fn apply(value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let kept = if value.is_empty() {
            storage.remove_item(PLACE)
        } else {
            storage.set_item(PLACE, value)
        };
        drop(kept);
    }
    let Some(root) = document().document_element() else { return };
    let set = if value.is_empty() {
        root.remove_attribute("data-theme")
    } else {
        root.set_attribute("data-theme", value)
    };
    drop(set);
}
