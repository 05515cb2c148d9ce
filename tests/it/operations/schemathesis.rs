//! Schemathesis, against the document that is deployed: <https://schemathesis.readthedocs.io>.

use std::path::Path;

use contract::operations::OPERATIONS;
use tokio::process::Command;

use crate::stack::{Organization, STACK};

#[tokio::test]
async fn the_document_says_what_the_api_does() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manager = Organization::new().manager();
    let output = Command::new(STACK.python.join("schemathesis"))
        .arg("--config-file")
        .arg(tests.join("it/operations/schemathesis.toml"))
        .arg("run")
        .arg(tests.join("../infra/admin-api.json"))
        .args(["--url", &STACK.urls.admin_api, "--exclude-method", "OPTIONS"])
        .args(["--header", &format!("Authorization: Bearer {}", manager.token)])
        .current_dir(std::env::temp_dir())
        .output()
        .await
        .unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.contains(&format!("{} selected", OPERATIONS.len())), "{report}");
}
