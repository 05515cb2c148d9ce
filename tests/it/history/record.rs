//! What happened, with the times at which it was asked for and answered, by one clock.

use std::time::Duration;

use contract::{catalogue::Permission, permissions::PermissionSet};

/// From the moment before something was sent to the moment after its answer was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Span {
    pub began: Duration,
    pub ended: Duration,
}

/// What an answer says of the key's state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    Allowed,
    Revoked,
    NotPermitted,
}

/// What decides on calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct State {
    pub active: bool,
    pub permissions: PermissionSet,
}

impl State {
    pub fn verdict(&self, permission: Permission) -> Verdict {
        match (self.active, self.permissions.contains(permission)) {
            (false, _) => Verdict::Revoked,
            (true, true) => Verdict::Allowed,
            (true, false) => Verdict::NotPermitted,
        }
    }
}

/// An answered call; one that failed closed says nothing, and is not recorded.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    pub key: usize,
    pub permission: Permission,
    pub span: Span,
    pub verdict: Verdict,
}

/// An acknowledged change, with the state that its answer showed.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub key: usize,
    pub version: u64,
    pub span: Span,
    pub state: State,
}

/// Everything that was observed.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub calls: Vec<Call>,
    pub changes: Vec<Change>,
}
