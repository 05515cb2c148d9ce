//! What an ID token says about whoever is signed in; the API verifies it, the page only shows it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::operations::Role;
use serde::Deserialize;

/// The claims that the page shows or compares.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
pub struct Claims {
    /// The immutable subject.
    pub sub: String,
    /// Ties the token to the sign-in that asked for it; renewed tokens may leave it out.
    #[serde(default)]
    pub nonce: Option<String>,
    /// For display.
    #[serde(default)]
    pub email: Option<String>,
    /// For display.
    #[serde(default)]
    pub name: Option<String>,
    /// Cognito leaves it out where there are none.
    #[serde(default, rename = "cognito:groups")]
    pub groups: Vec<String>,
    /// Absent for the default organization.
    #[serde(default, rename = "custom:organization")]
    pub organization: Option<String>,
}

impl Claims {
    /// What the groups let them do; nothing without one of the two.
    pub fn role(&self) -> Option<Role> {
        [Role::Manager, Role::Viewer]
            .into_iter()
            .find(|role| self.groups.iter().any(|group| group == role.group()))
    }

    /// How they are called: by e-mail, by name, or by the subject that always is.
    pub fn shown(&self) -> &str {
        self.email.as_deref().or(self.name.as_deref()).unwrap_or(&self.sub)
    }
}

/// The JSON in the middle of a token; source: RFC 7519, section 3.1.
pub fn payload(token: &str) -> Option<String> {
    let middle = token.split('.').nth(1)?;
    String::from_utf8(URL_SAFE_NO_PAD.decode(middle).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_groups(groups: &[&str]) -> Claims {
        Claims { groups: groups.iter().map(|&group| group.into()).collect(), ..Claims::default() }
    }

    #[test]
    fn a_manager_is_more_than_a_viewer_and_a_stranger_is_neither() {
        let both = in_groups(&["api-credential-viewers", "api-credential-managers"]);
        assert_eq!(both.role(), Some(Role::Manager));
        assert_eq!(in_groups(&["api-credential-viewers"]).role(), Some(Role::Viewer));
        assert_eq!(in_groups(&["engineering"]).role(), None);
        assert_eq!(in_groups(&[]).role(), None);
    }

    #[test]
    fn a_payload_is_read_and_anything_else_is_none() {
        let token = format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(r#"{"sub":"é"}"#));
        let claims: Claims = serde_json::from_str(&payload(&token).unwrap()).unwrap();
        assert_eq!((claims.sub.as_str(), claims.shown()), ("é", "é"));
        for broken in ["", "abc", "a.b", "a.!!.c", "a._w.c"] {
            assert_eq!(payload(broken), None, "{broken}");
        }
    }
}
