//! Integrations an admin can name for a key, and the permissions their public pages list.

mod rows;

pub use rows::PARTNERS;

use crate::permissions::PermissionSet;

/// Partner id of a vendor that the list does not name.
pub const UNLISTED_VENDOR: &str = "unlisted_vendor";
/// Partner id of an integration that the organization builds itself.
pub const CUSTOM_INTEGRATION: &str = "custom_integration";

/// Day on which the pages behind the presets were read, ISO 8601.
pub const PRESETS_READ_ON: &str = "2026-11-23";

/// One entry of the Partner box.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Partner {
    /// Stable slug that keys are stored with.
    pub id: &'static str,
    /// The name an admin knows.
    pub name: &'static str,
    /// Address of the page that lists the permissions; empty for the general entries.
    pub source: &'static str,
    /// What an admin should know about that list; may be empty.
    pub note: &'static str,
    /// What choosing the partner assigns.
    pub preset: Preset,
}

/// The permissions that choosing a partner assigns to a new key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Preset {
    /// The whole list of a public page, as permission ids.
    Complete(&'static [&'static str]),
    /// A general entry: the admin picks.
    General,
    /// A public page's list, of which only a part is known.
    Partial(&'static [&'static str]),
    /// No public list: assign by hand.
    Unlisted,
}

impl Preset {
    /// What a key is created with when the request names no permissions.
    pub fn permissions(&self) -> PermissionSet {
        match self {
            Self::Complete(ids) | Self::Partial(ids) => PermissionSet::known(ids.iter().copied()),
            Self::General | Self::Unlisted => PermissionSet::EMPTY,
        }
    }
}

/// The partner with this id.
pub fn find(id: &str) -> Option<&'static Partner> {
    PARTNERS.iter().find(|partner| partner.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{catalogue::Permission, labels::LABELS};

    #[test]
    fn every_listed_permission_is_in_the_catalogue() {
        for partner in &PARTNERS {
            if let Preset::Complete(ids) | Preset::Partial(ids) = partner.preset {
                assert!(!ids.is_empty(), "{}", partner.id);
                assert_eq!(partner.preset.permissions().len(), ids.len(), "{}", partner.id);
            }
        }
    }

    #[test]
    fn ids_and_names_are_unique_and_every_list_has_its_source() {
        let ids: HashSet<_> = PARTNERS.iter().map(|partner| partner.id).collect();
        let names: HashSet<_> = PARTNERS.iter().map(|partner| partner.name).collect();
        assert_eq!((ids.len(), names.len()), (PARTNERS.len(), PARTNERS.len()));
        for partner in &PARTNERS {
            let general = partner.preset == Preset::General;
            assert_eq!(general, partner.source.is_empty(), "{}", partner.id);
        }
    }

    #[test]
    fn presets_say_what_the_pages_say() {
        let preset =
            |id| find(id).map(|partner| partner.preset.permissions().ids().collect::<Vec<_>>());
        assert_eq!(
            preset("refapp").unwrap(),
            ["activity_feed.retrieve", "candidates.retrieve", "users.retrieve"]
        );
        assert_eq!(preset("personio").unwrap().len(), 9);
        assert_eq!(preset("hris_link").unwrap(), [""; 0]);
        assert_eq!(preset(UNLISTED_VENDOR).unwrap(), [""; 0]);
        assert_eq!(preset("bamboohr"), None);
    }

    #[test]
    fn every_label_means_an_endpoint_of_the_same_method() {
        for label in &LABELS {
            let endpoint = label.permission.parse::<Permission>().unwrap().endpoint();
            assert_eq!(
                label.text.split_once(": ").unwrap().0,
                endpoint.method.as_str(),
                "{}",
                label.text
            );
        }
        let places: HashSet<_> = LABELS.iter().map(|label| (label.group, label.text)).collect();
        assert_eq!(places.len(), LABELS.len());
    }
}
