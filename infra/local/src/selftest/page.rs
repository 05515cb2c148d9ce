//! The page as its host sends it: headers, and no script but from files.

use super::{
    address::Address,
    report::{Finding, Report},
    site::Site,
    wire::{Answer, Request},
};
use crate::page::headers::{HEADERS, content_security_policy};

pub(super) async fn run(site: &Site, report: &mut Report) {
    let (headers, policy, inline) =
        ("headers of the page", "content security policy of the page", "no inline script");
    let Some(page) = &site.page else {
        for name in [headers, policy, inline] {
            report.skip(name, "needs --page");
        }
        return;
    };
    let request = &Request::get("/");
    let answer = match request.send(page).await {
        Ok(answer) => answer,
        Err(error) => {
            let received = format!("no answer: {error:#}");
            return report.conclude(headers, vec![finding("the page", received)]);
        }
    };
    let wanted = HEADERS
        .iter()
        .filter(|(name, value)| answer.header(&name.to_ascii_lowercase()) != Some(*value));
    let wrong = wanted.map(|(name, value)| {
        let received = answer.header(&name.to_ascii_lowercase()).unwrap_or("nothing");
        finding(&format!("{name}: {value}"), received.to_owned())
    });
    report.conclude(headers, wrong.collect());
    report.conclude(policy, loopholes(&answer, &site.admin));
    report.conclude(inline, not_from_files(&answer));
}

fn finding(expected: &str, received: String) -> Finding {
    Finding { sent: "GET / of the page".into(), expected: expected.into(), received }
}

/// Every directive as it is to be, but for the origins of `connect-src`, which are the
/// deployment's: named one by one, the admin API's among them.
fn loopholes(answer: &Answer, admin: &Address) -> Vec<Finding> {
    let policy = answer.header("content-security-policy").unwrap_or_default();
    let (connects, mut others): (Vec<_>, Vec<_>) =
        directives(policy).partition(|directive| directive.starts_with("connect-src "));
    let wanted = content_security_policy(&[]);
    let mut wanted: Vec<_> =
        directives(&wanted).filter(|directive| !directive.starts_with("connect-src")).collect();
    others.sort_unstable();
    wanted.sort_unstable();
    let mut findings = Vec::new();
    if others != wanted {
        findings.push(finding(&wanted.join("; "), others.join("; ")));
    }
    let origins: Vec<_> = connects.iter().flat_map(|it| it.split(' ')).skip(1).collect();
    let origin = admin.origin();
    let exact = |origin: &&str| {
        *origin == "'self'" || (Address::parse(origin).is_ok() && !origin.contains('*'))
    };
    if connects.len() != 1 || !origins.contains(&&*origin) || !origins.iter().all(exact) {
        findings.push(finding(&format!("connect-src 'self' {origin} …"), connects.join("; ")));
    }
    findings
}

fn directives(policy: &str) -> impl Iterator<Item = &str> {
    policy.split(';').map(str::trim).filter(|directive| !directive.is_empty())
}

/// Tags that hold a script, or run one.
fn not_from_files(answer: &Answer) -> Vec<Finding> {
    let html = answer.text();
    if answer.status != 200 || !html.contains("<script") {
        return vec![finding("200, and the page", answer.to_string())];
    }
    let tags = html.split('<').skip(1).filter_map(|tag| tag.split_once('>'));
    let inline = tags.filter(|(tag, content)| {
        let lower = tag.to_ascii_lowercase();
        let script = lower.split_whitespace().next() == Some("script");
        let bare = script && (!lower.contains(" src=") || !content.trim().is_empty());
        bare || lower.contains("javascript:") || runs_on_an_event(&lower)
    });
    inline.map(|(tag, _)| finding("scripts from files alone", format!("<{tag}>"))).collect()
}

fn runs_on_an_event(tag: &str) -> bool {
    tag.split_whitespace()
        .skip(1)
        .any(|attribute| attribute.split_once('=').is_some_and(|(name, _)| name.starts_with("on")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(policy: &str, html: &str) -> Answer {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Security-Policy: {policy}\r\n\r\n{html}");
        Answer::parse(head.as_bytes()).unwrap()
    }

    #[test]
    fn a_policy_with_a_loophole_is_found() {
        let admin = Address::parse("https://a.example/live").unwrap();
        let found = |policy: &str| loopholes(&answered(policy, ""), &admin).len();
        let good = content_security_policy(&["https://a.example", "https://id.example"]);
        assert_eq!(found(&good), 0);
        assert_eq!(found(&good.replace("; ", ";")), 0);
        for (what, with) in [
            ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
            ("frame-ancestors 'none'; ", ""),
            ("https://id.example", "https:"),
            ("https://id.example", "https://*.example"),
            ("https://a.example ", ""),
        ] {
            assert_eq!(found(&good.replace(what, with)), 1, "{what} → {with}");
        }
        assert_eq!(found(""), 2);
    }

    #[test]
    fn a_script_in_the_page_is_found() {
        let page = "<html><script src=\"/a.js\"></script><body>A<svg class=\"one\"></svg>";
        let found = |html: &str| not_from_files(&answered("", html)).len();
        assert_eq!(found(page), 0);
        for bad in [
            "<script>go()</script>",
            "<SCRIPT\ntype=module>go()</SCRIPT>",
            "<script src=\"/a.js\">go()</script>",
            "<img onerror=\"go()\">",
            "<a href=\"javascript:go()\">",
        ] {
            assert_eq!(found(&format!("{page}{bad}")), 1, "{bad}");
        }
        assert_eq!(found("nothing"), 1);
    }
}
