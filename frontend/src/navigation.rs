//! Going to another address from within a handler; a handle that is copied freely.

use std::{sync::Arc, time::Duration};

use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::reactive::prelude::*;

type Go = Arc<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// The router's way to other addresses.
#[derive(Clone, Copy)]
pub struct Navigation(StoredValue<Go>);

impl Navigation {
    /// Must be called by a component within the router.
    pub fn new() -> Self {
        let navigate = use_navigate();
        Self(StoredValue::new(Arc::new(move |address, options| navigate(address, options))))
    }

    /// Goes to another page, which begins at its top.
    pub fn go(&self, address: &str) {
        self.0.with_value(|go| go(address, NavigateOptions::default()));
    }

    /// Changes the address of the page that is shown, which stays where it is scrolled to;
    /// `replace` leaves no step for Back, such as while somebody types.
    pub fn rewrite(&self, address: &str, replace: bool) {
        let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        self.0.with_value(|go| go(address, options));
    }

    /// Goes to another page in place of this one, to which Back must not lead.
    pub fn supersede(&self, address: &str) {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        self.0.with_value(|go| go(address, options));
    }
}

/// How long typing pauses before anything follows it.
pub const PAUSE: Duration = Duration::from_millis(300);

/// Keeps what is typed and what the address says together: Back and Forward change what is typed;
/// `settle` is told to change the address, once typing pauses.
pub fn follow_typing(
    typed: RwSignal<String>,
    written: Signal<String>,
    settle: impl Fn(String) + Clone + 'static,
) {
    Effect::new(move |_| {
        let written = written.get();
        if written != typed.get_untracked() {
            typed.set(written);
        }
    });
    Effect::new(move |_| {
        let text = typed.get();
        if text == written.get_untracked() {
            return;
        }
        let settle = settle.clone();
        if let Ok(timer) = set_timeout_with_handle(move || settle(text), PAUSE) {
            on_cleanup(move || timer.clear());
        }
    });
}

impl Default for Navigation {
    fn default() -> Self {
        Self::new()
    }
}
