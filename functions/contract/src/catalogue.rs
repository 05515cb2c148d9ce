//! The Harvest endpoints a key can be permitted, as one table that everything else follows.

mod endpoints;

use std::{fmt, str::FromStr};

pub use endpoints::ENDPOINTS;

/// The verbs Harvest uses; anything else is no endpoint of the catalogue.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Method {
    /// Reads; the only verb without side effects in Harvest.
    Get,
    /// Creates, or starts an action.
    Post,
    /// Replaces.
    Put,
    /// Changes in part.
    Patch,
    /// Removes; several take a JSON body.
    Delete,
}

impl Method {
    /// The verb as it stands in a request line: `GET`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One row of the catalogue: a Harvest route that is permitted or denied by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Endpoint {
    /// Stable permission id, `candidates.list`; never changes once released.
    pub id: &'static str,
    /// The object it belongs to on Harvest's page, such as `Candidates`.
    pub group: &'static str,
    /// Harvest's heading without its method, such as `List Candidates`.
    pub title: &'static str,
    /// Half of what a request is matched by.
    pub method: Method,
    /// The other half: the path template with Harvest's own parameter names.
    pub path: &'static str,
    /// Harvest still documents it, and advises against it.
    pub deprecated: bool,
}

impl Endpoint {
    /// Whether it changes something; Harvest wants `On-Behalf-Of` on exactly these.
    pub const fn writes(&self) -> bool {
        !matches!(self.method, Method::Get)
    }

    /// Names of the path parameters, left to right, without braces.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(parameter)
    }

    const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }
}

/// What `{field_type}` may be; source: Harvest, "The custom field object".
pub const FIELD_TYPES: [&str; 8] = [
    "application",
    "candidate",
    "job",
    "offer",
    "opening",
    "referral_question",
    "rejection_question",
    "user_attribute",
];

/// The right to call one endpoint; always a row of the catalogue.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Permission(u8);

impl Permission {
    /// Every permission, in the catalogue's order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0u8..).zip(&ENDPOINTS).map(|(index, _)| Self(index))
    }

    /// The endpoint that a call must match, method and path shape both.
    ///
    /// Parameter names do not count: API Gateway wants one name per position, so
    /// the deployed template's names differ from Harvest's.
    pub fn matching(method: &str, template: &str) -> Option<Self> {
        Self::all().find(|permission| {
            let endpoint = permission.endpoint();
            endpoint.method.as_str() == method && same_shape(endpoint.path, template)
        })
    }

    /// The row it stands for.
    #[expect(clippy::indexing_slicing, reason = "every constructor takes the index from the table")]
    pub fn endpoint(self) -> &'static Endpoint {
        &ENDPOINTS[usize::from(self.0)]
    }

    /// The stable id, such as `candidates.list`.
    pub fn id(self) -> &'static str {
        self.endpoint().id
    }

    /// Position in the catalogue, 0 to 141; not stable between releases.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(id: &str) -> Result<Self, UnknownPermission> {
        Self::all().find(|permission| permission.id() == id).ok_or(UnknownPermission)
    }
}

/// The text is no permission id of this release's catalogue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownPermission;

impl fmt::Display for UnknownPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such permission in the catalogue")
    }
}

impl std::error::Error for UnknownPermission {}

/// The catalogue's groups in order, each with its permissions.
pub fn groups() -> Vec<(&'static str, Vec<Permission>)> {
    let mut groups: Vec<(&'static str, Vec<Permission>)> = Vec::new();
    for permission in Permission::all() {
        let group = permission.endpoint().group;
        match groups.last_mut() {
            Some((last, members)) if *last == group => members.push(permission),
            _ => groups.push((group, vec![permission])),
        }
    }
    groups
}

const fn endpoint(
    id: &'static str,
    group: &'static str,
    title: &'static str,
    method: Method,
    path: &'static str,
) -> Endpoint {
    Endpoint { id, group, title, method, path, deprecated: false }
}

fn same_shape(path: &str, template: &str) -> bool {
    let (mut left, mut right) = (path.split('/'), template.split('/'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if parameter(a).is_some() && parameter(b).is_some() => {}
            _ => return false,
        }
    }
}

fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
mod tests;
