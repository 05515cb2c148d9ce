//! A set of permissions, and the difference between two.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::catalogue::{ENDPOINTS, Permission};

const WORDS: usize = ENDPOINTS.len().div_ceil(64);

/// Which endpoints a key may call; on the wire a list of ids in the catalogue's order.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub struct PermissionSet([u64; WORDS]);

impl PermissionSet {
    /// Holds nothing: the start of every key without a partner's preset.
    pub const EMPTY: Self = Self([0; WORDS]);

    /// Holds every endpoint of this release's catalogue.
    pub fn full() -> Self {
        Permission::all().collect()
    }

    /// Keeps the ids that the catalogue knows: one it no longer has denies, and breaks nothing.
    pub fn known<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        ids.into_iter().filter_map(|id| id.parse().ok()).collect()
    }

    /// Whether calls of this endpoint are permitted.
    pub fn contains(&self, permission: Permission) -> bool {
        let (word, bit) = place(permission);
        self.0.get(word).is_some_and(|held| held & bit != 0)
    }

    /// Adds one permission; adding it again changes nothing.
    pub fn insert(&mut self, permission: Permission) {
        let (word, bit) = place(permission);
        if let Some(held) = self.0.get_mut(word) {
            *held |= bit;
        }
    }

    /// Takes one permission away; taking it again changes nothing.
    pub fn remove(&mut self, permission: Permission) {
        let (word, bit) = place(permission);
        if let Some(held) = self.0.get_mut(word) {
            *held &= !bit;
        }
    }

    /// What this set holds and the other does not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.iter().filter(|permission| !other.contains(*permission)).collect()
    }

    /// The permissions held, in the catalogue's order.
    pub fn iter(&self) -> impl Iterator<Item = Permission> {
        Permission::all().filter(|permission| self.contains(*permission))
    }

    /// The ids held, in the catalogue's order.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Permission::id)
    }

    /// The ids held, for a record that outlives the catalogue.
    pub fn to_ids(&self) -> Vec<String> {
        self.ids().map(str::to_owned).collect()
    }

    /// How many endpoints are permitted, 0 to 142.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether a key with this set is refused everywhere.
    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut set = Self::EMPTY;
        for permission in permissions {
            set.insert(permission);
        }
        set
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.ids()).finish()
    }
}

impl Serialize for PermissionSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.ids())
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    /// Leaves out ids that this release's catalogue does not have, as [`Self::known`] does.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::known(Vec::<String>::deserialize(deserializer)?.iter().map(String::as_str)))
    }
}

fn place(permission: Permission) -> (usize, u64) {
    (permission.index() / 64, 1 << (permission.index() % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_exactly_what_was_put_in() {
        for permission in Permission::all() {
            let mut set = PermissionSet::from_iter([permission]);
            assert_eq!(set.iter().collect::<Vec<_>>(), [permission]);
            set.remove(permission);
            assert!(set.is_empty());
        }
        assert_eq!(PermissionSet::full().len(), 142);
    }

    #[test]
    fn tells_what_was_added_and_removed() {
        let before = PermissionSet::known(["candidates.list", "jobs.list"]);
        let after = PermissionSet::known(["jobs.list", "offers.list"]);
        assert_eq!(after.without(&before).ids().collect::<Vec<_>>(), ["offers.list"]);
        assert_eq!(before.without(&after).ids().collect::<Vec<_>>(), ["candidates.list"]);
    }

    #[test]
    fn an_id_the_catalogue_lost_denies_and_breaks_nothing() {
        let set: PermissionSet =
            serde_json::from_str(r#"["jobs.list","candidates.gone"]"#).unwrap();
        assert_eq!(set.ids().collect::<Vec<_>>(), ["jobs.list"]);
    }

    #[test]
    fn is_the_same_after_the_wire() {
        let set = PermissionSet::full();
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(serde_json::from_str::<PermissionSet>(&json).unwrap(), set);
    }
}
