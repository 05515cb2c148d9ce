//! What holds for both files, and that the repository has them as they are generated.

use crate::gateway::RESPONSE_TYPES;
use std::collections::BTreeSet;

use super::*;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn the_files_are_as_generated() {
    for (file, document) in FILES {
        let found = fs::read_to_string(root().join(file)).unwrap();
        assert!(found == text(&document()), "`{file}` is out of date: run `cargo dev generate`");
    }
}

#[test]
fn nothing_is_greedy_and_nothing_quotes_the_request() {
    for (file, document) in FILES {
        let text = text(&document());
        for never in
            ["+}", "x-amazon-apigateway-any-method", "$context.error", "method.request.header"]
        {
            assert!(!text.contains(never), "`{never}` in `{file}`");
        }
    }
}

#[test]
fn every_gateway_response_is_ours_and_the_defaults_keep_their_status() {
    for (file, document) in FILES {
        let document = document();
        let responses = document["x-amazon-apigateway-gateway-responses"].as_object().unwrap();
        let found: Vec<_> = responses.keys().map(String::as_str).collect();
        assert_eq!(found, RESPONSE_TYPES, "{file}");
        for name in ["DEFAULT_4XX", "DEFAULT_5XX"] {
            assert_eq!(responses[name].get("statusCode"), None, "{file} {name}");
        }
    }
}

/// Source: AWS, "Amazon API Gateway quotas" and "CloudFormation quotas".
#[test]
fn both_files_fit() {
    let documents = FILES.map(|(_, document)| document());
    let resources = documents.each_ref().map(|document| {
        let paths = document["paths"].as_object().unwrap();
        let nodes: BTreeSet<_> = paths.keys().flat_map(|path| ancestors(path)).collect();
        nodes.len()
    });
    assert!(resources.iter().all(|nodes| *nodes <= 300), "{resources:?}");
    let template: usize = documents.iter().map(|document| text(document).len()).sum();
    assert!(template < 900_000, "{template} bytes of the template's 1 MB");
}

/// A path and every path it lies below, the root included.
fn ancestors(path: &str) -> Vec<String> {
    let segments: Vec<_> = path.split('/').collect();
    (1..=segments.len()).map(|length| segments[..length].join("/")).collect()
}
