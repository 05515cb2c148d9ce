//! What an admin has changed on a key, and what of it is sent.

use contract::{
    keys::{KeyView, UpdateKey},
    permissions::PermissionSet,
};

use crate::words;

/// What can be changed on a key.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct State {
    /// What it is called.
    pub description: String,
    /// What it may do.
    pub permissions: PermissionSet,
}

impl State {
    /// As the API shows a key.
    pub fn of(key: &KeyView) -> Self {
        Self { description: key.summary.description.clone(), permissions: key.permissions }
    }
}

/// The difference between two states.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Change {
    /// The new one, without blanks around it; the API takes those off, too.
    pub description: Option<String>,
    /// Now permitted.
    pub added: PermissionSet,
    /// No longer permitted.
    pub removed: PermissionSet,
    now: PermissionSet,
}

impl Change {
    /// From one state to another.
    pub fn between(before: &State, after: &State) -> Self {
        let description = after.description.trim();
        Self {
            description: (description != before.description).then(|| description.to_owned()),
            added: after.permissions.without(&before.permissions),
            removed: before.permissions.without(&after.permissions),
            now: after.permissions,
        }
    }

    /// Whether there is nothing to save.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many things would be lost: each permission is one, the description is one.
    pub fn count(&self) -> usize {
        self.added.len() + self.removed.len() + usize::from(self.description.is_some())
    }

    /// Whether permissions differ.
    pub fn moves_permissions(&self) -> bool {
        !self.added.is_empty() || !self.removed.is_empty()
    }

    /// Only what differs; the permissions as the whole new set, as the API wants them.
    pub fn body(&self) -> UpdateKey {
        UpdateKey {
            description: self.description.clone(),
            permissions: self.moves_permissions().then(|| self.now.to_ids()),
        }
    }

    /// `12 added, 3 removed, description changed`; empty when nothing is.
    pub fn sentence(&self) -> String {
        let mut parts = Vec::new();
        if self.moves_permissions() {
            parts.push(words::difference(self.added.len(), self.removed.len()));
        }
        if self.description.is_some() {
            parts.push("description changed".to_owned());
        }
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(description: &str, ids: &[&str]) -> State {
        let permissions = PermissionSet::known(ids.iter().copied());
        State { description: description.into(), permissions }
    }

    #[test]
    fn only_what_differs_is_sent() {
        let before = state("HRIS", &["jobs.list", "users.list"]);
        let same = Change::between(&before, &state(" HRIS ", &["users.list", "jobs.list"]));
        assert_eq!((same.is_empty(), same.body()), (true, UpdateKey::default()));

        let named = Change::between(&before, &state("HRIS Link", &["jobs.list", "users.list"]));
        let body = UpdateKey { description: Some("HRIS Link".into()), ..UpdateKey::default() };
        assert_eq!(named.body(), body);

        let moved = Change::between(&before, &state("HRIS", &["jobs.list", "offers.list"]));
        let whole = vec!["jobs.list".to_owned(), "offers.list".to_owned()];
        let body = UpdateKey { permissions: Some(whole), ..UpdateKey::default() };
        assert_eq!(moved.body(), body);
    }

    #[test]
    fn taking_everything_away_sends_an_empty_set_and_not_none() {
        let change = Change::between(&state("a", &["jobs.list"]), &state("a", &[]));
        assert_eq!(change.body().permissions, Some(vec![]));
    }

    #[test]
    fn a_change_is_told_in_one_sentence() {
        let before = state("HRIS", &["jobs.list"]);
        let sentence = |after| Change::between(&before, &after).sentence();
        assert_eq!(sentence(state("HRIS", &["users.list"])), "1 added, 1 removed");
        assert_eq!(
            sentence(state("x", &["jobs.list", "users.list"])),
            "1 added, 0 removed, description changed"
        );
        assert_eq!(sentence(state("x", &["jobs.list"])), "description changed");
        assert_eq!(sentence(before.clone()), "");
        assert_eq!(Change::between(&before, &state("x", &["users.list"])).count(), 3);
    }
}
