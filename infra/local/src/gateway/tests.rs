//! A whole gateway between stand-ins for the emulator and the upstream, called by raw sockets.

mod documents;
mod passing;
mod stopping;
mod tokens;
mod world;
