//! What pages are put together from: each part once, with its states.
//!
//! - [`announce`]: the live region, and the toast after a finished action.
//! - [`button`], [`dialog`], [`notice`], [`icon`]: controls and messages.
//! - [`chip`], [`ear`], [`verb`], [`when`], [`who`], [`diff`], [`change`]: how a fact is shown everywhere.
//! - [`errand`]: one request at a time, begun by a click; [`clipboard`], [`download`]: what
//!   leaves the page.
//! - [`access`]: revoke and re-enable; [`key_search`], [`no_such_key`]: finding a key, or none.
//! - [`skeleton`]: when a wait is shown.
//! - [`frame`], [`head`]: what is around every page; [`leave_guard`]: what asks before it is left.

pub mod access;
pub mod announce;
pub mod button;
pub mod change;
pub mod chip;
pub mod clipboard;
pub mod dialog;
pub mod diff;
pub mod download;
pub mod ear;
pub mod errand;
pub mod frame;
pub mod head;
pub mod icon;
pub mod key_search;
pub mod leave_guard;
pub mod no_such_key;
pub mod notice;
pub mod session_dialog;
pub mod skeleton;
pub mod verb;
pub mod when;
pub mod who;
