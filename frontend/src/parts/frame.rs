//! What is around every page: the bar on top, the way through Configure at the side.

use contract::operations::Role;
use leptos::html;
use leptos_router::{components::A, hooks::use_location};
use wasm_bindgen::JsCast;

use super::icon::{Icon, Mark};
use crate::{places, reactive::prelude::*, session::Session, theme::ThemeChoice};

/// The frame, with the page inside.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <TopBar/>
        <div class="frame">
            <Side/>
            <main id="main" tabindex="-1">{children()}</main>
        </div>
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let session = expect_context::<Session>();
    let organization =
        move || session.person().organization.map(|name| view! { <span class="org">{name}</span> });
    view! {
        <header class="topbar inverse">
            <A href=places::CREDENTIALS attr:class="brand"><Mark/>"Granary"</A>
            {organization}
            <div class="topbar-end">
                <a class="bar-link" href=places::CONFIGURE aria-label="Configure">
                    <Icon name="gear"/><span class="t">"Configure"</span>
                </a>
                <Account/>
            </div>
        </header>
    }
}

/// Who is signed in, how the page looks, and the way out.
#[component]
fn Account() -> impl IntoView {
    let session = expect_context::<Session>();
    let menu = NodeRef::<html::Details>::new();
    let shown = move || session.person().shown().to_owned();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    // What is taken away loses the focus, too; its signals are gone by then.
    let leave = move |event: leptos::ev::FocusEvent| {
        let Some(Some(menu)) = menu.try_get_untracked() else { return };
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if to.is_some_and(|to| !menu.contains(Some(&to))) {
            menu.set_open(false);
        }
    };
    view! {
        <details class="menu" node_ref=menu on:keydown=escape on:focusout=leave>
            <summary class="bar-link" aria-label=move || format!("Account: {}", shown())>
                <Icon name="user"/><span class="t">{shown}</span>
            </summary>
            <AccountSheet/>
        </details>
    }
}

#[component]
fn AccountSheet() -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = move || session.person().shown().to_owned();
    let may = move || match session.person().role() {
        Some(Role::Manager) => "Can manage ALL organization’s API credentials",
        Some(Role::Viewer) => "Can look at API credentials, but not change them",
        None => "Can neither see nor change API credentials",
    };
    let leave = move |_| leptos::task::spawn_local(async move { session.sign_out().await });
    view! {
        <div class="menu-sheet">
            <p class="menu-who"><strong>{shown}</strong><span class="sub-line">{may}</span></p>
            <hr class="menu-sep"/>
            <ThemeChoice/>
            <hr class="menu-sep"/>
            <button class="menu-item" type="button" on:click=leave>"Sign out"</button>
        </div>
    }
}

#[component]
fn Side() -> impl IntoView {
    let path = use_location().pathname;
    let current = move |place: &'static str| {
        let path = path.get();
        if path == place {
            Some("page")
        } else if path.starts_with(place) {
            Some("true")
        } else {
            None
        }
    };
    view! {
        <nav class="side" aria-label="Configure">
            <p class="side-title">"Configure"</p>
            <ul>
                <li class="parent">
                    <a href=places::DEV_CENTER aria-current=move || current(places::DEV_CENTER)>
                        <Icon name="code"/>"Dev Center"
                    </a>
                </li>
                <li>
                    <ul class="sub">
                        <li>
                            <a href=places::CREDENTIALS aria-current=move || current(places::CREDENTIALS).map(|_| "page")>
                                "API Credential Management"
                            </a>
                        </li>
                        <li>
                            <a href=places::EVENTS aria-current=move || current(places::EVENTS)>"Events"</a>
                        </li>
                    </ul>
                </li>
            </ul>
        </nav>
    }
}
