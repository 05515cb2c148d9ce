//! API Credentials: every key of the organization, searched, filtered and sorted without a request.

mod blank;
mod paging;
mod row;
mod table;
mod toolbar;

use std::{sync::Arc, time::Duration};

use contract::{
    keys::{KeySummary, KeyView},
    operations::Role,
};
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

use self::{blank::Blank, toolbar::Toolbar};
use crate::{
    directory::{
        Directory, Loading, Row,
        query::{Found, PAGE, Query},
    },
    navigation::{Navigation, PAUSE, follow_typing},
    parts::{
        access::AccessDialog,
        announce::Announcer,
        head::{Crumb, Crumbs, Head},
        icon::Icon,
        notice::{Notice, Trouble},
        skeleton::steady,
    },
    places,
    reactive::prelude::*,
    session::Session,
    words::counted,
};

/// How long a row that has just changed stands out.
const STANDS_OUT: Duration = Duration::from_secs(2);
/// How old the directory may be when one comes back to the tab.
const OLD: f64 = 10_000.0;

/// What the list asks for and what it shows; copied freely between its parts.
#[derive(Clone, Copy)]
struct List {
    query: Memo<Query>,
    typed: RwSignal<String>,
    found: Memo<Found>,
    asked: RwSignal<Option<KeySummary>>,
    changed: RwSignal<Option<String>>,
    /// Nothing was there yet when the list was opened.
    is_new: bool,
    navigation: Navigation,
}

impl List {
    fn new(directory: Directory) -> Self {
        let parameters = use_query_map();
        let written = Memo::new(move || parameters.with(|map| Query::read(|name| map.get(name))));
        let typed = RwSignal::new(written.get_untracked().search);
        let query = Memo::new(move || Query { search: typed.get(), ..written.get() });
        let rows = directory.rows();
        let found = Memo::new(move || rows.with(|rows| query.with(|query| query.find(rows))));
        let list = Self {
            query,
            typed,
            found,
            asked: RwSignal::new(None),
            changed: RwSignal::new(None),
            is_new: rows.with_untracked(Vec::is_empty),
            navigation: Navigation::new(),
        };
        let search = Signal::derive(move || written.get().search);
        follow_typing(typed, search, move |search| {
            list.show(&Query { search, page: 0, ..written.get_untracked() }, true);
        });
        list
    }

    /// Shows other keys, and says so in the URL.
    fn show(self, query: &Query, replace: bool) {
        self.navigation.rewrite(&format!("{}{}", places::CREDENTIALS, query.write()), replace);
    }

    /// The keys of the page that is shown.
    fn page(self) -> Vec<Arc<Row>> {
        let first = self.query.with(|query| query.page) * PAGE;
        self.found.with(|found| found.rows.iter().skip(first).take(PAGE).cloned().collect())
    }

    /// Whether the page that the URL names has begun to be there.
    fn reaches_its_page(self) -> bool {
        let page = self.query.with(|query| query.page);
        page == 0 || self.found.with(|found| found.rows.len() > page * PAGE)
    }

    /// Has a key stand out that has just changed, and puts the focus where the next action is.
    fn point_out(self, key: &KeyView) {
        let id = key.summary.id.clone();
        let place =
            untrack(|| self.page()).iter().position(|row| row.key.id == id).unwrap_or_default();
        self.changed.set(Some(id.clone()));
        let forget = move || {
            self.changed.try_set(None);
        };
        set_timeout(forget, STANDS_OUT);
        request_animation_frame(move || focus_action(&id, place));
    }
}

/// The same key's action, that of the row which took its place, or else the title.
fn focus_action(id: &str, place: usize) {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    let element = find(&format!("#access-{id} button"))
        .or_else(|| find(&format!(".keys tbody tr:nth-child({}) .acts button", place + 1)))
        .or_else(|| find("h1"));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        drop(element.focus());
    }
}

