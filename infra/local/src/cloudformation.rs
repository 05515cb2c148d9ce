//! How AWS's tools list a stack's outputs and parameters.

use std::collections::BTreeMap;

use serde_json::Value;

/// Values by their names, of a list whose rows have each in a member of its own.
pub(crate) fn pairs<'a>(list: &'a Value, name: &str, value: &str) -> BTreeMap<&'a str, &'a str> {
    let rows = list.as_array().into_iter().flatten();
    rows.filter_map(|row| Some((row[name].as_str()?, row[value].as_str()?))).collect()
}
