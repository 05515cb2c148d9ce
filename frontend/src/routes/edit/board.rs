//! The matrix while it is on the page: one set is the truth, and each row hears only of itself.

use contract::{catalogue::Permission, permissions::PermissionSet};

use crate::{
    matrix::{
        Group, Look, Picture, Tally,
        search::{Filter, Finder},
        walk::{Item, Step, Walk},
    },
    parts::announce::Announcer,
    reactive::prelude::*,
    words::{counted, of_all},
};

/// How a row is drawn, and whether Tab comes to it.
pub type RowLook = (Look, bool);

/// Whether a group is open, and what there is to say about it.
#[derive(Clone, Copy, Debug)]
pub struct Fold {
    /// Open or not.
    pub open: RwSignal<bool>,
    /// Its members, counted.
    pub tally: Memo<Tally>,
}

/// What is ticked, searched for and open; a handle that is copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Board {
    /// What is ticked.
    pub chosen: RwSignal<PermissionSet>,
    /// As typed.
    pub search: RwSignal<String>,
    /// Of which kind permissions are shown.
    pub filter: RwSignal<Filter>,
    /// All there is to draw.
    pub picture: Memo<Picture>,
    /// All permissions, counted.
    pub total: Memo<Tally>,
    /// Whether nothing can be ticked here.
    pub is_read_only: bool,
    sifts: RwSignal<u32>,
    at: RwSignal<Item>,
    walk: Memo<Walk>,
    stop: Memo<Option<Item>>,
    groups: StoredValue<Vec<Group>>,
    folds: StoredValue<Vec<Fold>>,
    rows: StoredValue<Vec<(Permission, RwSignal<RowLook>)>>,
}

impl Board {
    /// Begins with what is saved, and everything shown.
    pub fn new(saved: Memo<PermissionSet>, is_read_only: bool) -> Self {
        let chosen = RwSignal::new(saved.get_untracked());
        let (search, filter) = (RwSignal::new(String::new()), RwSignal::new(Filter::All));
        let (sifts, at) = (RwSignal::new(0), RwSignal::new(Item::Head(0)));
        let shown = shown(chosen, saved, search, filter, sifts);
        let picture = Memo::new(move || Picture {
            chosen: chosen.get(),
            saved: saved.get(),
            shown: shown.get(),
        });
        let groups = StoredValue::new(Group::all());
        let folds = StoredValue::new(folds(groups, picture));
        let walk = Memo::new(move || {
            let open = folds.with_value(|folds| folds.iter().map(|fold| fold.open.get()).collect());
            groups.with_value(|groups| Walk::new(groups, &shown.get(), open))
        });
        let stop = Memo::new(move || {
            groups.with_value(|groups| walk.with(|walk| walk.stop(at.get(), groups)))
        });
        let total = Memo::new(move || picture.get().tally(Permission::all()));
        let look = |it| look(it, &picture.get_untracked(), stop.get_untracked());
        let rows =
            StoredValue::new(Permission::all().map(|it| (it, RwSignal::new(look(it)))).collect());
        Self {
            chosen,
            search,
            filter,
            picture,
            total,
            is_read_only,
            sifts,
            at,
            walk,
            stop,
            groups,
            folds,
            rows,
        }
        .following()
    }

    fn following(self) -> Self {
        self.tell_rows();
        self.open_what_is_found();
        self.say_what_changes();
        self
    }

    /// The groups, each with its place, its name and its members.
    pub fn groups(&self) -> Vec<Group> {
        self.groups.get_value()
    }

    /// How a group stands; its place is one of [`Self::groups`].
    pub fn fold(&self, index: usize) -> Option<Fold> {
        self.folds.with_value(|folds| folds.get(index).copied())
    }

    /// How a row stands.
    pub fn row(&self, permission: Permission) -> Option<RwSignal<RowLook>> {
        self.rows.with_value(|rows| {
            rows.iter().find(|(known, _)| *known == permission).map(|(_, look)| *look)
        })
    }

    /// Whether Tab comes to a group's box.
    pub fn is_stop(&self, item: Item) -> bool {
        self.stop.get() == Some(item)
    }

    /// Notes where the focus is.
    pub fn arrive(&self, item: Item) {
        self.at.set(item);
    }

    /// What a key does where the focus is.
    pub fn step(&self, key: &str, item: Item) -> Option<Step> {
        self.groups
            .with_value(|groups| self.walk.with_untracked(|walk| walk.step(key, item, groups)))
    }

    /// Opens or closes a group.
    pub fn set_open(&self, index: usize, open: bool) {
        if let Some(fold) = self.fold(index)
            && fold.open.get_untracked() != open
        {
            fold.open.set(open);
        }
    }

