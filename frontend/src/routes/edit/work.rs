//! The work at hand on one key: what is saved, what is changed, and how it is saved.

use contract::{
    keys::{KeyView, Status},
    problem::Code,
};

use super::{board::Board, list::focus};
use crate::{
    api::{Api, failure::Failure},
    description,
    directory::Directory,
    matrix::{
        change::{Change, State},
        merge::{Merge, Side},
    },
    parts::{announce::Announcer, errand::Errand},
    reactive::prelude::*,
    session::Session,
};

/// The `id` of the description's field.
pub const DESCRIPTION: &str = "description";

/// Everything the page is about; a handle that is copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// The key as it is saved.
    pub key: RwSignal<KeyView>,
    /// As typed.
    pub description: RwSignal<String>,
    /// The permissions.
    pub board: Board,
    /// What a save would change.
    pub change: Memo<Change>,
    /// Whether this is the last step of a creation.
    pub is_new: bool,
    /// The last attempt to save.
    pub errand: Errand,
    /// Whether changes are being looked over before they are saved.
    pub reviews: RwSignal<bool>,
    /// Whether the admin is asked about discarding.
    pub discards: RwSignal<bool>,
    /// What somebody else has saved since, while that is to be decided about.
    pub theirs: RwSignal<Option<KeyView>>,
    /// What was decided, until the next save.
    pub note: RwSignal<Option<String>>,
    tried: RwSignal<bool>,
    finish: Callback<()>,
    reach: Reach,
}

/// What the work talks to.
#[derive(Clone, Copy, Debug)]
struct Reach {
    api: Api,
    directory: Directory,
    announcer: Announcer,
    session: Session,
}

/// What became of an attempt to save.
enum Outcome {
    Saved(KeyView),
    Stale(Failure, KeyView),
}

impl Work {
    /// Begins with a key as it is saved; `finish` is run after the last step of a creation.
    pub fn new(view: KeyView, is_new: bool, is_read_only: bool, finish: Callback<()>) -> Self {
        let description = RwSignal::new(view.summary.description.clone());
        let key = RwSignal::new(view);
        let saved = Memo::new(move || key.with(|key| key.permissions));
        let board = Board::new(saved, is_read_only);
        let change = Memo::new(move || {
            let now = State { description: description.get(), permissions: board.chosen.get() };
            Change::between(&key.with(State::of), &now)
        });
        Self {
            key,
            description,
            board,
            change,
            is_new,
            errand: Errand::new(),
            reviews: RwSignal::new(false),
            discards: RwSignal::new(false),
            theirs: RwSignal::new(None),
            note: RwSignal::new(None),
            tried: RwSignal::new(false),
            finish,
            reach: Reach {
                api: expect_context(),
                directory: expect_context(),
                announcer: expect_context(),
                session: expect_context(),
            },
        }
    }

    /// What is wrong with the description: found here, or by the API.
    pub fn description_trouble(&self) -> Option<String> {
        let refused = || self.errand.failure().get().and_then(|failure| failure.field(DESCRIPTION));
        let found = self.description.with(|text| description::trouble(text));
        found.filter(|_| self.tried.get()).or_else(refused)
    }

    /// Why the last attempt failed, where it is not about the description.
    pub fn failure(&self) -> Option<Failure> {
        let failure = self.errand.failure().get();
        failure.filter(|failure| failure.field(DESCRIPTION).is_none())
    }

    /// Whether a save takes something away from a program that may be using it right now.
    pub fn takes_away(&self) -> bool {
        let in_use = self.key.with(|key| key.summary.status == Status::Active) && !self.is_new;
        in_use && self.change.with(|change| !change.removed.is_empty())
    }

    /// Saves at once what only adds; has removals looked over first.
    pub fn save(&self) {
        if self.board.is_read_only || self.errand.busy().get_untracked() {
            return;
        }
        let change = self.change.get_untracked();
        self.tried.set(true);
        if self.description.with_untracked(|text| description::trouble(text)).is_some() {
            focus(DESCRIPTION);
        } else if change.is_empty() {
            if self.is_new {
                self.finish.run(());
            }
        } else if change.removed.is_empty() || self.is_new {
            self.send();
        } else {
            self.reviews.set(true);
        }
    }

