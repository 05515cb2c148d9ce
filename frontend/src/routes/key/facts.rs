//! What a key is: the facts that its list has columns for, and what to do when it is lost.

use std::time::Duration;

use contract::keys::{Actor, Status};
use leptos::{html, task::spawn_local};

use super::{Page, manages};
use crate::{
    partner,
    parts::{
        announce::Announcer,
        clipboard,
        icon::Icon,
        when::When,
        who::{ActorName, actor_name},
    },
    places,
    reactive::prelude::*,
    trail::change::api_type_name,
};

/// How long it says that it has copied.
const SAID: Duration = Duration::from_secs(4);

/// The card on top.
#[component]
pub(super) fn Facts(page: Page) -> impl IntoView {
    let summary = Memo::new(move || page.key.with(|key| key.summary.clone()));
    let facts = move || {
        let key = summary.get();
        let partner = partner::name(&key.partner).to_owned();
        view! {
            <dl class="facts">
                <div class="wide"><dt>"Key ID"</dt><dd><KeyId id=key.id/></dd></div>
                <div><dt>"API Type"</dt><dd>{api_type_name(key.api_type)}</dd></div>
                <div><dt>"Partner"</dt><dd><bdi>{partner}</bdi></dd></div>
                <div><dt>"Created"</dt><dd><Moment at=key.created_at by=key.created_by/></dd></div>
                <div><dt>"Changed"</dt><dd><Moment at=key.updated_at by=key.updated_by/></dd></div>
            </dl>
        }
    };
    view! { <section class="card card-pad" aria-label="Facts">{facts}<Lost page=page/></section> }
}

#[component]
fn Moment(at: String, by: Actor) -> impl IntoView {
    let name = actor_name(&by);
    view! { <When moment=at/><span class="sub-line"><ActorName name=name/></span> }
}

/// The id, which is no secret, with a button that copies it.
#[component]
fn KeyId(id: String) -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let copied = RwSignal::new(false);
    let shown = NodeRef::<html::Span>::new();
    let text = StoredValue::new(id.clone());
    let copy = move |_| {
        spawn_local(async move {
            if !clipboard::copy(&text.get_value()).await {
                announcer.say("The browser did not allow copying. The key ID is selected.");
                shown.get_untracked().inspect(|shown| clipboard::select(shown));
                return;
            }
            announcer.say("Copied.");
            copied.try_set(true);
            let settle = move || {
                copied.try_set(false);
            };
            set_timeout(settle, SAID);
        });
    };
    let face = move || match copied.get() {
        true => view! { <Icon name="check"/>"Copied" },
        false => view! { <Icon name="copy"/>"Copy" },
    };
    view! {
        <span class="mono" node_ref=shown>{id}</span>
        <button class="link-btn copy" type="button" on:click=copy>{face}<span class="vh">" the key ID"</span></button>
    }
}

/// Why the page has no way to show the key, and what to do without it.
#[component]
fn Lost(page: Page) -> impl IntoView {
    let (manages, status) = (manages(), page.status());
    let create = move || {
        if manages.get() {
            view! { <a href=places::NEW_KEY>"Create new API key"</a> }.into_any()
        } else {
            "have a new API key created".into_any()
        }
    };
    let then = move || match status.get() {
        Status::Active => ", give that one to the integration, and then revoke this one.",
        Status::Revoked => ", give that one to the integration, and leave this one revoked.",
    };
    view! {
        <p class="source">
            "The full key was shown once, when it was created. Nobody can read it again, not even Granary. If it is lost: "
            {create}{then}
        </p>
    }
}
