//! Partners as the page names them.

pub mod choice;

use contract::partners::{self, Partner, Preset};

use crate::words::counted;

/// A partner's name, or the id that a newer Granary may have stored.
pub fn name(id: &str) -> &str {
    partners::find(id).map_or(id, |partner| partner.name)
}

/// What choosing it assigns, in a few words.
pub fn assigns(partner: &Partner) -> String {
    match partner.preset {
        Preset::Complete(ids) => counted(ids.len(), "permission"),
        Preset::Partial(ids) => format!("{}, incomplete list", counted(ids.len(), "permission")),
        Preset::Unlisted => "no public list".into(),
        Preset::General if partner.id == partners::UNLISTED_VENDOR => {
            "your integration isn’t listed".into()
        }
        Preset::General => "built by your own developers".into(),
    }
}