    /// Sends what is changed, and nothing else.
    pub fn send(&self) {
        let (work, api) = (*self, self.reach.api);
        let (id, version) =
            self.key.with_untracked(|key| (key.summary.id.clone(), key.summary.version));
        let change = self.change.get_untracked();
        let body = change.body();
        self.note.set(None);
        let attempt = async move {
            match api.update_key(&id, version, &body).await {
                Err(failure) if failure.code() == Some(Code::StaleVersion) => {
                    api.get_key(&id).await.map(|theirs| Outcome::Stale(failure, theirs))
                }
                answer => answer.map(Outcome::Saved),
            }
        };
        self.errand.run(attempt, move |outcome| match outcome {
            Outcome::Saved(view) => work.saved(view, &change),
            Outcome::Stale(failure, theirs) => work.overtaken(failure, theirs, &change),
        });
    }

    /// What has been typed or ticked while it was being saved stays, as changes of their own.
    fn saved(&self, view: KeyView, change: &Change) {
        let description = view.summary.description.clone();
        let typed = self.description.with_untracked(|text| text.trim() == description);
        self.reach.directory.acknowledge(&view);
        self.reach
            .announcer
            .done(&description, &format!("saved. {}.", capital(&change.sentence())));
        self.key.set(view);
        self.tried.set(false);
        if typed {
            self.description.set(description);
        }
        self.board.sift();
        if self.is_new {
            self.finish.run(());
        }
    }

    /// An answer that was lost on the way leaves a version of one's own behind: that is no conflict.
    fn overtaken(&self, failure: Failure, theirs: KeyView, change: &Change) {
        let me = untrack(|| self.reach.session.person().sub);
        let mine = untrack(|| Change::between(&State::of(&theirs), &self.mine()));
        if mine.is_empty() && theirs.summary.updated_by.id == me {
            self.saved(theirs, change);
            return;
        }
        self.reach.directory.acknowledge(&theirs);
        self.errand.fail(failure);
        self.theirs.set(Some(theirs));
    }

    /// Both changes over what both began from, while there is something to decide about.
    pub fn merge(&self) -> Option<Merge> {
        let theirs = self.theirs.with(|theirs| theirs.as_ref().map(State::of))?;
        Some(Merge { base: self.key.with(State::of), theirs, mine: self.mine() })
    }

    /// Goes on from their version, with what has been changed here on top of it, unsaved.
    pub fn apply(&self, side: Side) {
        if let Some(merge) = untrack(|| self.merge()) {
            self.rebase(merge.together(side));
        }
        let left = self.change.with_untracked(Change::sentence);
        self.note.set(Some(if left.is_empty() {
            "This is their version; nothing of yours is left to save.".to_owned()
        } else {
            format!("Based on their version now. Yours is not saved yet: {left}. Look it over, then Save.")
        }));
    }

    /// Goes on from their version alone.
    pub fn yield_to_theirs(&self) {
        if let Some(theirs) = self.theirs.with_untracked(|theirs| theirs.as_ref().map(State::of)) {
            self.rebase(theirs);
        }
        self.note.set(Some("This is their version. Yours has been discarded.".to_owned()));
    }

    fn rebase(&self, state: State) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.key.set(theirs);
        }
        self.theirs.set(None);
        self.errand.forget();
        self.board.show_all();
        self.put(state);
    }

    /// Goes back to what is saved.
    pub fn discard(&self) {
        self.put(self.key.with_untracked(State::of));
        self.errand.forget();
        self.note.set(None);
        self.reach.announcer.say("Discarded. This is what is saved.");
    }

    /// Ticks what another key may do, and nothing else.
    pub fn copy(&self, other: &KeyView) {
        self.board.replace(other.permissions);
        self.board.open_what_is_of_interest();
        self.note.set(None);
        let sentence = format!("Copied from {}. Not saved yet.", other.summary.description);
        self.reach.announcer.say(&sentence);
    }

    fn mine(&self) -> State {
        State { description: self.description.get(), permissions: self.board.chosen.get() }
    }

    fn put(&self, state: State) {
        self.description.set(state.description);
        self.tried.set(false);
        self.board.replace(state.permissions);
        self.board.open_what_is_of_interest();
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
