//! What stands in place of the list: no keys yet, none that fit, or none that could be had.

use std::time::Duration;

use contract::{operations::Role, permissions::PermissionSet};

use super::List;
use crate::{
    api::failure::Failure,
    directory::{Directory, Loading, query::Query},
    parts::{button::Button, ear::Ear, icon::Icon, notice::countdown},
    places,
    reactive::prelude::*,
    session::Session,
    words::counted,
};

/// Seconds before the first attempts that nobody has asked for; then only a click tries again.
const PAUSES: [u32; 3] = [2, 4, 8];

/// No key is there; `attempts` counts the failed ones, and outlives the skeleton between them.
#[component]
pub(super) fn Blank(attempts: StoredValue<usize>) -> impl IntoView {
    let loading = expect_context::<Directory>().loading();
    move || match loading.get() {
        Loading::Failed(failure) => {
            view! { <NotLoaded failure=failure attempts=attempts/> }.into_any()
        }
        Loading::Done => {
            attempts.set_value(0);
            view! { <NoKeys/> }.into_any()
        }
        Loading::First | Loading::More => view! { <NoKeys/> }.into_any(),
    }
}

#[component]
fn NoKeys() -> impl IntoView {
    let session = expect_context::<Session>();
    let create = move || {
        (session.person().role() == Some(Role::Manager)).then(|| {
            view! {
                <div class="actions">
                    <a class="btn go" href=places::NEW_KEY><Icon name="plus"/>"Create new API key"</a>
                </div>
            }
        })
    };
    view! {
        <div class="blank">
            <Ear held=PermissionSet::EMPTY/>
            <h2>"No API keys yet"</h2>
            <p>"A developer or partner reaches your data with a key, and only where the key is permitted."</p>
            {create}
        </div>
    }
}

#[component]
fn NotLoaded(failure: Failure, attempts: StoredValue<usize>) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let again = move || directory.refresh();
    let made = attempts.get_value();
    let pause = PAUSES.get(made).map(|pause| failure.retry_after.unwrap_or(*pause));
    let pause = pause.filter(|_| failure.is_passing());
    attempts.set_value(made + 1);
    if let Some(pause) = pause
        && let Ok(timer) = set_timeout_with_handle(again, Duration::from_secs(pause.into()))
    {
        on_cleanup(move || timer.clear());
    }
    let left = countdown(Signal::derive(move || pause));
    let next = move || {
        let left = left.get();
        (left > 0).then(|| format!("Next attempt in {}.", counted(left as usize, "second")))
    };
    let request = failure.request_id().map(|id| {
        view! { "Request "<span class="mono">{id.to_owned()}</span>". " }
    });
    view! {
        <div class="blank">
            <div role="alert"><h2>"The keys could not be loaded"</h2><p>{failure.sentence()}</p></div>
            <div class="actions"><Button kind="go" icon="reenable" press=again>"Try again"</Button></div>
            <p class="small">{request}<span aria-live="off">{next}</span></p>
        </div>
    }
}

/// Keys are there, but search and filters leave none.
#[component]
pub(super) fn NoneFound(list: List) -> impl IntoView {
    let title = move || {
        list.query.with(|query| match query.search.trim() {
            "" => "No key fits these filters".to_owned(),
            search => format!("No key matches “{search}”"),
        })
    };
    let clear = move || {
        list.typed.set(String::new());
        list.show(&Query::default(), false);
    };
    view! {
        <div class="blank">
            <h2><bdi>{title}</bdi></h2>
            <p>"Search looks at the description, the partner and the key ID. Status and partner filters also apply."</p>
            <div class="actions"><Button press=clear>"Clear search and filters"</Button></div>
        </div>
    }
}
