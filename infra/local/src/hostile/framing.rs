//! Where a request ends: lengths that contradict each other, with a second request where one of them ends it.
//!
//! Each is whole by every reading, so that nobody waits for the rest. The connection is kept, for
//! what is left over to be read as the next request; a plain one follows, and closes it.

use super::{Family::Framing, Hostile, SMUGGLED, canonical, pairs, plain_line};

/// Header lines, and a body in the terms of `<hidden>`, another request, `<length>`, its bytes, and
/// `<hex>`, the same as a chunk's size.
const ROWS: &[(&str, &str)] = &[
    ("Content-Length: 0", "<hidden>"),
    ("Content-Length: 2", "{}<hidden>"),
    ("Content-Length: 0\r\nContent-Length: <length>", "<hidden>"),
    ("Content-Length: <length>\r\nContent-Length: 0", "<hidden>"),
    ("Content-Length: <length>\r\nContent-Length: <length>", "<hidden>"),
    ("Content-Length: 0, <length>", "<hidden>"),
    ("Content-Length: <length>, <length>", "<hidden>"),
    ("Content-Length: +<length>", "<hidden>"),
    ("Content-Length: -1", "<hidden>"),
    ("Content-Length: 0x<hex>", "<hidden>"),
    ("Content-Length: 0<length>", "<hidden>"),
    ("Content-Length: <length>.0", "<hidden>"),
    ("Content-Length: 1e1", "<hidden>"),
    ("Content-Length:", "<hidden>"),
    ("Content-Length: 18446744073709551616", "<hidden>"),
    ("Content-Length : <length>", "<hidden>"),
    ("Content_Length: <length>", "<hidden>"),
    ("Content-Length: 0\r\n <length>", "<hidden>"),
    ("Content-Length: \u{b}<length>", "<hidden>"),
    ("Transfer-Encoding: chunked", "0\r\n\r\n<hidden>"),
    ("Transfer-Encoding: chunked", "<hex>\r\n<hidden>\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "<hex>;x=\"\r\n\"\r\n<hidden>\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "<hex>;x\n<hidden>\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "<hex>\n<hidden>\n0\n\n"),
    ("Transfer-Encoding: chunked", "0x<hex>\r\n<hidden>\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "+<hex>\r\n<hidden>\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "-1\r\n<hidden>\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "ffffffffffffffff1\r\n<hidden>\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "\r\n0\r\n\r\n<hidden>"),
    ("Transfer-Encoding: chunked", "00000\r\n\r\n<hidden>"),
    ("Transfer-Encoding: chunked", "0\r\nX-Granary-Permission: x\r\n\r\n<hidden>"),
    ("Transfer-Encoding: chunked", "0\r\n<hidden>"),
    (
        "Transfer-Encoding: chunked\r\nTrailer: Authorization",
        "0\r\nAuthorization: x\r\n\r\n<hidden>",
    ),
    ("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n<hidden>"),
    ("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n<hidden>"),
    ("Content-Length: 4\r\nTransfer-Encoding: chunked", "<hex>\r\n<hidden>\r\n0\r\n\r\n"),
    ("Content-Length: 0\r\nTransfer-Encoding: chunked", "<hex>\r\n<hidden>\r\n0\r\n\r\n"),
    ("Content-Length: 5\r\nTransfer-Encoding : chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding\t: chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer_Encoding: chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: xchunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: cHuNkEd", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding:chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: \tchunked\t", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: \u{b}chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: \"chunked\"", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding:\r\n chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nX-A: b\nTransfer-Encoding: chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nX-A: b\rTransfer-Encoding: chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\n Transfer-Encoding: chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: chunked\0", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: identity", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: chunked, identity", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: identity, chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: gzip, chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: chunked, chunked", "0\r\n\r\n<hidden>"),
    ("Content-Length: 5\r\nTransfer-Encoding: chunked;x=1", "0\r\n\r\n<hidden>"),
    (
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "0\r\n\r\n<hidden>",
    ),
    (
        "Content-Length: 5\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "0\r\n\r\n<hidden>",
    ),
    ("Content-Length: 5\r\nTransfer-Encoding:", "0\r\n\r\n<hidden>"),
    ("Connection: Content-Length\r\nContent-Length: <length>", "<hidden>"),
    ("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked", "0\r\n\r\n<hidden>"),
    ("Expect: 100-continue\r\nContent-Length: 0", "<hidden>"),
    ("X-No-Length: 1", "<hidden>"),
    ("X-No-Length: 1", "\r\n\r\n<hidden>"),
];

/// What is hidden: whole, as a beginning that swallows the follower's first line, and as HTTP/0.9.
const HIDDEN: &[(&str, &str)] = &[
    ("a request", "<line> HTTP/1.1\r\nHost: <host>\r\nX-Test-Marker: smuggled\r\n\r\n"),
    (
        "a request with the key",
        "<line> HTTP/1.1\r\nHost: <host>\r\nAuthorization: <credential>\r\nX-Test-Marker: smuggled\r\n\r\n",
    ),
    ("a beginning", "<line> HTTP/1.1\r\nHost: <host>\r\nX-Ignored: "),
];

const PAIRS: &[(&str, &str)] = &[
    ("candidates.create", "candidates.delete"),
    ("candidates.list", "candidates.delete"),
    ("candidates.update", "jobs.list"),
];

/// What comes next on the connection: the key's own request, and the last.
const FOLLOWER: &str = "X-Test-Marker: <marker>\r\nHost: <host>\r\nAuthorization: <credential>\r\nConnection: close\r\n\r\n";

pub(super) fn all() -> impl Iterator<Item = Hostile> {
    pairs(PAIRS).into_iter().flat_map(|(permitted, aim)| {
        let rows = ROWS.iter().flat_map(|row| HIDDEN.iter().map(move |hidden| (row, hidden)));
        rows.map(move |((lines, body), (kind, hidden))| {
            let (lines_shown, body_shown) = (lines.escape_default(), body.escape_default());
            let rule = format!("{kind} under `{lines_shown}` in `{body_shown}`");
            let line = format!("{} {}?{SMUGGLED}", aim.method, canonical(aim));
            let follower = format!("{}\r\n{FOLLOWER}", plain_line(permitted));
            Hostile::new(Framing, &rule, permitted, aim)
                .without("Connection")
                .with(&[lines])
                .framed(&format!("{body}{follower}"), &hidden.replace("<line>", &line))
        })
    })
}
