//! Which key, so that nobody revokes the wrong one; and who did something to it.

use contract::keys::{Actor, KeySummary};

use crate::{partner, reactive::prelude::*};

/// How somebody is called: by e-mail, by name, or by the subject that always is.
pub fn actor_name(actor: &Actor) -> String {
    actor.email.clone().or_else(|| actor.name.clone()).unwrap_or_else(|| actor.id.clone())
}

/// Description, partner and id of a key, for a dialog.
#[component]
pub fn WhichKey(
    /// The one that the dialog is about.
    key: KeySummary,
) -> impl IntoView {
    view! {
        <dl class="who">
            <dt>"Description"</dt>
            <dd>{key.description}</dd>
            <dt>"Partner"</dt>
            <dd>{partner::name(&key.partner).to_owned()}</dd>
            <dt>"Key ID"</dt>
            <dd class="mono">{key.id}</dd>
        </dl>
    }
}

/// Somebody's name; an e-mail address breaks before its `@` where it must.
#[component]
pub fn ActorName(
    /// As [`actor_name`] has it.
    mut name: String,
) -> impl IntoView {
    let domain = name.find('@').map(|at| name.split_off(at));
    view! { <bdi>{name}<wbr/>{domain}</bdi> }
}
