//! A manager made as docs/deploy.md says, who signs in at the emulator's managed login, by PKCE.

use std::process::Stdio;

use granary_local::workspace::Workspace;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use tokio::io::AsyncWriteExt;

use super::{Deployment, PAGE_ORIGIN, Stack, limits};
use crate::{stack::MANAGERS, wire::Request};

/// Of RFC 7636, appendix B, with its S256 challenge.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const PASSWORD: &str = "Correct-Horse-Battery-9";
const EMAIL: &str = "ada@example.com";

/// Who the deployment's user pool says may manage keys.
pub struct Manager {
    token: String,
}

impl Manager {
    /// Makes the user, who was not there before.
    pub async fn create(deployment: &Deployment, stack: &Stack) {
        let pool = stack.output("UserPoolId");
        let user = async |action: &str, words: &[&str]| {
            let of = ["cognito-idp", action, "--user-pool-id", pool, "--username", EMAIL];
            deployment.emulator.try_aws(&[&of[..], words].concat()).await
        };
        let attributes =
            "Name=email,Value=ada@example.com Name=email_verified,Value=true Name=name,Value=Ada";
        let attributes: Vec<_> =
            ["--user-attributes"].into_iter().chain(attributes.split(' ')).collect();
        let bare = user("admin-create-user", &attributes).await;
        limits::assert_makes_no_password(&bare);
        let first = ["--temporary-password", "Correct-Horse-Battery-8"];
        user("admin-create-user", &[&attributes[..], &first].concat()).await.unwrap();
        user("admin-add-user-to-group", &["--group-name", MANAGERS]).await.unwrap();
        let last = ["--permanent", "--password", PASSWORD];
        user("admin-set-user-password", &last).await.unwrap();
        let named = ["--group-name", limits::READABLE_MANAGERS];
        let group = ["cognito-idp", "create-group", "--user-pool-id", pool];
        deployment.emulator.aws(&[&group[..], &named].concat()).await;
        let manager = Self::sign_in(deployment, stack, PAGE_ORIGIN).await;
        let list = deployment.send(&manager.request("GET", &stack.admin("/keys"))).await;
        limits::assert_groups_are_unreadable(&list);
        user("admin-add-user-to-group", &named).await.unwrap();
    }

    /// An ID token, as the page of that origin gets it.
    pub async fn sign_in(deployment: &Deployment, stack: &Stack, page_origin: &str) -> Self {
        let back = format!("{page_origin}/signed-in");
        let mut fields = vec![("client_id", stack.output("PageClientId")), ("redirect_uri", &back)];
        let asked = [
            ("response_type", "code"),
            ("scope", "openid email profile"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("username", EMAIL),
            ("password", PASSWORD),
        ];
        let form = Self::form("/login", fields.iter().copied().chain(asked));
        let answer = deployment.send(&form).await;
        let location = answer.header("location").unwrap_or_else(|| panic!("{}", answer.text()));
        let code = location.strip_prefix(&format!("{back}?code=")).expect(location);
        fields.extend([
            ("grant_type", "authorization_code"),
            ("code_verifier", VERIFIER),
            ("code", code),
        ]);
        let tokens = deployment.send(&Self::form("/oauth2/token", fields.into_iter())).await.json();
        Self { token: tokens["id_token"].as_str().unwrap().to_owned() }
    }

    /// An ID token, as the deployer's workflow gets it; the emulator checks the proof that it sends.
    pub async fn sign_in_by_program(deployment: &Deployment, stack: &Stack) -> Self {
        let program = Workspace::find().unwrap().root().join(".ci/sign-in");
        let mut signing = deployment.emulator.command(&program);
        signing.args(["UserPoolId", "PageClientId"].map(|output| stack.output(output)));
        signing.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut signing = signing.spawn().unwrap();
        let user = json!({"username": EMAIL, "password": PASSWORD, "totp": ""}).to_string();
        signing.stdin.take().unwrap().write_all(user.as_bytes()).await.unwrap();
        let output = signing.wait_with_output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { token: String::from_utf8(output.stdout).unwrap().trim().to_owned() }
    }

    pub fn request(&self, method: &str, target: &str) -> Request {
        Request::new(method, target).header("Authorization", &format!("Bearer {}", self.token))
    }

    fn form<'a>(target: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Request {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let fields: Vec<_> =
            fields.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        Request::new("POST", target).body("application/x-www-form-urlencoded", fields.join("&"))
    }
}
