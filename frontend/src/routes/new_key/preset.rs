//! What the choice of a partner will assign, shown before anything is made.

use contract::{
    catalogue::{self, Permission},
    partners::{PRESETS_READ_ON, Partner, Preset},
    permissions::PermissionSet,
};

use crate::{
    parts::{ear::Ear, verb::Verb},
    reactive::prelude::*,
    words,
};

/// The card beside the form.
#[component]
pub fn Preview(
    /// What has been chosen, if anything.
    partner: Signal<Option<&'static Partner>>,
) -> impl IntoView {
    let title = move || match partner.get() {
        Some(partner) if partner.preset != Preset::General => {
            format!("What {} will get", partner.name)
        }
        _ => "What the key will get".to_owned(),
    };
    let held = Signal::derive(move || {
        partner.get().map_or(PermissionSet::EMPTY, |partner| partner.preset.permissions())
    });
    let content = move || {
        match partner.get() {
        None => view! { <p class="muted">"Choose a partner to see which permissions will be assigned."</p> }.into_any(),
        Some(partner) => view! { <Assigned partner=partner/> }.into_any(),
    }
    };
    view! {
        <section class="card" aria-labelledby="gets">
            <header><h2 id="gets">{title}</h2></header>
            <div class="card-pad" aria-live="polite">
                <Number held=held/>
                <div class="ear-scroll"><Ear held=held large=true/></div>
                {content}
            </div>
        </section>
    }
}

#[component]
fn Number(held: Signal<PermissionSet>) -> impl IntoView {
    let writes =
        move || held.get().iter().filter(|permission| permission.endpoint().writes()).count();
    let rest = move || match writes() {
        0 => "of 142 permissions".to_owned(),
        writes => format!("of 142 permissions · {writes} can write"),
    };
    view! { <p class="big-n">{move || held.get().len()}" "<small>{rest}</small></p> }
}

#[component]
fn Assigned(partner: &'static Partner) -> impl IntoView {
    let text = match partner.preset {
        Preset::General => view! { <Nothing/> }.into_any(),
        Preset::Unlisted => view! { <NoList partner=partner/> }.into_any(),
        Preset::Complete(_) => {
            view! { <Source partner=partner completeness="list complete"/> }.into_any()
        }
        Preset::Partial(_) => {
            view! { <Source partner=partner completeness="list incomplete"/> }.into_any()
        }
    };
    view! { {text}<Groups held=partner.preset.permissions()/> }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <p class="muted">"An integration isn’t selected, so nothing is assigned. You choose the permissions in the next step."</p>
        <p class="source">"Tick only what the integration calls. Ask its developers for the list if you are not sure; fewer is safer."</p>
    }
}

#[component]
fn NoList(partner: &'static Partner) -> impl IntoView {
    view! {
        <p class="muted">
            {partner.name}" has no public list, so nothing is assigned. Ask "{partner.name}
            " which endpoints it calls, and tick those in the next step."
        </p>
        <p class="source"><PageLink partner=partner/>", read "{words::day(PRESETS_READ_ON)}". "<Note partner=partner/></p>
    }
}

#[component]
fn Source(partner: &'static Partner, completeness: &'static str) -> impl IntoView {
    let missing = matches!(partner.preset, Preset::Partial(_))
        .then_some(" What the public list leaves out, you add in the next step.");
    view! {
        <p class="source">
            "Source: "<PageLink partner=partner/>", "{completeness}", read "{words::day(PRESETS_READ_ON)}
            ". The permissions are assigned to the API key automatically; you can change them in the next step."
            {missing}" "<Note partner=partner/>
        </p>
    }
}

#[component]
fn PageLink(partner: &'static Partner) -> impl IntoView {
    view! { <a href=partner.source target="_blank" rel="noreferrer">{partner.name}"’s help page"</a> }
}

/// The catalogue's remark, which is a fragment, as a sentence.
#[component]
fn Note(partner: &'static Partner) -> impl IntoView {
    (!partner.note.is_empty()).then(|| format!("Note: {}.", partner.note))
}

#[component]
fn Groups(held: PermissionSet) -> impl IntoView {
    let groups = catalogue::groups().into_iter().filter_map(|(name, members)| {
        let of = members.len();
        let given: Vec<_> = members.into_iter().filter(|it| held.contains(*it)).collect();
        (!given.is_empty()).then(|| view! { <Group name=name of=of given=given/> })
    });
    view! { <div class="preset-groups">{groups.collect_view()}</div> }
}

#[component]
fn Group(name: &'static str, of: usize, given: Vec<Permission>) -> impl IntoView {
    let count = given.len();
    let rows = given.into_iter().map(|permission| {
        let endpoint = permission.endpoint();
        view! { <li><Verb method=endpoint.method/><span>{endpoint.title}</span></li> }
    });
    view! {
        <section>
            <h3>{name}<span>{count}" of "{of}</span></h3>
            <ul>{rows.collect_view()}</ul>
        </section>
    }
}
