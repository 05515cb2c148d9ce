//! Small drawings beside words; `index.html` holds each once.

use crate::reactive::prelude::*;

/// A drawing of the sprite, by its name without `i-`; says nothing to a screen reader.
#[component]
pub fn Icon(
    /// Such as `edit`.
    name: &'static str,
) -> impl IntoView {
    let place = format!("#i-{name}");
    view! {
        <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
            <use href=place></use>
        </svg>
    }
}

/// The product's mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
            <use href="#mark"></use>
        </svg>
    }
}
