//! The head of a page: where it is, what it is called; a new page begins there.

use leptos::html;

use crate::{places, reactive::prelude::*};

/// One place on the way to a page.
#[derive(Clone, Debug)]
pub struct Crumb {
    name: String,
    place: String,
}

impl Crumb {
    /// A place by its name.
    pub fn new(name: impl Into<String>, place: impl Into<String>) -> Self {
        Self { name: name.into(), place: place.into() }
    }

    /// Configure, Dev Center.
    pub fn to_dev_center() -> Vec<Self> {
        vec![Self::new("Configure", places::CONFIGURE), Self::new("Dev Center", places::DEV_CENTER)]
    }

    /// Configure, Dev Center, API Credential Management.
    pub fn to_credentials() -> Vec<Self> {
        let mut crumbs = Self::to_dev_center();
        crumbs.push(Self::new("API Credential Management", places::CREDENTIALS));
        crumbs
    }
}

/// The way to a page; `here` is the page itself and no link.
#[component]
pub fn Crumbs(
    /// From the top down.
    way: Vec<Crumb>,
    /// What the page itself is called on the way.
    #[prop(into)]
    here: Signal<String>,
) -> impl IntoView {
    let links = way
        .into_iter()
        .map(|crumb| view! { <li><a href=crumb.place><bdi>{crumb.name}</bdi></a></li> });
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <ol>
                {links.collect_view()}
                <li aria-current="page"><bdi>{move || here.get()}</bdi></li>
            </ol>
        </nav>
    }
}

/// Whether a page has been shown before: the first one leaves the focus where the browser puts it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arrived(pub RwSignal<bool>);

/// The page's title, which gets the focus when one comes from another page, and names the tab.
#[component]
pub fn Title(
    /// What the page is called.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let arrived = expect_context::<Arrived>().0;
    Effect::new(move |_| document().set_title(&format!("{} · Granary", text.get())));
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        if arrived.get_untracked() {
            drop(heading.focus());
        }
        arrived.set(true);
    });
    view! { <h1 node_ref=heading tabindex="-1"><bdi>{move || text.get()}</bdi></h1> }
}

/// Title, a sentence under it, and what can be done on the page.
#[component]
pub fn Head(
    /// What the page is called.
    #[prop(into)]
    title: Signal<String>,
    /// Beside the title.
    #[prop(optional, into)]
    beside: ViewFn,
    /// Under it.
    #[prop(optional, into)]
    under: ViewFn,
    /// At the right, or below where it is narrow.
    #[prop(optional, into)]
    actions: ViewFn,
) -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <div class="title-line"><Title text=title/>{move || beside.run()}</div>
                {move || under.run()}
            </div>
            <div class="head-actions">{move || actions.run()}</div>
        </div>
    }
}
