//! Skeleton.

pub mod openapi;
