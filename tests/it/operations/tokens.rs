//! Who may ask: tokens that prove nothing, groups that may not, organizations that are none.

mod forged;

use contract::{
    keys::{CreatedKey, KeyView},
    operations::{OPERATIONS, Role},
    problem::Code,
};
use granary_local::token::Claims;

use super::{Signed, accepted, good, refused, route, sent};
use crate::{
    stack::{Admin, Key, MANAGERS, Organization, STACK, VIEWERS, sign},
    wire::Request,
};

#[tokio::test]
async fn a_token_that_does_not_verify_opens_nothing() {
    let claims = Organization::new().claims(MANAGERS);
    let token = sign(&claims);
    let bearer = |token: String| Some(format!("Bearer {token}"));
    let with = |change: fn(&mut Claims)| {
        let mut claims = claims.clone();
        change(&mut claims);
        bearer(sign(&claims))
    };
    let mut table = vec![
        ("no header", None),
        ("an empty header", Some(String::new())),
        ("no token", Some("Bearer".to_owned())),
        ("garbage", bearer("garbage".to_owned())),
        ("three dots", bearer("a.b.c".to_owned())),
        ("another scheme", Some(format!("Basic {token}"))),
        ("a scheme twice", Some(format!("Bearer Bearer {token}"))),
        ("a key of the gate", Some(crate::stack::basic("grn_x"))),
        ("a cut token", bearer(token[..token.len() - 8].to_owned())),
        ("two tokens", bearer(format!("{token}, {token}"))),
        ("expired", with(|claims| claims.exp = claims.iat - 1)),
        ("another issuer", with(|claims| claims.iss = "http://127.0.0.1:1".into())),
        ("no issuer", with(|claims| claims.iss = String::new())),
        ("another audience", with(|claims| claims.aud = "another-client".into())),
        ("an audience that contains ours", with(|claims| claims.aud += "-2")),
        ("an access token", with(|claims| claims.token_use = "access".into())),
    ];
    table.extend(forged::all(&claims).await.into_iter().map(|(what, it)| (what, bearer(it))));
    for row in OPERATIONS {
        for (what, header) in &table {
            let mut request = good(row, super::NO_KEY);
            if let Some(header) = header {
                request = request.header("Authorization", header);
            }
            let (what, answer) = (format!("{}: {what}", route(row)), sent(request).await);
            refused(&answer, Code::Unauthenticated, &what);
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_token_is_read_from_its_header_alone() {
    let token = Organization::new().manager().token;
    for request in [
        Request::new("GET", &format!("/keys?access_token={token}")),
        Request::new("GET", &format!("/keys?Authorization=Bearer+{token}")),
        Request::new("GET", "/keys").header("Cookie", &format!("Authorization=Bearer {token}")),
        Request::new("GET", "/keys").header("X-Authorization", &format!("Bearer {token}")),
    ] {
        refused(&sent(request).await, Code::Unauthenticated, "elsewhere");
    }
}

#[tokio::test]
async fn a_viewer_may_look_and_do_nothing_else() {
    let organization = Organization::new();
    let (manager, viewer) = (organization.manager(), organization.viewer());
    let key = manager.key(&["candidates.list"]).await;
    for row in OPERATIONS {
        let answer = sent(good(row, &key.id).by(&viewer)).await;
        match row.role {
            Role::Viewer => assert_eq!(answer.status, row.success, "{}", route(row)),
            Role::Manager => {
                let problem = refused(&answer, Code::Forbidden, &route(row));
                assert!(problem.detail.contains(MANAGERS), "{problem:?}");
            }
        }
    }
    let after: KeyView =
        accepted(&viewer.send("GET", &format!("/keys/{}", key.id)).await, 200, "unchanged");
    assert_eq!(after.summary.version, 1);
}

#[tokio::test]
async fn a_manager_may_do_everything() {
    for row in OPERATIONS {
        let manager = Organization::new().manager();
        let key = manager.key(&[]).await;
        let answer = sent(good(row, &key.id).by(&manager)).await;
        assert_eq!(answer.status, row.success, "{}: {}", route(row), answer.text());
        if row.success == 201 {
            Key::of(&answer);
        }
    }
}

#[tokio::test]
async fn whoever_is_in_neither_group_may_not_even_look() {
    let organization = Organization::new();
    let key = organization.manager().key(&[]).await;
    for groups in [
        vec![],
        vec!["api-credential-manager"],
        vec!["API-CREDENTIAL-MANAGERS", "api-credential-viewers-2"],
        vec!["api-credential-managers/api-credential-viewers"],
        vec!["managers", "admin", "*"],
    ] {
        let mut claims = organization.claims(MANAGERS);
        claims.groups = groups.iter().map(|group| (*group).to_owned()).collect();
        let outsider = Admin { token: sign(&claims) };
        for row in OPERATIONS {
            let answer = sent(good(row, &key.id).by(&outsider)).await;
            let what = format!("{}: {groups:?}", route(row));
            let problem = refused(&answer, Code::Forbidden, &what);
            assert!(problem.detail.contains(row.role.group()), "{problem:?}");
        }
    }
}

#[tokio::test]
async fn a_group_counts_among_others() {
    let mut claims = Organization::new().claims(MANAGERS);
    claims.groups = ["staff", VIEWERS, MANAGERS, "eu-west-1_abc_Google"].map(str::to_owned).into();
    Admin { token: sign(&claims) }.key(&[]).await;
}

#[tokio::test]
async fn an_organization_that_is_none_is_no_organization() {
    let endless = "x".repeat(65);
    for name in ["", " ", "a b", "a#b", "a/b", "ä", "acme,globex", "acme\n", &endless] {
        let organization = Organization(name.to_owned());
        for row in OPERATIONS {
            let answer = sent(good(row, super::NO_KEY).by(&organization.manager())).await;
            refused(&answer, Code::NoOrganization, &format!("{}: {name:?}", route(row)));
        }
    }
}

#[tokio::test]
async fn who_has_no_organization_works_in_the_default_one() {
    let default = Organization(STACK.organization.clone());
    let nobody_s = Claims { organization: None, ..default.claims(MANAGERS) };
    let answer = Admin { token: sign(&nobody_s) }
        .post("/keys", &crate::stack::wanted("of the default organization", &[]))
        .await;
    let created: CreatedKey = accepted(&answer, 201, "created");
    let key = Key::of(&answer);
    let answer = default.viewer().send("GET", &format!("/keys/{}", key.id)).await;
    assert_eq!(accepted::<KeyView>(&answer, 200, "there"), created.view);
}
