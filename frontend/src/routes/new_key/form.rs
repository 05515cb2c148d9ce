//! The form: API Type, Partner, Description; *Manage Permissions* makes the key.

use contract::{
    keys::{ApiType, CreateKey},
    operations::Role,
    problem::Code,
};
use leptos::html;
use wasm_bindgen::JsCast;

use super::{
    combobox::{Combobox, PartnerBox},
    preset::Preview,
};
use crate::{
    api::{self, Api, failure::Failure, secret::Fresh},
    description,
    directory::Directory,
    parts::{
        button::Button,
        errand::Errand,
        head::Head,
        icon::Icon,
        leave_guard::LeaveGuard,
        notice::{Notice, Trouble},
    },
    places,
    reactive::prelude::*,
    session::Session,
};

const NO_PARTNER: &str =
    "Choose a partner from the list. Unlisted vendor and Custom integration are always there.";

/// What has been entered, what is wrong with it, and the request that it becomes.
#[derive(Clone, Copy)]
struct Form {
    partner: PartnerBox,
    description: RwSignal<String>,
    sent: RwSignal<bool>,
    errand: Errand,
    attempt: StoredValue<Option<(CreateKey, String)>>,
}

impl Form {
    fn new() -> Self {
        Self {
            partner: PartnerBox::default(),
            description: RwSignal::default(),
            sent: RwSignal::new(false),
            errand: Errand::new(),
            attempt: StoredValue::new(None),
        }
    }

    /// What is wrong with a field: found here, or by the API.
    fn trouble(self, field: &'static str) -> Option<String> {
        let found = match field {
            "partner" => self.partner.chosen().get().is_none().then(|| NO_PARTNER.to_owned()),
            _ => self.description.with(|text| description::trouble(text)),
        };
        let refused = || self.errand.failure().get().and_then(|failure| failure.field(field));
        found.filter(|_| self.sent.get()).or_else(refused)
    }

    fn body(self) -> Option<CreateKey> {
        let partner = self.partner.chosen().get_untracked()?;
        let description = self.description.get_untracked();
        description::trouble(&description).is_none().then(|| CreateKey {
            api_type: ApiType::Harvest.as_str().to_owned(),
            partner: partner.id.to_owned(),
            description,
            permissions: None,
        })
    }

    /// The same body sent again carries the same `Idempotency-Key`, so that an answer which was
    /// lost on the way does not leave a second key behind.
    fn once(self, body: &CreateKey) -> Option<String> {
        let before =
            self.attempt.get_value().filter(|(sent, _)| sent == body).map(|(_, once)| once);
        let once = before.or_else(api::once)?;
        self.attempt.set_value(Some((body.clone(), once.clone())));
        Some(once)
    }

    fn send(self, api: Api, directory: Directory, made: Callback<Fresh>) {
        self.sent.set(true);
        let Some(body) = self.body() else { return focus_first_wrong_field() };
        let Some(once) = self.once(&body) else { return self.errand.fail(Failure::NONSENSE) };
        let work = async move { api.create_key(&body, &once).await };
        self.errand.run(work, move |fresh| {
            directory.acknowledge(&fresh.key);
            made.run(fresh);
        });
    }

    /// A key that was made before cannot be shown: the next attempt makes another one.
    fn start_over(self) {
        self.attempt.set_value(None);
        self.errand.forget();
    }
}

fn focus_first_wrong_field() {
    request_animation_frame(|| {
        let field = document().query_selector("[aria-invalid='true']").ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(field.focus());
        }
    });
}

/// The first step, beside what the chosen partner will be given.
#[component]
pub fn Describe(
    /// Given the key, the one time it is there.
    made: Callback<Fresh>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let form = Form::new();
    let manager = Memo::new(move || session.person().role() == Some(Role::Manager));
    let content = move || {
        if manager.get() {
            view! {
                <div class="split">
                    <Fields form=form made=made/>
                    <Preview partner=form.partner.chosen()/>
                </div>
            }
            .into_any()
        } else {
            view! { <Notice><p>{MAY_LOOK}</p></Notice> }.into_any()
        }
    };
    view! {
        <Head title="Create new API key"/>
        {content}
        <LeaveGuard when=form.errand.busy() title="Leave while the key is being generated?">
            <p>"The key may be there already, and it is shown only here. If you leave now it is lost: you would make a new one and revoke this one."</p>
        </LeaveGuard>
    }
}

