//! What a key is, what may be done with it, and who may pass, over a store the caller brings.
//!
//! # Layout
//! A key and its secret: [`key`], [`secret`], [`credential`].
//!
//! The gate: [`access`] is the decision, a ladder; [`basic`] and [`hygiene`] are its first
//! steps; [`remembered`] spares it argon2.
//!
//! The admin's actions, one file each: [`create_key`], [`update_key`], [`revoke_key`],
//! [`list_keys`], [`list_events`]. Who acts is a [`principal`], when and with what
//! randomness an [`occasion`]; what they leave behind is an [`event`].
//!
//! What all this needs of a table is in [`store`]; [`memory`] is the smallest one.

pub mod access;
pub mod basic;
pub mod create_key;
pub mod credential;
pub mod cursor;
pub mod error;
pub mod event;
pub mod hygiene;
pub mod key;
pub mod list_events;
pub mod list_keys;
pub mod memory;
pub mod occasion;
pub mod principal;
pub mod remembered;
pub mod revoke_key;
pub mod secret;
pub mod store;
pub mod update_key;
mod validate;

#[cfg(test)]
mod examples;
