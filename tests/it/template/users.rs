//! Who may sign in, how, and what they may say about themselves.

use std::collections::BTreeSet;

use contract::operations::Role;
use serde_json::{Value, json};

use super::{list, resource, resources};

fn client() -> &'static Value {
    &resource("PageClient")["Properties"]
}

#[test]
fn the_page_signs_in_by_code_and_has_no_secret() {
    let clients: Vec<_> = resources("AWS::Cognito::UserPoolClient").map(|(name, _)| name).collect();
    assert_eq!(clients, ["PageClient"]);
    assert_eq!(client()["GenerateSecret"], false);
    assert_eq!(client()["AllowedOAuthFlowsUserPoolClient"], true);
    assert_eq!(client()["AllowedOAuthFlows"], json!(["code"]));
    assert_eq!(client()["AllowedOAuthScopes"], json!(["openid", "email", "profile"]));
    let landing = |path| json!([{ "Fn::Sub": format!("${{PageOrigin}}{path}") }]);
    assert_eq!(client()["CallbackURLs"], landing("/signed-in"));
    assert_eq!(client()["LogoutURLs"], landing("/signed-out"));
}

#[test]
fn the_sign_in_page_is_the_managed_one_and_has_a_style() {
    let pool = json!({ "Ref": "UserPool" });
    let domain = json!({
        "Domain": { "Ref": "SignInDomainPrefix" },
        "ManagedLoginVersion": 2,
        "UserPoolId": pool,
    });
    let domains = resources("AWS::Cognito::UserPoolDomain").map(|(_, domain)| domain);
    assert_eq!(domains.collect::<Vec<_>>(), [&domain]);
    let style = json!({
        "ClientId": { "Ref": "PageClient" },
        "UseCognitoProvidedValues": true,
        "UserPoolId": pool,
    });
    let styles = resources("AWS::Cognito::ManagedLoginBranding").map(|(_, style)| style);
    assert_eq!(styles.collect::<Vec<_>>(), [&style]);
    assert_eq!(resource("UserPool")["Properties"]["UserPoolTier"], "ESSENTIALS");
}

#[test]
fn a_password_is_long_and_never_enough() {
    let pool = &resource("UserPool")["Properties"];
    assert_eq!(pool["MfaConfiguration"], "ON");
    assert_eq!(pool["EnabledMfas"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(pool["Policies"]["PasswordPolicy"]["MinimumLength"], 14);
    assert_eq!(
        client()["ExplicitAuthFlows"],
        json!(["ALLOW_USER_SRP_AUTH"]),
        "no password is sent"
    );
    assert_eq!(client()["PreventUserExistenceErrors"], "ENABLED");
}

/// None listed would mean all.
#[test]
fn nobody_writes_their_own_organization_name_or_address() {
    assert_eq!(client()["WriteAttributes"], json!(["locale"]));
    let read = list(&client()["ReadAttributes"]);
    for claim in ["custom:organization", "email", "name"] {
        assert!(read.contains(&json!(claim)), "a token would lack `{claim}`");
    }
}

#[test]
fn a_removed_manager_is_out_within_a_quarter_of_an_hour() {
    for token in ["IdToken", "AccessToken"] {
        assert_eq!(client()[format!("{token}Validity")], 15, "{token}");
        assert_eq!(client()["TokenValidityUnits"][token], "minutes", "{token}");
    }
    assert_eq!(client()["RefreshTokenValidity"], 8, "a working day");
    assert_eq!(client()["TokenValidityUnits"]["RefreshToken"], "hours");
    assert_eq!(client()["RefreshTokenRotation"]["Feature"], "ENABLED");
    assert_eq!(client()["EnableTokenRevocation"], true);
}

#[test]
fn only_administrators_add_users() {
    let pool = &resource("UserPool")["Properties"];
    assert_eq!(pool["AdminCreateUserConfig"], json!({ "AllowAdminCreateUserOnly": true }));
    let attributes = list(&pool["Schema"]);
    assert_eq!(attributes.len(), 1);
    assert_eq!(attributes[0]["Name"], "organization");
}

#[test]
fn the_groups_are_the_roles() {
    let found: BTreeSet<_> = resources("AWS::Cognito::UserPoolGroup")
        .map(|(name, group)| {
            assert_eq!(group.get("RoleArn"), None, "{name}");
            group["GroupName"].as_str().unwrap()
        })
        .collect();
    assert_eq!(found, BTreeSet::from([Role::Manager.group(), Role::Viewer.group()]));
}
