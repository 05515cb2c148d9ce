//! The deployed template, run on this machine.

pub mod gateway;
pub mod openapi;
pub mod seed;
pub mod upstream;
