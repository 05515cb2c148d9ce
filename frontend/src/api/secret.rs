//! The key itself, while it is shown the one time.

use std::fmt;

use contract::keys::KeyView;
use zeroize::Zeroizing;

/// The whole text of a new key; wiped when it is dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes it over, so that no second copy is left in the program's memory.
    pub fn new(key: String) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The text, for the screen that shows it once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A key that has just been made.
#[derive(Debug)]
pub struct Fresh {
    /// As every later reply shows it.
    pub key: KeyView,
    /// As none does.
    pub secret: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_not_printed() {
        let secret = Secret::new("grn_x".into());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.reveal(), "grn_x");
    }
}
