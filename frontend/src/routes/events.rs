//! Events.

use leptos::prelude::*;

/// Events.
#[component]
pub fn Events() -> impl IntoView {
    view! { <p>"Events"</p> }
}
