//! The whole template, deployed by `sam deploy` into an emulator of AWS, used, changed and removed, its page published.
//!
//! It is `ministack`, from PyPI: what it cannot do is listed in `limits`, and looked at as well.

mod artefacts;
mod emulator;
mod limits;
mod publish;
mod sign_in;
mod upstream;

use serde_json::{Value, json};

use self::{
    artefacts::{Artefacts, Settings},
    emulator::Emulator,
    sign_in::Manager,
    upstream::Upstream,
};
use crate::{
    stack::{Key, wanted},
    wire::{Answer, Request},
};

/// As `samconfig.toml` names it for `--config-env staging`.
const STACK_NAME: &str = "granary-staging";
/// Of which nothing but its name is used.
const PAGE_ORIGIN: &str = "https://keys.example.com";

/// A deployed stack, and where its functions are reached.
struct Deployment {
    emulator: Emulator,
    artefacts: Artefacts,
    upstream: Upstream,
}

impl Deployment {
    async fn new() -> Self {
        let emulator = Emulator::start().await;
        let artefacts = Artefacts::lay_out(&emulator.directory).await;
        Self { emulator, artefacts, upstream: Upstream::start().await }
    }

    fn settings(&self) -> Settings<'_> {
        Settings { upstream: &self.upstream.url, page_origin: PAGE_ORIGIN, days: 14 }
    }

    /// `sam deploy`, as an engineer calls it.
    async fn deploy(&self, settings: &Settings<'_>) -> Stack {
        self.artefacts.configure(settings);
        let words = ["deploy", "--config-env", "staging", "--no-progressbar"];
        self.emulator.sam(&words).await.unwrap_or_else(|printed| panic!("{printed}"));
        let words = ["cloudformation", "describe-stacks", "--stack-name", STACK_NAME];
        Stack(self.emulator.aws(&words).await["Stacks"][0].clone())
    }

    async fn send(&self, request: &Request) -> Answer {
        request.send(&self.emulator.url).await
    }
}

/// What CloudFormation says of a stack.
struct Stack(Value);

impl Stack {
    fn output(&self, name: &str) -> &str {
        named(&self.0["Outputs"], "OutputKey", name)["OutputValue"].as_str().unwrap()
    }

    /// Where the emulator answers in place of an API's own address.
    fn api(&self, output: &str) -> String {
        let address = self.output(output).strip_prefix("https://").unwrap();
        let (id, stage) = address.split_once(".execute-api.us-east-1.amazonaws.com/").unwrap();
        format!("/restapis/{id}/{stage}/_user_request_")
    }

    fn admin(&self, target: &str) -> String {
        self.api("AdminApiUrl") + target
    }

    fn harvest(&self, target: &str) -> String {
        self.api("HarvestApiUrl") + target
    }
}

