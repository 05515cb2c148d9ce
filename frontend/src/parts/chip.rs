//! Whether a key is accepted: told by shape and word, not by colour alone.

use contract::keys::Status;

use crate::reactive::prelude::*;

/// How a status is called on the page.
pub const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Active => "Active",
        Status::Revoked => "Revoked",
    }
}

/// The status as a chip.
#[component]
pub fn Chip(
    /// Of which key.
    #[prop(into)]
    status: Signal<Status>,
    /// Beside a page's title.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = move || match status.get() {
        Status::Active => "chip active",
        Status::Revoked => "chip revoked",
    };
    view! { <span class=class class:lg=large>{move || status_name(status.get())}</span> }
}
