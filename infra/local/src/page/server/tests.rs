//! What the page's host answers, asked over a socket.

use std::{fs, path::PathBuf, sync::atomic::AtomicU16};

use http::header::{
    ACCEPT_ENCODING, ALLOW, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName,
};
use reqwest::{Method, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

const SCRIPT: &str = "app-ba7816bf8f01cfea.js";
const SECRET: &str = "beside the page";

/// A host of a page of three files, with a file beside their directory.
struct Host {
    place: PathBuf,
    address: String,
}

impl Host {
    async fn start() -> Self {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("granary-host-{}-{number}", std::process::id());
        let place = std::env::temp_dir().join(name);
        let page = place.join("page");
        fs::create_dir_all(&page).unwrap();
        fs::write(place.join("secret.txt"), SECRET).unwrap();
        for (name, content) in [
            (DOCUMENT, "<!doctype html>"),
            (SCRIPT, "script()"),
            (&format!("{SCRIPT}.br"), "br"),
            (&format!("{SCRIPT}.gz"), "gz"),
            ("app-ba7816bf8f01cfea.wasm", "\0asm"),
        ] {
            fs::write(page.join(name), content).unwrap();
        }
        let config = Config {
            admin_api: "http://127.0.0.1:1".into(),
            harvest_api: "http://127.0.0.1:2".into(),
            identity: "http://127.0.0.1:3".into(),
            client_id: "page".into(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let router = router(&page, config).unwrap();
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { place, address }
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.request(method, format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        request.send().await.unwrap()
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path, &[]).await
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.place).unwrap_or_default();
    }
}

#[track_caller]
fn header(response: &Response, name: HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_address_without_an_ending_is_the_document() {
    let host = Host::start().await;
    for path in ["/", "/index.html", "/signed-in?code=x.y", "/keys/01KA/edit", "/a.b/c", "/keys/"] {
        let response = host.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(header(&response, CACHE_CONTROL), "no-cache", "{path}");
        assert_eq!(header(&response, CONTENT_TYPE), "text/html", "{path}");
        assert_eq!(response.text().await.unwrap(), "<!doctype html>", "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_in_a_sentence() {
    let host = Host::start().await;
    for path in ["/app-0000000000000000.js", "/favicon.ico", "/app.js"] {
        let response = host.get(path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(header(&response, CACHE_CONTROL), "no-store", "{path}");
        assert_eq!(response.text().await.unwrap(), "There is no such file.\n", "{path}");
    }
}

#[tokio::test]
async fn files_come_with_type_encoding_and_for_ever() {
    let host = Host::start().await;
    let immutable = "public, max-age=31536000, immutable";
    let path = format!("/{SCRIPT}");
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "br"),
        ("br;q=0, gzip", "gzip", "gz"),
        ("identity", "", "script()"),
    ] {
        let response = host.ask(Method::GET, &path, &[(ACCEPT_ENCODING, accepted)]).await;
        assert_eq!(header(&response, CONTENT_TYPE), "text/javascript", "{accepted}");
        assert_eq!(header(&response, CONTENT_ENCODING), encoding, "{accepted}");
        assert_eq!(header(&response, CACHE_CONTROL), immutable, "{accepted}");
        assert_eq!(header(&response, VARY), "Accept-Encoding", "{accepted}");
        assert_eq!(response.text().await.unwrap(), body, "{accepted}");
    }
    let program = host.get("/app-ba7816bf8f01cfea.wasm").await;
    assert_eq!(header(&program, CONTENT_TYPE), "application/wasm");
}

#[tokio::test]
async fn the_head_of_a_file_is_that_of_its_get() {
    let host = Host::start().await;
    for path in [format!("/{SCRIPT}"), "/keys".into(), "/config.json".into()] {
        let get = host.get(&path).await;
        let head = host.ask(Method::HEAD, &path, &[]).await;
        assert_eq!(head.status(), 200, "{path}");
        for name in [CONTENT_TYPE, CONTENT_LENGTH, CACHE_CONTROL] {
            assert_eq!(header(&head, name.clone()), header(&get, name), "{path}");
        }
        assert_eq!(head.text().await.unwrap(), "", "{path}");
    }
    let post = host.ask(Method::POST, "/keys", &[]).await;
    assert_eq!((post.status().as_u16(), header(&post, ALLOW)), (405, "GET,HEAD"));
}

#[tokio::test]
async fn the_configuration_is_made_for_this_stack_and_kept_by_nobody() {
    let host = Host::start().await;
    let response = host.get("/config.json").await;
    assert_eq!(header(&response, CACHE_CONTROL), "no-store");
    assert_eq!(header(&response, CONTENT_TYPE), "application/json");
    let expected = serde_json::json!({
        "admin_api": "http://127.0.0.1:1",
        "harvest_api": "http://127.0.0.1:2",
        "identity": "http://127.0.0.1:3",
        "client_id": "page",
    });
    assert_eq!(response.json::<serde_json::Value>().await.unwrap(), expected);
}

#[tokio::test]
async fn every_answer_has_every_header() {
    let host = Host::start().await;
    let file = format!("/{SCRIPT}");
    for (method, path) in [
        (Method::GET, "/"),
        (Method::HEAD, "/"),
        (Method::GET, "/config.json"),
        (Method::GET, "/none.js"),
        (Method::GET, &file),
        (Method::POST, "/"),
        (Method::DELETE, "/config.json"),
    ] {
        let response = host.ask(method.clone(), path, &[]).await;
        for (name, value) in HEADERS {
            let found = response.headers().get_all(name).iter().collect::<Vec<_>>();
            assert_eq!(found, [value], "{method} {path}: {name}");
        }
        let policy = header(&response, CONTENT_SECURITY_POLICY);
        let connect = "connect-src 'self' http://127.0.0.1:1 http://127.0.0.1:3;";
        assert!(policy.contains(connect), "{method} {path}: {policy}");
    }
}

/// Written to the socket, since clients tidy addresses up before they send them.
#[tokio::test]
async fn nothing_beside_the_page_can_be_had() {
    let host = Host::start().await;
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/x/../../secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        &format!("/{}/secret.txt", host.place.display()),
    ] {
        let mut socket = tokio::net::TcpStream::connect(&host.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: page\r\nConnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
        assert!(!answer.contains(SECRET), "{path}: {answer}");
    }
}
