//! Headers that the gate overwrites or keeps for itself, in three casings, over both HTTPs.

use super::{
    calls::forbids,
    hostile::values,
    report::{Finding, Report, Trial},
    site::{CALL, Site},
    wire::{Answer, Request, basic},
};
use crate::upstream::SAMPLE_CREDENTIAL;

/// What only the gate may say.
const FORGED: [(&str, &str); 6] = [
    ("X-Granary-Key-Id", "00000000000000000000000000"),
    ("X-Granary-Organization", "elsewhere"),
    ("X-Granary-Permission", "jobs.list"),
    ("X-Granary-Anything", "x"),
    ("X-Forwarded-Host", "elsewhere.example"),
    ("X-Forwarded-Prefix", "/elsewhere"),
];

/// `HEAD` harms nothing, should it be obeyed.
const OVERRIDES: [(&str, &str); 3] =
    [("X-HTTP-Method-Override", "HEAD"), ("X-HTTP-Method", "HEAD"), ("X-Method-Override", "HEAD")];

/// Of a request line; HTTP/2 has none, and its names are in lower case.
#[derive(Clone, Copy)]
enum Version {
    Http1,
    Http2,
}

pub(super) async fn run(site: &Site, report: &mut Report) {
    for version in [Version::Http1, Version::Http2] {
        let rows = FORGED.iter().map(|row| (row, "forged_header"));
        let rows = rows.chain(OVERRIDES.iter().map(|row| (row, "method_override")));
        credential(site, report, version).await;
        for ((name, value), code) in rows {
            let check = format!("{name} from a client, {}", version.name());
            if let Some(check) = version.possible(site, check, report) {
                let findings = refusals(site, version, (name, value), code).await;
                report.conclude(check, findings);
            }
        }
    }
}

impl Version {
    const fn name(self) -> &'static str {
        match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        }
    }

    /// Browsers and most libraries speak HTTP/2 by TLS alone, and so does API Gateway.
    fn possible(self, site: &Site, check: String, report: &mut Report) -> Option<String> {
        let possible = matches!(self, Self::Http1) || site.harvest.tls;
        if possible {
            return Some(check);
        }
        report.skip(check, "HTTP/2 needs HTTPS, and this deployment is plain HTTP");
        None
    }

    fn casings(self, name: &str) -> Vec<String> {
        match self {
            Self::Http1 => vec![name.to_owned(), name.to_lowercase(), name.to_uppercase()],
            Self::Http2 => vec![name.to_lowercase()],
        }
    }

    async fn send(self, request: &Request, site: &Site) -> anyhow::Result<Answer> {
        match self {
            Self::Http1 => request.send(&site.harvest).await,
            Self::Http2 => request.send_by_http2(&site.harvest).await,
        }
    }
}

/// Each casing is accepted; that none went on with the credential, the upstream alone can say.
async fn credential(site: &Site, report: &mut Report, version: Version) {
    let check = format!("Authorization from a client, {}", version.name());
    let Some(check) = version.possible(site, check, report) else { return };
    let mut findings = Vec::new();
    for name in version.casings("Authorization") {
        let marker = site.marker(&format!("{name}-{}", version.name()));
        let request = &Request::get(CALL).header(&name, &basic(&site.key));
        let request = &request.clone().header("X-Test-Marker", &marker);
        let answer = &version.send(request, site).await;
        let trial = Trial { request, answer, expected: "200", holds: &Answer::succeeded };
        findings.extend(trial.finding());
        findings.extend(upstream(site, request, &marker, true).await);
    }
    let unknown = (!site.tells()).then(|| "accepted; what the upstream saw is not known".into());
    report.conclude_with(check, findings, unknown);
}

async fn refusals(
    site: &Site,
    version: Version,
    (name, value): (&str, &str),
    code: &str,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in version.casings(name) {
        let marker = site.marker(&format!("{name}-{}", version.name()));
        let request = &site.call().header(&name, value).header("X-Test-Marker", &marker);
        let answer = &version.send(request, site).await;
        let expected = &format!("403 `{code}`");
        // API Gateway may itself look for a route of the other method, which there is not.
        let holds = &|answer: &Answer| {
            forbids(answer, code, None) || (code == "method_override" && answer.status == 404)
        };
        findings.extend(Trial { request, answer, expected, holds }.finding());
        findings.extend(upstream(site, request, &marker, false).await);
    }
    findings
}

/// What the upstream saw, where it can be asked: one call with its own credential in the place of
/// the client's, or none.
async fn upstream(site: &Site, request: &Request, marker: &str, passes: bool) -> Option<Finding> {
    let seen = match site.seen(marker).await {
        Ok(None) => return None,
        Ok(Some(seen)) => seen,
        Err(error) => return Some(finding(request, "the upstream's record", format!("{error:#}"))),
    };
    let text = serde_json::json!(seen).to_string();
    let ours = seen.iter().all(|it| values(it, "authorization") == [SAMPLE_CREDENTIAL]);
    let held = seen.len() == usize::from(passes) && ours && !text.contains(&basic(&site.key));
    let expected = if passes {
        "one call upstream, with its own credential in the client's place"
    } else {
        "no call upstream"
    };
    (!held).then(|| finding(request, expected, text))
}

fn finding(request: &Request, expected: &str, received: String) -> Finding {
    Finding { sent: request.to_string(), expected: expected.into(), received }
}
