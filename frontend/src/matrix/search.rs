//! Which permissions a search and a filter leave.

use contract::{catalogue::Permission, labels::LABELS, permissions::PermissionSet};

use super::Picture;

/// Of which kind permissions are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Filter {
    /// Of every kind.
    #[default]
    All,
    /// Ticked ones.
    Selected,
    /// Those that a save would change.
    Changed,
    /// Those that change something in the organization.
    Writes,
    /// Those that Harvest advises against.
    Deprecated,
}

impl Filter {
    /// Every kind, with its name.
    pub const NAMED: [(Self, &'static str); 5] = [
        (Self::All, "All"),
        (Self::Selected, "Selected"),
        (Self::Changed, "Changed"),
        (Self::Writes, "Writes"),
        (Self::Deprecated, "Deprecated"),
    ];

    /// Whether a permission is of this kind.
    pub fn takes(self, permission: Permission, picture: &Picture) -> bool {
        let look = picture.look(permission);
        match self {
            Self::All => true,
            Self::Selected => look.held,
            Self::Changed => look.held != look.was,
            Self::Writes => permission.endpoint().writes(),
            Self::Deprecated => permission.endpoint().deprecated,
        }
    }

    /// How many are of this kind.
    pub fn count(self, picture: &Picture) -> usize {
        Permission::all().filter(|permission| self.takes(*permission, picture)).count()
    }
}

/// Finds permissions by what they are called: in the catalogue, and on help pages.
#[derive(Clone, Debug)]
pub struct Finder(Vec<(Permission, String)>);

impl Finder {
    /// Puts together, once, what each permission is found by.
    pub fn new() -> Self {
        Self(Permission::all().map(|permission| (permission, haystack(permission))).collect())
    }

    /// Permissions of a kind that mention every word, in any case.
    pub fn find(&self, text: &str, filter: Filter, picture: &Picture) -> PermissionSet {
        let text = text.to_lowercase();
        let fits = |(permission, haystack): &&(Permission, String)| {
            filter.takes(*permission, picture)
                && text.split_whitespace().all(|word| haystack.contains(word))
        };
        self.0.iter().filter(fits).map(|(permission, _)| *permission).collect()
    }
}

impl Default for Finder {
    fn default() -> Self {
        Self::new()
    }
}

fn haystack(permission: Permission) -> String {
    let endpoint = permission.endpoint();
    let mut text =
        format!("{}: {}\n{}\n{}", endpoint.method, endpoint.title, endpoint.path, endpoint.group);
    for label in LABELS.iter().filter(|label| label.permission == endpoint.id) {
        text.extend(["\n", label.text, "\n", label.group]);
    }
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, filter: Filter) -> Vec<String> {
        let picture = Picture {
            chosen: PermissionSet::known(["jobs.list", "offers.list"]),
            saved: PermissionSet::known(["jobs.list", "users.list"]),
            ..Picture::default()
        };
        Finder::new().find(text, filter, &picture).to_ids()
    }

    #[test]
    fn every_help_page_label_finds_its_permission() {
        for label in &LABELS {
            let found = found(label.text, Filter::All);
            assert!(found.iter().any(|id| id == label.permission), "{}", label.text);
        }
    }

    #[test]
    fn name_method_path_and_group_are_searched_in_any_case() {
        assert_eq!(found("List Close Reasons", Filter::All), ["close_reasons.list"]);
        assert_eq!(found("/v1/close_reasons", Filter::All), ["close_reasons.list"]);
        assert_eq!(found("close  GET", Filter::All), ["close_reasons.list"]);
        assert_eq!(found("scorecards", Filter::All).len(), 3);
        assert_eq!(found("no such thing", Filter::All), [""; 0]);
        assert_eq!(found(" ", Filter::All).len(), 142);
    }

    #[test]
    fn filters_and_search_both_narrow() {
        assert_eq!(found("", Filter::Selected), ["jobs.list", "offers.list"]);
        assert_eq!(found("", Filter::Changed), ["offers.list", "users.list"]);
        assert_eq!(found("users", Filter::Changed), ["users.list"]);
        assert!(found("get:", Filter::Writes).is_empty());
    }

    #[test]
    fn every_kind_says_how_many_are_of_it() {
        let picture = Picture::default();
        let counts = Filter::NAMED.map(|(filter, _)| filter.count(&picture));
        assert_eq!(counts, [142, 0, 0, 73, 7]);
    }
}
