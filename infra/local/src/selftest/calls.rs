//! Who gets in, who does not, and what each is told.

use contract::problem::Code;

use super::{
    report::{Finding, Report, Trial},
    site::{CALL, Site, strangers},
    wire::{Answer, Request},
};

/// What the key is not permitted, and its path.
const FORBIDDEN: (&str, &str) = ("jobs.list", "/v1/jobs?per_page=1");

/// A name, a request, what is promised of its answer, and whether that holds.
type Row<'a> = (&'a str, Request, &'a str, &'a (dyn Fn(&Answer) -> bool + Sync));

pub(super) async fn run(site: &Site, report: &mut Report) -> anyhow::Result<()> {
    let [unknown, wrong] = strangers(&site.key)?;
    let call = |key: &str| Request::get(CALL).by_key(key);
    let (forbidden, path) = FORBIDDEN;
    let rows: [Row<'_>; 4] = [
        ("permitted call", site.call(), "200", &Answer::succeeded),
        (
            "forbidden call",
            Request::get(path).by_key(&site.key),
            "403 that names `jobs.list`",
            &move |answer| forbids(answer, "permission_missing", Some(forbidden)),
        ),
        ("unknown key", call(&unknown), "401", &unauthorized),
        ("no credential", Request::get(CALL), "401", &unauthorized),
    ];
    for (name, request, expected, holds) in rows {
        let answer = &request.send(&site.harvest).await;
        report.judge(name, Trial { request: &request, answer, expected, holds });
    }
    let stranger = call(&unknown).send(&site.harvest).await.ok();
    let request = &call(&wrong);
    let answer = &request.send(&site.harvest).await;
    let expected = "401 with the body that an unknown key gets";
    let holds = &|answer: &Answer| {
        unauthorized(answer) && stranger.as_ref().is_some_and(|it| it.body == answer.body)
    };
    report.judge("wrong secret", Trial { request, answer, expected, holds });
    Ok(())
}

/// Harvest's own words, which clients know.
pub(super) fn unauthorized(answer: &Answer) -> bool {
    answer.status == 401 && answer.header("www-authenticate").is_some()
}

/// The gate's refusal with that code, and the permission where one is named.
pub(super) fn forbids(answer: &Answer, code: &str, permission: Option<&str>) -> bool {
    answer.status == 403
        && answer.member("code").as_deref() == Some(code)
        && permission.is_none_or(|id| answer.member("permission").as_deref() == Some(id))
}

/// The admin API's borders.
pub(super) async fn admin(site: &Site, report: &mut Report) {
    let request = &Request::get(&site.path(""));
    let answer = &request.send(&site.admin).await;
    let holds = &|answer: &Answer| {
        answer.status == 401
            && answer.member("code").as_deref() == Some(Code::Unauthenticated.as_str())
    };
    report.judge("admin API without a token", Trial { request, answer, expected: "401", holds });
    let name = "admin API by another organization";
    let Some(token) = &site.other_token else {
        return report.skip(name, "needs --other-token-file");
    };
    let request = &Request::get(&site.path("")).header("Authorization", &format!("Bearer {token}"));
    let answer = &request.send(&site.admin).await;
    let holds = &|answer: &Answer| answer.status == 404;
    report.judge(
        name,
        Trial { request, answer, expected: "404, as for a key that there is not", holds },
    );
}

/// Sends no credential, so that the test itself never shows one to the network.
pub(super) async fn in_the_clear(site: &Site, report: &mut Report) {
    let page = site.page.as_ref().map(|page| ("page", page, "/"));
    let apis = [("Harvest API", &site.harvest, CALL), ("admin API", &site.admin, "/keys")];
    for (what, address, path) in apis.into_iter().chain(page) {
        let name = format!("plain HTTP to the {what}");
        if !address.tls {
            report.skip(name, "this deployment is plain HTTP");
            continue;
        }
        let request = Request::get(path);
        let Ok(answer) = request.send(&address.in_the_clear()).await else {
            report.conclude(name, Vec::new());
            continue;
        };
        let elsewhere = answer.header("location").is_some_and(|to| to.starts_with("https://"));
        let refused = matches!(answer.status, 403 | 426) || elsewhere;
        let finding = (!refused).then(|| Finding {
            sent: format!("{request}, to http://{}", address.in_the_clear().authority),
            expected: "no answer, 403, 426, or the way to https".into(),
            received: answer.to_string(),
        });
        report.conclude(name, finding.into_iter().collect());
    }
}

#[cfg(test)]
mod tests {
    use contract::catalogue::Permission;

    use super::*;

    #[test]
    fn what_is_forbidden_is_in_the_catalogue() {
        let (id, path) = FORBIDDEN;
        assert_eq!(
            id.parse::<Permission>().unwrap().endpoint().path,
            path.split('?').next().unwrap()
        );
    }
}
