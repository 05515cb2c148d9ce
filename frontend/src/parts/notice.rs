//! Messages within a page, and what is said when an action was not done.

use std::time::Duration;

use super::{button::Button, icon::Icon};
use crate::{api::failure::Failure, reactive::prelude::*, words::counted};

/// A message: `kind` is empty for information, else `warn`, `bad` or `ok`.
#[component]
pub fn Notice(
    /// Its look, as in the style sheet.
    #[prop(optional)]
    kind: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let icon = match kind {
        "ok" => "check",
        "warn" | "bad" => "warn",
        _ => "info",
    };
    view! {
        <div class=format!("notice {kind}")>
            <Icon name=icon/>
            <div>{children()}</div>
        </div>
    }
}

/// Counts down from when the signal is set; nothing at 0.
pub fn countdown(from: Signal<Option<u32>>) -> Signal<u32> {
    let left = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let seconds = from.get().unwrap_or(0);
        left.set(seconds);
        let tick = move || {
            if left.try_get_untracked().is_some_and(|left| left > 0) {
                left.update(|left| *left -= 1);
            }
        };
        if seconds > 0
            && let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1))
        {
            on_cleanup(move || timer.clear());
        }
    });
    left.into()
}

/// Why the last attempt was not done, beside what asked for it; says nothing about a sign-in that
/// ended, which has its own dialog.
#[component]
pub fn Trouble(
    /// The last attempt's, if it failed.
    #[prop(into)]
    failure: Signal<Option<Failure>>,
    /// Tries again, where that may help.
    #[prop(optional, into)]
    again: Option<Callback<()>>,
) -> impl IntoView {
    let shown = move || failure.get().filter(|failure| !failure.is_sign_in());
    let wait = countdown(Signal::derive(move || shown().and_then(|failure| failure.retry_after)));
    let button = move |failure: &Failure| {
        again.filter(|_| failure.is_passing()).map(|again| {
            view! { <div class="notice-end"><Button press=again>"Try again"</Button></div> }
        })
    };
    let message = move |failure: Failure| {
        let request = failure.request_id().map(|id| {
            view! { <p class="small muted">"Request "<span class="mono">{id.to_owned()}</span></p> }
        });
        view! {
            <div class="notice bad" role="alert">
                <Icon name="warn"/>
                <div>
                    <p>{failure.sentence()}</p>
                    <Wait seconds=wait/>
                    {request}
                </div>
                {button(&failure)}
            </div>
        }
    };
    move || shown().map(message)
}

/// How long the service asks to wait.
#[component]
fn Wait(seconds: Signal<u32>) -> impl IntoView {
    let sentence = move |left: u32| {
        view! { <p class="small" aria-live="off">{format!("Granary asks to wait {}.", counted(left as usize, "second"))}</p> }
    };
    move || Some(seconds.get()).filter(|left| *left > 0).map(sentence)
}
