//! Asks for a new sign-in over the work at hand, which stays as it is.

use leptos::task::spawn_local;

use super::{announce::Announcer, button::Button, dialog::Dialog};
use crate::{reactive::prelude::*, session::Session};

/// A window that was closed says nothing, so a second press opens another one.
const WAITS: &str = "Waiting for the small window. If you closed it, press Sign in once more.";

/// Opens by itself when the sign-in has ended.
#[component]
pub fn SessionDialog() -> impl IntoView {
    let session = expect_context::<Session>();
    let announcer = expect_context::<Announcer>();
    let (waits, trouble) = (RwSignal::new(false), RwSignal::new(None::<&'static str>));
    let sign_in = move || {
        waits.set(true);
        trouble.set(None);
        spawn_local(async move {
            match session.again().await {
                Ok(()) => announcer.say("Signed in. Nothing was sent yet."),
                Err(sentence) => trouble.set(Some(sentence)),
            }
            waits.set(false);
        });
    };
    let later = move || session.ended().set(false);
    let foot = move || {
        view! {
            <Button press=later>"Not now"</Button>
            <Button kind="go" autofocus=true press=sign_in>"Sign in"</Button>
        }
    };
    view! {
        <Dialog name="session" open=session.ended() title="Sign in again to go on" foot=foot>
            <p>"Your sign-in has expired. What you have done on this page is kept, and is not saved yet."</p>
            <p class="muted">"Signing in opens a small window and comes back here. Then do what you were about to do once more."</p>
            {move || waits.get().then(|| view! { <p role="status">{WAITS}</p> })}
            {move || trouble.get().map(|sentence| view! { <p class="error" role="alert">{sentence}</p> })}
        </Dialog>
    }
}
