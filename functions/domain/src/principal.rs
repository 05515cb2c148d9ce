//! Who acts, in which organization, with what right; rules ask for the right by its type.

use std::fmt;

use contract::{keys::Actor, operations::Role};

/// A tenant: 1 to 64 letters, digits, `-` or `_`, part of every table key.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Organization(String);

impl Organization {
    /// Reads a configured or claimed name.
    pub fn parse(name: &str) -> Option<Self> {
        let sound = (1..=64).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        sound.then(|| Self(name.to_owned()))
    }

    /// The name as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Organization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a verified ID token says of its bearer.
#[derive(Clone, Debug)]
pub struct Claims<'a> {
    /// Who it is.
    pub actor: Actor,
    /// Groups of the user pool.
    pub groups: Vec<&'a str>,
    /// The organization, where one is set for the user.
    pub organization: Option<&'a str>,
}

/// Somebody who may look at the organization's keys.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Theirs alone.
    pub organization: Organization,
}

impl Viewer {
    /// Proves the right from claims; managers are viewers too.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn of(claims: &Claims<'_>, default: Option<&Organization>) -> Result<Self, Refused> {
        let entitled =
            [Role::Viewer, Role::Manager].iter().any(|role| claims.groups.contains(&role.group()));
        if !entitled {
            return Err(Refused::Forbidden(Role::Viewer));
        }
        Ok(Self { organization: organization(claims, default)? })
    }
}

/// Somebody who may create and change the organization's keys.
#[derive(Clone, Debug)]
pub struct Manager {
    /// Theirs alone.
    pub organization: Organization,
    /// Whom events name.
    pub actor: Actor,
}

impl Manager {
    /// Proves the right from claims.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn of(claims: &Claims<'_>, default: Option<&Organization>) -> Result<Self, Refused> {
        if !claims.groups.contains(&Role::Manager.group()) {
            return Err(Refused::Forbidden(Role::Manager));
        }
        Ok(Self { organization: organization(claims, default)?, actor: claims.actor.clone() })
    }
}

/// Why claims prove no right.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// Not in the group that the role takes.
    Forbidden(Role),
    /// No organization is set, or its name is no name.
    NoOrganization,
}

fn organization(
    claims: &Claims<'_>,
    default: Option<&Organization>,
) -> Result<Organization, Refused> {
    match claims.organization {
        Some(name) => Organization::parse(name).ok_or(Refused::NoOrganization),
        None => default.cloned().ok_or(Refused::NoOrganization),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(group: &'static str, organization: Option<&'static str>) -> Claims<'static> {
        let actor = Actor { id: "u-1".into(), name: None, email: None };
        Claims { actor, groups: vec!["other", group], organization }
    }

    #[test]
    fn a_group_gives_its_right_and_no_more() {
        let default = Organization::parse("acme");
        let manager = claims("api-credential-managers", None);
        let viewer = claims("api-credential-viewers", None);
        let outsider = claims("api-credential-manager", None);

        assert!(Manager::of(&manager, default.as_ref()).is_ok());
        assert!(Viewer::of(&manager, default.as_ref()).is_ok());
        assert!(Viewer::of(&viewer, default.as_ref()).is_ok());
        assert_eq!(
            Manager::of(&viewer, default.as_ref()).unwrap_err(),
            Refused::Forbidden(Role::Manager)
        );
        assert_eq!(
            Viewer::of(&outsider, default.as_ref()).unwrap_err(),
            Refused::Forbidden(Role::Viewer)
        );
    }

    #[test]
    fn a_claimed_organization_beats_the_default_and_a_bad_one_is_not_replaced_by_it() {
        let default = Organization::parse("acme");
        let of = |organization| {
            Viewer::of(&claims("api-credential-viewers", organization), default.as_ref())
                .map(|viewer| viewer.organization.to_string())
        };
        assert_eq!(of(None).unwrap(), "acme");
        assert_eq!(of(Some("globex")).unwrap(), "globex");
        for bad in ["", "a#b", "a b", "ä", &"x".repeat(65)] {
            let name: &'static str = Box::leak(bad.to_owned().into_boxed_str());
            assert_eq!(of(Some(name)).unwrap_err(), Refused::NoOrganization, "`{bad}`");
        }
        assert!(Viewer::of(&claims("api-credential-viewers", None), None).is_err());
    }
}
