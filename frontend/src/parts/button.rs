//! Buttons: one that asks for something, one that is only a drawing until it is pointed at.

use std::time::Duration;

use leptos::ev::MouseEvent;

use super::icon::Icon;

use crate::reactive::prelude::*;

/// Under this, a wait is not worth showing.
const UNNOTICED: Duration = Duration::from_millis(300);

/// Follows a signal, but begins only when it has been set for 300 ms.
pub fn noticeable(busy: Signal<bool>) -> Signal<bool> {
    let shown = RwSignal::new(false);
    Effect::new(move |_| {
        if busy.get() {
            let look = move || {
                shown.try_set(busy.try_get_untracked().unwrap_or(false));
            };
            if let Ok(timer) = set_timeout_with_handle(look, UNNOTICED) {
                on_cleanup(move || timer.clear());
            }
        } else if shown.get_untracked() {
            shown.set(false);
        }
    });
    shown.into()
}

/// A button with words; while it is busy it can keep focus but does nothing.
///
/// `kind` is `go`, `danger`, `danger-line`, `quiet`, or empty for the plain one.
#[component]
pub fn Button(
    /// Its look, as in the style sheet.
    #[prop(optional)]
    kind: &'static str,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether what it asked for is underway.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The words while it is, such as `Saving`.
    #[prop(optional)]
    doing: Option<&'static str>,
    /// Whether there is nothing to ask for.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The same for one that keeps its focus, since it may have just done its work.
    #[prop(optional, into)]
    idle: Signal<bool>,
    /// The `id` of what says why it is idle.
    #[prop(optional)]
    idle_because: Option<&'static str>,
    /// Whether it has focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// What it does.
    #[prop(into)]
    press: Callback<()>,
    /// The words.
    children: ChildrenFn,
) -> impl IntoView {
    let waits = noticeable(busy);
    let click = move |_: MouseEvent| {
        if !busy.get_untracked() && !idle.get_untracked() {
            press.run(());
        }
    };
    view! {
        <button
            class=format!("btn {kind}")
            type="button"
            autofocus=autofocus
            aria-busy=move || waits.get().then_some("true")
            aria-disabled=move || idle.get().then_some("true")
            aria-describedby=move || idle_because.filter(|_| idle.get())
            disabled=move || disabled.get()
            on:click=click
        >
            <Drawing waits=waits icon=icon/>
            <Words waits=waits doing=doing words=children/>
        </button>
    }
}

/// What a button's drawing is, or that it waits.
#[component]
fn Drawing(waits: Signal<bool>, icon: Option<&'static str>) -> impl IntoView {
    move || match (waits.get(), icon) {
        (true, _) => Some(view! { <span class="spin"></span> }.into_any()),
        (false, icon) => icon.map(|name| view! { <Icon name=name/> }.into_any()),
    }
}

#[component]
fn Words(waits: Signal<bool>, doing: Option<&'static str>, words: ChildrenFn) -> impl IntoView {
    move || match doing.filter(|_| waits.get()) {
        Some(doing) => doing.into_any(),
        None => words().into_any(),
    }
}

/// A drawing whose name shows when it is pointed at; the name is its accessible name.
#[component]
pub fn IconButton(
    /// Which drawing.
    icon: &'static str,
    /// What it does, such as `Revoke`.
    name: &'static str,
    /// To what, for those who cannot see where it stands.
    #[prop(into)]
    to: String,
    /// What it does.
    #[prop(into)]
    press: Callback<()>,
) -> impl IntoView {
    view! {
        <button class="icon-btn" type="button" on:click=move |_| press.run(())>
            <Icon name=icon/>
            <span class="tip">{name}<span class="vh">" "{to}</span></span>
        </button>
    }
}
