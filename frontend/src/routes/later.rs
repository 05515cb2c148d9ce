//! Pages that are fetched once the first one is there: they are half of the program.

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{edit::Edit, events::Events, key::KeyPage, new_key::NewKey};
use crate::{
    api::failure::Failure,
    parts::{button::noticeable, errand::Errand, head::Title, notice::Trouble},
    reactive::prelude::*,
};

/// Makes a page.
type Make = fn() -> AnyView;

/// What was fetched.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// What happened to all keys.
    pub events: Make,
    /// The creation of a key.
    pub new_key: Make,
    /// A key's page.
    pub key: Make,
    /// A key's permissions.
    pub edit: Make,
}

/// The one way into the part that is fetched later: what is reached from nowhere else is in it.
#[wasm_split(later, fallible)]
fn pages() -> Result<Pages, SplitLoaderError> {
    Ok(Pages {
        events: || view! { <Events/> }.into_any(),
        new_key: || view! { <NewKey/> }.into_any(),
        key: || view! { <KeyPage/> }.into_any(),
        edit: || view! { <Edit/> }.into_any(),
    })
}

/// The pages, once they are there; a handle that is copied freely.
#[derive(Clone, Copy, Debug, Default)]
pub struct Later {
    pages: RwSignal<Option<Pages>>,
    errand: Errand,
}

impl Later {
    /// Fetches them, unless they are there or on their way.
    pub fn fetch(self) {
        if self.pages.with_untracked(Option::is_none) {
            let work = async { pages().await.map_err(|_| Failure::UNFETCHED) };
            self.errand.run(work, move |pages| self.pages.set(Some(pages)));
        }
    }
}

/// One of the pages, or why it is not there.
#[component]
pub fn LaterPage(
    /// Where it comes from.
    later: Later,
    /// Which of them.
    page: fn(&Pages) -> Make,
) -> impl IntoView {
    later.fetch();
    move || match later.pages.get() {
        Some(pages) => page(&pages)(),
        None => view! { <Unfetched later=later/> }.into_any(),
    }
}

/// The outline of a page while it is on its way, or that it did not come.
#[component]
fn Unfetched(later: Later) -> impl IntoView {
    let waits = noticeable(later.errand.busy());
    let failure = later.errand.failure();
    let skeleton = || {
        view! {
            <p class="vh" role="status">"Fetching the page"</p>
            <div class="skeleton-head" aria-hidden="true"><span class="skel w3"></span><span class="skel w2"></span></div>
        }
    };
    let head = || {
        view! { <div class="head"><div class="head-text"><Title text="The page could not be fetched"/></div></div> }
    };
    view! {
        {move || waits.get().then(skeleton)}
        {move || failure.with(Option::is_some).then(head)}
        <Trouble failure=failure again=Callback::new(move |()| later.fetch())/>
    }
}
