//! Headers that say who calls, or for what, and lines that are headers to some and not to others.

use super::{
    Family::{Forgeries, HeaderLines},
    Hostile, canonical, pairs,
};

/// What only a gateway or a proxy says, in the terms of `<permission>`, `<own>` and `<aim>`.
const FORGED: &[&str] = &[
    "X-Granary-Permission: <permission>",
    "x-granary-permission: <permission>",
    "X-GRANARY-PERMISSION: <permission>",
    "X_Granary_Permission: <permission>",
    "X-Granary_Permission: <permission>",
    "x.granary.permission: <permission>",
    "X-Granary-Permission: <permission>\r\nX-Granary-Permission: <permission>",
    "X-Granary-Key-Id: 00000000000000000000000000",
    "x-granary-key_id: 00000000000000000000000000",
    "X-Granary-Organization: globex",
    "X_GRANARY_ORGANIZATION: globex",
    "X-Granary-: x",
    "X-Original-URL: <aim>",
    "X-ORIGINAL-URI: <aim>",
    "X_Original_URL: <aim>",
    "X-Original-Host: other.example",
    "X-Rewrite-URL: <aim>",
    "X_Rewrite_Url: <aim>",
    "X-Script-Name: <aim>",
    "X-Forwarded-Host: other.example",
    "x-forwarded-host: other.example",
    "X_Forwarded_Host: other.example",
    "X-Forwarded-Prefix: <aim>",
    "X-Forwarded-Path: <aim>",
    "X-Forwarded-Uri: <aim>",
    "Forwarded: host=other.example",
    "X-Forwarded-Proto: https://other.example/?",
    "x-forwarded-proto: gopher",
    "X-Forwarded-For: 127.0.0.1",
    "X-Real-IP: 127.0.0.1",
    "X-Forwarded-Server: other.example",
    "X-Host: other.example",
    "X-Amzn-Apigateway-Api-Id: other",
    "X-Amz-Date: 20260101T000000Z",
    "X-Accel-Redirect: <aim>",
    "X-Sendfile: <aim>",
    "Destination: <aim>",
    "Content-Location: <aim>",
    "Location: <aim>",
    "Referer: http://<host><aim>",
    "Proxy-Authorization: <credential>",
    "Connection: X-Granary-Key-Id",
    "Connection: Authorization, X-Granary-Permission, X-Granary-Key-Id",
    "Connection: close, Authorization",
    "Keep-Alive: X-Granary-Permission",
    "TE: trailers, X-Granary-Permission",
    "Trailer: X-Granary-Permission",
    "Max-Forwards: 0",
    "Expect: 100-continue",
    "Range: bytes=0-0",
    "Cookie: _method=DELETE; key=<credential>",
];

/// Lines in place of the one `Authorization`; `<credential>` is the key's own.
const CREDENTIALS: &[&str] = &[
    "Authorization: <credential>\r\nAuthorization: <credential>",
    "Authorization: <credential>\r\nauthorization: <credential>",
    "Authorization: <credential>\r\nAUTHORIZATION: Basic Og==",
    "Authorization: Basic Og==\r\nAuthorization: <credential>",
    "Authorization: <credential>, Basic Og==",
    "Authorization: Basic Og==, <credential>",
    "Authorization: <credential>\r\nAuthorization:",
    "Authorization: <credential>\r\n Basic Og==",
    "Authorization:\r\n <credential>",
    "Authorization : <credential>",
    "Authorization\t: <credential>",
    " Authorization: <credential>",
    "AuThOrIzAtIoN: <credential>",
    "Authorization_: <credential>",
    "X-Authorization: <credential>",
    "Authorization: <credential>\0",
    "Authorization: <credential>\u{b}",
    "Authorization:\u{a0}<credential>",
    "Authorization: \t <credential> \t",
    "Authorization:<credential>",
    "Authorization: Basic  <credential>",
    "Proxy-Authorization: <credential>",
    "Authorization: Bearer <credential>",
];

