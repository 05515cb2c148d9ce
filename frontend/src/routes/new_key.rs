//! NewKey.

use leptos::prelude::*;

/// NewKey.
#[component]
pub fn NewKey() -> impl IntoView {
    view! { <p>"NewKey"</p> }
}
