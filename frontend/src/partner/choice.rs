//! Which partners are offered for what has been typed.

use contract::partners::{PARTNERS, Partner, Preset};

/// The partners that fit, as the list shows them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Offer {
    /// Always both of them: whoever finds nothing takes one of these.
    pub general: Vec<&'static Partner>,
    /// Named integrations that contain the text, from A to Z.
    pub integrations: Vec<&'static Partner>,
}

impl Offer {
    /// For this text, in any case; for none, everything.
    pub fn of(text: &str) -> Self {
        let text = text.trim().to_lowercase();
        let (general, mut integrations): (Vec<&Partner>, Vec<&Partner>) =
            PARTNERS.iter().partition(|partner| partner.preset == Preset::General);
        integrations.retain(|partner| partner.name.to_lowercase().contains(&text));
        integrations.sort_by_key(|partner| partner.name.to_lowercase());
        Self { general, integrations }
    }

    /// All of them from top to bottom, as the arrow keys go through them.
    pub fn all(&self) -> impl Iterator<Item = &'static Partner> {
        self.general.iter().chain(&self.integrations).copied()
    }
}

/// The partner of exactly this name, in any case.
pub fn named(text: &str) -> Option<&'static Partner> {
    let text = text.trim().to_lowercase();
    PARTNERS.iter().find(|partner| partner.name.to_lowercase() == text)
}

/// A name as the three parts around what was typed; the whole name first where it does not occur.
pub fn around<'a>(name: &'a str, text: &str) -> (&'a str, &'a str, &'a str) {
    let text = text.trim().to_lowercase();
    let lower = name.to_lowercase();
    let place =
        (!text.is_empty() && lower.len() == name.len()).then(|| lower.find(&text)).flatten();
    let parts = place.and_then(|start| {
        let end = start + text.len();
        Some((name.get(..start)?, name.get(start..end)?, name.get(end..)?))
    });
    parts.unwrap_or((name, "", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        Offer::of(text).integrations.iter().map(|partner| partner.name).collect()
    }

    #[test]
    fn the_general_entries_are_offered_whatever_is_typed() {
        for text in ["", "zzz", "custom"] {
            let general: Vec<_> = Offer::of(text).general.iter().map(|it| it.id).collect();
            assert_eq!(general, ["unlisted_vendor", "custom_integration"], "{text}");
        }
        assert_eq!(names("zzz"), [""; 0]);
    }

    #[test]
    fn names_are_found_in_any_case_and_sorted() {
        assert_eq!(names("GOOD"), ["GoodTime Hire"]);
        assert!(names("").is_sorted_by_key(|name| name.to_lowercase()));
        assert_eq!(names("").len() + 2, PARTNERS.len());
        assert_eq!(Offer::of("").all().count(), PARTNERS.len());
    }

    #[test]
    fn a_whole_name_is_a_choice_and_half_a_name_is_none() {
        assert_eq!(named(" rolepoint ").map(|partner| partner.id), Some("rolepoint"));
        assert_eq!(named("role"), None);
    }

    #[test]
    fn what_was_typed_is_marked_in_the_name() {
        assert_eq!(around("GoodTime Hire", "time"), ("Good", "Time", " Hire"));
        assert_eq!(around("Gem", ""), ("Gem", "", ""));
        assert_eq!(around("Gem", "xyz"), ("Gem", "", ""));
    }
}
