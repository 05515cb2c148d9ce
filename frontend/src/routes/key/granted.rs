//! What a key may do: how much at a glance, how much of each group, and every single endpoint.

use contract::{
    catalogue::{self, ENDPOINTS, Permission},
    keys::Status,
    permissions::PermissionSet,
};

use super::{Page, manages};
use crate::{
    parts::{
        ear::Ear,
        icon::Icon,
        verb::{Path, Verb},
    },
    places,
    reactive::prelude::*,
};

/// A group of the catalogue, as far as it is held.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Group {
    name: &'static str,
    held: Vec<Permission>,
    of: usize,
}

/// The groups that something is held of, in the catalogue's order.
fn groups(held: &PermissionSet) -> Vec<Group> {
    let group = |(name, members): (&'static str, Vec<Permission>)| {
        let of = members.len();
        let held = members.into_iter().filter(|permission| held.contains(*permission)).collect();
        Group { name, held, of }
    };
    catalogue::groups().into_iter().map(group).filter(|group| !group.held.is_empty()).collect()
}

/// `24 read, 7 write`.
fn reads_and_writes(held: &PermissionSet) -> String {
    let writes = held.iter().filter(|permission| permission.endpoint().writes()).count();
    format!("{} read, {writes} write", held.len() - writes)
}

/// The card in the middle.
#[component]
pub(super) fn Granted(page: Page) -> impl IntoView {
    let held = Memo::new(move || page.key.with(|key| key.permissions));
    let (manages, status) = (manages(), page.status());
    let edit = page.key.with_untracked(|key| places::edit(&key.summary.id));
    let edit = move || {
        let all = format!("Edit all {}", ENDPOINTS.len());
        manages.get().then(|| view! { <a class="small" href=edit.clone()>{all}</a> })
    };
    let dry = Signal::derive(move || status.get() == Status::Revoked);
    let print = |_| drop(window().print());
    view! {
        <section class="card" aria-labelledby="granted">
            <header>
                <h2 id="granted">"Permissions"</h2>
                <button class="link-btn" type="button" data-print on:click=print><Icon name="print"/>"Print"</button>
                {edit}
            </header>
            <div class="card-pad">
                <p class="big-n">
                    {move || held.with(PermissionSet::len)}" "
                    <small>"of "{ENDPOINTS.len()}" permissions · "{move || held.with(reads_and_writes)}</small>
                </p>
                <div class="ear-scroll">
                    <Ear held=held dry=dry large=true/>
                </div>
                <Legend dry=dry/>
                {move || view! { <Groups held=held.get()/> }}
            </div>
        </section>
    }
}

#[component]
fn Legend(dry: Signal<bool>) -> impl IntoView {
    view! {
        <ul class="ear-key" class:dry=move || dry.get()>
            <li class="w">"Writes, above the stem"</li>
            <li>"Reads, below the stem"</li>
            <li class="muted plain">"One pair for each group; long means all of it"</li>
        </ul>
    }
}

#[component]
fn Groups(held: PermissionSet) -> impl IntoView {
    let groups = groups(&held);
    if groups.is_empty() {
        return view! { <p class="granted-none">"This key may call no endpoint yet."</p> }
            .into_any();
    }
    let counts = groups.iter().map(|group| {
        view! { <li>{group.name}<span class="n">{group.held.len()}" of "{group.of}</span></li> }
    });
    let counts = counts.collect_view();
    let lists = groups.into_iter().map(|group| view! { <Endpoints group=group/> });
    view! {
        <ul class="sum-grid">{counts}</ul>
        <details class="granted">
            <summary>
                <Icon name="right"/>
                {format!("All permitted endpoints ({})", held.len())}
            </summary>
            <div class="granted-groups">{lists.collect_view()}</div>
        </details>
    }
    .into_any()
}

#[component]
fn Endpoints(group: Group) -> impl IntoView {
    let rows = group.held.into_iter().map(|permission| {
        let endpoint = permission.endpoint();
        let old = endpoint.deprecated.then(|| view! { " "<span class="tag">"Deprecated"</span> });
        view! {
            <li>
                <Verb method=endpoint.method/>
                <span>{endpoint.title}{old}<Path path=endpoint.path/></span>
            </li>
        }
    });
    view! {
        <section>
            <h3>{group.name}" "<small>{rows.len()}" of "{group.of}</small></h3>
            <ul>{rows.collect_view()}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_groups_with_something_in_them_are_listed_with_all_that_is_held() {
        let held = PermissionSet::known(["candidates.list", "tags.list", "applications.create"]);
        let listed: Vec<_> = groups(&held)
            .into_iter()
            .map(|group| (group.name, group.held.len(), group.of > 1))
            .collect();
        assert_eq!(listed, [("Applications", 1, true), ("Candidates", 1, true), ("Tags", 1, true)]);
        assert_eq!(groups(&PermissionSet::EMPTY), []);
        let all: usize = groups(&PermissionSet::full()).iter().map(|group| group.held.len()).sum();
        assert_eq!(all, ENDPOINTS.len());
    }

    #[test]
    fn reads_and_writes_make_up_the_whole() {
        let held = PermissionSet::known(["candidates.list", "tags.list", "applications.create"]);
        assert_eq!(reads_and_writes(&held), "2 read, 1 write");
        assert_eq!(reads_and_writes(&PermissionSet::EMPTY), "0 read, 0 write");
    }
}
