//! Files whose names change with their content, so that browsers may keep them for ever.

use std::{collections::BTreeMap, fmt::Write};

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256, Sha384};

/// Bytes of a digest in a name: two contents share one by chance once in 2^32 builds.
const DIGEST: usize = 8;

/// Files of the page by the names that they go by in the sources.
#[derive(Debug, Default)]
pub(super) struct Files(BTreeMap<String, File>);

/// A file as it is served.
#[derive(Debug)]
pub(super) struct File {
    /// `app-0123456789abcdef.js`
    pub(super) name: String,
    pub(super) content: Vec<u8>,
    integrity: String,
}

impl Files {
    /// Adds a file; those that name it come after it.
    ///
    /// # Errors
    /// When its name has no ending, or there is one of that name.
    pub(super) fn add(&mut self, name: &str, content: Vec<u8>) -> anyhow::Result<()> {
        let (stem, ending) =
            name.rsplit_once('.').with_context(|| format!("`{name}` has no ending"))?;
        let file = File {
            name: format!("{stem}-{}.{ending}", digest(&content)),
            integrity: format!("sha384-{}", STANDARD.encode(Sha384::digest(&content))),
            content,
        };
        if self.0.insert(name.to_owned(), file).is_some() {
            bail!("the page has two files `{name}`");
        }
        Ok(())
    }

    /// Puts addresses for `{{app.js}}` and digests for `{{app.js integrity}}`.
    ///
    /// # Errors
    /// When a placeholder names no file, or does not end.
    pub(super) fn fill(&self, text: &str) -> anyhow::Result<String> {
        let mut pieces = text.split("{{");
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (placeholder, rest) = piece.split_once("}}").context("a `{{` without `}}`")?;
            filled.push_str(&self.value(placeholder)?);
            filled.push_str(rest);
        }
        Ok(filled)
    }

    fn value(&self, placeholder: &str) -> anyhow::Result<String> {
        let (name, wanted) = placeholder.split_once(' ').unwrap_or((placeholder, "address"));
        match (self.0.get(name), wanted) {
            (Some(file), "address") => Ok(format!("/{}", file.name)),
            (Some(file), "integrity") => Ok(file.integrity.clone()),
            _ => bail!("`{{{{{placeholder}}}}}` names nothing that the page has at that point"),
        }
    }
}

impl IntoIterator for Files {
    type Item = File;
    type IntoIter = std::collections::btree_map::IntoValues<String, File>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_values()
    }
}

/// Whether a name has a digest, and with it a content that never changes.
pub(crate) fn is_hashed(name: &str) -> bool {
    let digest = name.split('.').next().and_then(|stem| stem.rsplit_once('-'));
    digest.is_some_and(|(_, digest)| {
        digest.len() == 2 * DIGEST && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn digest(content: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(content).iter().take(DIGEST) {
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let mut files = Files::default();
        files.add("app.js", b"abc".into()).unwrap();
        files
    }

    /// The digests of `abc` are in FIPS 180-2, appendices B.1 and D.1 (for SHA-384).
    #[test]
    fn placeholders_become_addresses_and_digests() {
        let filled = files().fill("<a {{app.js}} b={{app.js integrity}}>").unwrap();
        let integrity = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";
        assert_eq!(filled, format!("<a /app-ba7816bf8f01cfea.js b={integrity}>"));
        assert_eq!(files().fill("no placeholder").unwrap(), "no placeholder");
    }

    #[test]
    fn a_placeholder_that_names_nothing_ends_the_build() {
        for text in ["{{app.css}}", "{{app.js size}}", "{{}}", "{{app.js"] {
            assert!(files().fill(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_name_follows_the_content() {
        let name = |content: &[u8]| {
            let mut files = Files::default();
            files.add("app.js", content.into()).unwrap();
            files.fill("{{app.js}}").unwrap()
        };
        assert_eq!(name(b"1"), name(b"1"));
        assert_ne!(name(b"1"), name(b"2"));
        assert!(Files::default().add("app", Vec::new()).is_err());
        assert!(files().add("app.js", Vec::new()).is_err());
    }

    #[test]
    fn only_a_whole_digest_makes_a_name_immutable() {
        for name in ["app-ba7816bf8f01cfea.js", "a-b-ba7816bf8f01cfea.wasm.br"] {
            assert!(is_hashed(name), "{name}");
        }
        for name in ["index.html", "app.js", "app-ba7816bf8f01cfe.js", "x-ba7816bf8f01cfeg.js"] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
