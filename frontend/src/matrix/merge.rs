//! Two admins' changes to one key, put together over what both began from.

use contract::permissions::PermissionSet;

use super::change::{Change, State};

/// Whose word counts where both have changed the same thing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// What is saved.
    Theirs,
    /// What is on this page.
    Mine,
}

/// Three states of one key.
///
/// A permission is held or it is not, so two who both changed it did the same to it: only a
/// description can be changed in two ways.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Merge {
    /// What both began from.
    pub base: State,
    /// What somebody else has saved since.
    pub theirs: State,
    /// What has been made of it here.
    pub mine: State,
}

impl Merge {
    /// What somebody else has changed.
    pub fn their_change(&self) -> Change {
        Change::between(&self.base, &self.theirs)
    }

    /// What has been changed here.
    pub fn my_change(&self) -> Change {
        Change::between(&self.base, &self.mine)
    }

    /// How many permissions both have changed, and therefore alike.
    pub fn agreed(&self) -> usize {
        let (theirs, mine) = (self.their_change(), self.my_change());
        let alike = |theirs: &PermissionSet, mine: &PermissionSet| {
            theirs.iter().filter(|permission| mine.contains(*permission)).count()
        };
        alike(&theirs.added, &mine.added) + alike(&theirs.removed, &mine.removed)
    }

    /// Both descriptions, theirs first, where each changed it in another way.
    pub fn descriptions(&self) -> Option<(String, String)> {
        let theirs = self.their_change().description?;
        let mine = self.my_change().description?;
        (theirs != mine).then_some((theirs, mine))
    }

    /// Their state with what has been changed here; the side decides about the description where
    /// both have changed it.
    pub fn together(&self, side: Side) -> State {
        let mine = self.my_change();
        let mut permissions = self.theirs.permissions.without(&mine.removed);
        for permission in mine.added.iter() {
            permissions.insert(permission);
        }
        let keeps_mine =
            mine.description.is_some() && (self.descriptions().is_none() || side == Side::Mine);
        let from = if keeps_mine { &self.mine } else { &self.theirs };
        State { description: from.description.clone(), permissions }
    }
}

#[cfg(test)]
mod tests {
    use contract::catalogue::Permission;

    use super::*;

    fn state(description: &str, ids: &[&str]) -> State {
        let permissions = PermissionSet::known(ids.iter().copied());
        State { description: description.into(), permissions }
    }

    fn merge(base: State, theirs: State, mine: State) -> Merge {
        Merge { base, theirs, mine }
    }

    #[test]
    fn both_changes_are_kept() {
        let merge = merge(
            state("a", &["jobs.list", "users.list", "offers.list"]),
            state("a", &["jobs.list", "users.list", "sources.list"]),
            state("b", &["jobs.list", "offers.list", "tags.list"]),
        );
        let together = state("b", &["jobs.list", "sources.list", "tags.list"]);
        assert_eq!(merge.together(Side::Theirs), together);
        assert_eq!(merge.together(Side::Mine), together);
        assert_eq!((merge.agreed(), merge.descriptions()), (0, None));
    }

    #[test]
    fn what_both_did_alike_is_done_once() {
        let merge = merge(
            state("a", &["jobs.list"]),
            state("b", &["users.list"]),
            state("b", &["users.list", "tags.list"]),
        );
        assert_eq!((merge.agreed(), merge.descriptions()), (2, None));
        assert_eq!(merge.together(Side::Theirs), merge.mine);
    }

    #[test]
    fn only_a_description_needs_somebody_to_decide() {
        let merge = merge(state("a", &[]), state("theirs", &[]), state("mine", &["jobs.list"]));
        assert_eq!(merge.descriptions(), Some(("theirs".into(), "mine".into())));
        assert_eq!(merge.together(Side::Theirs), state("theirs", &["jobs.list"]));
        assert_eq!(merge.together(Side::Mine), state("mine", &["jobs.list"]));
    }

    #[test]
    fn a_description_that_one_side_left_alone_follows_the_other() {
        let theirs = merge(state("a", &[]), state("theirs", &[]), state(" a ", &[]));
        assert_eq!(theirs.together(Side::Mine).description, "theirs");
        let mine = merge(state("a", &[]), state("a", &[]), state("mine", &[]));
        assert_eq!(mine.together(Side::Theirs).description, "mine");
    }

    #[test]
    fn every_permission_follows_whoever_changed_it() {
        let permission = Permission::all().next().unwrap();
        let of = |held: bool| State {
            description: String::new(),
            permissions: held.then_some(permission).into_iter().collect(),
        };
        for (base, theirs, mine) in (0..8).map(|bits| (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0))
        {
            let expected = if mine == base { theirs } else { mine };
            let merged = merge(of(base), of(theirs), of(mine)).together(Side::Theirs);
            assert_eq!(merged, of(expected), "{base} {theirs} {mine}");
        }
    }
}
