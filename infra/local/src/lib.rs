//! The deployed template, run on this machine.

pub mod openapi;
pub mod seed;
pub mod upstream;