/// The list of keys.
#[component]
pub fn Credentials() -> impl IntoView {
    let directory = expect_context::<Directory>();
    let session = expect_context::<Session>();
    let manager = move || session.person().role() == Some(Role::Manager);
    let list = List::new(directory);
    let refresh = move || {
        if untrack(|| session.person().role().is_some()) {
            directory.refresh();
        }
    };
    refresh();
    refresh_on_return(refresh);
    let create = move || {
        manager().then(|| {
            view! { <a class="btn go" href=places::NEW_KEY><Icon name="plus"/>"Create new API key"</a> }
        })
    };
    view! {
        <Crumbs way=Crumb::to_dev_center() here="API Credential Management"/>
        <Head
            title="API Credentials"
            under=|| view! { <p>"Keys that give developers and partners access to your data through Harvest, one endpoint at a time."</p> }
            actions=create
        />
        <div class="stack">
            <ViewerNotice/>
            <Rest list=list/>
        </div>
        <AccessDialog key=list.asked done=move |view| list.point_out(&view)/>
    }
}

/// For those who may look, and wonder where the buttons are.
#[component]
fn ViewerNotice() -> impl IntoView {
    let session = expect_context::<Session>();
    let notice = || {
        view! {
            <Notice>
                <p>
                    "You can look at API credentials but not change them. To change them you need the permission "
                    <strong>"manage ALL organization’s API credentials"</strong>": ask to be added to the group "
                    <code>{Role::Manager.group()}</code>"."
                </p>
            </Notice>
        }
    };
    move || (session.person().role() == Some(Role::Viewer)).then(notice)
}

/// The card with the list, or with what there is instead of one.
#[component]
fn Rest(list: List) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let announcer = expect_context::<Announcer>();
    let empty = Memo::new(move || directory.rows().with(Vec::is_empty));
    let loading = directory.loading();
    let first = Memo::new(move || match loading.get() {
        Loading::First => empty.get(),
        Loading::More => !list.reaches_its_page(),
        Loading::Done | Loading::Failed(_) => false,
    });
    let skeleton = steady(first.into());
    let failure = Signal::derive(move || match loading.get() {
        Loading::Failed(failure) if !empty.get() => Some(failure),
        Loading::Done | Loading::Failed(_) | Loading::First | Loading::More => None,
    });
    read_out(list, announcer);
    let attempts = StoredValue::new(0);
    let waits = Memo::new(move || skeleton.get() || first.get());
    let blank = Memo::new(move || empty.get() && !waits.get());
    let keys = move || {
        if waits.get() {
            view! { <table::Skeleton visible=skeleton/> }.into_any()
        } else {
            view! { <table::Keys list=list/> }.into_any()
        }
    };
    let content = move || {
        if blank.get() {
            view! { <Blank attempts=attempts/> }.into_any()
        } else {
            view! { <Toolbar list=list/>{keys} }.into_any()
        }
    };
    view! {
        <Trouble failure=failure again=Callback::new(move |()| directory.refresh())/>
        <section class="card bleed" aria-label="API credentials" aria-busy=move || first.get().to_string()>
            {content}
        </section>
    }
}

/// Says how many keys there are, once typing pauses.
fn read_out(list: List, announcer: Announcer) {
    let count =
        Memo::new(move || (list.query.get().write(), list.found.with(|found| found.rows.len())));
    Effect::new(move |before: Option<(String, usize)>| {
        let now = count.get();
        if before.is_some_and(|before| before != now) {
            let keys = counted(now.1, "key");
            let say = move || announcer.say(&format!("{keys}."));
            if let Ok(timer) = set_timeout_with_handle(say, PAUSE) {
                on_cleanup(move || timer.clear());
            }
        }
        now
    });
}

/// Another tab, or another admin, may have changed a key in the meantime.
fn refresh_on_return(refresh: impl Fn() + 'static) {
    let read = StoredValue::new(js_sys::Date::now());
    let handle = window_event_listener(leptos::ev::focus, move |_| {
        if js_sys::Date::now() - read.get_value() > OLD {
            read.set_value(js_sys::Date::now());
            refresh();
        }
    });
    on_cleanup(move || handle.remove());
}
