//! Manage permissions: what a key is called and what it may do, as the API has it and as it will be.

mod board;
mod conflict;
mod copy;
mod head;
mod list;
mod save;
mod toolbar;
mod work;

use contract::{keys::KeyView, operations::Role, problem::Code};
use leptos_router::hooks::{use_params_map, use_query_map};

use self::{
    conflict::ConflictDialog,
    copy::CopyDialog,
    head::{DescriptionRow, EditHead, Notices},
    list::List,
    save::{DiscardDialog, Review, SaveBar},
    toolbar::{AllRow, Index, Toolbar},
    work::Work,
};
use crate::{
    api::Api,
    matrix::change::Change,
    navigation::Navigation,
    parts::{
        errand::Errand,
        head::{Crumb, Crumbs, Title},
        leave_guard::LeaveGuard,
        no_such_key::NoSuchKey,
        notice::Trouble,
        skeleton::{overdue, steady},
    },
    places,
    reactive::prelude::*,
    session::Session,
};

/// A key's description and permissions; with `?new` the last step of its creation.
#[component]
pub fn Edit() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move || params.with(|params| params.get("id").unwrap_or_default()));
    let is_new = Memo::new(move || query.with(|query| query.get("new").is_some()));
    move || view! { <Loaded id=id.get() is_new=is_new.get()/> }
}

#[component]
fn Loaded(id: String, is_new: bool) -> impl IntoView {
    let api = expect_context::<Api>();
    let (errand, key) = (Errand::new(), RwSignal::new(None::<KeyView>));
    let load = Callback::new(move |()| {
        let id = id.clone();
        errand.run(async move { api.get_key(&id).await }, move |view| key.set(Some(view)));
    });
    load.run(());
    let waits = steady(errand.busy());
    let missing = Memo::new(move || {
        let failure = errand.failure().get();
        failure.is_some_and(|failure| failure.code() == Some(Code::KeyNotFound))
    });
    move || match key.get() {
        Some(view) if !waits.get() => view! { <Page view=view is_new=is_new/> }.into_any(),
        _ if missing.get() => view! { <NoSuchKey/> }.into_any(),
        _ => view! { <Waiting errand=errand waits=waits load=load/> }.into_any(),
    }
}

#[component]
fn Waiting(errand: Errand, waits: Signal<bool>, load: Callback<()>) -> impl IntoView {
    let late = overdue(errand.busy());
    let failed = move || errand.failure().get().is_some();
    let skeleton = move || {
        view! {
            <div aria-hidden="true">
                <div class="skeleton-head"><span class="skel w3"></span><span class="skel w2"></span></div>
                <div class="card card-pad skeleton-list">
                    {["w1", "w2", "w4", "w3", "w1", "w4"].map(|width| view! { <span class=format!("skel {width}")></span> }).collect_view()}
                </div>
            </div>
        }
    };
    view! {
        <Crumbs way=Crumb::to_credentials() here="Edit"/>
        <p class="vh" role="status">{move || errand.busy().get().then_some("Loading the key")}</p>
        {move || failed().then(|| view! { <Title text="This key could not be loaded"/> })}
        <Trouble failure=errand.failure() again=load/>
        {move || waits.get().then(skeleton)}
        {move || late.get().then(|| view! { <p class="muted" role="status">"This takes longer than usual."</p> })}
    }
}

/// The page, once the key is there.
#[component]
fn Page(view: KeyView, is_new: bool) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_manager = untrack(|| session.person().role()) == Some(Role::Manager);
    let (navigation, place) = (Navigation::new(), places::key(&view.summary.id));
    let finish = Callback::new(move |()| navigation.go(&place));
    let work = Work::new(view, is_new, !is_manager, finish);
    let (board, copies) = (work.board, RwSignal::new(false));
    let saving = is_manager.then(|| view! { <Saving work=work copies=copies/> }.into_any());
    view! {
        <EditHead work=work/>
        <div class="edit-grid">
            <div>
                <DescriptionRow work=work/>
                <section aria-labelledby="manage-permissions">
                    <div class="section-head">
                        <h2 id="manage-permissions">"Manage permissions"</h2>
                        <Notices work=work/>
                    </div>
                    <Toolbar board=board/>
                    <AllRow board=board copies=copies/>
                    <List board=board/>
                </section>
                {saving}
            </div>
            <Index board=board/>
        </div>
    }
}

/// The bar that saves, and every dialog that may come up before a change is saved or lost.
#[component]
fn Saving(work: Work, copies: RwSignal<bool>) -> impl IntoView {
    let unsaved = Signal::derive(move || !work.change.with(Change::is_empty));
    let lost = move || format!("Not saved: {}.", work.change.with(Change::sentence));
    view! {
        <SaveBar work=work/>
        <Review work=work/>
        <DiscardDialog work=work/>
        <ConflictDialog work=work/>
        <CopyDialog work=work open=copies/>
        <LeaveGuard when=unsaved title="Leave without saving?">
            <p>{lost}</p>
            <p class="muted">"If you leave now, the key stays as it was."</p>
        </LeaveGuard>
    }
}
