//! Which operation a path means: segment by segment, nothing decoded.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context as _, bail, ensure};

use super::{authorizer::Authorizer, integration::Integration};

/// One method of one path, with what it does.
pub(super) struct Operation {
    /// Path template, such as `/v1/jobs/{id}`.
    pub(super) template: String,
    pub(super) resource_id: String,
    pub(super) authorizer: Option<Arc<Authorizer>>,
    pub(super) integration: Integration,
}

/// The operation that a call means, and its path parameters as received.
pub(super) struct Match<'a> {
    pub(super) operation: &'a Operation,
    pub(super) parameters: Vec<(&'a str, &'a str)>,
}

/// A tree of path segments.
#[derive(Default)]
pub(super) struct Routes {
    literals: HashMap<String, Routes>,
    parameter: Option<(String, Box<Routes>)>,
    operations: HashMap<String, Operation>,
}

impl Routes {
    /// Adds an operation under an upper-case method.
    ///
    /// # Errors
    /// When the template is greedy, or names a position as another one does not.
    pub(super) fn insert(&mut self, method: String, operation: Operation) -> anyhow::Result<()> {
        let template = operation.template.clone();
        let path = template
            .strip_prefix('/')
            .with_context(|| format!("`{template}` starts without `/`"))?;
        let mut node = self;
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            node = node.child(segment).with_context(|| format!("path `{template}`"))?;
        }
        node.operations.insert(method, operation);
        Ok(())
    }

    fn child(&mut self, segment: &str) -> anyhow::Result<&mut Self> {
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            ensure!(
                !segment.contains(['{', '}']),
                "`{segment}` is neither a literal nor a parameter"
            );
            return Ok(self.literals.entry(segment.to_owned()).or_default());
        };
        if name.ends_with('+') {
            bail!(
                "`{segment}` is greedy: it would let paths through that the catalogue does not list"
            );
        }
        let (known, node) = self.parameter.get_or_insert_with(|| (name.to_owned(), Box::default()));
        ensure!(known == name, "`{{{name}}}` stands where another path has `{{{known}}}`");
        Ok(node)
    }

    /// The operation for a method and a path as received.
    ///
    /// Literals beat parameters (AWS); a literal that leads nowhere falls back on the parameter
    /// beside it (AWS does so for greedy parameters). Slashes at the end are ignored: reports
    /// differ, and ignoring them lets more through.
    pub(super) fn find<'a>(&'a self, method: &str, path: &'a str) -> Option<Match<'a>> {
        let segments: Vec<&str> = match path.strip_prefix('/')?.trim_end_matches('/') {
            "" => Vec::new(),
            trimmed => trimmed.split('/').collect(),
        };
        let mut parameters = Vec::new();
        let operation = self.descend(method, &segments, &mut parameters)?;
        Some(Match { operation, parameters })
    }

    fn descend<'a>(
        &'a self,
        method: &str,
        segments: &[&'a str],
        parameters: &mut Vec<(&'a str, &'a str)>,
    ) -> Option<&'a Operation> {
        let Some((&segment, rest)) = segments.split_first() else {
            return self.operations.get(method);
        };
        let literal = self.literals.get(segment);
        if let Some(found) = literal.and_then(|node| node.descend(method, rest, parameters)) {
            return Some(found);
        }
        let (name, node) = self.parameter.as_ref().filter(|_| !segment.is_empty())?;
        parameters.push((name, segment));
        let found = node.descend(method, rest, parameters);
        if found.is_none() {
            parameters.pop();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(templates: &[(&str, &str)]) -> anyhow::Result<Routes> {
        let mut routes = Routes::default();
        for (method, template) in templates {
            let integration = Integration::nothing();
            let (template, resource_id) = ((*template).to_owned(), String::new());
            let operation = Operation { template, resource_id, authorizer: None, integration };
            routes.insert((*method).to_owned(), operation)?;
        }
        Ok(routes)
    }

    /// Method, path, and the template with the first parameter that they mean.
    type Row = (&'static str, &'static str, Option<(&'static str, &'static str)>);

    const TABLE: &[Row] = &[
        ("GET", "/v1/candidates", Some(("/v1/candidates", ""))),
        ("GET", "/v1/candidates/", Some(("/v1/candidates", ""))),
        ("GET", "/v1/candidates/1", Some(("/v1/candidates/{id}", "1"))),
        ("PUT", "/v1/candidates/merge", Some(("/v1/candidates/merge", ""))),
        ("GET", "/v1/candidates/merge", Some(("/v1/candidates/{id}", "merge"))),
        (
            "GET",
            "/v1/candidates/1%2Factivity_feed",
            Some(("/v1/candidates/{id}", "1%2Factivity_feed")),
        ),
        (
            "GET",
            "/v1/candidates/merge/activity_feed",
            Some(("/v1/candidates/{id}/activity_feed", "merge")),
        ),
        ("GET", "/v1/candidates/;x=1", Some(("/v1/candidates/{id}", ";x=1"))),
        ("GET", "/v1/candidates/..", Some(("/v1/candidates/{id}", ".."))),
        ("GET", "/v1//candidates", None),
        ("GET", "/v1/candidates//activity_feed", None),
        ("GET", "/v1/./candidates", None),
        ("GET", "/v1/Candidates", None),
        ("GET", "/v1/candidate%73", None),
        ("GET", "/v1/candidates/1/2", None),
        ("HEAD", "/v1/candidates", None),
        ("get", "/v1/candidates", None),
        ("GET", "v1/candidates", None),
        ("GET", "/", None),
    ];

    #[test]
    fn matches_as_the_table_says() {
        let routes = routes(&[
            ("GET", "/v1/candidates"),
            ("GET", "/v1/candidates/{id}"),
            ("PUT", "/v1/candidates/merge"),
            ("GET", "/v1/candidates/{id}/activity_feed"),
        ])
        .unwrap();
        for &(method, path, expected) in TABLE {
            let found = routes.find(method, path);
            let found = found.map(|found| {
                let value = found.parameters.first().map_or("", |(_, value)| value);
                (found.operation.template.as_str(), value)
            });
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn refuses_what_would_widen_the_gate() {
        for (templates, reason) in [
            (vec![("GET", "/v1/{proxy+}")], "greedy"),
            (vec![("GET", "/v1/{id}"), ("GET", "/v1/{job_id}/x")], "`{id}`"),
            (vec![("GET", "/v1/x{id}")], "neither"),
            (vec![("GET", "v1")], "starts without"),
        ] {
            let error = format!("{:#}", routes(&templates).err().unwrap());
            assert!(error.contains(reason), "{error}");
        }
    }
}
