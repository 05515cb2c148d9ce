//! Dev Center: what there is for developers and integrations.

use contract::keys::Status;

use crate::{
    directory::{Directory, Loading},
    parts::head::{Crumb, Crumbs, Head},
    places,
    reactive::prelude::*,
    words::grouped,
};

/// The Dev Center.
#[component]
pub fn DevCenter() -> impl IntoView {
    let directory = expect_context::<Directory>();
    directory.refresh();
    let counts = move || {
        let done = directory.loading().get() == Loading::Done;
        done.then(|| {
            let rows = directory.rows().get();
            let active = rows.iter().filter(|row| row.key.status == Status::Active).count();
            format!(" {} active, {} revoked.", grouped(active), grouped(rows.len() - active))
        })
    };
    view! {
        <Crumbs way=vec![Crumb::new("Configure", places::CONFIGURE)] here="Dev Center"/>
        <Head
            title="Dev Center"
            under=|| view! { <p>"Access to your organization’s data through the Harvest API."</p> }
        />
        <section class="card">
            <ul class="log places">
                <li>
                    <h2><a href=places::CREDENTIALS>"API Credential Management"</a></h2>
                    <p class="muted">"Create Harvest API keys, manage their permissions, revoke and re-enable them."{counts}</p>
                </li>
                <li>
                    <h2><a href=places::EVENTS>"Events"</a></h2>
                    <p class="muted">"What was changed on which key, by whom and when. Filter and export."</p>
                </li>
            </ul>
        </section>
    }
}
