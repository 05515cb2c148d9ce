//! The catalogue as a matrix of check boxes: its groups, and what of them is held, changed, shown.

pub mod change;
pub mod merge;
pub mod search;
pub mod walk;

use contract::{
    catalogue::{self, Permission},
    permissions::PermissionSet,
};

/// One object's endpoints, which can be ticked together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    /// As the catalogue has it, such as `Custom Fields`.
    pub name: &'static str,
    /// In the catalogue's order; never empty.
    pub members: Vec<Permission>,
}

impl Group {
    /// Every group, in the catalogue's order.
    pub fn all() -> Vec<Self> {
        let groups = catalogue::groups().into_iter();
        groups.map(|(name, members)| Self { name, members }).collect()
    }

    /// Names its place on the page: `g-custom-fields`.
    pub fn anchor(&self) -> String {
        format!("g-{}", self.name.to_lowercase().replace(' ', "-"))
    }
}

/// What a check box over several others shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// None of them is ticked.
    Off,
    /// Some are.
    Mixed,
    /// All are.
    On,
}

/// What is there to draw: three sets side by side.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Picture {
    /// Ticked, whether saved or not.
    pub chosen: PermissionSet,
    /// What the key holds.
    pub saved: PermissionSet,
    /// What search and filter leave.
    pub shown: PermissionSet,
}

/// One permission of a [`Picture`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Look {
    /// Ticked.
    pub held: bool,
    /// Held by the key as it is saved.
    pub was: bool,
    /// Left by search and filter.
    pub shown: bool,
}

/// Several permissions of a [`Picture`], counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// All there are.
    pub of: usize,
    /// Ticked.
    pub held: usize,
    /// Ticked, and not saved.
    pub added: usize,
    /// Saved, and no longer ticked.
    pub removed: usize,
    /// Left by search and filter.
    pub shown: usize,
    /// Both shown and ticked.
    pub shown_held: usize,
}

impl Picture {
    /// How one permission stands.
    pub fn look(&self, permission: Permission) -> Look {
        Look {
            held: self.chosen.contains(permission),
            was: self.saved.contains(permission),
            shown: self.shown.contains(permission),
        }
    }

    /// Counts these.
    pub fn tally(&self, members: impl IntoIterator<Item = Permission>) -> Tally {
        let mut tally = Tally::default();
        for permission in members {
            let look = self.look(permission);
            tally.of += 1;
            tally.held += usize::from(look.held);
            tally.added += usize::from(look.held && !look.was);
            tally.removed += usize::from(look.was && !look.held);
            tally.shown += usize::from(look.shown);
            tally.shown_held += usize::from(look.shown && look.held);
        }
        tally
    }

    /// What is ticked after a click on the box over these: all that are shown, or none of them
    /// when all were. What is hidden stays as it is.
    #[must_use]
    pub fn turned(&self, members: impl IntoIterator<Item = Permission>) -> PermissionSet {
        let shown: Vec<_> =
            members.into_iter().filter(|permission| self.shown.contains(*permission)).collect();
        let all = shown.iter().all(|permission| self.chosen.contains(*permission));
        let mut chosen = self.chosen;
        for permission in shown {
            if all { chosen.remove(permission) } else { chosen.insert(permission) }
        }
        chosen
    }
}

impl Tally {
    /// How much of what is shown is ticked.
    pub const fn mark(&self) -> Mark {
        match self.shown_held {
            0 => Mark::Off,
            held if held == self.shown => Mark::On,
            _ => Mark::Mixed,
        }
    }

    /// Whether search and filter leave some of them out.
    pub const fn is_narrowed(&self) -> bool {
        self.shown < self.of
    }

    /// How many a save would change.
    pub const fn changed(&self) -> usize {
        self.added + self.removed
    }

    /// Whether it is worth seeing what is inside.
    pub const fn is_of_interest(&self) -> bool {
        self.held > 0 || self.removed > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ids: &[&str]) -> PermissionSet {
        PermissionSet::known(ids.iter().copied())
    }

    fn jobs() -> Group {
        Group::all().into_iter().find(|group| group.name == "Jobs").unwrap()
    }

    #[test]
    fn groups_hold_every_permission_once_and_have_places_of_their_own() {
        let groups = Group::all();
        let members: Vec<_> = groups.iter().flat_map(|group| group.members.clone()).collect();
        assert_eq!(members, Permission::all().collect::<Vec<_>>());
        let anchors: std::collections::HashSet<_> = groups.iter().map(Group::anchor).collect();
        assert_eq!(anchors.len(), groups.len());
        assert!(anchors.contains("g-custom-fields"));
    }

    #[test]
    fn a_group_is_counted_and_its_box_is_mixed_when_part_of_it_is_ticked() {
        let picture = Picture {
            chosen: set(&["jobs.list", "jobs.retrieve"]),
            saved: set(&["jobs.list", "jobs.update"]),
            shown: PermissionSet::full(),
        };
        let tally = picture.tally(jobs().members);
        assert_eq!((tally.of, tally.held, tally.added, tally.removed), (8, 2, 1, 1));
        assert_eq!((tally.mark(), tally.changed()), (Mark::Mixed, 2));
        assert_eq!(Tally::default().mark(), Mark::Off);
    }

    #[test]
    fn a_mixed_box_ticks_the_rest_and_a_full_one_unticks_all() {
        let picture = Picture {
            chosen: set(&["jobs.list", "users.list"]),
            shown: PermissionSet::full(),
            ..Picture::default()
        };
        let full = Picture { chosen: picture.turned(jobs().members), ..picture };
        assert_eq!(full.tally(jobs().members).mark(), Mark::On);
        let none = full.turned(jobs().members);
        assert_eq!(none.to_ids(), ["users.list"]);
    }

    #[test]
    fn what_the_filter_hides_stays_as_it_is() {
        let picture = Picture {
            chosen: set(&["jobs.create"]),
            shown: set(&["jobs.list", "jobs.retrieve"]),
            ..Picture::default()
        };
        let tally = picture.tally(jobs().members);
        assert_eq!((tally.mark(), tally.shown, tally.is_narrowed()), (Mark::Off, 2, true));
        let ticked = Picture { chosen: picture.turned(jobs().members), ..picture };
        assert_eq!(ticked.chosen, set(&["jobs.list", "jobs.retrieve", "jobs.create"]));
        assert_eq!(ticked.turned(jobs().members), picture.chosen);
    }
}