/// Whole heads but for the request line; what is missing of credential and marker is meant to be.
const HEADS: &[(&str, &str)] = &[
    ("no host", "X-Test-Marker: <marker>\r\nAuthorization: <credential>\r\nConnection: close\r\n"),
    ("two hosts", "Host: <host>\r\nHost: other.example\r\n<rest>"),
    ("two hosts, ours last", "Host: other.example\r\nHost: <host>\r\n<rest>"),
    ("another host", "Host: other.example\r\n<rest>"),
    ("a host with a path", "Host: <host><aim>\r\n<rest>"),
    ("a host with a user", "Host: <host>@other.example\r\n<rest>"),
    ("an empty host", "Host:\r\n<rest>"),
    ("a folded host", "Host: <host>\r\n\tother.example\r\n<rest>"),
    ("a host with a blank", "Host : <host>\r\n<rest>"),
    ("a name with a blank", "Host: <host>\r\nX Granary Permission: <permission>\r\n<rest>"),
    ("a blank before the colon", "Host: <host>\r\nX-Granary-Permission : <permission>\r\n<rest>"),
    ("a tab before the colon", "Host: <host>\r\nX-Granary-Permission\t: <permission>\r\n<rest>"),
    ("a folded forgery", "Host: <host>\r\nX-A: b\r\n X-Granary-Permission: <permission>\r\n<rest>"),
    ("a forgery behind a line feed", "Host: <host>\nX-Granary-Permission: <permission>\n<rest>"),
    ("a forgery behind a return", "Host: <host>\rX-Granary-Permission: <permission>\r<rest>"),
    (
        "a forgery in a value",
        "Host: <host>\r\nX-A: b\nX-Granary-Permission: <permission>\r\n<rest>",
    ),
    ("a null in a name", "Host: <host>\r\nX-Granary\0-Permission: <permission>\r\n<rest>"),
    ("a null in a value", "Host: <host>\r\nX-A: b\0c\r\n<rest>"),
    ("a control character", "Host: <host>\r\nX-A: b\u{1}c\r\n<rest>"),
    ("letters of Latin-1", "Host: <host>\r\nX-A: \u{e9}\u{ff}\r\n<rest>"),
    ("a name of Latin-1", "Host: <host>\r\nX-Granar\u{ff}: 1\r\n<rest>"),
    ("no colon", "Host: <host>\r\nX-Granary-Permission\r\n<rest>"),
    ("no name", "Host: <host>\r\n: <permission>\r\n<rest>"),
    ("first line blank", " \r\nHost: <host>\r\n<rest>"),
    ("first line folded", " X-Granary-Permission: <permission>\r\nHost: <host>\r\n<rest>"),
    (
        "line feeds alone",
        "Host: <host>\nX-Test-Marker: <marker>\nAuthorization: <credential>\nConnection: close\n",
    ),
];

/// Of `HEADS`, what each has in the end.
const REST: &str =
    "X-Test-Marker: <marker>\r\nAuthorization: <credential>\r\nConnection: close\r\n";

const PAIRS: &[(&str, &str)] = &[
    ("candidates.list", "jobs.list"),
    ("candidates.create", "jobs.create"),
    ("candidates.retrieve", "activity_feed.retrieve"),
];

pub(super) fn all() -> impl Iterator<Item = Hostile> {
    pairs(PAIRS).into_iter().flat_map(|(permitted, aim)| {
        let put = move |text: &str| {
            let text = text.replace("<rest>", REST).replace("<permission>", aim.id);
            text.replace("<own>", &canonical(permitted)).replace("<aim>", &canonical(aim))
        };
        let new = move |family, rule: &str| {
            Hostile::new(family, &rule.escape_default().to_string(), permitted, aim)
        };
        let forged = FORGED.iter().map(move |line| new(Forgeries, line).with(&[&put(line)]));
        let credentials = CREDENTIALS
            .iter()
            .map(move |line| new(HeaderLines, line).without("Authorization").with(&[line]));
        let heads = HEADS.iter().map(move |(rule, head)| {
            let bare = new(HeaderLines, rule).without("X-Test-Marker").without("Host");
            bare.without("Authorization").without("Connection").with_raw(&put(head))
        });
        let wide = (1..=2).map(move |size| {
            let rule = format!("{size} times what a head may have");
            new(HeaderLines, &rule).with(&[&format!("X-Long: {}", "x".repeat(size * 10_240))])
        });
        forged.chain(credentials).chain(heads).chain(wide)
    })
}
