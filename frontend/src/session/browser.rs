//! What the session asks of the browser: addresses, storage, randomness, the clock, a second window.

use futures_channel::mpsc;
use futures_util::StreamExt;
use js_sys::{Date, JSON};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent, Storage, Window};

/// Over which the window for signing in again tells the page how it went.
const CHANNEL: &str = "granary.sign-in";
/// How that window looks: small, and therefore a window and no tab.
const WINDOW: &str = "popup,width=480,height=640";

/// An address within this page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    /// Begins with a slash.
    pub path: String,
    /// With its question mark, or empty.
    pub query: String,
}

impl Address {
    /// Path and query as they were.
    pub fn whole(&self) -> String {
        format!("{}{}", self.path, self.query)
    }
}

/// The browser's window.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// Where the page is now.
pub fn address() -> Address {
    let location = window().location();
    Address {
        path: location.pathname().unwrap_or_default(),
        query: location.search().unwrap_or_default(),
    }
}

/// Scheme, host and port of the page.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Leaves the page.
pub fn go(address: &str) {
    drop(window().location().assign(address));
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// The day in UTC, such as `2026-11-24`.
pub fn today() -> String {
    String::from(Date::new_0().to_iso_string()).chars().take(10).collect()
}

/// From the browser's own source of randomness, where it has one.
pub fn random() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// JSON as a value, without a JSON reader of our own.
pub fn parse<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_wasm_bindgen::from_value(JSON::parse(json).ok()?).ok()
}

/// Keeps a value until the tab is closed; whether the browser let it.
pub fn keep(place: &str, value: &impl Serialize) -> bool {
    let json = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok();
    let json = json.and_then(|json| JSON::stringify(&json).ok()).map(String::from);
    let kept = json.zip(storage()).map(|(json, storage)| storage.set_item(place, &json));
    matches!(kept, Some(Ok(())))
}

/// Takes a value back, so that it is kept no longer.
pub fn take<T: DeserializeOwned>(place: &str) -> Option<T> {
    let storage = storage()?;
    let json = storage.get_item(place).ok()??;
    drop(storage.remove_item(place));
    parse(&json)
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}

/// Gives what came back to the page that opened this window, and closes it.
pub fn hand_over(query: &str) {
    if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
        drop(channel.post_message(&JsValue::from_str(query)));
        channel.close();
    }
    drop(window().close());
}

/// Opens a window for signing in, and waits for what it hands over under this state.
///
/// Nothing when the browser does not open one. Whether it is still open is not asked: the page's
/// opener policy makes it look closed while it comes back.
pub async fn sign_in_window(address: &str, state: &str) -> Option<String> {
    window().open_with_url_and_target_and_features(address, "_blank", WINDOW).ok()??;
    let channel = BroadcastChannel::new(CHANNEL).ok()?;
    let (sender, mut messages) = mpsc::unbounded::<String>();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(query) = event.data().as_string() {
            drop(sender.unbounded_send(query));
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    let mine = format!("state={state}");
    let mut answer = None;
    while answer.is_none() {
        answer = messages.next().await.filter(|query| query.contains(&mine));
    }
    channel.close();
    answer
}
