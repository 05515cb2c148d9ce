//! What stands over the list: which key it is, what it is called, how much it may do.

use contract::{
    keys::{ApiType, Status},
    operations::Role,
    partners::{self, Preset},
    permissions::PermissionSet,
};

use super::{
    list::focus,
    work::{DESCRIPTION, Work},
};
use crate::{
    matrix::change::Change,
    partner,
    parts::{
        button::Button,
        chip::Chip,
        ear::Ear,
        head::{Crumb, Crumbs, Head},
        icon::Icon,
        notice::Notice,
    },
    places,
    reactive::prelude::*,
    routes::new_key::Steps,
    session::browser::window,
    words::counted,
};

/// The way here, or the steps of a creation; then the key by its saved description.
#[component]
pub fn EditHead(
    /// On which key.
    work: Work,
) -> impl IntoView {
    let description = Signal::derive(move || work.key.with(|key| key.summary.description.clone()));
    let status = Signal::derive(move || work.key.with(|key| key.summary.status));
    let way = if work.is_new {
        view! { <Steps at=2/> }.into_any()
    } else {
        view! { <Way work=work/> }.into_any()
    };
    let identity = move || {
        let (partner, id) =
            work.key.with_untracked(|key| (key.summary.partner.clone(), key.summary.id.clone()));
        let api_type = work.key.with_untracked(|key| api_name(key.summary.api_type));
        view! {
            <p>{partner::name(&partner).to_owned()}" · "{api_type}" · "<span class="mono">{id}</span></p>
            <NotSavedYet work=work/>
        }
    };
    let print = move || drop(window().print());
    view! {
        {way}
        <Head
            title=description
            beside=move || view! { <Chip status=status large=true/> }
            under=identity
            actions=move || view! { <Button icon="print" press=print>"Print list"</Button> }
        />
    }
}

#[component]
fn Way(work: Work) -> impl IntoView {
    move || {
        let mut way = Crumb::to_credentials();
        way.push(
            work.key.with(|key| {
                Crumb::new(key.summary.description.clone(), places::key(&key.summary.id))
            }),
        );
        view! { <Crumbs way=way here="Edit"/> }
    }
}

const fn api_name(api_type: ApiType) -> &'static str {
    match api_type {
        ApiType::Harvest => "Harvest",
    }
}

/// On paper only: a list that is not saved is no list of what the key may do.
#[component]
fn NotSavedYet(work: Work) -> impl IntoView {
    move || {
        let change = work.change.get();
        (!change.is_empty()).then(|| {
            view! { <p class="on-paper">{format!("Not saved yet: {}.", change.sentence())}</p> }
        })
    }
}

/// The description's field, beside the count and the ear of what is ticked.
#[component]
pub fn DescriptionRow(
    /// On which key.
    work: Work,
) -> impl IntoView {
    let held = Signal::derive(move || work.board.chosen.get());
    let count = move || held.with(PermissionSet::len);
    let was = move || {
        let before = work.key.with(|key| key.permissions.len());
        work.change.with(Change::moves_permissions).then(|| format!(" · was {before}"))
    };
    let dry = Signal::derive(move || work.key.with(|key| key.summary.status == Status::Revoked));
    view! {
        <div class="desc-row">
            <DescriptionField work=work/>
            <div>
                <p class="big-n">{count}" "<small>"of "{counted(work.board.total.get_untracked().of, "permission")}{was}</small></p>
                <Ear held=held dry=dry/>
            </div>
        </div>
    }
}

#[component]
fn DescriptionField(work: Work) -> impl IntoView {
    let trouble = Memo::new(move || work.description_trouble());
    let refused = Memo::new(move || {
        work.errand.failure().get().and_then(|failure| failure.field(DESCRIPTION))
    });
    Effect::new(move |_| {
        if refused.get().is_some() {
            focus(DESCRIPTION);
        }
    });
    let type_in = move |event| {
        if refused.get_untracked().is_some() {
            work.errand.forget();
        }
        work.description.set(event_target_value(&event));
    };
    let shown = move |sentence| view! { <Icon name="warn"/>{sentence} };
    view! {
        <div class="field form">
            <label for=DESCRIPTION>"Description"</label>
            <input
                class="input"
                id=DESCRIPTION
                autocomplete="off"
                aria-required="true"
                aria-describedby="description-error"
                aria-invalid=move || trouble.get().map(|_| "true")
                readonly=work.board.is_read_only
                prop:value=move || work.description.get()
                on:input=type_in
            />
            <p class="error" id="description-error" role="alert" hidden=move || trouble.get().is_none()>
                {move || trouble.get().map(shown)}
            </p>
        </div>
    }
}

/// How to choose, and what is particular about this key.
#[component]
pub fn Notices(
    /// On which key.
    work: Work,
) -> impl IntoView {
    let revoked = move || {
        let revoked = work.key.with(|key| key.summary.status == Status::Revoked);
        revoked.then(|| {
            view! {
                <Notice><p>"This key is revoked, and stays so: what you save counts once it is re-enabled."</p></Notice>
            }
        })
    };
    let looks = work.board.is_read_only.then(|| {
        view! {
            <Notice>
                <p>
                    "You can look at API credentials but not change them. Ask to be added to the group "
                    <code>{Role::Manager.group()}</code>"."
                </p>
            </Notice>
        }
    });
    let advice = (!work.board.is_read_only).then(|| view! { <Advice work=work/> });
    view! { {advice}{looks}{revoked} }
}

const LEAST: &str = "Tick only what the integration calls. Ask its developers for the list if you are not sure; fewer is safer.";

#[component]
fn Advice(work: Work) -> impl IntoView {
    if !work.is_new {
        return view! { <p>{LEAST}</p> }.into_any();
    }
    let (held, partner) = work
        .key
        .with_untracked(|key| (key.permissions.len(), partners::find(&key.summary.partner)));
    let name = partner.map_or("The partner", |partner| partner.name);
    let assigned = counted(held, "permission");
    let sentence = match partner.map(|partner| partner.preset) {
        Some(Preset::Complete(_)) => {
            format!("Check what the key may do: {assigned} assigned because you chose {name}.")
        }
        Some(Preset::Partial(_)) => format!(
            "Check what the key may do: {assigned} assigned because you chose {name}. Its public list is incomplete, so some may be missing."
        ),
        Some(Preset::Unlisted) => format!(
            "{name} publishes no list, so nothing is assigned yet. A key without permissions is refused everywhere."
        ),
        Some(Preset::General) | None => {
            "Nothing is assigned yet, and a key without permissions is refused everywhere."
                .to_owned()
        }
    };
    view! { <p>{sentence}" "{LEAST}</p> }.into_any()
}
