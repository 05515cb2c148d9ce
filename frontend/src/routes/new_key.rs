//! Create new API key: describe it, then store it, the one time that it is shown.

pub mod combobox;
pub mod form;
pub mod preset;
pub mod store;

use std::sync::Arc;

use self::{form::Describe, store::Store};
use crate::{
    api::secret::Fresh,
    parts::head::{Crumb, Crumbs},
    reactive::prelude::*,
};

/// How far the creation has come; the last step has an address of its own.
#[derive(Clone)]
enum Step {
    /// Nothing is made yet.
    Describe,
    /// The key is on the screen, and nowhere else.
    Store(Arc<Fresh>),
}

/// The three steps of a creation, with the one that is at hand.
#[component]
pub fn Steps(
    /// 0 to 2.
    #[prop(into)]
    at: Signal<usize>,
) -> impl IntoView {
    let steps = ["Describe", "Store the key", "Permissions"].into_iter().enumerate();
    let step = move |(index, name): (usize, &'static str)| {
        let current = move || (index == at.get()).then_some("step");
        view! { <li aria-current=current class:done=move || index < at.get()>{name}</li> }
    };
    view! { <ol class="steps" aria-label="Steps">{steps.map(step).collect_view()}</ol> }
}

/// The form, and then the key.
#[component]
pub fn NewKey() -> impl IntoView {
    let step = RwSignal::new(Step::Describe);
    let made = move |fresh: Fresh| step.set(Step::Store(Arc::new(fresh)));
    move || match step.get() {
        Step::Describe => view! {
            <Crumbs way=Crumb::to_credentials() here="Create new API key"/>
            <Steps at=0/>
            <Describe made=Callback::new(made)/>
        }
        .into_any(),
        Step::Store(fresh) => view! {
            <Steps at=1/>
            <Store fresh=fresh forget=move || step.set(Step::Describe)/>
        }
        .into_any(),
    }
}
