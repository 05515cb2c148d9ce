//! Edit.

use leptos::prelude::*;

/// Edit.
#[component]
pub fn Edit() -> impl IntoView {
    view! { <p>"Edit"</p> }
}
