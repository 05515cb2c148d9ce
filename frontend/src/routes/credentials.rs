//! Credentials.

use leptos::prelude::*;

/// Credentials.
#[component]
pub fn Credentials() -> impl IntoView {
    view! { <p>"Credentials"</p> }
}
