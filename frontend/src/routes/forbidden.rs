//! For somebody who is signed in and may do nothing: what is missing, and whom to ask.

use contract::operations::Role;
use leptos::task::spawn_local;

use crate::{
    parts::{
        button::Button,
        head::{Crumb, Crumbs, Title},
        icon::Icon,
    },
    places,
    reactive::prelude::*,
    session::{Session, browser},
};

/// In place of every page.
#[component]
pub fn Forbidden() -> impl IntoView {
    let session = expect_context::<Session>();
    let again = move || session.leave(&browser::address().whole());
    let other = move || spawn_local(async move { session.sign_out().await });
    view! {
        <Crumbs way=Crumb::to_dev_center() here="API Credential Management"/>
        <section class="card">
            <div class="blank">
                <span class="lone-mark"><Icon name="lock"/></span>
                <Title text="You lack a permission"/>
                <p>"To see this page you need: "<strong>"manage ALL organization’s API credentials"</strong>"."</p>
                <p>
                    "Ask whoever manages accounts in your organization to add you to the group "
                    <code>{Role::Manager.group()}</code>", or to "<code>{Role::Viewer.group()}</code>
                    " if looking is enough."
                </p>
                <div class="actions">
                    <Button press=again>"Check again"</Button>
                    <Button kind="quiet" press=other>"Sign in as someone else"</Button>
                </div>
                <p class="small">"You are signed in as "<bdi>{move || session.person().shown().to_owned()}</bdi></p>
                <p class="small"><a href=places::CONFIGURE class="vh">"Configure"</a></p>
            </div>
        </section>
    }
}
