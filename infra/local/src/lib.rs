//! Skeleton.

pub mod upstream;
