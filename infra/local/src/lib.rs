//! The deployed template, run on this machine.

pub mod gateway;
