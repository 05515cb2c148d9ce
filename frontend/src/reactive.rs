//! The signals of Leptos over signals of one type, so that less of Leptos is compiled into the page.
//!
//! Leptos compiles its reactive graph anew for every type of value and every closure, which was a
//! seventh of the program. Here values and closures lose their types before they reach it. A page
//! imports [`prelude`] and writes plain Leptos, but for three things: a memo is not given its last
//! value, `update` changes a copy, and `try_set` says whether the signal was there.

mod erased;

use std::{fmt, marker::PhantomData};

use leptos::prelude::{
    Get, GetUntracked, GetValue, Memo as Computed, RwSignal as Cell, Set, SetValue,
    Signal as Source, StoredValue as Store, Track,
};

use self::erased::{Value, compute, derive, differ, run};

/// The prelude of Leptos, with what this module has in place of its own.
pub mod prelude {
    pub use leptos::prelude::*;

    pub use super::{Effect, Memo, RwSignal, Signal, StoredValue};
}

macro_rules! handle {
    ($(#[$doc:meta])* $name:ident over $inner:ident) => {
        $(#[$doc])*
        pub struct $name<T> {
            inner: $inner<Value>,
            of: PhantomData<fn() -> T>,
        }

        impl<T> $name<T> {
            const fn over(inner: $inner<Value>) -> Self {
                Self { inner, of: PhantomData }
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(stringify!($name))
            }
        }
    };
}

macro_rules! readable {
    ($($name:ident),*) => {$(
        impl<T: Send + Sync + 'static> $name<T> {
            /// Looks at the value, and follows it.
            pub fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
                look(self.inner.get().of())
            }

            /// Looks at the value, and does not follow it.
            pub fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
                look(self.inner.get_untracked().of())
            }

            /// Follows the value without a look at it.
            pub fn track(&self) {
                self.inner.track();
            }
        }

        impl<T: Clone + Send + Sync + 'static> $name<T> {
            /// The value, which is followed.
            pub fn get(&self) -> T {
                self.inner.get().of::<T>().clone()
            }

            /// The value, which is not followed.
            pub fn get_untracked(&self) -> T {
                self.inner.get_untracked().of::<T>().clone()
            }

            /// The value, which is not followed, unless its owner is gone.
            pub fn try_get_untracked(&self) -> Option<T> {
                self.inner.try_get_untracked().map(|value| value.of::<T>().clone())
            }
        }
    )*};
}

handle! {
    /// A value that can be set.
    RwSignal over Cell
}
handle! {
    /// A value that follows from others, and changes only when it is another.
    Memo over Computed
}
handle! {
    /// A value that somebody else may change.
    Signal over Source
}
handle! {
    /// A value that nobody follows, behind a handle that is copied freely.
    StoredValue over Store
}
readable!(RwSignal, Memo, Signal);

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// Begins with this.
    pub fn new(value: T) -> Self {
        Self::over(Cell::new(Value::new(value)))
    }

    /// Sets it.
    pub fn set(&self, value: T) {
        self.inner.set(Value::new(value));
    }

    /// Sets it, unless its owner is gone; whether it was there.
    pub fn try_set(&self, value: T) -> bool {
        self.inner.try_set(Value::new(value)).is_none()
    }
}

impl<T: Clone + Send + Sync + 'static> RwSignal<T> {
    /// Changes a copy of it, and sets that.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

impl<T> PartialEq for RwSignal<T> {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// Computed again whenever what it read has changed.
    pub fn new(work: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::over(compute(Box::new(move || Value::new(work())), differ::<T>))
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// Computed whenever it is read.
    pub fn derive(work: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::over(derive(Box::new(move || Value::new(work()))))
    }

    /// Always this.
    pub fn stored(value: T) -> Self {
        Self::over(Source::stored(Value::new(value)))
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl From<&str> for Signal<String> {
    fn from(value: &str) -> Self {
        Self::stored(value.to_owned())
    }
}

impl<T: Send + Sync + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::over(signal.inner.into())
    }
}

impl<T: Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::over(memo.inner.into())
    }
}

impl<T: Send + Sync + 'static> StoredValue<T> {
    /// Stores it for as long as the owner is there.
    pub fn new(value: T) -> Self {
        Self::over(Store::new(Value::new(value)))
    }

    /// Looks at it.
    pub fn with_value<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(self.inner.get_value().of())
    }

    /// Puts another in its place.
    pub fn set_value(&self, value: T) {
        self.inner.set_value(Value::new(value));
    }
}

impl<T: Clone + Send + Sync + 'static> StoredValue<T> {
    /// A copy of it.
    pub fn get_value(&self) -> T {
        self.with_value(T::clone)
    }
}

/// Does something whenever what it read has changed.
#[derive(Debug)]
pub struct Effect;

impl Effect {
    /// Begins after the page has been drawn; each time it is given what it returned before.
    #[expect(clippy::new_ret_no_self, reason = "as in Leptos, where nobody keeps the handle")]
    pub fn new<T: 'static>(mut work: impl FnMut(Option<T>) -> T + 'static) {
        let mut before = None;
        run(Box::new(move || before = Some(work(before.take()))));
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::*;

    #[test]
    fn values_of_any_type_come_back_as_they_were_set() {
        let owner = Owner::new();
        owner.set();
        let (text, number) = (RwSignal::new("a".to_owned()), RwSignal::new(1_u8));
        text.update(|text| text.push('b'));
        assert!(number.try_set(2));
        assert_eq!((text.get(), number.get_untracked()), ("ab".to_owned(), 2));
        assert_eq!(text.with(String::len), 2);
        assert_eq!(Signal::<u8>::from(number).get(), 2);
        assert_eq!(Signal::<String>::from("stored").get(), "stored");
        let stored = StoredValue::new(vec![1_u8]);
        stored.set_value(vec![1, 2]);
        assert_eq!((stored.with_value(Vec::len), stored.get_value()), (2, vec![1, 2]));
    }

    #[test]
    fn what_follows_changes_with_what_it_follows_and_only_then() {
        let owner = Owner::new();
        owner.set();
        let number = RwSignal::new(1_u8);
        let runs = StoredValue::new(0_u8);
        let is_even = Memo::new(move || number.get().is_multiple_of(2));
        let text = Memo::new(move || {
            runs.set_value(runs.get_value() + 1);
            is_even.get().to_string()
        });
        let loud = Signal::derive(move || text.get().to_uppercase());
        assert_eq!(loud.get(), "FALSE");
        number.set(3);
        assert_eq!((loud.get().as_str(), runs.get_value()), ("FALSE", 1));
        number.set(4);
        assert_eq!((loud.get().as_str(), runs.get_value()), ("TRUE", 2));
    }

    #[test]
    fn a_signal_whose_owner_is_gone_is_not_set_and_not_read() {
        let owner = Owner::new();
        let number = owner.with(|| RwSignal::new(1_u8));
        assert!(number == owner.with(|| number));
        owner.cleanup();
        assert!(!number.try_set(2));
        assert_eq!(number.try_get_untracked(), None);
    }
}
