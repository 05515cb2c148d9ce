//! The audit trail as the page shows it: which events, in which words, how far back.
//!
//! - [`entry`]: an event with what it is found by; [`filter`]: which ones are asked for.
//! - [`reach`]: how far back they are loaded, and whether that is enough.
//! - [`day`]: days in UTC, and the events of each; [`change`]: what an event changed.
//! - [`export`]: all of it as CSV.

pub mod change;
pub mod day;
pub mod entry;
pub mod export;
pub mod filter;
pub mod reach;
