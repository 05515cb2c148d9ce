//! The whole page: who is signed in decides what there is, the address decides which part of it.

use leptos::task::spawn_local;
use leptos_router::{
    components::{Redirect, Route, Router, Routes},
    path,
};

use crate::{
    api::Api,
    config::Config,
    directory::{Directory, Loading},
    navigation::Navigation,
    parts::{
        announce::{Announcements, Announcer},
        frame::Frame,
        head::Arrived,
        leave_guard::Gate,
        session_dialog::SessionDialog,
    },
    places,
    reactive::prelude::*,
    routes::{
        credentials::Credentials,
        dev_center::DevCenter,
        forbidden::Forbidden,
        later::{Later, LaterPage},
        not_found::NotFound,
        way_in::{Handed, SignInPage, SignedOut},
    },
    session::{Session, SignIn, claims::Claims},
};

/// Everything, for a deployment.
#[component]
pub fn App(
    /// Of the deployment.
    config: Config,
) -> impl IntoView {
    let session = Session::new(&config);
    let api = Api::new(&config, session);
    provide_context(config);
    provide_context(session);
    provide_context(api);
    provide_context(Directory::new(api));
    provide_context(Announcer::default());
    provide_context(Arrived::default());
    provide_context(Gate::new());
    view! {
        <Router>
            <Entrance/>
            <Announcements/>
        </Router>
    }
}

/// Which of the page's faces is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Face {
    Blank,
    SignedOut,
    SignIn(&'static str),
    Handed,
    Forbidden,
    Pages,
}

#[component]
fn Entrance() -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = Navigation::new();
    let (api, directory) = (expect_context::<Api>(), expect_context::<Directory>());
    let ahead = RwSignal::new(false);
    let back = move |address: &str| {
        api.connect();
        navigation.supersede(address);
        ahead.set(address.split('?').next() == Some(places::CREDENTIALS));
    };
    let signed_in = move |person: &Claims| {
        if person.role().is_some() && ahead.get_untracked() {
            directory.refresh();
        }
    };
    spawn_local(async move { session.begin(back, signed_in).await });
    let face = Memo::new(move || match session.state().get() {
        SignIn::Underway if ahead.get() => Face::Pages,
        SignIn::Underway => Face::Blank,
        SignIn::Handed => Face::Handed,
        SignIn::Out(None) => Face::SignedOut,
        SignIn::Out(Some(why)) => Face::SignIn(why),
        SignIn::In(person) if person.role().is_none() => Face::Forbidden,
        SignIn::In(_) => Face::Pages,
    });
    move || match face.get() {
        Face::Blank => view! { <Waiting/> }.into_any(),
        Face::SignedOut => view! { <SignedOut/> }.into_any(),
        Face::SignIn(why) => view! { <SignInPage why=why/> }.into_any(),
        Face::Handed => view! { <Handed/> }.into_any(),
        Face::Forbidden => view! { <Frame><Forbidden/></Frame> }.into_any(),
        Face::Pages => view! { <Ahead/> }.into_any(),
    }
}

/// The pages, which are not shown before somebody is signed in: to the list of keys they are drawn
/// while its tokens are on their way, which takes longer than all else that is awaited then.
#[component]
fn Ahead() -> impl IntoView {
    let session = expect_context::<Session>();
    let waits = Memo::new(move || session.state().with(|state| *state == SignIn::Underway));
    view! {
        {move || waits.get().then(|| view! { <Waiting/> })}
        <div class="pages" hidden=move || waits.get()><Pages/></div>
    }
}

/// As the shell in `index.html` looks, so that nothing moves while the browser is on its way.
#[component]
fn Waiting() -> impl IntoView {
    use crate::parts::icon::Mark;
    view! {
        <header class="topbar inverse"><span class="brand"><Mark/>"Granary"</span></header>
        <div class="frame">
            <div class="side"></div>
            <main id="main" aria-busy="true">
                <p class="vh">"Signing in"</p>
                <div class="skeleton-head" aria-hidden="true"><span class="skel w3"></span><span class="skel w2"></span></div>
            </main>
        </div>
    }
}

#[component]
fn Pages() -> impl IntoView {
    let later = Later::default();
    let directory = expect_context::<Directory>();
    Effect::new(move |_| {
        if matches!(directory.loading().get(), Loading::Done | Loading::Failed(_)) {
            later.fetch();
        }
    });
    let events = move || view! { <LaterPage later=later page=|pages| pages.events/> };
    let new_key = move || view! { <LaterPage later=later page=|pages| pages.new_key/> };
    let key = move || view! { <LaterPage later=later page=|pages| pages.key/> };
    let edit = move || view! { <LaterPage later=later page=|pages| pages.edit/> };
    view! {
        <Frame>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| view! { <Redirect path=places::CREDENTIALS/> }/>
                <Route path=path!("/configure") view=|| view! { <Redirect path=places::DEV_CENTER/> }/>
                <Route path=path!("/configure/dev-center") view=DevCenter/>
                <Route path=path!("/configure/dev-center/events") view=events/>
                <Route path=path!("/configure/dev-center/api-credentials") view=Credentials/>
                <Route path=path!("/configure/dev-center/api-credentials/new") view=new_key/>
                <Route path=path!("/configure/dev-center/api-credentials/:id") view=key/>
                <Route path=path!("/configure/dev-center/api-credentials/:id/edit") view=edit/>
            </Routes>
        </Frame>
        <SessionDialog/>
    }
}
