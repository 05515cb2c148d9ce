//! Cursors: where a page ended, readable only by the list that gave them out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use ulid::Ulid;

use crate::{error::Error, principal::Organization};

/// A list that cursors are bound to: an organization's, with one filter.
///
/// The binding keeps honest callers from mixing lists up. It is no secret: what a cursor
/// can reach is the organization's own anyway, since reads take the organization from the
/// caller's claims.
#[derive(Clone, Debug)]
pub struct List(Sha256);

impl List {
    /// The list of this organization with this name and filter.
    pub fn new(organization: &Organization, name: &str, filter: &[&str]) -> Self {
        let parts = [organization.as_str(), name].into_iter().chain(filter.iter().copied());
        Self(parts.fold(Sha256::new(), |hash, part| hash.chain_update(part).chain_update([0])))
    }

    /// The cursor for the page after this position.
    pub fn cursor(&self, position: Ulid) -> String {
        let mut bytes = position.to_bytes().to_vec();
        bytes.extend(self.seal(position));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position that a cursor of this list stands for.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`] for one of another list, organization or filter.
    pub fn position(&self, cursor: &str) -> Result<Ulid, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Error::InvalidCursor)?;
        let (position, seal) = bytes.split_first_chunk::<16>().ok_or(Error::InvalidCursor)?;
        let position = Ulid::from_bytes(*position);
        (seal == self.seal(position)).then_some(position).ok_or(Error::InvalidCursor)
    }

    fn seal(&self, position: Ulid) -> Vec<u8> {
        let digest = self.0.clone().chain_update(position.to_bytes()).finalize();
        digest.iter().copied().take(8).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(organization: &str, filter: &[&str]) -> List {
        List::new(&Organization::parse(organization).unwrap(), "keys", filter)
    }

    #[test]
    fn reads_its_own_cursor_and_no_other() {
        let position = Ulid::from_parts(1_764_000_000_000, 7);
        let cursor = list("acme", &["active"]).cursor(position);

        assert_eq!(list("acme", &["active"]).position(&cursor).unwrap(), position);
        for other in [list("globex", &["active"]), list("acme", &["revoked"]), list("acme", &[])] {
            assert!(matches!(other.position(&cursor), Err(Error::InvalidCursor)));
        }
    }

    #[test]
    fn refuses_what_nobody_gave_out() {
        let list = list("acme", &[]);
        let cursor = list.cursor(Ulid::from_parts(1, 1));
        let longer = format!("{cursor}AA");
        for wrong in ["", "!", "AAAA", &longer, &cursor.replace(cursor.split_at(4).0, "zzzz")] {
            assert!(matches!(list.position(wrong), Err(Error::InvalidCursor)), "`{wrong}`");
        }
    }
}
