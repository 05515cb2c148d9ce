//! What an admin may call a key; the same rules as the API's, before anything is sent.

use contract::keys::DESCRIPTION_MAX;

/// What is wrong with a description, and what to do; nothing when it will be taken.
pub fn trouble(text: &str) -> Option<String> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() {
        Some("Enter a description, so that anyone recognises the key later.".into())
    } else if text.chars().any(char::is_control) {
        Some("The description has control characters. Write it anew on one line.".into())
    } else if length > DESCRIPTION_MAX {
        Some(format!(
            "The description has {length} characters; at most {DESCRIPTION_MAX} are kept. Shorten it."
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_and_not_bytes() {
        assert_eq!(trouble(&"🌾".repeat(200)), None);
        assert!(trouble(&"a".repeat(201)).unwrap().contains("201"));
    }

    #[test]
    fn blank_and_unprintable_descriptions_are_named() {
        assert!(trouble(" \t ").unwrap().starts_with("Enter"));
        assert!(trouble("a\u{7}b").unwrap().contains("control"));
        assert_eq!(trouble("  HRIS Link, nightly import "), None);
    }
}
