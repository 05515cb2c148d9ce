//! What browser and server agree on, and nothing else.
//!
//! # Layout
//! - [`catalogue`]: the 142 Harvest endpoints; every permission is one of them.
//! - [`permissions`]: a set of permissions, and what changed between two.
//! - [`partners`]: integrations and the permissions their public pages list.
//! - [`labels`]: endpoints under the names that help pages use.
//! - [`keys`], [`events`]: requests and replies of the admin API.
//! - [`problem`]: every way the admin API refuses, with its status.
//! - [`operations`]: the admin API as a table, which its OpenAPI document follows.

pub mod catalogue;
pub mod events;
pub mod keys;
pub mod labels;
pub mod operations;
pub mod partners;
pub mod permissions;
pub mod problem;
