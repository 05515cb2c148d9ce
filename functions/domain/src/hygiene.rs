//! What a request must not carry, whatever its key may do: ways to reach an endpoint other than the one decided on.

use std::fmt;

use contract::catalogue::{ENDPOINTS, Endpoint, FIELD_TYPES};

/// A request as API Gateway matched it; its headers hold the secret as it came, so that it is not
/// printed.
#[derive(Clone, Default)]
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

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("method", &self.method)
            .field("template", &self.template)
            .finish_non_exhaustive()
    }
}

/// What a request carries that none may.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Contraband {
    /// A header that only the gate or a proxy sets: who calls, which path was asked for, and
    /// where links are to lead back to.
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
        if self.headers.iter().any(|(name, _)| set_by_the_gate_alone(name))
            || self.doubts_the_scheme()
        {
            return Err(Contraband::ForgedHeader);
        }
        Ok(())
    }

    /// API Gateway decodes parameters towards the upstream: `1%2Factivity_feed` is two segments.
    fn path_parameters_are_plain(&self, endpoint: &Endpoint) -> bool {
        let field_type = endpoint.parameters().any(|name| name == "field_type");
        self.path_parameters.len() == endpoint.parameters().count()
            && self.path_parameters.iter().all(|(_, value)| {
                if field_type { FIELD_TYPES.contains(value) } else { plain_id(value) }
            })
    }

    /// Whether the request says what its body is.
    ///
    /// Where it does not, Rack takes the body of a `POST` for a form, so the upstream must be
    /// told. Whether there is a body, API Gateway does not tell its authorizers.
    pub fn names_a_type(&self) -> bool {
        self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
    }

    /// API Gateway sets one `X-Forwarded-Proto`; a second one, or another value, is a client's.
    fn doubts_the_scheme(&self) -> bool {
        let mut schemes = self
            .headers
            .iter()
            .filter(|(name, _)| as_variable(name) == "x_forwarded_proto")
            .map(|(_, value)| *value);
        schemes.next().is_some_and(|scheme| !matches!(scheme, "http" | "https"))
            || schemes.next().is_some()
    }

    fn overrides_the_method(&self) -> bool {
        let overriding =
            self.headers.iter().any(|(name, value)| match as_variable(name).as_str() {
                "x_http_method_override" | "x_http_method" | "x_method_override" => true,
                "content_type" => !name.eq_ignore_ascii_case("content-type") || form(value),
                _ => false,
            });
        overriding
            || self
                .query
                .iter()
                .any(|(name, value)| names_a_method(name) || smuggles_a_method(value))
    }
}

/// API Gateway overwrites a header in one casing, and would let another through beside it.
///
/// `X-Forwarded-For`, `-Port` and `-Proto` are missing here: API Gateway sets them itself.
fn set_by_the_gate_alone(header: &str) -> bool {
    let header = as_variable(header);
    header.starts_with("x_granary_")
        || header.starts_with("x_original_")
        || matches!(
            header.as_str(),
            "forwarded"
                | "x_forwarded_host"
                | "x_forwarded_path"
                | "x_forwarded_prefix"
                | "x_forwarded_uri"
                | "x_rewrite_url"
                | "x_script_name"
        )
}

/// A word of the catalogue's own paths is no id: `PATCH /v1/users/Permission_Level` is
/// `/v1/users/{id}` to API Gateway, and another endpoint to an upstream that ignores case.
fn plain_id(value: &str) -> bool {
    (1..=64).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && !ENDPOINTS
            .iter()
            .flat_map(|endpoint| endpoint.path.split('/'))
            .any(|word| word.eq_ignore_ascii_case(value))
}

/// A name as CGI's descendants see it, to whom `X_Granary.Key-Id` is `X-Granary-Key-Id`.
fn as_variable(name: &str) -> String {
    name.chars()
        .map(
            |letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' },
        )
        .collect()
}

/// Harvest's bodies are JSON; a form's `_method` field would be the request's method, and
/// what has a blank type is a form to some.
fn form(content_type: &str) -> bool {
    let content_type = content_type.trim().to_ascii_lowercase();
    content_type.is_empty()
        || content_type.contains("application/x-www-form-urlencoded")
        || content_type.contains("multipart/")
}

fn names_a_method(parameter: &str) -> bool {
    as_variable(&decoded(parameter)).contains("_method")
}

/// A value of which a part becomes a parameter where it is decoded once too often.
fn smuggles_a_method(value: &str) -> bool {
    let value = decoded(value).to_ascii_lowercase();
    value.split_once(['&', ';']).is_some_and(|(_, rest)| rest.contains("_method"))
}

/// Without percent-encoding, however often it was applied.
fn decoded(text: &str) -> String {
    let mut plain = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        plain.push(byte);
        while let Some(meant) = plain.last_chunk().and_then(escaped) {
            plain.truncate(plain.len() - 3);
            plain.push(meant);
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

fn escaped(bytes: &[u8; 3]) -> Option<u8> {
    let [b'%', digits @ ..] = bytes else { return None };
    let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests;
