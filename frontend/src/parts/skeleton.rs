//! When a wait is shown: not for an instant, and then long enough to be seen.

use std::time::Duration;

use super::button::noticeable;

use crate::reactive::prelude::*;

/// Once shown, a skeleton stays this long, so that it does not flash.
const STAY: Duration = Duration::from_millis(400);
/// After this, a wait needs a word.
const LONG: Duration = Duration::from_secs(10);

/// Follows a signal: set 300 ms after it, and for 400 ms at least.
pub fn steady(busy: Signal<bool>) -> Signal<bool> {
    let (late, held) = (noticeable(busy), RwSignal::new(false));
    Effect::new(move |_| {
        if late.get() {
            held.set(true);
            let release = move || {
                held.try_set(false);
            };
            set_timeout(release, STAY);
        }
    });
    Memo::new(move || late.get() || held.get()).into()
}

/// Set once a signal has been set for ten seconds.
pub fn overdue(busy: Signal<bool>) -> Signal<bool> {
    let late = RwSignal::new(false);
    Effect::new(move |_| {
        late.set(false);
        let mark = move || {
            late.try_set(true);
        };
        if busy.get()
            && let Ok(timer) = set_timeout_with_handle(mark, LONG)
        {
            on_cleanup(move || timer.clear());
        }
    });
    late.into()
}
