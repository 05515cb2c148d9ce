//! What an event changed, line by line, in the page's words.

use contract::{
    events::{Change, EventName, EventView},
    keys::ApiType,
    partners,
    permissions::PermissionSet,
};

use crate::{partner, parts::chip::status_name, words::counted};

/// One thing that changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Line {
    /// What is set once, when a key is created.
    Set {
        /// What it is called on the page.
        name: &'static str,
        /// In the page's words.
        value: String,
    },
    /// A value that took the place of another.
    Replaced {
        /// What it is called on the page.
        name: &'static str,
        /// Text of users' is in here.
        old: String,
        /// And here.
        new: String,
    },
    /// Endpoints that were permitted or denied.
    Permissions(Permissions),
}

/// Permissions that came and went.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Permissions {
    /// Now permitted.
    pub added: Ids,
    /// No longer permitted.
    pub removed: Ids,
    /// Whether they are a new key's first.
    pub first: bool,
    /// Whether they are what the key's partner is assigned in this release.
    pub preset: bool,
}

/// Permission ids of any release.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ids {
    /// Those of this release's catalogue.
    pub known: PermissionSet,
    /// The others, as they were called then.
    pub unknown: Vec<String>,
}

impl Ids {
    fn new(ids: &[String]) -> Self {
        let known = PermissionSet::known(ids.iter().map(String::as_str));
        let unknown = |id: &&String| id.parse::<contract::catalogue::Permission>().is_err();
        Self { known, unknown: ids.iter().filter(unknown).cloned().collect() }
    }

    /// How many, known or not.
    pub fn len(&self) -> usize {
        self.known.len() + self.unknown.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Permissions {
    /// `31 permissions from its preset`, of a new key's first; nothing else has these words.
    pub fn first_words(&self) -> Option<String> {
        let from = if self.preset { " from its preset" } else { "" };
        let count = counted(self.added.len(), "permission");
        self.first
            .then(|| if self.added.is_empty() { "No permissions".into() } else { count + from })
    }
}

/// What the page calls the kind of API.
pub const fn api_type_name(api_type: ApiType) -> &'static str {
    match api_type {
        ApiType::Harvest => "Harvest",
    }
}

/// Everything that an event says was changed, in its order.
pub fn lines(event: &EventView) -> Vec<Line> {
    let first = event.event == EventName::Created;
    let partner = event.changes.iter().find_map(|change| match change {
        Change::Partner { new } => partners::find(new),
        Change::ApiType { .. }
        | Change::Description { .. }
        | Change::Permissions { .. }
        | Change::Status { .. } => None,
    });
    let preset = partner.map(|partner| partner.preset.permissions()).unwrap_or_default();
    let line = |change: &Change| match change {
        Change::ApiType { new } => set("API Type", api_type_name(*new)),
        Change::Partner { new } => set("Partner", partner::name(new)),
        Change::Description { old, new } => replaced("Description", old.as_deref(), new),
        Change::Status { old, new } => replaced("Status", old.map(status_name), status_name(*new)),
        Change::Permissions { added, removed } => {
            let (added, removed) = (Ids::new(added), Ids::new(removed));
            let preset = first && added.known == preset && added.unknown.is_empty();
            Line::Permissions(Permissions { added, removed, first, preset })
        }
    };
    event.changes.iter().map(line).collect()
}

fn set(name: &'static str, value: &str) -> Line {
    Line::Set { name, value: value.to_owned() }
}

fn replaced(name: &'static str, old: Option<&str>, new: &str) -> Line {
    match old {
        Some(old) => Line::Replaced { name, old: old.to_owned(), new: new.to_owned() },
        None => set(name, new),
    }
}

/// All lines as one text: `Status: Active → Revoked`.
pub fn text(event: &EventView) -> String {
    let texts = lines(event).into_iter().map(|line| match line {
        Line::Set { name, value } => format!("{name}: {value}"),
        Line::Replaced { name, old, new } => format!("{name}: {old} → {new}"),
        Line::Permissions(Permissions { added, removed, .. }) => {
            format!("Permissions: {}", crate::words::difference(added.len(), removed.len()))
        }
    });
    texts.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use contract::keys::Status;

    use super::{super::entry::tests::event, *};

    fn of(event_name: EventName, changes: Vec<Change>) -> EventView {
        EventView { event: event_name, changes, ..event("2026-11-24T09:00:00.000Z") }
    }

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|&id| id.into()).collect()
    }

    fn created(partner: &str, added: &[&str]) -> EventView {
        let changes = vec![
            Change::ApiType { new: ApiType::Harvest },
            Change::Partner { new: partner.into() },
            Change::Description { old: None, new: "x".into() },
            Change::Status { old: None, new: Status::Active },
            Change::Permissions { added: ids(added), removed: Vec::new() },
        ];
        of(EventName::Created, changes)
    }

    fn first_words(event: &EventView) -> String {
        let Some(Line::Permissions(permissions)) = lines(event).pop() else { panic!() };
        permissions.first_words().unwrap()
    }

    #[test]
    fn a_value_that_was_replaced_keeps_the_old_one() {
        let renamed = of(
            EventName::Updated,
            vec![Change::Description { old: Some("a".into()), new: "b".into() }],
        );
        assert_eq!(text(&renamed), "Description: a → b");
        assert_eq!(text(&event("2026-11-24T09:00:00.000Z")), "Status: Active → Revoked");
    }

    #[test]
    fn a_new_key_says_what_it_was_created_as() {
        let refapp = ["activity_feed.retrieve", "candidates.retrieve", "users.retrieve"];
        let event = created("refapp", &refapp);
        assert_eq!(
            text(&event),
            "API Type: Harvest; Partner: Refapp; Description: x; Status: Active; Permissions: 3 added, 0 removed"
        );
        assert_eq!(first_words(&event), "3 permissions from its preset");
        assert_eq!(first_words(&created("refapp", &["users.list"])), "1 permission");
        assert_eq!(first_words(&created("custom_integration", &[])), "No permissions");
        assert_eq!(first_words(&created("a_partner_of_tomorrow", &refapp)), "3 permissions");
    }

    #[test]
    fn a_permission_that_this_release_does_not_know_is_counted_and_kept() {
        let changes = vec![Change::Permissions {
            added: ids(&["jobs.list", "jobs.gone"]),
            removed: ids(&["old.one"]),
        }];
        let event = of(EventName::PermissionsUpdated, changes);
        assert_eq!(text(&event), "Permissions: 2 added, 1 removed");
        let Some(Line::Permissions(permissions)) = lines(&event).pop() else { panic!() };
        assert_eq!(permissions.added.unknown, ["jobs.gone"]);
        assert_eq!(permissions.added.known.ids().collect::<Vec<_>>(), ["jobs.list"]);
        assert_eq!(permissions.removed.unknown, ["old.one"]);
        assert_eq!(permissions.first_words(), None);
    }
}
