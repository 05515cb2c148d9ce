//! Combinations of parameters: each that the documents name is whole, each half-given one refused.

use std::{fs, process::Command};

use granary_local::workspace::Workspace;
use serde_json::{Value, json};

use super::{
    deployment::{ASKED, Deployment},
    object,
};
use crate::stack::STACK;

const CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const EDGE_ACL: &str = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1234-abcd";
const API_ACL: &str = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/api/1234-abcd";
const KEY: &str = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";
const SECRET: &str = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:upstream-a1B2c3";

const HARVEST: [(&str, &str); 2] =
    [("HarvestDomain", "harvest.example.com"), ("HarvestCertificateArn", CERTIFICATE)];
const ADMIN: [(&str, &str); 2] =
    [("AdminDomain", "keys-api.example.com"), ("AdminCertificateArn", CERTIFICATE)];
const REWRITING: (&str, &str) = ("RewriteLinks", "enabled");

/// A parameter and its value.
type Given = (&'static str, &'static str);

/// Names of files, and what is given beyond what everybody is asked for.
fn combinations() -> Vec<(&'static str, Vec<Given>)> {
    let page = [("PageCertificateArn", CERTIFICATE), ("PageWebAclArn", EDGE_ACL)];
    let guarded =
        [("ApiWebAclArn", API_ACL), ("KmsKeyArn", KEY), ("AlarmEmail", "ops@example.com")];
    let sized = [("GateConcurrency", "100"), ("RevokeConcurrency", "5")];
    let restored = [("RestoredTableName", "granary-restored")];
    let secret = [("UpstreamSecretArn", SECRET)];
    let links = [REWRITING, ("LinkWebAclArn", EDGE_ACL)];
    let whole = [&page[..], &guarded, &sized, &secret, &HARVEST, &ADMIN];
    vec![
        ("plain", vec![]),
        ("upstream-secret", secret.to_vec()),
        ("harvest-domain", HARVEST.to_vec()),
        ("admin-domain", ADMIN.to_vec()),
        ("page-domain", page.to_vec()),
        ("links", vec![REWRITING]),
        ("links-with-domain", [&HARVEST[..], &links].concat()),
        ("guarded-and-silent", [&guarded[..], &[("AccessLogs", "disabled")]].concat()),
        ("sized", sized.to_vec()),
        ("restored", restored.to_vec()),
        ("whole", whole.concat()),
        ("whole-with-links", [&whole.concat()[..], &links].concat()),
    ]
}

/// Without the paths, which no parameter changes and which take the linter three seconds each time.
fn abridged(mut template: Value) -> Value {
    for api in ["HarvestApi", "AdminApi"] {
        template["Resources"][api]["Properties"]["Body"]["paths"] = json!({});
    }
    template
}

