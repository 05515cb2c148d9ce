//! What was added and what was removed, group by group.

use contract::{
    catalogue::{self, Permission},
    permissions::PermissionSet,
};

use super::verb::{Path, Verb};

use crate::reactive::prelude::*;

/// The difference between two sets, in words and signs.
#[component]
pub fn Diff(
    /// Now permitted.
    added: PermissionSet,
    /// No longer permitted.
    removed: PermissionSet,
) -> impl IntoView {
    let groups = catalogue::groups().into_iter().filter_map(|(name, members)| {
        let rows: Vec<_> = members
            .into_iter()
            .filter(|permission| added.contains(*permission) || removed.contains(*permission))
            .map(|permission| (permission, added.contains(permission)))
            .collect();
        (!rows.is_empty()).then(|| view! { <Group name=name rows=rows/> })
    });
    view! { <div class="diff">{groups.collect_view()}</div> }
}

#[component]
fn Group(name: &'static str, rows: Vec<(Permission, bool)>) -> impl IntoView {
    let added = rows.iter().filter(|(_, added)| *added).count();
    let removed = rows.len() - added;
    let count = match (added, removed) {
        (added, 0) => format!("{added} added"),
        (0, removed) => format!("{removed} removed"),
        (added, removed) => format!("{added} added, {removed} removed"),
    };
    view! {
        <h3>{name}" "<small>{count}</small></h3>
        <ul>{rows.into_iter().map(|(permission, added)| view! { <Line permission=permission added=added/> }).collect_view()}</ul>
    }
}

#[component]
fn Line(permission: Permission, added: bool) -> impl IntoView {
    let endpoint = permission.endpoint();
    let (class, sign, word) =
        if added { ("add", "+", "Added: ") } else { ("del", "−", "Removed: ") };
    view! {
        <li class=class>
            <span class="sign" aria-hidden="true">{sign}</span>
            <Verb method=endpoint.method/>
            <span><span class="vh">{word}</span>{endpoint.title}" "<Path path=endpoint.path/></span>
        </li>
    }
}
