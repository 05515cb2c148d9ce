//! The deployed template, run on this machine: what `cargo dev` does, subcommand by subcommand.

pub mod answer;
pub mod bench;
pub mod browser;
pub mod canaries;
pub mod checks;
pub mod cli;
pub mod compile;
pub mod demo;
pub mod gateway;
pub mod hostile;
pub mod identity;
pub mod openapi;
pub mod page;
pub mod process;
pub mod sbom;
pub mod seed;
pub mod selftest;
pub mod setup;
pub mod stack;
pub mod status;
pub mod suite;
pub mod terminal;
pub mod token;
pub mod up;
pub mod upstream;
pub mod workspace;
