//! Revoke and Re-enable: one dialog that names the key, says what happens, and waits for the answer.

use contract::keys::{KeySummary, KeyView, Status};

use super::{
    announce::Announcer, button::Button, dialog::Dialog, errand::Errand, notice::Trouble,
    who::WhichKey,
};
use crate::{api::Api, directory::Directory, reactive::prelude::*, words::counted};

/// Asks about the key that the signal names, and does it: an active key is revoked, a revoked one
/// re-enabled. Everything shows the key as it was until the API has acknowledged the change.
#[component]
pub fn AccessDialog(
    /// Set it to ask.
    key: RwSignal<Option<KeySummary>>,
    /// Told what the key is from now on.
    #[prop(into)]
    done: Callback<KeyView>,
) -> impl IntoView {
    let api = expect_context::<Api>();
    let directory = expect_context::<Directory>();
    let announcer = expect_context::<Announcer>();
    let (open, errand) = (open_for(key), Errand::new());
    let go = move || {
        let Some(asked) = key.get_untracked() else { return };
        let work = async move {
            match asked.status {
                Status::Active => api.revoke_key(&asked.id).await,
                Status::Revoked => api.reenable_key(&asked.id).await,
            }
        };
        errand.run(work, move |view: KeyView| {
            directory.acknowledge(&view);
            open.set(false);
            announcer.done(&view.summary.description, what_happened(view.summary.status));
            done.run(view);
        });
    };
    let title = move || match key.with(|key| key.as_ref().map(|key| key.status)) {
        Some(Status::Revoked) => "Re-enable this API key?".to_owned(),
        _ => "Revoke this API key?".to_owned(),
    };
    view! {
        <AccessQuestion key=key open=open errand=errand title=Signal::derive(title) go=go/>
    }
}

/// Open while a key is named; closing it names none any more.
fn open_for(key: RwSignal<Option<KeySummary>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let asks = key.with(Option::is_some);
        if asks != open.get_untracked() {
            open.set(asks);
        }
    });
    Effect::new(move |_| {
        if !open.get() && key.with_untracked(Option::is_some) {
            key.set(None);
        }
    });
    open
}

#[component]
fn AccessQuestion(
    key: RwSignal<Option<KeySummary>>,
    open: RwSignal<bool>,
    errand: Errand,
    title: Signal<String>,
    #[prop(into)] go: Callback<()>,
) -> impl IntoView {
    let active =
        move || key.with(|key| key.as_ref().is_some_and(|key| key.status == Status::Active));
    let cancel = move || open.set(false);
    Effect::new(move |_| {
        if open.get() {
            errand.forget();
        }
    });
    let foot = move || {
        let ok = if active() {
            view! { <Button kind="danger" busy=errand.busy() doing="Revoking" press=go>"OK"</Button> }
        } else {
            view! { <Button kind="go" busy=errand.busy() doing="Re-enabling" press=go>"OK"</Button> }
        };
        view! { <Button autofocus=true press=cancel>"Cancel"</Button>{ok} }
    };
    let question = move || {
        key.get().map(|key| {
            let consequence = consequence(&key);
            view! { <WhichKey key=key/>{consequence} }
        })
    };
    view! {
        <Dialog name="access" open=open title=title foot=foot>
            {question}
            <Trouble failure=errand.failure()/>
        </Dialog>
    }
}

fn consequence(key: &KeySummary) -> AnyView {
    match key.status {
        Status::Active => view! {
            <p><strong>"Everyone who holds this key is locked out at once."</strong>" Make sure that it is the right one."</p>
            <p class="muted">"The key can be re-enabled later."</p>
        }
        .into_any(),
        Status::Revoked => view! {
            <p>
                "Everyone who still holds the key can use it again at once, with the "
                <strong>{counted(key.permission_count, "permission")}</strong>" it had."
            </p>
            <p class="muted">"If you do not know who holds it, create a new API key and leave this one revoked."</p>
        }
        .into_any(),
    }
}

const fn what_happened(now: Status) -> &'static str {
    match now {
        Status::Active => "re-enabled. Calls are accepted again.",
        Status::Revoked => "revoked. No call is accepted any more.",
    }
}
