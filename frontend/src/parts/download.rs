//! A file that the page itself has made.

use std::time::Duration;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::reactive::prelude::*;

/// After this long a browser has taken over what it was given, and its address can go.
const TAKEN_OVER: Duration = Duration::from_secs(10);

/// Hands a text to the browser as a download.
///
/// # Errors
/// The browser's own, where it does not make a file of it.
pub fn download(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let content = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&content, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    set_timeout(move || drop(Url::revoke_object_url(&address)), TAKEN_OVER);
    Ok(())
}
