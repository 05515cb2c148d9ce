//! For an address whose key is none of the organization's.

use super::head::{Crumb, Crumbs, Title};
use crate::{places, reactive::prelude::*};

/// No key of this organization has the id that the address names.
#[component]
pub fn NoSuchKey() -> impl IntoView {
    view! {
        <Crumbs way=Crumb::to_credentials() here="No such key"/>
        <section class="card">
            <div class="blank">
                <Title text="There is no such API key"/>
                <p>"No key of your organization has this ID. The address may be mistyped, or belong to another organization."</p>
                <div class="actions"><a class="btn go" href=places::CREDENTIALS>"API Credentials"</a></div>
            </div>
        </section>
    }
}
