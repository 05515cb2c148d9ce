//! Where each part listens, and the message when something else already does.

use std::{io, net::TcpListener};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

/// Ports on 127.0.0.1.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ports {
    /// DynamoDB Local.
    pub dynamodb: u16,
    /// The Lambda emulator.
    pub lambda: u16,
    /// The identity provider.
    pub identity: u16,
    /// The sample upstream.
    pub upstream: u16,
    /// The gateway before the credential actions.
    pub admin_api: u16,
    /// The gateway before the upstream.
    pub harvest_api: u16,
    /// The admin page.
    pub page: u16,
}

impl Ports {
    /// The seven ports after `base`.
    pub const fn from_base(base: u16) -> Self {
        Self {
            dynamodb: base + 1,
            lambda: base + 2,
            identity: base + 3,
            upstream: base + 4,
            admin_api: base + 5,
            harvest_api: base + 6,
            page: base + 7,
        }
    }

    /// Finds out before the long steps whether a start would fail.
    ///
    /// # Errors
    /// When something else listens: which port, and how to move.
    pub fn ensure_free(&self) -> anyhow::Result<()> {
        Listeners::bind(self).map(drop)
    }

    /// Seven ports that nothing uses at this moment.
    ///
    /// # Errors
    /// When the system has none left.
    pub fn free() -> io::Result<Self> {
        let mut held = Vec::new();
        let mut next = || {
            let listener = TcpListener::bind(("127.0.0.1", 0))?;
            let port = listener.local_addr()?.port();
            held.push(listener);
            io::Result::Ok(port)
        };
        Ok(Self {
            dynamodb: next()?,
            lambda: next()?,
            identity: next()?,
            upstream: next()?,
            admin_api: next()?,
            harvest_api: next()?,
            page: next()?,
        })
    }
}

/// The sockets of this process, and those held for its children until they start.
#[derive(Debug)]
pub(super) struct Listeners {
    pub(super) admin_api: TcpListener,
    pub(super) harvest_api: TcpListener,
    pub(super) upstream: TcpListener,
    pub(super) page: TcpListener,
    pub(super) children: [TcpListener; 3],
}

impl Listeners {
    pub(super) fn bind(ports: &Ports) -> anyhow::Result<Self> {
        Ok(Self {
            admin_api: bind("the admin API", ports.admin_api)?,
            harvest_api: bind("the Harvest API", ports.harvest_api)?,
            upstream: bind("the sample upstream", ports.upstream)?,
            page: bind("the admin page", ports.page)?,
            children: [
                bind("DynamoDB Local", ports.dynamodb)?,
                bind("the Lambda emulator", ports.lambda)?,
                bind("the identity provider", ports.identity)?,
            ],
        })
    }
}

fn bind(part: &str, port: u16) -> anyhow::Result<TcpListener> {
    let listener = match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => bail!(
            "port {port}, meant for {part}, is in use: end what listens there, or move all ports with `cargo dev --port-base 5800`"
        ),
        other => other.with_context(|| format!("cannot listen on port {port} for {part}"))?,
    };
    listener.set_nonblocking(true)?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_named_with_the_way_out() {
        let ports = Ports::free().unwrap();
        let _other = TcpListener::bind(("127.0.0.1", ports.lambda)).unwrap();
        let message = Listeners::bind(&ports).unwrap_err().to_string();
        assert!(message.contains(&ports.lambda.to_string()), "{message}");
        assert!(message.contains("the Lambda emulator"), "{message}");
        assert!(message.contains("--port-base"), "{message}");
    }
}
