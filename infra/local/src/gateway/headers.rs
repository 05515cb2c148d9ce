//! Header lines as the client spelled them, which is how API Gateway compares and passes them on.

use serde_json::{Map, Value};

/// Names and values in the order of arrival; two casings of a name are two headers.
#[derive(Clone, Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    pub(super) fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The last value under exactly this spelling.
    pub(super) fn exact(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The last value under any spelling.
    pub(super) fn any_case(&self, name: &str) -> Option<&str> {
        let mut lines = self.0.iter().rev();
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Replaces the lines of exactly this spelling; other casings stay, as on AWS.
    pub(super) fn overwrite(&mut self, name: &str, value: &str) {
        self.0.retain(|(own, _)| own != name);
        self.push(name, value);
    }

    pub(super) fn set_default(&mut self, name: &str, value: &str) {
        if self.any_case(name).is_none() {
            self.push(name, value);
        }
    }

    /// Takes lines out, under any spelling.
    pub(super) fn drop_named(&mut self, names: &[&str]) {
        self.0.retain(|(own, _)| !names.iter().any(|name| own.eq_ignore_ascii_case(name)));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// An event's `headers`: the last value of each spelling.
    pub(super) fn single(&self) -> Map<String, Value> {
        self.iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }

    /// An event's `multiValueHeaders`: all values of each spelling.
    pub(super) fn multiple(&self) -> Map<String, Value> {
        grouped(self.iter())
    }
}

/// Pairs collected into lists by name, as events hold repeated headers and query parameters.
pub(super) fn grouped<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Map<String, Value> {
    let mut groups = Map::new();
    for (name, value) in pairs {
        let group = groups.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = group {
            values.push(value.into());
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn overwriting_leaves_other_casings() {
        let mut headers = Headers::default();
        headers.push("Authorization", "client");
        headers.push("authorization", "smuggled");
        headers.push("Authorization", "again");
        headers.overwrite("Authorization", "ours");
        let lines: Vec<_> = headers.iter().collect();
        assert_eq!(lines, [("authorization", "smuggled"), ("Authorization", "ours")]);
    }

    #[test]
    fn events_tell_casings_apart_and_keep_repetitions() {
        let mut headers = Headers::default();
        for (name, value) in [("X-A", "1"), ("x-a", "2"), ("X-A", "3")] {
            headers.push(name, value);
        }
        assert_eq!(Value::Object(headers.single()), json!({"X-A": "3", "x-a": "2"}));
        assert_eq!(Value::Object(headers.multiple()), json!({"X-A": ["1", "3"], "x-a": ["2"]}));
    }
}
