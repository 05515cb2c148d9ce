//! One target for each parser: it panics where a promise is broken, and on nothing else.

mod admin_event;
mod authorizer_event;
mod basic_header;
mod bodies;
mod cursor;
mod example;
mod key;
mod list_query;
mod permissions;
mod problems;

use std::{fmt, sync::LazyLock};

/// A parser, and what is promised of it.
#[derive(Clone, Copy)]
pub struct Target {
    /// Also the folder of its inputs in `fuzz/corpus`.
    pub name: &'static str,
    /// Panics if the promise is broken for this input.
    pub check: fn(&[u8]),
    /// Bytes that it may hold at once, the check's own included, for each byte of input.
    pub memory_per_byte: u64,
}

impl Target {
    /// Bytes that it may hold at once for an input of this length.
    ///
    /// Sixteen kilobytes are for what an answer takes however short the question was.
    pub fn memory(&self, length: usize) -> u64 {
        16 * 1024 + self.memory_per_byte * length as u64
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "admin_event", check: admin_event::check, memory_per_byte: 400 },
    Target { name: "authorizer_event", check: authorizer_event::check, memory_per_byte: 400 },
    Target { name: "basic_header", check: basic_header::check, memory_per_byte: 100 },
    Target { name: "create_body", check: bodies::check_create, memory_per_byte: 400 },
    Target { name: "cursor", check: cursor::check, memory_per_byte: 100 },
    Target { name: "key", check: key::check, memory_per_byte: 100 },
    Target { name: "list_query", check: list_query::check, memory_per_byte: 400 },
    Target { name: "permissions", check: permissions::check, memory_per_byte: 400 },
    Target { name: "update_body", check: bodies::check_update, memory_per_byte: 400 },
];

/// Makes what targets share and keep, so that it is no input's time and memory.
pub fn prepare() {
    LazyLock::force(&example::EXAMPLES);
    LazyLock::force(&authorizer_event::REMEMBERED);
    LazyLock::force(&admin_event::ADMIN);
}

/// The target of this name.
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
