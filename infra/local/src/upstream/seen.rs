//! What reached the upstream, for tests that ask what the gate let through.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::request::Parts;
use serde::Serialize;

const MARKER: &str = "x-test-marker";
const CAPACITY: usize = 20_000;

/// One request as it came over the wire, and what was made of it.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Counts from 1 over the server's life; gaps mean that others came in between.
    pub sequence: u64,
    /// As in the request line.
    pub method: String,
    /// After overrides: the method whose endpoint was looked up.
    pub effective_method: String,
    /// Before any decoding.
    pub path: String,
    /// Before any decoding, without the `?`.
    pub query: Option<String>,
    /// In order of arrival, repeated ones included, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The catalogue's id of the endpoint that was executed; none for an unknown route.
    pub endpoint: Option<&'static str>,
    /// Length of the body in bytes.
    pub body_size: usize,
}

impl Seen {
    /// Every value sent under a name, given in lower case.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(found, _)| found == name);
        named.map(|(_, value)| value.as_str()).collect()
    }
}

/// The latest 20,000 requests.
#[derive(Clone, Default)]
pub(super) struct Ring(Arc<Mutex<Latest>>);

#[derive(Default)]
struct Latest {
    count: u64,
    seen: VecDeque<Seen>,
}

impl Ring {
    pub(super) fn record(
        &self,
        head: &Parts,
        effective_method: &str,
        endpoint: Option<&'static str>,
        body_size: usize,
    ) {
        let mut latest = self.lock();
        latest.count += 1;
        let seen = Seen {
            sequence: latest.count,
            method: head.method.to_string(),
            effective_method: effective_method.to_owned(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().map(str::to_owned),
            headers: headers(head),
            endpoint,
            body_size,
        };
        if latest.seen.len() == CAPACITY {
            latest.seen.pop_front();
        }
        latest.seen.push_back(seen);
    }

    pub(super) fn with_marker(&self, marker: Option<&str>) -> Vec<Seen> {
        let wanted = |seen: &&Seen| marker.is_none_or(|marker| seen.header(MARKER) == [marker]);
        self.lock().seen.iter().filter(wanted).cloned().collect()
    }

    pub(super) fn clear(&self) {
        self.lock().seen.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Latest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn headers(head: &Parts) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    head.headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}
