//! What Leptos is given: values in boxes, closures in boxes, so that it is compiled for these alone.

use std::{any::Any, sync::Arc};

use leptos::prelude::{Effect, Memo, Signal};

/// A value whose type is known to whoever holds the signal.
#[derive(Clone)]
pub(super) struct Value(Arc<dyn Any + Send + Sync>);

impl Value {
    pub(super) fn new<T: Send + Sync + 'static>(value: T) -> Self {
        Self(Arc::new(value))
    }

    #[expect(clippy::expect_used, reason = "a signal of T is only ever given values of type T")]
    pub(super) fn of<T: 'static>(&self) -> &T {
        self.0.downcast_ref().expect("a value of the signal's type")
    }
}

pub(super) fn differ<T: PartialEq + 'static>(before: Option<&Value>, now: Option<&Value>) -> bool {
    before.map(Value::of::<T>) != now.map(Value::of::<T>)
}

pub(super) fn compute(
    work: Box<dyn Fn() -> Value + Send + Sync>,
    differ: fn(Option<&Value>, Option<&Value>) -> bool,
) -> Memo<Value> {
    Memo::new_with_compare(move |_| work(), differ)
}

pub(super) fn derive(work: Box<dyn Fn() -> Value + Send + Sync>) -> Signal<Value> {
    Signal::derive(work)
}

pub(super) fn run(mut work: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| work());
}
