//! How an installer says that it had no network.

use anyhow::anyhow;

/// Puts what to do before what the installer printed.
pub(super) fn explain(error: anyhow::Error) -> anyhow::Error {
    const UNREACHABLE: [&str; 7] = [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ENETUNREACH",
        "ETIMEDOUT",
        "Failed to establish a new connection",
        "name resolution",
    ];
    let text = format!("{error:#}");
    if UNREACHABLE.iter().any(|sign| text.contains(sign)) {
        return anyhow!(
            "the network cannot be reached: the first start needs it once, later ones do not"
        );
    }
    error
}
