//! What the gate reads of a key, in one read.

use contract::{keys::Status, permissions::PermissionSet};

use crate::secret::HashedSecret;

/// The item behind a key id: only what a decision needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Credential {
    /// Whose key it is.
    pub organization: String,
    /// Whether calls are accepted at all.
    pub status: Status,
    /// What a presented secret is verified against.
    pub secret: HashedSecret,
    /// The endpoints it may call; ids that the catalogue lost are not among them.
    pub permissions: PermissionSet,
}
