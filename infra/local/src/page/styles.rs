//! The style sheets, which become one.

use std::path::Path;

use anyhow::{Context, ensure};

/// All sheets in the order of their names.
///
/// # Errors
/// When there are none, or one is no text.
pub(super) fn joined(directory: &Path) -> anyhow::Result<String> {
    let mut all = String::new();
    for (name, content) in super::listed(directory)? {
        if name.ends_with(".css") {
            all.push_str(&String::from_utf8(content).with_context(|| name)?);
        }
    }
    ensure!(!all.is_empty(), "{} holds no style sheet", directory.display());
    Ok(all)
}
