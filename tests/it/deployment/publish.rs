//! `cargo dev publish` into the emulator: what lies in the bucket, and what does when it cannot.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::Request as Call,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, process::Command};

use super::{Stack, emulator::Emulator};
use crate::{
    stack::STACK,
    wire::{Answer, Request},
};

const KEPT: &str = "public, max-age=31536000, immutable";

/// A page that fits together, told from others by a digit.
fn page(emulator: &Emulator, digit: u8) -> PathBuf {
    let digest = format!("{digit}123456789abcdef");
    let directory = emulator.directory.join(format!("page-{digit}"));
    fs::create_dir_all(&directory).unwrap();
    let document = format!(r#"<script src="/app-{digest}.js"></script>"#);
    let script = format!("/app-{digest}.wasm");
    for (name, content) in [
        ("index.html", document.as_str()),
        (&format!("app-{digest}.js"), &script),
        (&format!("app-{digest}.js.br"), "compressed"),
        (&format!("app-{digest}.wasm"), "\0asm"),
        (&format!("granary-{digest}.css"), "a{}"),
        ("a-letter.txt", "of somebody else"),
    ] {
        fs::write(directory.join(name), content).unwrap();
    }
    directory
}

/// The command, about to be called as the deployer of `stack` calls it.
fn publish(emulator: &Emulator, stack: &str, page: &Path) -> Command {
    let mut command = emulator.command(&STACK.launcher);
    command.args(["publish", "--stack-name", stack, "--page"]).arg(page);
    command
}

async fn succeeds(mut command: Command) -> String {
    let Output { status, stdout, stderr } = command.output().await.unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

async fn object(emulator: &Emulator, bucket: &str, name: &str) -> Answer {
    Request::new("GET", &format!("/{bucket}/{name}")).send(&emulator.url).await
}

/// A page and the next one, at a stack of the whole template.
pub async fn check(emulator: &Emulator, stack: &Stack, name: &str) {
    let bucket = stack.output("PageBucket");
    let mut dry = publish(emulator, name, &page(emulator, 1));
    dry.arg("--dry-run");
    let dry = succeeds(dry).await;
    let lines: Vec<_> = dry.lines().collect();
    assert_eq!(lines.len(), 6, "{dry}");
    let last = "would upload index.html as text/html; charset=utf-8, no-cache";
    assert_eq!(lines[4..], [last, "would make CloudFront forget / /index.html /config.json"]);
    assert_eq!(object(emulator, bucket, "index.html").await.status, 404);
    for digit in [1, 2] {
        let said = succeeds(publish(emulator, name, &page(emulator, digit))).await;
        assert!(said.contains("https://keys.example.com"), "{said}");
    }
    let config = object(emulator, bucket, "config.json").await;
    let told: Value = serde_json::from_str(stack.output("PageConfig")).unwrap();
    assert_eq!(config.json(), told);
    let document = object(emulator, bucket, "index.html").await;
    assert!(document.text().contains("/app-2123456789abcdef.js"));
    for (name, media_type, caching) in [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("config.json", "application/json", "no-store"),
        ("app-1123456789abcdef.js", "text/javascript", KEPT),
        ("app-2123456789abcdef.js", "text/javascript", KEPT),
        ("app-2123456789abcdef.wasm", "application/wasm", KEPT),
        ("granary-2123456789abcdef.css", "text/css", KEPT),
    ] {
        let answer = object(emulator, bucket, name).await;
        let header = |name| answer.header(name).unwrap_or_default();
        let found = (answer.status, header("content-type"), header("cache-control"));
        assert_eq!(found, (200, media_type, caching), "{name}");
        // CloudFront compresses.
        assert_eq!(answer.header("content-encoding"), None, "{name}");
    }
    for absent in ["a-letter.txt", "app-2123456789abcdef.js.br"] {
        assert_eq!(object(emulator, bucket, absent).await.status, 404, "{absent}");
    }
    let id = ["--distribution-id", stack.output("PageDistribution")];
    let words = [&["cloudfront", "list-invalidations"][..], &id].concat();
    let invalidations = emulator.aws(&words).await["InvalidationList"]["Items"].clone();
    assert_eq!(invalidations.as_array().unwrap().len(), 2, "{invalidations}");
}

/// A stack of nothing but what publishing looks at.
async fn small(emulator: &Emulator, name: &str, outputs: &[(&str, Value)]) {
    let outputs: Value =
        outputs.iter().map(|(name, value)| (*name, json!({"Value": value}))).collect();
    let resources =
        json!({"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}});
    let template = json!({"Resources": resources, "Outputs": outputs}).to_string();
    let stack = ["--stack-name", name];
    let create = ["cloudformation", "create-stack", "--template-body", &template];
    emulator.aws(&[&create[..], &stack].concat()).await;
    let wait = ["cloudformation", "wait", "stack-create-complete"];
    drop(emulator.try_aws(&[&wait[..], &stack].concat()).await);
}

/// An emulator whose bucket takes no style sheet.
async fn takes_no_style(emulator: &Emulator) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (client, url) = (reqwest::Client::new(), emulator.url.clone());
    let router = Router::new().fallback(async move |call: Call| {
        if call.method() == Method::PUT && call.uri().path().ends_with(".css") {
            let refusal =
                "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
            return (StatusCode::FORBIDDEN, Bytes::from(refusal));
        }
        let (head, body) = call.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let sent = client.request(head.method, format!("{url}{}", head.uri)).headers(head.headers);
        let answer = sent.body(body).send().await.unwrap();
        (answer.status(), answer.bytes().await.unwrap())
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// A call that has to fail.
struct Mishap<'a> {
    stack: &'a str,
    page: &'a Path,
    words: &'a [&'a str],
    /// Set, or taken away.
    variable: Option<(&'a str, Option<&'a str>)>,
    says: &'a str,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_that_cannot_be_is_a_sentence_and_leaves_the_page_as_it_was() {
    let emulator = Emulator::start().await;
    let config = json!({"admin_api": "https://a", "harvest_api": "https://h", "identity": "https://i", "client_id": "c"});
    let outputs = [
        ("PageBucket", json!("pages")),
        ("PageConfig", json!(config.to_string())),
        ("PageDistribution", json!("E1")),
        ("PageUrl", json!("https://d1.cloudfront.net")),
    ];
    small(&emulator, "pages", &outputs).await;
    small(&emulator, "pages-half", &outputs[..2]).await;
    let (first, second) = (page(&emulator, 1), page(&emulator, 2));
    let broken = page(&emulator, 3);
    fs::remove_file(broken.join("app-3123456789abcdef.js")).unwrap();
    // No such distribution is there, so that it is told in vain: the page is published all the same.
    let told = publish(&emulator, "pages", &first).output().await.unwrap();
    assert!(
        String::from_utf8_lossy(&told.stderr).contains("the page is published, but CloudFront")
    );
    assert!(!told.status.success());
    let no_style = takes_no_style(&emulator).await;
    let usual = Mishap { stack: "pages", page: &second, words: &[], variable: None, says: "" };
    let without = |name, value, says| Mishap { variable: Some((name, value)), says, ..usual };
    let mishaps = [
        without("PATH", Some("/var/empty"), "install the AWS CLI"),
        without("AWS_ACCESS_KEY_ID", None, "there are no credentials"),
        without("AWS_DEFAULT_REGION", None, "name the stack's Region"),
        without("AWS_ENDPOINT_URL", Some("http://127.0.0.1:9"), "AWS cannot be reached"),
        Mishap { words: &["--profile", "nobody"], says: "there is no such profile", ..usual },
        Mishap { stack: "granary", says: "there is no such stack", ..usual },
        Mishap { stack: "pages-half", says: "no output `PageUrl`", ..usual },
        Mishap { page: &broken, says: "lacks app-3123456789abcdef.js", ..usual },
        Mishap { page: &emulator.directory, says: "holds no page", ..usual },
        without("AWS_ENDPOINT_URL", Some(&no_style), "these credentials may not do this"),
    ];
    for Mishap { stack, page, words, variable, says } in mishaps {
        let mut call = publish(&emulator, stack, page);
        call.args(words);
        match variable {
            Some((name, Some(value))) => call.env(name, value),
            Some((name, None)) => call.env_remove(name),
            None => &mut call,
        };
        let output = call.output().await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(says) && said.starts_with("error: "), "{says}: {said}");
        assert!(!output.status.success() && !said.trim().contains('\n'), "{said}");
        let document = object(&emulator, "pages", "index.html").await;
        assert!(document.text().contains("/app-1123456789abcdef.js"), "{says}");
    }
    // The last of them had begun.
    assert_eq!(object(&emulator, "pages", "app-2123456789abcdef.wasm").await.status, 200);
}
