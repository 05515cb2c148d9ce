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
use serde::Serialize;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use super::{
    DOCUMENT, files,
    headers::{HEADERS, content_security_policy},
};
use crate::stack::Facts;

/// For ever: another content has another name.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, and asked about each time.
const REVALIDATED: HeaderValue = HeaderValue::from_static("no-cache");
const FORGOTTEN: HeaderValue = HeaderValue::from_static("no-store");

/// What the page reads from `/config.json` before all else.
#[derive(Clone, Debug, Serialize)]
struct Config {
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
        .route("/config.json", get(async || ([(CACHE_CONTROL, FORGOTTEN)], Json(config))))
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

/// The program reads the address itself, so that every one without an ending is the document's.
async fn answer(mut files: ServeDir, mut request: Request) -> Response {
    let asked = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    let name = if asked.contains('.') { asked.as_str() } else { DOCUMENT };
    if name == DOCUMENT {
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    let caching = if files::is_hashed(name) { IMMUTABLE } else { REVALIDATED };
    let found = match files.try_call(request).await {
        Ok(found) => found,
        Err(error) => return refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    };
    if found.status() == StatusCode::NOT_FOUND {
        return refusal(StatusCode::NOT_FOUND, "There is no such file.");
    }
    let mut response = found.map(axum::body::Body::new);
    response.headers_mut().insert(CACHE_CONTROL, caching);
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

fn refusal(status: StatusCode, text: &str) -> Response {
    (status, [(CACHE_CONTROL, FORGOTTEN)], format!("{text}\n")).into_response()
}

#[cfg(test)]
mod tests;
