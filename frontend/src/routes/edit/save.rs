//! The bar that saves, and what is asked before it does.

use contract::permissions::PermissionSet;
use leptos::ev;

use super::work::Work;
use crate::{
    matrix::change::Change,
    partner,
    parts::{
        button::Button,
        dialog::Dialog,
        diff::Diff,
        icon::Icon,
        notice::{Notice, Trouble},
    },
    reactive::prelude::*,
    session::browser::window,
    words::{counted, of_all},
};

/// What is changed, why that could matter, and what can be done about it.
#[component]
pub fn SaveBar(
    /// On which key.
    work: Work,
) -> impl IntoView {
    shortcut(work);
    let empty = Signal::derive(move || work.change.with(Change::is_empty));
    let name = move || if empty.get() { "Save" } else { "Unsaved changes" };
    let why = move || {
        work.takes_away().then(|| {
            view! { <p class="why"><Icon name="warn"/>"Removes access from a key that is in use"</p> }
        })
    };
    let more =
        move || (!empty.get() || !work.is_new).then(|| view! { <More work=work empty=empty/> });
    let idle = Signal::derive(move || empty.get() && !work.is_new);
    view! {
        <div class="save-dock">
            <div class="above-save">
                <Offline/>
                {move || work.note.get().map(|note| view! { <Notice><p>{note}</p></Notice> })}
                <Trouble failure=Signal::derive(move || work.failure())/>
            </div>
            <div class="savebar inverse" role="region" aria-label=name>
                <p id="save-sum"><Sum work=work/></p>
                {why}
                <div class="end">
                    {more}
                    <Button kind="go" busy=work.errand.busy() doing="Saving" idle=idle idle_because="save-sum" press=move || work.save()>
                        "Save"
                    </Button>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Sum(work: Work) -> impl IntoView {
    move || {
        let change = work.change.get();
        if change.is_empty() {
            return nothing_changed(work);
        }
        let permissions = change.moves_permissions().then(|| {
            let (added, removed) = (change.added.len(), change.removed.len());
            view! {
                <span class="plus">{added}" added"</span>", "<span class="minus">{removed}" removed"</span>
            }
        });
        let between = permissions.is_some().then_some(", ");
        let description = change.description.is_some().then(|| {
            let word =
                if between.is_some() { "description changed" } else { "Description changed" };
            view! { {between}{word} }
        });
        view! { <span class="sum">{permissions}{description}</span> }.into_any()
    }
}

fn nothing_changed(work: Work) -> AnyView {
    if !work.is_new {
        return view! { <span class="sum">"No changes"</span> }.into_any();
    }
    let (held, partner) = work.key.with(|key| (key.permissions.len(), key.summary.partner.clone()));
    let because = (held > 0).then(|| {
        view! { <span class="reason">" assigned because you chose "{partner::name(&partner).to_owned()}</span> }
    });
    view! { <span class="sum">{counted(held, "permission")}</span>{because} }.into_any()
}

#[component]
fn More(work: Work, empty: Signal<bool>) -> impl IntoView {
    view! {
        <Button kind="quiet" idle=empty idle_because="save-sum" press=move || work.reviews.set(true)>"Review changes"</Button>
        <Button kind="quiet" idle=empty idle_because="save-sum" press=move || work.discards.set(true)>"Discard"</Button>
    }
}

/// Saving is not taken away: the browser may be wrong about it, and the next click may work.
#[component]
fn Offline() -> impl IntoView {
    let offline = RwSignal::new(!window().navigator().on_line());
    let gone = window_event_listener(ev::offline, move |_| offline.set(true));
    let back = window_event_listener(ev::online, move |_| offline.set(false));
    on_cleanup(move || {
        gone.remove();
        back.remove();
    });
    move || {
        offline.get().then(|| {
            view! {
                <Notice kind="warn">
                    <p>"This browser is offline. What you have changed stays on this page; Save once the connection is back."</p>
                </Notice>
            }
        })
    }
}

/// Ctrl S, or ⌘ S, on the page; not from within a dialog.
fn shortcut(work: Work) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let save = (event.ctrl_key() || event.meta_key())
            && !event.alt_key()
            && !event.shift_key()
            && event.key().eq_ignore_ascii_case("s");
        if save {
            event.prevent_default();
            if matches!(document().query_selector("dialog[open]"), Ok(None)) {
                work.save();
            }
        }
    });
    on_cleanup(move || listener.remove());
}

