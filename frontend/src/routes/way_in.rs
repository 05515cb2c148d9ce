//! The way in and the way out, for a browser without a session.

use contract::permissions::PermissionSet;

use crate::{
    parts::{button::Button, ear::Ear, head::Title},
    places,
    reactive::prelude::*,
    session::Session,
};

/// One card in the middle of nothing else.
#[component]
fn Lone(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="lone">
            <main id="main">
                <section class="card">
                    <Ear held=PermissionSet::full() />
                    <Title text=title/>
                    {children()}
                </section>
                <p class="foot">"Granary"</p>
            </main>
        </div>
    }
}

/// The sign-in did not work out.
#[component]
pub fn SignInPage(
    /// What went wrong, and what to do.
    why: &'static str,
) -> impl IntoView {
    view! {
        <Lone title="Sign in to Granary">
            <p role="alert">{why}</p>
            <SignInButton/>
        </Lone>
    }
}

/// The session has ended.
#[component]
pub fn SignedOut() -> impl IntoView {
    view! {
        <Lone title="You are signed out">
            <p class="muted">"Your session on this page has ended, and nothing of it is kept in the browser."</p>
            <SignInButton/>
        </Lone>
    }
}

/// The small window has handed over what it was opened for, and could not close itself.
#[component]
pub fn Handed() -> impl IntoView {
    view! {
        <Lone title="This window has done its part">
            <p class="muted">
                "If another window of Granary asked you to sign in, go back there and close this one. If none did, nobody was signed in here."
            </p>
            <SignInButton/>
        </Lone>
    }
}

#[component]
fn SignInButton() -> impl IntoView {
    let session = expect_context::<Session>();
    view! { <Button kind="go big" press=move || session.leave(places::CREDENTIALS)>"Sign in"</Button> }
}
