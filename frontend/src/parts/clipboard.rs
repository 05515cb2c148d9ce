//! Copying a text, where the browser lets the page do it.

use wasm_bindgen_futures::JsFuture;

use crate::reactive::prelude::*;

/// Whether the browser took it: it may have no clipboard here, or not let the page use it.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    there && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Selects what is shown, so that the browser's own keys copy it.
pub fn select(shown: &web_sys::Node) {
    if let Ok(Some(selection)) = window().get_selection() {
        drop(selection.select_all_children(shown));
    }
}
