//! Somebody else was faster: what they changed, what is changed here, and what becomes of both.

use contract::keys::{KeyView, Status};

use super::{save::Renamed, work::Work};
use crate::{
    matrix::{
        change::Change,
        merge::{Merge, Side},
    },
    parts::{
        button::Button, chip::status_name, dialog::Dialog, diff::Diff, when::When, who::actor_name,
    },
    reactive::prelude::*,
    words::{counted, of_all},
};

/// Opens by itself when a save comes too late; nothing is lost whatever is chosen.
#[component]
pub fn ConflictDialog(
    /// On which key.
    work: Work,
) -> impl IntoView {
    let (open, side) = (RwSignal::new(false), RwSignal::new(Side::Mine));
    Effect::new(move |_| {
        if work.theirs.with(Option::is_some) {
            side.set(Side::Mine);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            work.theirs.set(None);
        }
    });
    let keep = move || open.set(false);
    let discard = move || {
        work.yield_to_theirs();
        open.set(false);
    };
    let apply = move || {
        work.apply(side.get_untracked());
        open.set(false);
    };
    let foot = move || {
        view! {
            <Button kind="quiet" press=keep>"Keep editing"</Button>
            <Button press=discard>"Discard mine"</Button>
            <Button kind="go" press=apply>"Apply mine to theirs"</Button>
        }
    };
    view! {
        <Dialog name="conflict" open=open title="Somebody else changed this key" wide=true read_first=true foot=foot>
            {move || work.merge().map(|merge| view! { <Both work=work merge=merge side=side/> })}
        </Dialog>
    }
}

#[component]
fn Both(work: Work, merge: Merge, side: RwSignal<Side>) -> impl IntoView {
    let theirs = work.theirs.get_untracked().map(|theirs| {
        let before = work.key.with_untracked(|key| key.summary.status);
        view! { <Theirs merge=merge.clone() key=theirs before=before/> }
    });
    let began = work.key.with_untracked(|key| key.summary.updated_at.clone());
    view! {
        <p>"Nothing of yours is lost or saved. Choose what the key should have."</p>
        <div class="versus">{theirs}<Mine merge=merge.clone() began=began/></div>
        <Together merge=merge side=side/>
        <p class="muted small">"Applying saves nothing yet: you see both together, then Save."</p>
    }
}

#[component]
fn Theirs(merge: Merge, key: KeyView, before: Status) -> impl IntoView {
    let change = merge.their_change();
    let name = actor_name(&key.summary.updated_by);
    let status = (key.summary.status != before).then(|| {
        view! { <p class="small">"Status: "{status_name(before)}", now "<strong>{status_name(key.summary.status)}</strong></p> }
    });
    let renamed = change.description.clone().map(|now| {
        view! { <Renamed before=merge.base.description.clone() now=now/> }
    });
    let (added, removed) = (change.added, change.removed);
    view! {
        <section>
            <h3>"Saved by "<bdi>{name}</bdi></h3>
            <p class="small muted"><When moment=key.summary.updated_at exact=true/>" UTC"</p>
            <Counted change=change/>
            {status}
            {renamed}
            <Diff added=added removed=removed/>
        </section>
    }
}

#[component]
fn Mine(merge: Merge, began: String) -> impl IntoView {
    let change = merge.my_change();
    let renamed = change.description.clone().map(|now| {
        view! { <Renamed before=merge.base.description.clone() now=now/> }
    });
    let (added, removed) = (change.added, change.removed);
    view! {
        <section>
            <h3>"Yours, not saved"</h3>
            <p class="small muted">"Started from the version of "<When moment=began exact=true/>" UTC"</p>
            <Counted change=change/>
            {renamed}
            <Diff added=added removed=removed/>
        </section>
    }
}

#[component]
fn Counted(change: Change) -> impl IntoView {
    let permissions = change.moves_permissions().then(|| {
        view! {
            <p class="small">
                <span class="plus">{change.added.len()}" added"</span>", "
                <span class="minus">{change.removed.len()}" removed"</span>
            </p>
        }
    });
    let same = (!change.moves_permissions())
        .then(|| view! { <p class="small">"No permission changed"</p> });
    view! { {permissions}{same} }
}

/// What comes out, and the one thing that the two cannot settle between them.
#[component]
fn Together(merge: Merge, side: RwSignal<Side>) -> impl IntoView {
    let held = merge.together(Side::Mine).permissions.len();
    let agreed = match merge.agreed() {
        0 => "No permission was changed by both of you".to_owned(),
        count => {
            format!("{} changed by both of you, in the same way", counted(count, "permission"))
        }
    };
    let choice = merge.descriptions().map(|(theirs, mine)| {
        view! { <Choice side=side theirs=theirs mine=mine/> }
    });
    view! {
        <p>{agreed}", so the two fit together: "<strong>{of_all(held)}</strong>"."</p>
        {choice}
    }
}

#[component]
fn Choice(side: RwSignal<Side>, theirs: String, mine: String) -> impl IntoView {
    let option = move |value: Side, whose: &'static str, text: String| {
        view! {
            <label>
                <input
                    type="radio"
                    name="whose-description"
                    prop:checked=move || side.get() == value
                    on:change=move |_| side.set(value)
                />
                <span>{whose}": "<strong><bdi>{text}</bdi></strong></span>
            </label>
        }
    };
    view! {
        <fieldset class="choice">
            <legend>"You both changed the description. Which one?"</legend>
            {option(Side::Theirs, "Theirs", theirs)}
            {option(Side::Mine, "Mine", mine)}
        </fieldset>
    }
}
