//! The addresses of the page's own pages, each by name.

/// Where every navigation begins; shows the Dev Center.
pub const CONFIGURE: &str = "/configure";
/// What there is for developers and integrations.
pub const DEV_CENTER: &str = "/configure/dev-center";
/// The list of keys.
pub const CREDENTIALS: &str = "/configure/dev-center/api-credentials";
/// The form that ends in a new key.
pub const NEW_KEY: &str = "/configure/dev-center/api-credentials/new";
/// The organization's history.
pub const EVENTS: &str = "/configure/dev-center/events";
/// Where the identity provider sends a browser back to.
pub const SIGNED_IN: &str = "/signed-in";
/// Where it sends one that has signed out.
pub const SIGNED_OUT: &str = "/signed-out";

/// A key's own page.
pub fn key(id: &str) -> String {
    format!("{CREDENTIALS}/{id}")
}

/// Where a key's description and permissions are changed.
pub fn edit(id: &str) -> String {
    format!("{CREDENTIALS}/{id}/edit")
}

/// The same page as the last step of a creation.
pub fn first_permissions(id: &str) -> String {
    format!("{CREDENTIALS}/{id}/edit?new")
}

/// Whether an address, or what somebody typed, can be the id of a key: 26 letters and digits.
///
/// Anything else would be put into a request's path, and lead to another one.
pub fn is_key_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// An address to return to: one of this page's own, or else the list of keys.
///
/// What comes out of storage or a URL must not lead to another site.
pub fn own(address: &str) -> &str {
    let within = address.starts_with(CONFIGURE) && !address.contains(['\\', '\n', '\r', '\t']);
    if within { address } else { CREDENTIALS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_addresses_are_returned_to() {
        assert_eq!(own("/configure/dev-center/events?key=x"), "/configure/dev-center/events?key=x");
        for foreign in
            ["https://example.org/", "//example.org/configure", "/\\example.org", "", "/signed-in"]
        {
            assert_eq!(own(foreign), CREDENTIALS, "{foreign}");
        }
    }
}
