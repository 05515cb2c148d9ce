//! What stands in place of a key: its outline, no such key, or one that could not be had.

use crate::{
    api::failure::Failure,
    parts::{
        head::{Crumb, Crumbs, Title},
        notice::Trouble,
        skeleton::overdue,
    },
    reactive::prelude::*,
};

/// While the key is on its way, and has been for longer than an instant.
#[component]
pub(super) fn Skeleton() -> impl IntoView {
    let late = overdue(Signal::derive(|| true));
    let card = |lines: &'static [&'static str]| {
        let bars = lines.iter().map(|width| view! { <span class=format!("skel {width}")></span> });
        view! { <div class="card card-pad">{bars.collect_view()}</div> }
    };
    view! {
        <p class="vh" role="status">"Loading the API key"</p>
        <div class="skeleton-head" aria-hidden="true"><span class="skel w3"></span><span class="skel w2"></span></div>
        <div class="page-stack" aria-hidden="true">
            {card(&["w1", "w4"])}{card(&["w3", "w1", "w2", "w4"])}{card(&["w3", "w1", "w1", "w2"])}
        </div>
        {move || late.get().then(|| view! { <p class="skeleton-late" role="status">"This takes longer than usual."</p> })}
    }
}

/// Nothing is known about the key.
#[component]
pub(super) fn NotLoaded(
    /// Why.
    failure: Signal<Option<Failure>>,
    /// Tries again.
    again: Callback<()>,
) -> impl IntoView {
    view! {
        <Crumbs way=Crumb::to_credentials() here="API key"/>
        <div class="head"><div class="head-text"><Title text="The API key could not be loaded"/></div></div>
        <Trouble failure=failure again=again/>
    }
}
