//! The pages, each by its name.

pub mod credentials;
pub mod dev_center;
pub mod edit;
pub mod events;
pub mod forbidden;
pub mod key;
pub mod later;
pub mod new_key;
pub mod not_found;
pub mod way_in;