fn named<'a>(list: &'a Value, field: &str, name: &str) -> &'a Value {
    let found = list.as_array().and_then(|list| list.iter().find(|row| row[field] == name));
    found.unwrap_or_else(|| panic!("no `{name}` in {list}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_is_deployed_used_changed_and_removed_and_its_table_stays() {
    let deployment = Deployment::new().await;
    limits::check(&deployment.emulator).await;
    let stack = deployment.deploy(&deployment.settings()).await;
    is_as_configured(&deployment, &stack, "CREATE_COMPLETE", 14).await;
    let key = is_used(&deployment, &stack).await;
    publish::check(&deployment.emulator, &stack, STACK_NAME).await;
    let elsewhere = Upstream::start().await;
    let page_origin = "https://other.example.com";
    let changed = Settings { upstream: &elsewhere.url, page_origin, days: 30 };
    let stack = deployment.deploy(&changed).await;
    is_planned_for_production(&deployment.emulator).await;
    is_as_configured(&deployment, &stack, "UPDATE_COMPLETE", 30).await;
    is_used_as_changed(&deployment, &stack, &key, &changed).await;
    assert_eq!(elsewhere.take().unwrap().target, "/v1/jobs");
    assert_eq!(deployment.upstream.take(), None);
    is_removed(&deployment, &stack).await;
}

async fn is_as_configured(deployment: &Deployment, stack: &Stack, status: &str, days: u64) {
    assert_eq!(stack.0["StackStatus"], status, "{}", stack.0);
    assert_eq!(named(&stack.0["Tags"], "Key", "environment")["Value"], "staging");
    let words = ["logs", "describe-log-groups", "--log-group-name-prefix", "/granary/"];
    let groups = deployment.emulator.aws(&words).await;
    let groups = groups["logGroups"].as_array().unwrap().clone();
    assert_eq!(groups.len(), artefacts::FUNCTIONS.len() + 2, "{groups:?}");
    assert!(groups.iter().all(|group| group["retentionInDays"] == days), "{groups:?}");
}

/// A key is created, used and revoked, by the functions and the authorizer that were deployed.
async fn is_used(deployment: &Deployment, stack: &Stack) -> String {
    Manager::create(deployment, stack).await;
    let manager = Manager::sign_in(deployment, stack, PAGE_ORIGIN).await;
    let key = create(deployment, stack, &manager, "candidates.list").await;
    let robot = Manager::sign_in_by_program(deployment, stack).await;
    let shown = robot.request("GET", &stack.admin(&format!("/keys/{}", key.id)));
    assert_eq!(deployment.send(&shown).await.status, 200);
    let call = async |route: &str| {
        let answer = deployment.send(&key.request("GET", &stack.harvest(route))).await;
        (answer, deployment.upstream.take())
    };
    let (permitted, seen) = call("/v1/candidates?per_page=1").await;
    let seen = seen.unwrap();
    assert_eq!((permitted.status, seen.target.as_str()), (200, "/v1/candidates?per_page=1"));
    let (forbidden, nothing) = call("/v1/jobs").await;
    assert_eq!((forbidden.status, nothing), (403, None));
    let revoke = manager.request("POST", &stack.admin(&format!("/keys/{}/revoke", key.id)));
    assert_eq!(deployment.send(&revoke).await.json()["status"], "revoked");
    let (revoked, nothing) = call("/v1/candidates").await;
    assert_eq!((revoked.status, nothing), (401, None));
    let (unlisted, nothing) = call("/v1/no/such/route").await;
    assert_eq!(nothing, None);
    limits::assert_refuses_in_its_own_words([&revoked, &forbidden, &unlisted]);
    let keys = stack.admin("/keys");
    assert_eq!(deployment.send(&Request::new("GET", &keys)).await.status, 401);
    let preflight = deployment.send(&Request::new("OPTIONS", &keys)).await;
    limits::assert_maps_no_parameters(&seen.authorization, &key.basic(), &preflight);
    key.id
}

async fn create(deployment: &Deployment, stack: &Stack, manager: &Manager, may: &str) -> Key {
    let body = wanted("a deployment's key", &[may]);
    Key::of(&deployment.send(&manager.request("POST", &stack.admin("/keys")).json(&body)).await)
}

/// Other parameters reach the functions and the gateway's body, and no key is lost.
async fn is_used_as_changed(
    deployment: &Deployment,
    stack: &Stack,
    key: &str,
    changed: &Settings<'_>,
) {
    let manager = Manager::sign_in(deployment, stack, changed.page_origin).await;
    let reenable = manager.request("POST", &stack.admin(&format!("/keys/{key}/reenable")));
    let reenabled = deployment.send(&reenable).await;
    assert_eq!(reenabled.json()["status"], "active");
    assert_eq!(reenabled.header("access-control-allow-origin"), Some(changed.page_origin));
    let key = create(deployment, stack, &manager, "jobs.list").await;
    let answer = deployment.send(&key.request("GET", &stack.harvest("/v1/jobs"))).await;
    assert_eq!(answer.status, 200);
}

/// As its environment says; that it is to be confirmed is all that is taken from it.
async fn is_planned_for_production(emulator: &Emulator) {
    let words = ["--no-confirm-changeset", "--no-execute-changeset"];
    let words = [&["deploy", "--config-env", "production"], &words[..]].concat();
    emulator.sam(&words).await.unwrap_or_else(|printed| panic!("{printed}"));
    let words = ["cloudformation", "list-change-sets", "--stack-name", "granary-production"];
    let sets = emulator.aws(&words).await;
    let name = sets["Summaries"][0]["ChangeSetId"].as_str().unwrap();
    let words = ["cloudformation", "describe-change-set", "--change-set-name", name];
    let planned = emulator.aws(&words).await;
    let days = named(&planned["Parameters"], "ParameterKey", "LogRetentionDays");
    assert_eq!(days["ParameterValue"], "365");
    assert_eq!(named(&planned["Tags"], "Key", "environment")["Value"], "production");
}

/// What somebody would miss stays, and nothing else.
async fn is_removed(deployment: &Deployment, stack: &Stack) {
    let emulator = &deployment.emulator;
    emulator.sam(&["delete", "--stack-name", STACK_NAME, "--no-prompts"]).await.unwrap();
    let described = ["cloudformation", "describe-stacks", "--stack-name", STACK_NAME];
    assert!(emulator.try_aws(&described).await.unwrap_err().contains("does not exist"));
    let table = stack.output("TableName");
    assert_eq!(emulator.aws(&["dynamodb", "list-tables"]).await["TableNames"], json!([table]));
    let scan = ["dynamodb", "scan", "--select", "COUNT", "--table-name", table];
    // Two keys and their entries, and the four events in the organization's list.
    assert!(emulator.aws(&scan).await["Count"].as_u64().unwrap() >= 8);
    let pools = emulator.aws(&["cognito-idp", "list-user-pools", "--max-results", "9"]).await;
    assert_eq!(named(&pools["UserPools"], "Id", stack.output("UserPoolId"))["Name"], STACK_NAME);
    let functions = emulator.aws(&["lambda", "list-functions"]).await;
    assert_eq!(functions["Functions"], json!([]));
}
