//! The page's host on this machine.

use std::{
    future::ready,
    io,
    path::{Path, PathBuf},
};

use axum::{
    Json, Router,
    extract::Request,
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode, Uri,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, VARY},
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use super::{
    DOCUMENT, files,
    headers::{HEADERS, content_security_policy},
};
use crate::stack::Facts;

const DOCUMENT_ADDRESS: &str = "/index.html";
/// Not a file on this machine: it is made for the stack.
const CONFIG: &str = "/config.json";
const FORGOTTEN: HeaderValue = HeaderValue::from_static("no-store");

/// What the page reads from `/config.json` before all else.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Config {
    admin_api: String,
    harvest_api: String,
    identity: String,
    client_id: String,
}

/// Serves a directory's page, whatever it is at the moment, until the future is dropped.
///
/// # Errors
/// The listener is gone.
pub async fn serve(listener: TcpListener, directory: PathBuf, facts: Facts) -> io::Result<()> {
    let config = Config {
        admin_api: facts.urls.admin_api,
        harvest_api: facts.urls.harvest_api,
        identity: facts.identity,
        client_id: facts.client_id,
    };
    let router = router(&directory, config).map_err(io::Error::other)?;
    axum::serve(listener, router).await
}

fn router(directory: &Path, config: Config) -> Result<Router, http::Error> {
    let headers = headers(&config)?;
    let files = ServeDir::new(directory).precompressed_br().precompressed_gzip();
    Ok(Router::new()
        .route(CONFIG, get(async || ([(CACHE_CONTROL, caching(CONFIG))], Json(config))))
        .fallback(async move |request| answer(files, request).await)
        .layer(map_response(move |response| ready(with(&headers, response)))))
}

fn headers(config: &Config) -> Result<HeaderMap, http::Error> {
    let policy = content_security_policy(&[&config.admin_api, &config.identity]);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy)?);
    for (name, value) in HEADERS {
        headers.insert(HeaderName::try_from(name)?, HeaderValue::from_static(value));
    }
    Ok(headers)
}

fn with(headers: &HeaderMap, mut response: Response) -> Response {
    response.headers_mut().extend(headers.clone());
    response
}

/// The address of the file that an address is answered with.
///
/// The program reads the address itself, so that every one without an ending is the document's.
pub fn file(address: &str) -> &str {
    let name = last(address);
    if name == DOCUMENT || !name.contains('.') { DOCUMENT_ADDRESS } else { address }
}

/// The `Cache-Control` that a file's address goes with.
pub fn caching(file: &str) -> &'static str {
    match file {
        CONFIG => "no-store",
        // For ever: another content has another name.
        file if files::is_hashed(last(file)) => "public, max-age=31536000, immutable",
        // Kept, and asked about each time.
        _ => "no-cache",
    }
}

fn last(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

async fn answer(mut files: ServeDir, mut request: Request) -> Response {
    let file = file(request.uri().path());
    let caching = caching(file);
    if file == DOCUMENT_ADDRESS {
        *request.uri_mut() = Uri::from_static(DOCUMENT_ADDRESS);
    }
    let found = match files.try_call(request).await {
        Ok(found) => found,
        Err(error) => return refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    };
    if found.status() == StatusCode::NOT_FOUND {
        return refusal(StatusCode::NOT_FOUND, "There is no such file.");
    }
    let mut response = found.map(axum::body::Body::new);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

fn refusal(status: StatusCode, text: &str) -> Response {
    (status, [(CACHE_CONTROL, FORGOTTEN)], format!("{text}\n")).into_response()
}

#[cfg(test)]
mod tests;
