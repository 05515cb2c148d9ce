//! KeyPage.

use leptos::prelude::*;

/// KeyPage.
#[component]
pub fn KeyPage() -> impl IntoView {
    view! { <p>"KeyPage"</p> }
}
