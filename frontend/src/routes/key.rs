//! A key's page: what it is, what it may do, what happened to it, and the end of its access.

mod blank;
mod facts;
mod granted;
mod history;

use contract::{
    keys::{KeyView, Status},
    operations::Role,
    problem::Code,
};
use leptos_router::hooks::use_params_map;
use wasm_bindgen::JsCast;

use self::{
    blank::{NotLoaded, Skeleton},
    facts::Facts,
    granted::Granted,
    history::{History, Log},
};
use crate::{
    api::{Api, failure::Failure},
    partner,
    parts::{
        access::AccessDialog,
        button::Button,
        chip::Chip,
        errand::Errand,
        head::{Crumb, Crumbs, Head},
        icon::Icon,
        no_such_key::NoSuchKey,
        notice::Notice,
        skeleton::steady,
        when::When,
        who::{ActorName, actor_name},
    },
    places,
    reactive::prelude::*,
    session::Session,
    trail::change::api_type_name,
};

/// Whichever key the address names, each with a page of its own.
#[component]
pub fn KeyPage() -> impl IntoView {
    let parameters = use_params_map();
    let id = Memo::new(move || parameters.with(|map| map.get("id")).unwrap_or_default());
    move || {
        let id = id.get();
        if places::is_key_id(&id) {
            view! { <OneKey id=id/> }.into_any()
        } else {
            view! { <NoSuchKey/> }.into_any()
        }
    }
}

/// What the parts of the page share; copied freely between them.
#[derive(Clone, Copy)]
struct Page {
    key: RwSignal<KeyView>,
    history: History,
    asks: RwSignal<bool>,
}

impl Page {
    fn status(self) -> Memo<Status> {
        Memo::new(move || self.key.with(|key| key.summary.status))
    }
}

/// Whether the person may change keys.
fn manages() -> Signal<bool> {
    let session = expect_context::<Session>();
    Signal::derive(move || session.person().role() == Some(Role::Manager))
}

#[component]
fn OneKey(id: String) -> impl IntoView {
    let api = expect_context::<Api>();
    let history = History::new(api, id.clone());
    let (key, errand) = (RwSignal::new(None::<KeyView>), Errand::new());
    let load = Callback::new(move |()| {
        let id = id.clone();
        errand.run(async move { api.get_key(&id).await }, move |view| key.set(Some(view)));
        history.reload();
    });
    load.run(());
    let skeleton = steady(errand.busy());
    let face = Memo::new(move || match (skeleton.get(), key.with(Option::is_some)) {
        (true, _) => Face::Skeleton,
        (false, true) => Face::Key,
        (false, false) => errand.failure().with(|failure| match failure {
            Some(failure) if is_missing(failure) => Face::Missing,
            Some(_) => Face::NotLoaded,
            None => Face::Nothing,
        }),
    });
    move || match face.get() {
        Face::Key => {
            let key = key.get_untracked();
            key.map(|key| view! { <Shown key=key history=history/> }).into_any()
        }
        Face::Missing => view! { <NoSuchKey/> }.into_any(),
        Face::Nothing => ().into_any(),
        Face::NotLoaded => view! { <NotLoaded failure=errand.failure() again=load/> }.into_any(),
        Face::Skeleton => view! { <Skeleton/> }.into_any(),
    }
}

/// What the page shows: nothing for an instant, and then one of these.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Face {
    Key,
    Missing,
    Nothing,
    NotLoaded,
    Skeleton,
}

fn is_missing(failure: &Failure) -> bool {
    failure.code() == Some(Code::KeyNotFound)
}

#[component]
fn Shown(key: KeyView, history: History) -> impl IntoView {
    let page = Page { key: RwSignal::new(key), history, asks: RwSignal::new(false) };
    let asked = RwSignal::new(None);
    Effect::new(move |_| {
        if page.asks.get() {
            asked.set(Some(page.key.with_untracked(|key| key.summary.clone())));
            page.asks.set(false);
        }
    });
    let done = move |view: KeyView| {
        page.key.set(view);
        page.history.reload();
        request_animation_frame(focus_title);
    };
    let description = Signal::derive(move || page.key.with(|key| key.summary.description.clone()));
    let status = page.status();
    view! {
        <Crumbs way=Crumb::to_credentials() here=description/>
        <Head
            title=description
            beside=move || view! { <Chip status=status large=true/> }
            under=move || view! { <Under page=page/> }
            actions=move || view! { <Actions page=page/> }
        />
        <div class="page-stack">
            <ViewerNotice/>
            <Facts page=page/>
            <Granted page=page/>
            <Log page=page/>
            <DangerZone page=page/>
        </div>
        <AccessDialog key=asked done=done/>
    }
}

/// The button that was pressed may be gone; the title says what is true now.
fn focus_title() {
    let title = document().query_selector("h1").ok().flatten();
    if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(title.focus());
    }
}

/// For whom the key is, or since when nobody can use it.
#[component]
fn Under(page: Page) -> impl IntoView {
    let status = page.status();
    let revoked = move || {
        page.history.revocation().map(|event| {
            let who = actor_name(&event.actor);
            view! { " since "<When moment=event.time exact=true/>" UTC. Revoked by "<ActorName name=who/> }
        })
    };
    let belongs = move || {
        page.key.with(|key| {
            let partner = partner::name(&key.summary.partner).to_owned();
            view! { <p><bdi>{partner}</bdi>" · "{api_type_name(key.summary.api_type)}</p> }
        })
    };
    move || match status.get() {
        Status::Active => belongs().into_any(),
        Status::Revoked => {
            view! { <p>"No call is accepted with this key"{revoked}"."</p> }.into_any()
        }
    }
}

#[component]
fn Actions(page: Page) -> impl IntoView {
    let (manages, status) = (manages(), page.status());
    let reenable = move || {
        (status.get() == Status::Revoked).then(|| {
            view! { <Button kind="go" icon="reenable" press=move || page.asks.set(true)>"Re-enable"</Button> }
        })
    };
    let actions = move || {
        let edit = page.key.with_untracked(|key| places::edit(&key.summary.id));
        view! { <a class="btn" href=edit><Icon name="edit"/>"Edit"</a>{reenable} }
    };
    move || manages.get().then(actions)
}

/// For those who may look, and wonder where the buttons are.
#[component]
fn ViewerNotice() -> impl IntoView {
    let manages = manages();
    let notice = || {
        view! {
            <Notice>
                <p>
                    "You can look at this key but not change it. To change it you need the permission "
                    <strong>"manage ALL organization’s API credentials"</strong>
                    ": ask to be added to the group "<code>{Role::Manager.group()}</code>"."
                </p>
            </Notice>
        }
    };
    move || (!manages.get()).then(notice)
}

#[component]
fn DangerZone(page: Page) -> impl IntoView {
    let (manages, status) = (manages(), page.status());
    let zone = move || {
        view! {
            <section class="danger-zone" aria-labelledby="danger">
                <div>
                    <h2 id="danger">"Revoke this API key"</h2>
                    <p>"Everyone who holds this key is locked out at once. The key can be re-enabled later."</p>
                </div>
                <Button kind="danger-line" icon="revoke" press=move || page.asks.set(true)>"Revoke"</Button>
            </section>
        }
    };
    move || (manages.get() && status.get() == Status::Active).then(zone)
}
