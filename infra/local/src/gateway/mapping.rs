//! Where a mapped value comes from: `method.request.…`, `context.…`, `stageVariables.…` or `'text'`.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use http::HeaderName;

use super::{context::Context, request::Request};

/// Header names whose mapping fails every call on AWS (recorded by LocalStack's authors).
const FORBIDDEN: [&str; 4] =
    ["content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id"];

/// One source; AWS knows no concatenation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Source {
    /// `method.request.header.…`, compared by case as AWS does.
    Header(String),
    /// `method.request.querystring.…`
    Query(String),
    /// `method.request.path.…`, as received.
    Path(String),
    /// `context.…`
    Context(String),
    /// `stageVariables.…`
    StageVariable(String),
    /// A constant in single quotes.
    Constant(String),
}

/// What a [`Source`] may read.
pub(super) struct Values<'a> {
    pub(super) request: &'a Request,
    pub(super) path_parameters: &'a [(&'a str, &'a str)],
    pub(super) context: &'a Context,
    pub(super) stage_variables: &'a BTreeMap<String, String>,
}

impl Source {
    /// # Errors
    /// When the text is none of the sources that AWS documents, or one that is not emulated.
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        if let Some(constant) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            return Ok(Self::Constant(constant.to_owned()));
        }
        Self::variable(text).with_context(|| {
            format!("`{text}` is no source that the local gateway maps (constants stand in single quotes)")
        })
    }

    /// A source other than a constant.
    pub(super) fn variable(text: &str) -> Option<Self> {
        for (prefix, make) in [
            ("method.request.header.", Self::Header as fn(String) -> Self),
            ("method.request.querystring.", Self::Query),
            ("method.request.path.", Self::Path),
            ("context.", Self::Context),
            ("stageVariables.", Self::StageVariable),
        ] {
            if let Some(name) = text.strip_prefix(prefix).filter(|name| !name.is_empty()) {
                return Some(make(name.to_owned()));
            }
        }
        None
    }

    /// The value; absent and empty are the same, as a mapping then sets nothing.
    pub(super) fn read(&self, values: &Values<'_>) -> Option<String> {
        let value = match self {
            Self::Header(name) => values.request.headers.exact(name).map(str::to_owned),
            Self::Query(name) => values.request.query_value(name).map(str::to_owned),
            Self::Path(name) => path_parameter(values.path_parameters, name),
            Self::Context(name) => values.context.look_up(name),
            Self::StageVariable(name) => values.stage_variables.get(name).cloned(),
            Self::Constant(text) => Some(text.clone()),
        };
        value.filter(|value| !value.is_empty())
    }
}

fn path_parameter(parameters: &[(&str, &str)], name: &str) -> Option<String> {
    parameters.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
}

/// An integration's `requestParameters`.
#[derive(Debug, Default)]
pub(super) struct RequestMapping {
    /// By spelling: three casings are three headers.
    pub(super) headers: Vec<(String, Source)>,
    pub(super) path: Vec<(String, Source)>,
    pub(super) query: Vec<(String, Source)>,
}

impl RequestMapping {
    /// # Errors
    /// When a target or a source is not one that AWS takes.
    pub(super) fn parse(parameters: &BTreeMap<String, String>) -> anyhow::Result<Self> {
        let mut mapping = Self::default();
        for (target, source) in parameters {
            let source = Source::parse(source).with_context(|| format!("mapping of `{target}`"))?;
            let place =
                target.strip_prefix("integration.request.").and_then(|rest| rest.split_once('.'));
            match place {
                Some(("header", name)) => mapping.headers.push((header(name)?, source)),
                Some(("path", name)) => mapping.path.push((name.to_owned(), source)),
                Some(("querystring", name)) => mapping.query.push((name.to_owned(), source)),
                Some(_) | None => {
                    bail!("`{target}` is no header, path or query string of an integration")
                }
            }
        }
        Ok(mapping)
    }
}

fn header(name: &str) -> anyhow::Result<String> {
    let parsed =
        HeaderName::try_from(name).with_context(|| format!("`{name}` is no header name"))?;
    ensure!(!FORBIDDEN.contains(&parsed.as_str()), "mapping `{name}` fails every call on AWS");
    Ok(name.to_owned())
}

/// Header mappings of a gateway or integration response, under `prefix`.
///
/// # Errors
/// When a target is not under `prefix`, or a source not one that AWS takes.
pub(super) fn response_headers(
    parameters: &BTreeMap<String, String>,
    prefix: &str,
) -> anyhow::Result<Vec<(HeaderName, Source)>> {
    let parse = |(target, source): (&String, &String)| {
        let name = target
            .strip_prefix(prefix)
            .with_context(|| format!("`{target}` is not `{prefix}…`"))?;
        let name =
            HeaderName::try_from(name).with_context(|| format!("`{name}` is no header name"))?;
        Ok((name, Source::parse(source)?))
    };
    parameters.iter().map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_what_aws_documents() {
        for (text, expected) in [
            ("'https'", Source::Constant("https".into())),
            ("context.authorizer.keyId", Source::Context("authorizer.keyId".into())),
            ("stageVariables.forwardedProto", Source::StageVariable("forwardedProto".into())),
            ("method.request.path.id", Source::Path("id".into())),
            ("method.request.header.X-A", Source::Header("X-A".into())),
            ("method.request.querystring.q", Source::Query("q".into())),
        ] {
            assert_eq!(Source::parse(text).unwrap(), expected);
        }
        for text in ["https", "context.", "method.request.body.x", "$context.requestId"] {
            let error = Source::parse(text).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
    }

    #[test]
    fn refuses_targets_that_aws_refuses() {
        for target in
            ["integration.request.header.Content-Length", "integration.request.body.x", "x"]
        {
            let parameters = BTreeMap::from([(target.to_owned(), "'1'".to_owned())]);
            assert!(RequestMapping::parse(&parameters).is_err(), "{target}");
        }
    }
}