/// Exactly what a save would do; it comes by itself before anything is taken away.
#[component]
pub fn Review(
    /// On which key.
    work: Work,
) -> impl IntoView {
    let back = move || work.reviews.set(false);
    let save = move || {
        work.reviews.set(false);
        work.send();
    };
    let foot = move || {
        view! {
            <Button press=back>"Back to editing"</Button>
            <Button kind="go" press=save>"Save"</Button>
        }
    };
    let title = Signal::derive(move || {
        let sentence = work.change.with(Change::sentence);
        if sentence.starts_with('d') { "Description changed".to_owned() } else { sentence }
    });
    view! {
        <Dialog name="review" open=work.reviews title=title wide=true read_first=true foot=foot>
            {move || what_changes(work)}
        </Dialog>
    }
}

fn what_changes(work: Work) -> AnyView {
    let change = work.change.get();
    let before = work.key.with(|key| key.permissions.len());
    let after = work.board.chosen.with(PermissionSet::len);
    let warning = work.takes_away().then(|| {
        view! {
            <Notice kind="warn">
                <p>
                    <strong>"A program that uses this key stops getting what you take away."</strong>
                    " Ask its developers first."
                </p>
            </Notice>
        }
    });
    let counts = change.moves_permissions().then(|| {
        view! {
            <p class="muted">"After saving the key has "<strong>{of_all(after)}</strong>" permissions; before "{before}"."</p>
        }
    });
    let renamed = change.description.map(|now| {
        let before = work.key.with(|key| key.summary.description.clone());
        view! { <Renamed before=before now=now/> }
    });
    let (added, removed) = (change.added, change.removed);
    view! { {warning}{counts}{renamed}<Diff added=added removed=removed/> }.into_any()
}

/// A description that has become another one.
#[component]
pub fn Renamed(
    /// As it was.
    before: String,
    /// As it is now.
    now: String,
) -> impl IntoView {
    view! {
        <p class="renamed">
            "Description: "<del><bdi>{before}</bdi></del>" "<span class="vh">"became "</span>
            <span aria-hidden="true">"→ "</span><strong><bdi>{now}</bdi></strong>
        </p>
    }
}

/// Asks before work is thrown away.
#[component]
pub fn DiscardDialog(
    /// On which key.
    work: Work,
) -> impl IntoView {
    let keep = move || work.discards.set(false);
    let discard = move || {
        work.discards.set(false);
        work.discard();
    };
    let foot = move || {
        view! {
            <Button autofocus=true press=keep>"Keep editing"</Button>
            <Button kind="danger" press=discard>"Discard"</Button>
        }
    };
    let title = Signal::derive(move || {
        format!("Discard {}?", counted(work.change.with(Change::count), "change"))
    });
    view! {
        <Dialog name="discard" open=work.discards title=title foot=foot>
            {move || what_goes_back(&work.change.get()).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </Dialog>
    }
}

fn what_goes_back(change: &Change) -> Vec<String> {
    let mut lines = Vec::new();
    if change.moves_permissions() {
        let (added, removed) = (change.added.len(), change.removed.len());
        lines.push(format!(
            "{added} added and {removed} removed permissions go back to what is saved."
        ));
    }
    if change.description.is_some() {
        lines.push("The description goes back to what is saved.".to_owned());
    }
    lines.push("The key itself does not change.".to_owned());
    lines
}
