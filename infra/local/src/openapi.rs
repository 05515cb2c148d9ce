//! The two OpenAPI files that are deployed, made from the contract and from nothing else.

mod admin;
mod gateway_response;
mod harvest;

use std::{fs, path::Path};

use anyhow::Context as _;
use serde_json::{Value, json};

/// A path from the repository's root, and what it holds.
type File = (&'static str, fn() -> Value);

const FILES: [File; 2] = [("infra/harvest-api.json", harvest), ("infra/admin-api.json", admin)];

/// HarvestApi: one operation for each endpoint of the catalogue, all behind the authorizer.
pub fn harvest() -> Value {
    harvest::document()
}

/// AdminApi: one operation for each row of the operations table, behind the user pool.
pub fn admin() -> Value {
    admin::document()
}

/// Replaces both files below the repository's root.
///
/// # Errors
/// A file cannot be written.
pub fn write(root: &Path) -> anyhow::Result<()> {
    for (file, document) in FILES {
        let path = root.join(file);
        fs::write(&path, text(&document()))
            .with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

/// Where an API with a domain of its own answers: nowhere else. Read by API Gateway alone.
fn servers(has_a_domain: &str) -> Value {
    json!([{
        "url": "/",
        "x-amazon-apigateway-endpoint-configuration": {
            "disableExecuteApiEndpoint": { "Fn::If": [has_a_domain, true, false] },
        },
    }])
}

fn text(document: &Value) -> String {
    format!("{document:#}\n")
}

#[cfg(test)]
mod tests;
