//! Requests that mean one endpoint to the gate and may mean another behind it.
//!
//! Data alone, made from the catalogue by rules and the same in every run: each is sent with a key
//! that may call one endpoint, and must be refused or reach just that. What sends them, and to
//! which deployment, is the caller's.
//!
//! # Layout
//! - `paths`, `encodings`: other spellings of a whole path; `parameters`: of one segment.
//! - `methods`: other methods than the request line's; `targets`: other request lines.
//! - `headers`: who calls, and for what; `framing`: where a request ends.

mod encodings;
mod framing;
mod headers;
mod methods;
mod parameters;
mod paths;
mod targets;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use contract::catalogue::{ENDPOINTS, Endpoint};

/// What stands in a text for the credential; see [`Sender`].
const CREDENTIAL: &str = "<credential>";
/// What stands in a text for the host.
const HOST: &str = "<host>";
/// What stands in a text for the marker.
const MARKER: &str = "<marker>";
/// What stands in a text for the hidden request, and for the number of its bytes in base 10 and 16.
const HIDDEN: [&str; 3] = ["<hidden>", "<length>", "<hex>"];
/// In the target of every request that is hidden in the body of another.
pub const SMUGGLED: &str = "smuggled";

/// What a request tries to be misread by.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Family {
    /// `\` for `/`, plain and encoded.
    Backslashes,
    /// Upper case, and letters that become others by folding.
    Case,
    /// Lengths that contradict each other, and what follows the body.
    Framing,
    /// `.` and `..`, plain and encoded.
    DotSegments,
    /// Characters of the path percent-encoded, once or oftener.
    Encodings,
    /// Headers that tell an upstream who calls, and for what.
    Forgeries,
    /// Header lines that are no header lines to everyone.
    HeaderLines,
    /// `;x=1` behind a segment.
    MatrixParameters,
    /// Methods that the path does not have.
    Methods,
    /// Null and other control characters, and blanks.
    Nulls,
    /// Methods beside the request line's: headers, query, body.
    Overrides,
    /// Encodings of a slash or a dot that UTF-8 forbids, and look-alikes.
    Overlong,
    /// Slashes and their kin inside a path parameter.
    Parameters,
    /// `?`, `#` and what ends a path to some.
    QueryLookAlikes,
    /// Doubled, leading and trailing slashes.
    Slashes,
    /// Absolute, authority and asterisk form.
    Targets,
    /// HTTP/1.0, HTTP/0.9, and versions that there are not.
    Versions,
    /// Path parameters that are words of other endpoints' paths.
    Words,
}

/// One request, to be sent as it stands over a connection of its own.
#[derive(Clone, Debug)]
pub struct Hostile {
    /// What it is up to.
    pub family: Family,
    /// The rule and both endpoints; no two are the same.
    pub name: String,
    /// What the key that it is sent with may call, and nothing else.
    pub permitted: &'static Endpoint,
    /// Where it leads, should it be read otherwise than it was decided on.
    pub aim: &'static Endpoint,
    text: Text,
}

/// What goes over the wire, in Latin-1, so that a character is a byte, and with names in place of
/// what the sender adds.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
struct Text {
    line: String,
    headers: Vec<String>,
    body: String,
    hidden: String,
}

/// Who sends a request, and where to.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// Value of `Authorization`.
    pub credential: &'a str,
    /// Value of `Host`.
    pub host: &'a str,
    /// Value of `X-Test-Marker`, by which the upstream's record is searched.
    pub marker: &'a str,
    /// What stands before every path, such as a stage; empty where nothing does.
    pub base: &'a str,
}

/// Every request, more than eleven thousand; of two rules that come to the same, the first has it.
pub fn all() -> Vec<Hostile> {
    let paths = paths::all().chain(encodings::all()).chain(parameters::all());
    let lines = methods::all().chain(targets::all());
    let all = paths.chain(lines).chain(headers::all()).chain(framing::all());
    let mut known = HashSet::new();
    all.filter(|it| known.insert((it.permitted.id, it.text.clone()))).collect()
}

impl Hostile {
    /// What goes over the wire.
    pub fn bytes(&self, sender: &Sender<'_>) -> Vec<u8> {
        let signed = |text: &str| {
            let text = text.replace(CREDENTIAL, sender.credential).replace(HOST, sender.host);
            text.replace(MARKER, sender.marker)
        };
        let Text { line, headers, body, hidden } = &self.text;
        let line = below(sender.base, line);
        let text = signed(&format!("{line}\r\n{}\r\n{body}", headers.concat()));
        let hidden = signed(&below(sender.base, hidden));
        let (length, hex) = (hidden.len().to_string(), format!("{:x}", hidden.len()));
        let values = HIDDEN.into_iter().zip([&hidden, &length, &hex]);
        let text = values.fold(text, |text, (name, value)| text.replace(name, value));
        text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect()
    }

