//! For an address that is none of the page's.

use crate::{parts::head::Title, places, reactive::prelude::*};

/// In place of a page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="card">
            <div class="blank">
                <Title text="There is no such page"/>
                <p>"The address leads nowhere. It may be mistyped, or from an older Granary."</p>
                <div class="actions"><a class="btn go" href=places::CREDENTIALS>"API Credentials"</a></div>
            </div>
        </section>
    }
}