const MAY_LOOK: &str = "You can look at API credentials but not create them. Ask to be added to the group api-credential-managers.";

#[component]
fn Fields(form: Form, made: Callback<Fresh>) -> impl IntoView {
    let (api, directory) = (expect_context::<Api>(), expect_context::<Directory>());
    let send = move || form.send(api, directory, made);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <div class="field">
                <label for="api-type">"API Type"</label>
                <div class="select">
                    <select id="api-type"><option value=ApiType::Harvest.as_str()>"Harvest"</option></select>
                    <Icon name="down"/>
                </div>
            </div>
            <PartnerField form=form/>
            <DescriptionField form=form/>
            <Refusal form=form/>
            <div class="form-foot">
                <Button kind="go" busy=form.errand.busy() doing="Generating the key" press=send>"Manage Permissions"</Button>
                <a class="btn quiet" href=places::CREDENTIALS>"Cancel"</a>
            </div>
            <p class="hint small muted">"Manage Permissions generates the Harvest API key. It is shown once."</p>
            <button class="vh" type="submit" tabindex="-1" aria-hidden="true"></button>
        </form>
    }
}

#[component]
fn PartnerField(form: Form) -> impl IntoView {
    let trouble = Memo::new(move || form.trouble("partner"));
    view! {
        <div class="field">
            <label for="partner">"Partner"</label>
            <Combobox state=form.partner invalid=Signal::derive(move || trouble.get().is_some())/>
            <FieldTrouble id="partner-error" trouble=trouble/>
            <p class="hint" id="partner-hint">
                "Whoever asked for the key. Not in the list? Take "<b>"Unlisted vendor"</b>
                ". Your own code? Take "<b>"Custom integration"</b>"."
            </p>
        </div>
    }
}

#[component]
fn DescriptionField(form: Form) -> impl IntoView {
    let trouble = Memo::new(move || form.trouble("description"));
    let input = NodeRef::<html::Input>::new();
    view! {
        <div class="field">
            <label for="description">"Description"</label>
            <input
                class="input"
                id="description"
                node_ref=input
                autocomplete="off"
                aria-required="true"
                aria-describedby="description-hint description-error"
                aria-invalid=move || trouble.get().map(|_| "true")
                prop:value=move || form.description.get()
                on:input=move |event| form.description.set(event_target_value(&event))
            />
            <FieldTrouble id="description-error" trouble=trouble/>
            <p class="hint" id="description-hint">"A name by which anyone recognises the key later, for example: HRIS Link, nightly import"</p>
        </div>
    }
}

#[component]
fn FieldTrouble(id: &'static str, trouble: Memo<Option<String>>) -> impl IntoView {
    let shown = move |sentence| view! { <Icon name="warn"/>{sentence} };
    view! { <p class="error" id=id hidden=move || trouble.get().is_none()>{move || trouble.get().map(shown)}</p> }
}

/// What the API said, where it is about no single field.
#[component]
fn Refusal(form: Form) -> impl IntoView {
    let failure = form.errand.failure();
    let made_before = Memo::new(move || {
        failure.get().and_then(|failure| failure.made_before().map(str::to_owned))
    });
    let fields_only = |failure: &Failure| {
        failure.code() == Some(Code::InvalidFields)
            && (failure.field("partner").is_some() || failure.field("description").is_some())
    };
    let other = Signal::derive(move || {
        failure.get().filter(|failure| made_before.get().is_none() && !fields_only(failure))
    });
    let before = move |id: String| {
        view! {
            <div class="notice bad" role="alert">
                <Icon name="warn"/>
                <div class="stack">
                    <p>
                        <strong>"The key was created, but its answer was lost on the way."</strong>
                        " It can be shown only once, so nobody has it. Revoke "
                        <a href=places::key(&id)>"the key that was created"</a>", then create another one."
                    </p>
                    <Button press=move || form.start_over()>"Let me create another one"</Button>
                </div>
            </div>
        }
    };
    view! { <div class="form-trouble">{move || made_before.get().map(before)}<Trouble failure=other/></div> }
}
