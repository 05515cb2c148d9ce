//! Going to another address from within a handler; a handle that is copied freely.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

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

impl Default for Navigation {
    fn default() -> Self {
        Self::new()
    }
}
