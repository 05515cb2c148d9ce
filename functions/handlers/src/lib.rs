//! The Lambda functions: read a request, call one rule, answer.
//!
//! # Layout
//! One file for each function, named as its binary; a file in `bin/` only starts it.
//!
//! What they share: [`caller`] proves who asks, [`request`] reads what is asked,
//! [`reply`] answers, and is the one place that picks a status. [`configuration`] reads the
//! environment, [`moment`] the clock and the randomness, [`log`] writes; [`change_log`] has a
//! line out before each change. [`serve`] is the loop around an admin function, [`authorize`]
//! the gate.

pub mod authorize;
pub mod caller;
pub mod change_log;
pub mod configuration;
pub mod create_key;
pub mod get_key;
pub mod list_events;
pub mod list_keys;
pub mod log;
pub mod moment;
pub mod reenable_key;
pub mod reply;
pub mod request;
pub mod revoke_key;
pub mod serve;
pub mod update_key;
