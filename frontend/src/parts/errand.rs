//! One request at a time, begun by a click, with what became of it.

use leptos::task::spawn_local;

use crate::{api::failure::Failure, reactive::prelude::*};

/// Whether it is underway, and why the last attempt failed; a handle that is copied freely.
#[derive(Clone, Copy, Debug, Default)]
pub struct Errand {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Errand {
    /// Nothing begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it is underway.
    pub fn busy(&self) -> Signal<bool> {
        self.busy.into()
    }

    /// Why the last attempt was not done.
    pub fn failure(&self) -> Signal<Option<Failure>> {
        self.failure.into()
    }

    /// Forgets the last attempt.
    pub fn forget(&self) {
        self.failure.set(None);
    }

    /// Keeps a failure that has no request behind it any more.
    pub fn fail(&self, failure: Failure) {
        self.failure.set(Some(failure));
    }

    /// Does the work unless it is underway already, so that a double click does it once.
    ///
    /// What comes of it is dropped when the page that asked is gone.
    pub fn run<T: 'static>(
        &self,
        work: impl Future<Output = Result<T, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let errand = *self;
        spawn_local(async move {
            let outcome = work.await;
            if !errand.busy.try_set(false) {
                return;
            }
            match outcome {
                Ok(value) => done(value),
                Err(failure) => errand.failure.set(Some(failure)),
            }
        });
    }
}
