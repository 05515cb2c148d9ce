//! One key in the list.

use contract::{
    catalogue::ENDPOINTS,
    keys::{Actor, KeySummary, Status},
    operations::Role,
};

use super::List;
use crate::{
    partner,
    parts::{
        button::IconButton,
        chip::Chip,
        icon::Icon,
        when::When,
        who::{ActorName, actor_name},
    },
    places,
    reactive::prelude::*,
    session::Session,
};

/// The key as the API last acknowledged it.
#[component]
pub(super) fn KeyRow(list: List, key: KeySummary) -> impl IntoView {
    let id = key.id.clone();
    let just = move || list.changed.with(|changed| changed.as_ref() == Some(&id));
    let partner = partner::name(&key.partner).to_owned();
    let status = key.status;
    view! {
        <tr role="row" class:is-revoked=status == Status::Revoked class:just=just>
            <td role="cell" class="desc">
                <a href=places::key(&key.id)><bdi>{key.description.clone()}</bdi></a>
                <span class="sub-line mono"><span class="vh">"Key ID "</span>{key.id.clone()}</span>
            </td>
            <td role="cell" class="partner"><span>{partner}</span><span class="sub-line">"Harvest"</span></td>
            <td role="cell" class="stat"><Chip status=status/></td>
            <td role="cell" class="perms"><Share count=key.permission_count dry=status == Status::Revoked/></td>
            <td role="cell" class="made" data-l="Created"><Moment at=key.created_at.clone() by=key.created_by.clone()/></td>
            <td role="cell" class="chg" data-l="Changed"><Moment at=key.updated_at.clone() by=key.updated_by.clone()/></td>
            <td role="cell" class="acts"><Actions list=list key=key/></td>
        </tr>
    }
}

#[component]
fn Moment(at: String, by: Actor) -> impl IntoView {
    view! { <When moment=at/><span class="sub-line"><ActorName name=actor_name(&by)/></span> }
}

/// How much of the catalogue: in words, and as a bar that says no more than they do.
#[component]
fn Share(count: usize, dry: bool) -> impl IntoView {
    let all = ENDPOINTS.len();
    view! {
        <span class="nowrap"><b>{count}</b>" of "{all}</span>
        <svg class="share" class:dry=dry viewBox=format!("0 0 {all} 4") preserveAspectRatio="none" aria-hidden="true">
            <rect class="husk" width=all height="4" rx="2"></rect>
            <rect class="r" width=count height="4" rx="2"></rect>
        </svg>
    }
}

#[component]
fn Actions(list: List, key: KeySummary) -> impl IntoView {
    let session = expect_context::<Session>();
    let manager = move || session.person().role() == Some(Role::Manager);
    let (icon, name) = match key.status {
        Status::Active => ("revoke", "Revoke"),
        Status::Revoked => ("reenable", "Re-enable"),
    };
    let actions = move || {
        let asked = key.clone();
        let ask = move || list.asked.set(Some(asked.clone()));
        view! {
            <div>
                <a class="icon-btn" href=places::edit(&key.id)>
                    <Icon name="edit"/>
                    <span class="tip">"Edit"<span class="vh">" "{key.description.clone()}</span></span>
                </a>
                <span id=format!("access-{}", key.id)>
                    <IconButton icon=icon name=name to=key.description.clone() press=ask/>
                </span>
            </div>
        }
    };
    move || manager().then(&actions)
}
