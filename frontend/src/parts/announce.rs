//! What is said once: to screen readers in a live region, to everybody in a toast.

use std::time::Duration;

use super::icon::Icon;
use crate::reactive::prelude::*;

/// How long a toast stays while nobody points at it.
const STAY: Duration = Duration::from_secs(8);

/// What changes often is said when it has not changed for this long.
const REST: Duration = Duration::from_millis(500);

/// Says things once; a handle that is copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Announcer {
    said: RwSignal<String>,
    toast: RwSignal<Option<Toast>>,
    /// Whatever has been waiting for longer no longer counts.
    wait: StoredValue<u32>,
    /// How much was done so far.
    deeds: StoredValue<u32>,
}

/// What was done, and to which key.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Toast {
    subject: String,
    sentence: String,
}

impl Default for Announcer {
    fn default() -> Self {
        Self {
            said: RwSignal::default(),
            toast: RwSignal::default(),
            wait: StoredValue::new(0),
            deeds: StoredValue::new(0),
        }
    }
}

impl Announcer {
    /// Has it read out, once whatever is being read is done.
    pub fn say(&self, sentence: &str) {
        self.said.set(sentence.to_owned());
    }

    /// Has a sentence read out each time that it has changed and then rested; not the one that it
    /// begins with, nor one that something was done after: that is what matters then.
    pub fn follow(self, sentence: impl Fn() -> String + Send + Sync + 'static) {
        let sentence = Memo::new(sentence);
        Effect::new(move |begun: Option<()>| {
            let sentence = sentence.get();
            let deeds = self.deeds.get_value();
            let say = move || {
                if self.deeds.get_value() == deeds {
                    self.say(&sentence);
                }
            };
            if begun.is_some()
                && let Ok(timer) = set_timeout_with_handle(say, REST)
            {
                on_cleanup(move || timer.clear());
            }
        });
    }

    /// Shows and reads out what was done to the key of this description.
    pub fn done(&self, subject: &str, sentence: &str) {
        let (subject, sentence) = (subject.to_owned(), sentence.to_owned());
        self.deeds.set_value(self.deeds.get_value().wrapping_add(1));
        self.say(&format!("{subject} {sentence}"));
        self.toast.set(Some(Toast { subject, sentence }));
        self.leave_later();
    }

    fn leave_later(self) {
        let wait = self.hold();
        let leave = move || {
            if self.wait.get_value() == wait {
                self.toast.set(None);
            }
        };
        set_timeout(leave, STAY);
    }

    /// Keeps the toast where it is; returns what the next wait is known by.
    fn hold(self) -> u32 {
        let wait = self.wait.get_value().wrapping_add(1);
        self.wait.set_value(wait);
        wait
    }
}

/// The live region and the toast; on every page once.
#[component]
pub fn Announcements() -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let hold = move || {
        announcer.hold();
    };
    let shown = move |toast: Toast| {
        view! {
            <section
                class="toast inverse"
                aria-label="Done"
                on:mouseenter=move |_| hold()
                on:mouseleave=move |_| announcer.leave_later()
                on:focusin=move |_| hold()
                on:focusout=move |_| announcer.leave_later()
            >
                <Icon name="check"/>
                <span><strong><bdi>{toast.subject}</bdi></strong>" "{toast.sentence}</span>
                <button class="icon-btn" type="button" aria-label="Dismiss" on:click=move |_| announcer.toast.set(None)>
                    <Icon name="x"/>
                </button>
            </section>
        }
    };
    view! {
        <p class="vh" role="status" id="say">{move || announcer.said.get()}</p>
        {move || announcer.toast.get().map(shown)}
    }
}