#[test]
fn each_combination_passes_the_rules_and_the_linters() {
    let directory = std::env::temp_dir().join(format!("granary-templates-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    let files: Vec<_> = combinations()
        .into_iter()
        .map(|(name, given)| {
            let deployment = Deployment::with(&given);
            assert!(deployment.refusals().is_empty(), "{name}: {:?}", deployment.refusals());
            let template = deployment.template();
            assert_eq!(dangling(&template), Vec::<String>::new(), "{name}");
            let file = directory.join(format!("{name}.json"));
            fs::write(&file, abridged(template).to_string()).unwrap();
            file
        })
        .collect();
    // Parameters that only conditions use are unused once those are decided.
    let lint = Command::new(STACK.python.join("cfn-lint"))
        .args(["--ignore-checks", "W2001", "--regions", "us-east-1", "--"])
        .args(&files)
        .output()
        .unwrap();
    assert!(lint.status.success(), "{}", String::from_utf8_lossy(&lint.stdout));
    let workspace = Workspace::find().unwrap();
    let risks = Command::new(workspace.security_venv().join("bin/checkov"))
        .arg("--config-file")
        .arg(workspace.root().join("infra/checkov.yaml"))
        .arg("--file")
        .arg(files.last().unwrap())
        // A file that it cannot read is otherwise one without risks.
        .env("CKV_PARSE_ERROR_FAIL", "true")
        .output()
        .unwrap();
    assert!(risks.status.success(), "{}", String::from_utf8_lossy(&risks.stdout));
    fs::remove_dir_all(directory).unwrap();
}

/// Names of resources that are not there, in what is.
fn dangling(template: &Value) -> Vec<String> {
    let known = |name: &str| {
        name.starts_with("AWS::")
            || ["Resources", "Parameters"].iter().any(|it| template[it].get(name).is_some())
    };
    let mut names = std::collections::BTreeSet::new();
    for section in ["Resources", "Outputs"] {
        super::names::named(&template[section], &mut names);
    }
    names.into_iter().filter(|name| !known(name)).collect()
}

#[test]
fn what_is_half_given_or_contradictory_is_refused_with_one_sentence() {
    let [domain, certificate] = HARVEST;
    let [admin_domain, admin_certificate] = ADMIN;
    let rows: [(&[Given], &str); 7] = [
        (&[domain], "HarvestDomain takes HarvestCertificateArn"),
        (&[certificate], "HarvestCertificateArn takes HarvestDomain"),
        (&[admin_domain], "AdminDomain takes AdminCertificateArn"),
        (&[admin_certificate], "AdminCertificateArn takes AdminDomain"),
        (
            &[domain, certificate, ("AdminDomain", domain.1), admin_certificate],
            "AdminDomain and HarvestDomain are two hosts",
        ),
        (&[("LinkWebAclArn", EDGE_ACL)], "LinkWebAclArn stands before the distribution"),
        (
            &[("PageCertificateArn", CERTIFICATE), ("PageOrigin", "https://page.invalid")],
            "PageCertificateArn takes PageOrigin",
        ),
    ];
    for (given, beginning) in rows {
        let refusals = Deployment::with(given).refusals();
        let [refusal] = refusals[..] else { panic!("{given:?}: {refusals:?}") };
        assert!(refusal.starts_with(beginning) && refusal.ends_with('.'), "{refusal}");
    }
    let said: usize = object(&super::template()["Rules"])
        .values()
        .map(|rule| rule["Assertions"].as_array().unwrap().len())
        .sum();
    assert_eq!(said, rows.len(), "a rule that no row breaks");
}

/// What each API answers at, what partners and the page are told, and what the page may call.
#[test]
fn every_address_is_the_one_that_answers() {
    let aws = |api: &str| {
        format!("https://${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/live")
    };
    let (harvest, admin) = (aws("HarvestApi"), aws("AdminApi"));
    let own = |domain: &str| format!("https://{domain}");
    let edge = "https://${LinkDistribution.DomainName}".to_owned();
    let [harvest_domain, admin_domain] = [own(HARVEST[0].1), own(ADMIN[0].1)];
    let rows = [
        (vec![], harvest.clone(), admin.clone(), None),
        (
            HARVEST.to_vec(),
            harvest_domain.clone(),
            admin.clone(),
            Some("${HarvestHost.RegionalDomainName}"),
        ),
        (ADMIN.to_vec(), harvest, admin_domain.clone(), None),
        (vec![REWRITING], edge, admin.clone(), None),
        (
            [&HARVEST[..], &[REWRITING]].concat(),
            harvest_domain,
            admin,
            Some("${LinkDistribution.DomainName}"),
        ),
    ];
    for (given, harvest, admin, target) in rows {
        let deployment = Deployment::with(&given);
        let output = |name| deployment.output(name);
        assert_eq!(output("HarvestApiUrl"), Some(harvest.clone()), "{given:?}");
        assert_eq!(output("AdminApiUrl"), Some(admin.clone()), "{given:?}");
        assert_eq!(output("HarvestDomainTarget").as_deref(), target, "{given:?}");
        let config: Value = serde_json::from_str(&output("PageConfig").unwrap()).unwrap();
        assert_eq!(
            (&config["harvest_api"], &config["admin_api"]),
            (&json!(harvest), &json!(admin))
        );
        let policy = &deployment.resource("PageHeaders").unwrap()["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
            ["ContentSecurityPolicy"]["ContentSecurityPolicy"];
        let origin = admin.trim_end_matches("/live");
        let expected = format!("connect-src 'self' {origin} https://${{SignInDomain}}.auth.");
        assert!(deployment.text(policy).contains(&expected), "{given:?}");
    }
    let target = Deployment::with(&ADMIN).output("AdminDomainTarget");
    assert_eq!(target.as_deref(), Some("${AdminHost.RegionalDomainName}"));
    assert_eq!(ASKED.len(), 3);
}

#[test]
fn an_api_with_a_domain_answers_nowhere_else_and_forwards_no_stage() {
    for (given, closed, prefix) in [
        (vec![], false, Some("/live")),
        (HARVEST.to_vec(), true, None),
        (vec![REWRITING], false, None),
        ([&HARVEST[..], &[REWRITING]].concat(), false, None),
    ] {
        let deployment = Deployment::with(&given);
        let disabled = |api| {
            deployment.resource(api).unwrap()["Body"]["servers"][0]
            ["x-amazon-apigateway-endpoint-configuration"]["disableExecuteApiEndpoint"].clone()
        };
        assert_eq!((disabled("HarvestApi"), disabled("AdminApi")), (json!(closed), json!(false)));
        let variables = deployment.resource("HarvestApiStage").unwrap()["Variables"].clone();
        let forwarded = variables.get("forwardedPrefix").map(|value| deployment.text(value));
        assert_eq!(forwarded.as_deref(), prefix, "{given:?}");
        assert_eq!(variables["forwardedProto"], "https");
        let host = deployment.resource("HarvestHost");
        assert_eq!(host.is_some(), closed, "{given:?}");
        let admin = deployment.resource("AdminHost");
        for (domain, mapping, api) in
            [(host, "HarvestMapping", "HarvestApi"), (admin, "AdminMapping", "AdminApi")]
        {
            let Some(domain) = domain else { continue };
            assert_eq!(domain["SecurityPolicy"], "TLS_1_2");
            assert_eq!(domain["EndpointConfiguration"]["Types"], json!(["REGIONAL"]));
            let mapping = deployment.resource(mapping).unwrap();
            assert_eq!(mapping["RestApiId"], json!({ "Ref": api }));
            assert_eq!(mapping["Stage"], json!({ "Ref": format!("{api}Stage") }));
            assert_eq!(mapping.get("BasePath"), None, "the root");
        }
    }
    let admin = Deployment::with(&ADMIN);
    assert_eq!(
        admin.resource("AdminApi").unwrap()["Body"]["servers"][0]["x-amazon-apigateway-endpoint-configuration"]
            ["disableExecuteApiEndpoint"],
        true
    );
    let mapping = admin.resource("AdminMapping").unwrap();
    assert_eq!(
        mapping,
        json!({ "DomainName": { "Ref": "AdminHost" }, "RestApiId": { "Ref": "AdminApi" }, "Stage": { "Ref": "AdminApiStage" } })
    );
    assert!(Deployment::with(&[]).resource("AdminHost").is_none());
}
