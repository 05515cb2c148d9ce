//! Search and filters over the list.

use std::collections::BTreeMap;

use contract::{
    keys::Status,
    partners::{CUSTOM_INTEGRATION, UNLISTED_VENDOR},
};

use super::List;
use crate::{
    directory::{Directory, Loading, query::Query},
    partner,
    parts::{chip::status_name, icon::Icon, key_search::KeySearch},
    reactive::prelude::*,
    words::{counted, grouped},
};

/// Search, status, partner, and how many keys that leaves.
#[component]
pub(super) fn Toolbar(list: List) -> impl IntoView {
    view! {
        <form class="toolbar" role="search" aria-label="API credentials" on:submit=|event| event.prevent_default()>
            <KeySearch typed=list.typed/>
            <fieldset>
                <legend class="vh">"Status"</legend>
                <div class="segments">
                    <StatusChoice list=list status=None/>
                    <StatusChoice list=list status=Some(Status::Active)/>
                    <StatusChoice list=list status=Some(Status::Revoked)/>
                </div>
            </fieldset>
            <PartnerChoice list=list/>
            <Count list=list/>
        </form>
    }
}

#[component]
fn StatusChoice(list: List, status: Option<Status>) -> impl IntoView {
    let name = status.map_or("All", status_name);
    let count = move || {
        list.found.with(|found| match status {
            None => found.active + found.revoked,
            Some(Status::Active) => found.active,
            Some(Status::Revoked) => found.revoked,
        })
    };
    let choose =
        move |_| list.show(&Query { status, page: 0, ..list.query.get_untracked() }, false);
    view! {
        <label>
            <input
                type="radio"
                name="status"
                value=status.map_or("", Status::as_str)
                prop:checked=move || list.query.with(|query| query.status == status)
                on:change=choose
            />
            {name}" "<span class="n">{move || grouped(count())}</span>
        </label>
    }
}

#[component]
fn PartnerChoice(list: List) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let partners = Memo::new(move || {
        let chosen = list.query.with(|query| query.partner.clone());
        directory.rows().with(|rows| {
            let ids = rows.iter().map(|row| row.key.partner.as_str()).chain(chosen.as_deref());
            ids.map(|id| (order(id), id.to_owned())).collect::<BTreeMap<_, _>>()
        })
    });
    let choose = move |event| {
        let partner = Some(event_target_value(&event)).filter(|id| !id.is_empty());
        list.show(&Query { partner, page: 0, ..list.query.get_untracked() }, false);
    };
    let option = move |id: String| {
        let name = partner::name(&id).to_owned();
        let value = id.clone();
        let selected = move || list.query.with(|query| query.partner.as_ref() == Some(&id));
        view! { <option value=value prop:selected=selected>{name}</option> }
    };
    view! {
        <div class="select">
            <select aria-label="Partner" on:change=choose>
                <option value="" prop:selected=move || list.query.with(|query| query.partner.is_none())>"All partners"</option>
                {move || partners.get().into_values().map(option).collect_view()}
            </select>
            <Icon name="down"/>
        </div>
    }
}

/// The general entries first, then names from A to Z in any case.
fn order(id: &str) -> (bool, String) {
    let general = matches!(id, CUSTOM_INTEGRATION | UNLISTED_VENDOR);
    (!general, partner::name(id).to_lowercase())
}

#[component]
fn Count(list: List) -> impl IntoView {
    let loading = expect_context::<Directory>().loading();
    let text = move || {
        let found = list.found.with(|found| found.rows.len());
        match loading.get() {
            Loading::First if found == 0 => "Loading keys…".to_owned(),
            Loading::More => format!("{} so far…", counted(found, "key")),
            Loading::Done | Loading::Failed(_) | Loading::First => counted(found, "key"),
        }
    };
    view! { <p class="count">{text}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_entries_stand_before_names_in_any_case() {
        let mut ids = ["gem", "candidate_fyi", CUSTOM_INTEGRATION, "refapp"];
        ids.sort_by_key(|id| order(id));
        assert_eq!(ids, [CUSTOM_INTEGRATION, "candidate_fyi", "gem", "refapp"]);
    }
}
