//! Copy from another key: finds it among all, and ticks what it may do.

use std::sync::Arc;

use contract::keys::{KeyView, Status};

use super::work::Work;
use crate::{
    api::Api,
    directory::{Directory, Loading, Row},
    partner,
    parts::{
        button::Button, chip::Chip, dialog::Dialog, errand::Errand, key_search::KeySearch,
        notice::Trouble,
    },
    reactive::prelude::*,
    words::{counted, grouped},
};

/// So many are shown; a search finds the others.
const SHOWN: usize = 30;

/// Asks which key to copy from.
#[component]
pub fn CopyDialog(
    /// The work that is copied into.
    work: Work,
    /// Set it to ask.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (api, directory) = (expect_context::<Api>(), expect_context::<Directory>());
    let (errand, search) = (Errand::new(), RwSignal::new(String::new()));
    Effect::new(move |_| {
        if open.get() {
            search.set(String::new());
            errand.forget();
            directory.refresh();
        }
    });
    let pick = Callback::new(move |id: String| {
        errand.run(async move { api.get_key(&id).await }, move |view: KeyView| {
            work.copy(&view);
            open.set(false);
        });
    });
    let foot = move || view! { <Button press=move || open.set(false)>"Cancel"</Button> };
    view! {
        <Dialog name="copy" open=open title="Copy from another key" wide=true foot=foot>
            <p class="muted">"Its permissions replace what is ticked here. Nothing is saved yet."</p>
            <KeySearch typed=search autofocus=true/>
            <Trouble failure=errand.failure()/>
            <Found work=work search=search busy=errand.busy() pick=pick/>
        </Dialog>
    }
}

#[component]
fn Found(
    work: Work,
    search: RwSignal<String>,
    busy: Signal<bool>,
    pick: Callback<String>,
) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let found = Memo::new(move || {
        let text = search.get().trim().to_lowercase();
        let own = work.key.with(|key| key.summary.id.clone());
        directory.rows().with(|rows| {
            let fits = |row: &&Arc<Row>| row.key.id != own && row.mentions(&text);
            let mut fitting =
                rows.iter().filter(fits).map(|row| (row.key.id.clone(), row.key.version));
            let first: Vec<_> = fitting.by_ref().take(SHOWN).collect();
            (first.len() + fitting.count(), first)
        })
    });
    let rows = move || {
        let (_, first) = found.get();
        let row = |id: &str| {
            directory.rows().with(|rows| rows.iter().find(|row| row.key.id == id).cloned())
        };
        let rows = first.iter().filter_map(|(id, _)| row(id));
        rows.map(|row| view! { <Pick row=row busy=busy pick=pick/> }.into_any()).collect_view()
    };
    let count = move || match (found.with(|(count, _)| *count), directory.loading().get()) {
        (0, Loading::First | Loading::More) => "Loading keys".to_owned(),
        (0, Loading::Failed(failure)) => failure.sentence(),
        (0, Loading::Done) => "No other key fits.".to_owned(),
        (count, _) if count > SHOWN => {
            format!("The first {SHOWN} of {} keys. Search to find the others.", grouped(count))
        }
        (count, _) => format!("{}.", counted(count, "key")),
    };
    view! {
        <p class="small muted" role="status">{count}</p>
        <ul class="picks">{rows}</ul>
    }
}

#[component]
fn Pick(row: Arc<Row>, busy: Signal<bool>, pick: Callback<String>) -> impl IntoView {
    let (id, status) = (row.key.id.clone(), row.key.status);
    let press = move |_| {
        if !busy.get_untracked() {
            pick.run(id.clone());
        }
    };
    let revoked = (status == Status::Revoked).then(|| view! { <Chip status=status/> });
    view! {
        <li>
            <button class="pick" type="button" aria-busy=move || busy.get().then_some("true") on:click=press>
                <span class="pick-name"><bdi>{row.key.description.clone()}</bdi>{revoked}</span>
                <span class="sub-line">
                    {partner::name(&row.key.partner).to_owned()}" · "{counted(row.key.permission_count, "permission")}
                </span>
            </button>
        </li>
    }
}
