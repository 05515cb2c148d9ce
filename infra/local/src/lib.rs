//! Skeleton.
pub mod seed;
