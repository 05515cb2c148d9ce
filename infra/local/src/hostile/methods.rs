//! Another method than the request line's, or one that the path does not have.

use contract::catalogue::Method;

use super::{
    Family::{Methods, Overrides},
    Hostile, Row, canonical, siblings,
};

/// Header lines that name a method, `<method>`.
const HEADERS: &[&str] = &[
    "X-HTTP-Method-Override: <method>",
    "x-http-method-override: <method>",
    "X-HTTP-METHOD-OVERRIDE: <method>",
    "X_HTTP_Method_Override: <method>",
    "X-HTTP.Method-Override: <method>",
    "X-HTTP-Method-Override: POST\r\nX-HTTP-Method-Override: <method>",
    "X-HTTP-Method-Override: <method>, POST",
    "X-HTTP-Method-Override:\t<method>",
    "X-HTTP-Method: <method>",
    "X_HTTP_Method: <method>",
    "X-Method-Override: <method>",
    "x-method-override: <method>",
    "X-METHOD_Override: <method>",
];

/// Queries that name one.
const QUERIES: &[&str] = &[
    "_method=<method>",
    "_METHOD=<method>",
    "%5fmethod=<method>",
    "%255Fmethod=<method>",
    "_%6dethod=<method>",
    "_method[]=<method>",
    "_method%5B%5D=<method>",
    "x=1&_method=<method>",
    "x=1;_method=<method>",
    "x=1%26_method=<method>",
    "x=1%2526_method=<method>",
    "x=1%3B_method=<method>",
    "_method=<method>&_method=POST",
    "_method%00=<method>",
    " _method=<method>",
    "+_method=<method>",
    "&&_method=<method>",
    "?_method=<method>",
];

/// Types and bodies that name one.
const BODIES: &[(&str, &str)] = &[
    ("Content-Type: application/x-www-form-urlencoded", "_method=<method>"),
    ("Content-Type: application/x-www-form-urlencoded; charset=utf-8", "_method=<method>"),
    ("Content-Type: Application/X-WWW-Form-URLEncoded", "%5Fmethod=<method>"),
    ("Content-Type:\tapplication/x-www-form-urlencoded", "x=1&_method=<method>"),
    ("Content_Type: application/x-www-form-urlencoded", "_method=<method>"),
    ("content.type: application/x-www-form-urlencoded", "_method=<method>"),
    ("Content-Type: text/plain, application/x-www-form-urlencoded", "_method=<method>"),
    (
        "Content-Type: application/json\r\nContent-Type: application/x-www-form-urlencoded",
        "_method=<method>",
    ),
    (
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Type: application/json",
        "_method=<method>",
    ),
    (
        "Content-Type: multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\n<method>\r\n--x--\r\n",
    ),
    (
        "Content-Type: multipart/mixed; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\n<method>\r\n--x--\r\n",
    ),
    ("Content-Type:", "_method=<method>"),
    ("Content-Type: ", "_method=<method>"),
    ("X-No-Type: 1", "_method=<method>"),
    ("Content-Type: application/json", "{\"_method\":\"<method>\"}"),
    ("Content-Type: text/plain", "_method=<method>"),
];

/// Methods that API Gateway may take for another, or an upstream for `GET`.
const ODD: &[&str] = &[
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "QUERY",
    "SEARCH",
    "MOVE",
    "COPY",
    "PURGE",
    "DEBUG",
    "ANY",
    "*",
    "X-HTTP-Method-Override",
    "_",
    "\u{c0}",
    "G\0ET",
];

pub(super) fn all() -> impl Iterator<Item = Hostile> {
    siblings().flat_map(|(permitted, aim)| {
        overrides(permitted, aim).into_iter().chain(odd(permitted, aim))
    })
}

/// The key's own method in the request line, the aim's beside it; a `POST` alone is asked by Rack
/// for another in query and body, while API Gateway asks each for a header.
fn overrides(permitted: Row, aim: Row) -> Vec<Hostile> {
    let named = |text: &str| text.replace("<method>", aim.method.as_str());
    let new =
        |rule: &str| Hostile::new(Overrides, &rule.escape_default().to_string(), permitted, aim);
    let mut overrides: Vec<_> =
        HEADERS.iter().map(|header| new(header).with(&[&named(header)])).collect();
    if permitted.method == Method::Post {
        let queries = QUERIES.iter().map(|query| {
            let target = format!("{}?{}", canonical(permitted), named(query));
            new(query).target(&target)
        });
        let bodies = BODIES
            .iter()
            .map(|(kind, body)| new(&format!("{kind}, {body}")).with(&[kind]).body(&named(body)));
        overrides.extend(queries.chain(bodies));
    }
    overrides
}

/// The aim's method misspelled, and methods that no endpoint has, on the path of both.
fn odd(permitted: Row, aim: Row) -> impl Iterator<Item = Hostile> {
    let method = aim.method.as_str();
    let spelled = [
        method.to_ascii_lowercase(),
        format!("{method} "),
        format!(" {method}"),
        format!("\r\n{method}"),
        format!("{method}\t"),
        format!("{method}\0"),
        format!("{} {method}", permitted.method),
        format!("{}, {method}", permitted.method),
        method.to_owned(),
    ];
    let spelled = spelled.into_iter().chain(ODD.iter().map(|method| (*method).to_owned()));
    spelled.map(move |method| {
        Hostile::new(Methods, &format!("`{}`", method.escape_default()), permitted, aim)
            .line(format!("{method} {} HTTP/1.1", canonical(permitted)))
    })
}
