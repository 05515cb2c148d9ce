//! The key, once: shown in full until it is stored, and gone from everywhere afterwards.

use std::{sync::Arc, time::Duration};

use leptos::{html, task::spawn_local};

use crate::{
    api::secret::Fresh,
    navigation::Navigation,
    parts::{announce::Announcer, clipboard, head::Head, icon::Icon, leave_guard::LeaveGuard},
    places,
    reactive::prelude::*,
};

/// How long the button says that it has copied.
const SAID: Duration = Duration::from_secs(4);

/// What became of the last press of *Copy*.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Copied {
    NotYet,
    Now,
    Before,
    Refused,
}

/// The second step.
#[component]
pub fn Store(
    /// The key, and the secret that is shown here and nowhere else.
    fresh: Arc<Fresh>,
    /// Drops it, so that no part of the page has it any more.
    #[prop(into)]
    forget: Callback<()>,
) -> impl IntoView {
    let (plate, guarded) = (NodeRef::<html::Output>::new(), RwSignal::new(true));
    let copied = RwSignal::new(Copied::NotYet);
    let description = fresh.key.summary.description.clone();
    let place = places::first_permissions(&fresh.key.summary.id);
    let navigation = Navigation::new();
    let wipe = move || {
        guarded.set(false);
        if let Some(plate) = plate.get_untracked() {
            plate.set_text_content(None);
        }
    };
    let stored = move || {
        wipe();
        forget.run(());
        navigation.supersede(&place);
    };
    let leave = move || {
        wipe();
        forget.run(());
    };
    let under = move || {
        view! { <p>"This is the only time Granary shows the full key for "<strong><bdi>{description.clone()}</bdi></strong>"."</p> }
    };
    view! {
        <div class="once">
            <Head title="Store your API key" under=under/>
            <Plate fresh=fresh plate=plate copied=copied/>
            <Advice/>
            <div class="form-foot"><StoredButton copied=copied press=stored/></div>
        </div>
        <LeaveGuard when=guarded title="Leave without storing the API key?" leave=Callback::new(move |()| leave())>
            <p>"The key is not confirmed as stored. If you leave now it is lost: you would make a new one and revoke this one."</p>
        </LeaveGuard>
    }
}

/// The main button once the key has been copied.
#[component]
fn StoredButton(copied: RwSignal<Copied>, #[prop(into)] press: Callback<()>) -> impl IntoView {
    let used = Memo::new(move || matches!(copied.get(), Copied::Before | Copied::Now));
    let class = move || if used.get() { "btn big go" } else { "btn big" };
    view! { <button class=class type="button" on:click=move |_| press.run(())>"I have stored the API Key"</button> }
}

/// The key goes straight from where it is kept to the element that shows it: a text in a view
/// would be kept a second time, where nothing wipes it.
#[component]
fn Plate(
    fresh: Arc<Fresh>,
    plate: NodeRef<html::Output>,
    copied: RwSignal<Copied>,
) -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let length = fresh.secret.reveal().len();
    let shown = Arc::clone(&fresh);
    Effect::new(move |_| {
        if let Some(plate) = plate.get() {
            plate.set_text_content(Some(shown.secret.reveal()));
        }
    });
    let copy = move || {
        let fresh = Arc::clone(&fresh);
        spawn_local(async move {
            let done = clipboard::copy(fresh.secret.reveal()).await;
            copied.set(if done { Copied::Now } else { Copied::Refused });
            if done {
                announcer.say("Copied.");
                let settle = move || {
                    copied.try_set(Copied::Before);
                };
                set_timeout(settle, SAID);
            } else if let Some(plate) = plate.get_untracked() {
                clipboard::select(&plate);
            }
        });
    };
    view! {
        <div class="plate inverse">
            <p class="plate-label"><span id="key-label">"Harvest API key"</span><span>{length}" characters"</span></p>
            <output id="the-key" aria-labelledby="key-label" translate="no" spellcheck="false" node_ref=plate></output>
            <CopyButton copied=copied copy=copy/>
            <Refused copied=copied/>
        </div>
    }
}

/// The main button until it has been used.
#[component]
fn CopyButton(copied: RwSignal<Copied>, #[prop(into)] copy: Callback<()>) -> impl IntoView {
    let class = move || match copied.get() {
        Copied::NotYet | Copied::Refused => "btn go",
        Copied::Now | Copied::Before => "btn",
    };
    let content = move || match copied.get() {
        Copied::Now => view! { <Icon name="check"/>"Copied" },
        Copied::Before | Copied::NotYet | Copied::Refused => view! { <Icon name="copy"/>"Copy" },
    };
    view! { <button class=class type="button" on:click=move |_| copy.run(())>{content}</button> }
}

#[component]
fn Refused(copied: RwSignal<Copied>) -> impl IntoView {
    let note = || {
        view! {
            <p class="plate-note" role="alert">
                <Icon name="warn"/>
                <span>
                    "The browser did not allow copying. The key is selected: press "<kbd>"Ctrl"</kbd>" "<kbd>"C"</kbd>
                    " (on a Mac, "<kbd>"⌘"</kbd>" "<kbd>"C"</kbd>")."
                </span>
            </p>
        }
    };
    move || (copied.get() == Copied::Refused).then(note)
}

#[component]
fn Advice() -> impl IntoView {
    let advice = [
        (
            "lock",
            "Store it in a secure location",
            "Copy it, then put it in your secret store or password manager.",
        ),
        (
            "send",
            "Send it safely",
            "Encrypt it to the recipient or use a service made for secrets. Never plain e-mail or chat.",
        ),
        (
            "once",
            "It cannot be shown again",
            "Once you confirm below, nobody can read it any more, not even Granary. A lost key is replaced: make a new one, hand it over, revoke this one.",
        ),
    ];
    let item = |(icon, title, text)| {
        view! { <li><Icon name=icon/><div><h2>{title}</h2><p>{text}</p></div></li> }
    };
    view! { <ul class="advice">{advice.map(item).collect_view()}</ul> }
}
