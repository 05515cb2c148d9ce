//! The first promise: what is acknowledged holds for the very next call.

use super::{
    calls::{forbids, unauthorized},
    report::{Finding, Report, Trial},
    site::{PERMITTED, Site},
    wire::Answer,
};

/// A permission of another endpoint.
const OTHER: &str = "jobs.list";

pub(super) async fn run(site: &Site, report: &mut Report) {
    let refused: Holds = (&unauthorized, "401");
    let passes: Holds = (&Answer::succeeded, "200");
    let missing: Holds = (&names_the_permission, "403 that names `candidates.list`");
    next(site, report, "revoked: the next call", site.become_what("revoke").await, refused).await;
    next(site, report, "re-enabled: the next call", site.become_what("reenable").await, passes)
        .await;
    next(site, report, "permission removed: the next call", site.permit(&[OTHER]).await, missing)
        .await;
    next(site, report, "permission given: the next call", site.permit(&[PERMITTED]).await, passes)
        .await;
}

/// What is promised of an answer, and in words.
type Holds = (&'static (dyn Fn(&Answer) -> bool + Sync), &'static str);

fn names_the_permission(answer: &Answer) -> bool {
    forbids(answer, "permission_missing", Some(PERMITTED))
}

async fn next(
    site: &Site,
    report: &mut Report,
    name: &str,
    changed: anyhow::Result<()>,
    (holds, expected): Holds,
) {
    if let Err(error) = changed {
        return report.conclude(name, vec![unchanged(&error)]);
    }
    let request = &site.call();
    let answer = &request.send(&site.harvest).await;
    report.judge(name, Trial { request, answer, expected, holds });
}

/// A change that the admin API did not acknowledge.
pub(super) fn unchanged(error: &anyhow::Error) -> Finding {
    Finding {
        sent: "the change".into(),
        expected: "200 of the admin API".into(),
        received: format!("{error:#}"),
    }
}

/// The last of every run, however it went: the key is revoked, and seen to be.
pub(super) async fn remove(site: &Site, report: &mut Report) {
    let revoked = site.retire().await;
    next(site, report, "throw-away key removed", revoked, (&unauthorized, "401")).await;
}
