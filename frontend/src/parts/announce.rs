//! What is said once: to screen readers in a live region, to everybody in a toast.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::Icon;

/// How long a toast stays while nobody points at it.
const STAY: Duration = Duration::from_secs(8);

/// Says things once; a handle that is copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Announcer {
    said: RwSignal<String>,
    toast: RwSignal<Option<Toast>>,
    number: StoredValue<u32>,
}

/// What was done, and to which key.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Toast {
    number: u32,
    subject: String,
    sentence: String,
}

impl Default for Announcer {
    fn default() -> Self {
        Self { said: RwSignal::default(), toast: RwSignal::default(), number: StoredValue::new(0) }
    }
}

impl Announcer {
    /// Has it read out, once whatever is being read is done.
    pub fn say(&self, sentence: &str) {
        self.said.set(sentence.to_owned());
    }

    /// Shows and reads out what was done to the key of this description.
    pub fn done(&self, subject: &str, sentence: &str) {
        let number = self.number.with_value(|number| number.wrapping_add(1));
        self.number.set_value(number);
        let (subject, sentence) = (subject.to_owned(), sentence.to_owned());
        self.say(&format!("{subject} {sentence}"));
        self.toast.set(Some(Toast { number, subject, sentence }));
        self.leave_later(number);
    }

    fn leave_later(self, number: u32) {
        let close = move || {
            self.toast.update(|toast| {
                toast.take_if(|toast| toast.number == number);
            });
        };
        set_timeout(close, STAY);
    }

    /// Takes the number away, so that the toast no longer leaves by itself.
    fn hold(&self) {
        let number = self.number.with_value(|number| number.wrapping_add(1));
        self.number.set_value(number);
        self.toast.update(|toast| {
            if let Some(toast) = toast {
                toast.number = number;
            }
        });
    }
}

/// The live region and the toast; on every page once.
#[component]
pub fn Announcements() -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let release = move || {
        if let Some(toast) = announcer.toast.get_untracked() {
            announcer.leave_later(toast.number);
        }
    };
    let shown = move |toast: Toast| {
        view! {
            <div
                class="toast inverse"
                on:mouseenter=move |_| announcer.hold()
                on:mouseleave=move |_| release()
                on:focusin=move |_| announcer.hold()
                on:focusout=move |_| release()
            >
                <Icon name="check"/>
                <span><strong><bdi>{toast.subject}</bdi></strong>" "{toast.sentence}</span>
                <button class="icon-btn" type="button" aria-label="Dismiss" on:click=move |_| announcer.toast.set(None)>
                    <Icon name="x"/>
                </button>
            </div>
        }
    };
    view! {
        <p class="vh" role="status" id="say">{move || announcer.said.get()}</p>
        {move || announcer.toast.get().map(shown)}
    }
}