    /// Opens or closes every group.
    pub fn set_all_open(&self, open: bool) {
        for index in 0..self.folds.with_value(Vec::len) {
            self.set_open(index, open);
        }
    }

    /// Whether any group that is shown is open.
    pub fn is_any_open(&self) -> bool {
        self.folds.with_value(|folds| {
            folds.iter().any(|fold| fold.open.get() && fold.tally.get().shown > 0)
        })
    }

    /// Answers a click on a box.
    pub fn turn(&self, item: Item) {
        let picture = self.picture.get_untracked();
        let chosen = match item {
            Item::Row(permission) => {
                Picture { shown: [permission].into_iter().collect(), ..picture }
                    .turned([permission])
            }
            Item::Head(index) => self.groups.with_value(|groups| {
                let members = groups.get(index).map(|group| group.members.clone());
                picture.turned(members.unwrap_or_default())
            }),
        };
        self.chosen.set(chosen);
    }

    /// Answers a click on the box over everything.
    pub fn turn_all(&self) {
        self.chosen.set(self.picture.get_untracked().turned(Permission::all()));
    }

    /// Ticks these and no other, and lets the filter look again.
    pub fn replace(&self, chosen: PermissionSet) {
        self.chosen.set(chosen);
        self.sift();
    }

    /// Ends search and filter.
    pub fn show_all(&self) {
        self.search.set(String::new());
        self.filter.set(Filter::All);
    }

    /// Lets the filter look again. It does not by itself: a row must not go from under the hand
    /// that has just ticked it.
    pub fn sift(&self) {
        self.sifts.update(|sifts| *sifts = sifts.wrapping_add(1));
    }

    /// Opens groups with something ticked or changed, and closes the others.
    pub fn open_what_is_of_interest(&self) {
        self.folds.with_value(|folds| {
            for fold in folds {
                fold.open.set(fold.tally.get_untracked().is_of_interest());
            }
        });
    }

    fn is_narrowed(&self) -> bool {
        self.filter.get() != Filter::All || self.search.with(|text| !text.trim().is_empty())
    }

    fn tell_rows(self) {
        Effect::new(move |_| {
            let (picture, stop) = (self.picture.get(), self.stop.get());
            self.rows.with_value(|rows| {
                for (permission, row) in rows {
                    let look = look(*permission, &picture, stop);
                    if row.get_untracked() != look {
                        row.set(look);
                    }
                }
            });
        });
    }

    /// While something is searched for, what is found is open; after it, what was open before.
    fn open_what_is_found(self) {
        let shown = Memo::new(move || self.picture.get().shown);
        Effect::new(move |before: Option<Option<Vec<bool>>>| {
            let (before, folds) = (before.flatten(), self.folds.get_value());
            shown.track();
            if self.is_narrowed() {
                let open = || folds.iter().map(|fold| fold.open.get_untracked()).collect();
                let before = before.unwrap_or_else(open);
                folds.iter().for_each(|fold| {
                    if fold.tally.get_untracked().shown > 0 {
                        fold.open.set(true);
                    }
                });
                return Some(before);
            }
            for (fold, open) in folds.iter().zip(before?) {
                fold.open.set(open || fold.tally.get_untracked().changed() > 0);
            }
            None
        });
    }

    fn say_what_changes(self) {
        let announcer = expect_context::<Announcer>();
        announcer
            .follow(move || format!("{} selected.", of_all(self.chosen.with(PermissionSet::len))));
        announcer
            .follow(move || format!("{} shown.", counted(self.total.get().shown, "permission")));
    }
}

/// What search and filter leave of what is ticked when they are set, and not of every later tick.
fn shown(
    chosen: RwSignal<PermissionSet>,
    saved: Memo<PermissionSet>,
    search: RwSignal<String>,
    filter: RwSignal<Filter>,
    sifts: RwSignal<u32>,
) -> Memo<PermissionSet> {
    let finder = StoredValue::new(Finder::new());
    Memo::new(move || {
        sifts.track();
        let picture = Picture {
            chosen: chosen.get_untracked(),
            saved: saved.get_untracked(),
            shown: PermissionSet::EMPTY,
        };
        finder.with_value(|finder| search.with(|text| finder.find(text, filter.get(), &picture)))
    })
}

fn folds(groups: StoredValue<Vec<Group>>, picture: Memo<Picture>) -> Vec<Fold> {
    let fold = |group: Group| {
        let tally = Memo::new(move || picture.get().tally(group.members.iter().copied()));
        Fold { open: RwSignal::new(tally.get_untracked().is_of_interest()), tally }
    };
    groups.get_value().into_iter().map(fold).collect()
}

fn look(permission: Permission, picture: &Picture, stop: Option<Item>) -> RowLook {
    (picture.look(permission), stop == Some(Item::Row(permission)))
}