    /// What it has in common with others of its family, for other endpoints.
    pub fn rule(&self) -> &str {
        self.name.rsplit_once(": ").map_or(self.name.as_str(), |(rule, _)| rule)
    }

    /// The plain request for an endpoint, in the name of a rule.
    fn new(family: Family, rule: &str, permitted: Row, aim: Row) -> Self {
        let name = format!("{family:?} {rule}: {} for {}", permitted.id, aim.id);
        let headers = ["X-Test-Marker: <marker>", "Host: <host>", "Authorization: <credential>"];
        let text = Text { line: plain_line(permitted), ..Text::default() };
        Self { family, name, permitted, aim, text }.with(&headers).with(&["Connection: close"])
    }

    fn line(mut self, line: impl Into<String>) -> Self {
        self.text.line = line.into();
        self
    }

    /// The permitted method on another target.
    fn target(self, target: &str) -> Self {
        let line = format!("{} {target} HTTP/1.1", self.permitted.method);
        self.line(line)
    }

    fn with(mut self, headers: &[&str]) -> Self {
        self.text.headers.extend(headers.iter().map(|line| format!("{line}\r\n")));
        self
    }

    /// Lines as they are, ends of line included.
    fn with_raw(mut self, lines: &str) -> Self {
        self.text.headers.push(lines.to_owned());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.text.headers.retain(|line| line.split(':').next() != Some(name));
        self
    }

    /// A body with its length.
    fn body(self, body: &str) -> Self {
        self.with(&[&format!("Content-Length: {}", body.len())]).framed(body, "")
    }

    /// A body whose length the headers give, or fail to, with a request hidden in it.
    fn framed(mut self, body: &str, hidden: &str) -> Self {
        self.text.body = body.to_owned();
        self.text.hidden = hidden.to_owned();
        self
    }
}

type Row = &'static Endpoint;

/// A request line with this before its target's path, wherever that begins.
fn below(base: &str, line: &str) -> String {
    let after_scheme = line.find("://").map_or(0, |at| at + "://".len());
    let mut slashes = line.match_indices('/').map(|(at, _)| line.split_at(at));
    let path =
        slashes.find(|(before, _)| before.len() >= after_scheme && !before.ends_with("HTTP"));
    path.map_or_else(|| line.to_owned(), |(before, path)| format!("{before}{base}{path}"))
}

/// The request line that means what it says.
fn plain_line(endpoint: &Endpoint) -> String {
    format!("{} {} HTTP/1.1", endpoint.method, canonical(endpoint))
}

/// The path with plain values in place of its parameters.
fn canonical(endpoint: &Endpoint) -> String {
    filled(endpoint, |_, name| plain(name).to_owned())
}

/// The path with these values in place of its parameters, which are counted from 0.
fn filled(endpoint: &Endpoint, value: impl Fn(usize, &str) -> String) -> String {
    let mut position = 0;
    let segments = endpoint.path.split('/').map(|segment| match parameter(segment) {
        Some(name) => {
            position += 1;
            value(position - 1, name)
        }
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

fn plain(parameter: &str) -> &'static str {
    if parameter == "field_type" { "candidate" } else { "1" }
}

fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// A key's endpoint with another of its method that begins like it, its parameter last.
fn neighbours() -> impl Iterator<Item = (Row, Row)> {
    ENDPOINTS.iter().flat_map(|permitted| {
        let aims = ENDPOINTS.iter().filter(move |aim| {
            aim.method == permitted.method && aim.id != permitted.id && leads_to(permitted, aim)
        });
        aims.map(move |aim| (permitted, aim))
    })
}

fn leads_to(permitted: &Endpoint, aim: &Endpoint) -> bool {
    let (mut begins, mut rest) = (permitted.path.split('/'), aim.path.split('/'));
    let alike = begins
        .by_ref()
        .zip(rest.by_ref())
        .all(|(one, other)| one == other || parameter(one).is_some_and(|_| !other.is_empty()));
    let shorter = permitted.path.split('/').count() <= aim.path.split('/').count();
    let open = permitted.path.ends_with('}');
    alike && shorter && open
}

/// Two methods of one path.
fn siblings() -> impl Iterator<Item = (Row, Row)> {
    ENDPOINTS.iter().flat_map(|permitted| {
        let aims = ENDPOINTS.iter().filter(move |aim| {
            aim.method != permitted.method && canonical(aim) == canonical(permitted)
        });
        aims.map(move |aim| (permitted, aim))
    })
}

/// Rows of the catalogue by their ids; a test knows that none is missing.
fn pairs(ids: &[(&str, &str)]) -> Vec<(Row, Row)> {
    let row = |id: &str| ENDPOINTS.iter().find(|endpoint| endpoint.id == id);
    ids.iter().filter_map(|(permitted, aim)| Some((row(permitted)?, row(aim)?))).collect()
}
