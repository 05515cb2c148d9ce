//! The admin's window on an organization's API keys.
//!
//! # Layout
//! - [`app`]: who is signed in decides what there is, the address decides which part of it.
//! - [`routes`]: the pages, each by its name; [`places`] has their addresses.
//! - [`parts`]: what pages are put together from.
//! - [`session`]: sign-in by authorization code and PKCE, tokens in memory only.
//! - [`api`]: the credential actions, their refusals in words, and the key while it is shown once.
//! - [`directory`]: all keys of the organization, at hand once they are loaded.
//! - [`matrix`]: what a key may do, and what is changed about it; plain values, no page.
//! - [`trail`]: what happened to them: filtered, in words, as CSV.
//! - [`reactive`]: the signals of Leptos, compiled once.
//! - [`config`], [`description`], [`http`], [`navigation`], [`partner`], [`theme`], [`words`]: what each of them says.
#![expect(
    unreachable_pub,
    reason = "the component macro makes the properties of every component public"
)]

pub mod api;
pub mod app;
pub mod config;
pub mod description;
pub mod directory;
pub mod http;
pub mod matrix;
pub mod navigation;
pub mod partner;
pub mod parts;
pub mod places;
pub mod reactive;
pub mod routes;
pub mod session;
pub mod theme;
pub mod trail;
pub mod words;

use leptos::{
    mount::mount_to,
    prelude::{document, view},
};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;

use crate::{app::App, config::Config};

/// Starts the page; `boot.js` calls it once the program has been fetched and checked.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
    spawn_local(async {
        let shell = document().get_element_by_id("app");
        let Some(shell) = shell.and_then(|shell| shell.dyn_into::<web_sys::HtmlElement>().ok())
        else {
            return;
        };
        let Ok(config) = Config::load().await else {
            say_that_it_failed();
            return;
        };
        shell.replace_children_with_node_0();
        mount_to(shell, move || view! { <App config=config/> }).forget();
    });
}

/// The shell has the sentence; `boot.js` shows it for its own failures too.
fn say_that_it_failed() {
    if let Some(sentence) = document().get_element_by_id("boot-failed") {
        drop(sentence.remove_attribute("hidden"));
    }
}
