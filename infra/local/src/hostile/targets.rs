//! Request lines that name a host, nothing, or another version.

use super::{
    Family::{Targets, Versions},
    Hostile, canonical, pairs,
};

/// Request lines in the terms of `<method>`, `<own>` (the key's path) and `<aim>`.
const LINES: &[&str] = &[
    "<method> http://other.example<aim> HTTP/1.1",
    "<method> https://other.example<aim> HTTP/1.1",
    "<method> http://<host><aim> HTTP/1.1",
    "<method> http://<host><own> HTTP/1.1",
    "<method> http://other.example<own> HTTP/1.1",
    "<method> HTTP://<host><aim> HTTP/1.1",
    "<method> http://<host>@other.example<aim> HTTP/1.1",
    "<method> http://other.example@<host><aim> HTTP/1.1",
    "<method> http://<host><own>/..<aim> HTTP/1.1",
    "<method> http://<host><own>?http://<host><aim> HTTP/1.1",
    "<method> http://<host> HTTP/1.1",
    "<method> http://<aim> HTTP/1.1",
    "<method> http:<aim> HTTP/1.1",
    "<method> http:/<host><aim> HTTP/1.1",
    "<method> //<host><aim> HTTP/1.1",
    "<method> //other.example<aim> HTTP/1.1",
    "<method> ///<host><aim> HTTP/1.1",
    "<method> /http://<host><aim> HTTP/1.1",
    "<method> /%68ttp://<host><aim> HTTP/1.1",
    "<method> file://<aim> HTTP/1.1",
    "<method> <host> HTTP/1.1",
    "<method> <host><aim> HTTP/1.1",
    "<method> @<host><aim> HTTP/1.1",
    "<method> * HTTP/1.1",
    "<method> *<aim> HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "CONNECT <host> HTTP/1.1",
    "CONNECT other.example:80 HTTP/1.1",
    "CONNECT <aim> HTTP/1.1",
    "<method> ? HTTP/1.1",
    "<method> ?<aim> HTTP/1.1",
    "<method> # HTTP/1.1",
    "<method>  HTTP/1.1",
    "<method> / HTTP/1.1",
    "<method> <own> <aim> HTTP/1.1",
    "<method> <own>\t<aim> HTTP/1.1",
    "<method> <own>,<aim> HTTP/1.1",
    "<method> \"<aim>\" HTTP/1.1",
    "<method> <<aim>> HTTP/1.1",
];

const VERSIONS: &[&str] = &[
    "<method> <aim> HTTP/1.0",
    "<method> <own> HTTP/1.0",
    "<method> http://<host><aim> HTTP/1.0",
    "<method> <aim> HTTP/0.9",
    "<method> <aim>",
    "<method> <own>",
    "<aim>",
    "<method> <aim> HTTP/1.2",
    "<method> <aim> HTTP/2.0",
    "<method> <aim> HTTP/2",
    "<method> <aim> HTTP/3",
    "<method> <aim> HTTP/11",
    "<method> <aim> HTTP/1.1.1",
    "<method> <aim> http/1.1",
    "<method> <aim> HTTPS/1.1",
    "<method> <aim> HTTP/1.1 HTTP/1.0",
    "<method> <aim> HTTP/1.1 ",
    "<method> <aim> HTTP/1.1\t",
    "<method> <aim>  HTTP/1.1",
    "<method> <aim> HTTP/01.1",
    "<method> <aim> HTTP/1.\u{b2}",
    "<method> <aim> ICY/1.1",
    "<method> <aim> RTSP/1.0",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n",
];

/// Ways out of HTTP/1.1, on the request that the key may send.
const UPGRADES: &[&[&str]] = &[
    &[
        "Connection: close, Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        "HTTP2-Settings: AAMAAABkAAQAAP__",
    ],
    &[
        "Connection: close, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: eA==",
    ],
    &["Connection: close, Upgrade", "Upgrade: TLS/1.0"],
];

/// A key's endpoint, and what it is led to.
const PAIRS: &[(&str, &str)] = &[
    ("candidates.list", "jobs.list"),
    ("candidates.retrieve", "activity_feed.retrieve"),
    ("candidates.create", "jobs.create"),
    ("candidates.update", "users.update_permission_level"),
    ("candidates.delete", "scheduled_interviews.delete"),
    ("candidates.anonymize", "candidates.merge"),
];

pub(super) fn all() -> impl Iterator<Item = Hostile> {
    let lines = LINES.iter().map(|line| (Targets, *line));
    let lines = lines.chain(VERSIONS.iter().map(|line| (Versions, *line)));
    let lines: Vec<_> = lines.collect();
    pairs(PAIRS).into_iter().flat_map(move |(permitted, aim)| {
        let written = lines.clone().into_iter().map(move |(family, line)| {
            let rule = format!("`{}`", line.escape_default());
            let line = line.replace("<method>", permitted.method.as_str());
            let line = line.replace("<own>", &canonical(permitted));
            Hostile::new(family, &rule, permitted, aim).line(line.replace("<aim>", &canonical(aim)))
        });
        let upgrades = UPGRADES.iter().map(move |headers| {
            let upgraded = Hostile::new(Versions, &headers.join(", "), permitted, aim);
            upgraded.without("Connection").with(headers)
        });
        written.chain(upgrades)
    })
}
