//! What a request must not carry, whatever its key may do: ways to reach an endpoint other than the one decided on.

use contract::catalogue::{Endpoint, FIELD_TYPES};

/// A request as API Gateway matched it, with what came beside the credential.
#[derive(Clone, Debug, Default)]
pub struct Attempt<'a> {
    /// Verb of the request line.
    pub method: &'a str,
    /// Template of the resource that API Gateway matched, `/v1/candidates/{id}`.
    pub template: &'a str,
    /// Path parameters as received, by the template's names.
    pub path_parameters: Vec<(&'a str, &'a str)>,
    /// Query parameters, each as often as it came.
    pub query: Vec<(&'a str, &'a str)>,
    /// Headers, each as often as it came, names as the client wrote them.
    pub headers: Vec<(&'a str, &'a str)>,
}

/// What a request carries that none may.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Contraband {
    /// A header that only the gate sets: `X-Granary-…`, or where links are to lead back to.
    ForgedHeader,
    /// Something that Rack-like upstreams, or API Gateway, take another method from.
    MethodOverride,
    /// A path parameter that could be more than one path segment, or mean another.
    PathParameter,
}

impl Attempt<'_> {
    /// Whether what the upstream will see is what was decided on.
    ///
    /// # Errors
    /// The first [`Contraband`] found.
    pub fn plain(&self, endpoint: &Endpoint) -> Result<(), Contraband> {
        if !self.path_parameters_are_plain(endpoint) {
            return Err(Contraband::PathParameter);
        }
        if self.overrides_the_method() {
            return Err(Contraband::MethodOverride);
        }
        if self.headers.iter().any(|(name, _)| set_by_the_gate_alone(name)) {
            return Err(Contraband::ForgedHeader);
        }
        Ok(())
    }

    /// API Gateway decodes parameters towards the upstream: `1%2Factivity_feed` is two segments.
    fn path_parameters_are_plain(&self, endpoint: &Endpoint) -> bool {
        let field_type = endpoint.parameters().any(|name| name == "field_type");
        self.path_parameters.len() == endpoint.parameters().count()
            && self.path_parameters.iter().all(|(_, value)| plain_segment(value))
            && (!field_type
                || self.path_parameters.iter().all(|(_, value)| FIELD_TYPES.contains(value)))
    }

    fn overrides_the_method(&self) -> bool {
        self.headers.iter().any(|(name, value)| {
            let name = name.to_ascii_lowercase();
            match name.replace('_', "-").as_str() {
                "x-http-method-override" | "x-http-method" | "x-method-override" => true,
                "content-type" => form(value),
                _ => false,
            }
        }) || self
            .query
            .iter()
            .any(|(name, value)| names_a_method(name) || smuggles_a_method(value))
    }
}

/// API Gateway overwrites a header in one casing, and would let another through beside it.
///
/// `X-Forwarded-For`, `-Port` and `-Proto` are missing here: API Gateway sets them itself.
fn set_by_the_gate_alone(header: &str) -> bool {
    let header = header.to_ascii_lowercase().replace('_', "-");
    header.starts_with("x-granary-")
        || matches!(header.as_str(), "forwarded" | "x-forwarded-host" | "x-forwarded-prefix")
}

fn plain_segment(value: &str) -> bool {
    (1..=64).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Harvest's bodies are JSON; a form's `_method` field would be the request's method.
fn form(content_type: &str) -> bool {
    let content_type = content_type.to_ascii_lowercase();
    content_type.contains("application/x-www-form-urlencoded")
        || content_type.contains("multipart/")
}

fn names_a_method(parameter: &str) -> bool {
    parameter.to_ascii_lowercase().replace("%5f", "_").contains("_method")
}

/// A value that becomes a parameter of its own where it is decoded once too often.
fn smuggles_a_method(value: &str) -> bool {
    let value = value.to_ascii_lowercase().replace("%26", "&").replace("%5f", "_");
    value.contains("&_method") || value.contains(";_method")
}

#[cfg(test)]
mod tests;
