//! What others' work is taken by: digests in lock files, commits in workflows, few rights.

use granary_local::{sbom, workspace::Workspace};
use granary_tests::targets::TARGETS;
use serde_json::Value;

use super::{Tracked, assert_none, text, with_ending};

fn workflows() -> impl Iterator<Item = &'static Tracked> {
    with_ending(".yml").filter(|file| file.path.starts_with(".github/workflows/"))
}

/// A tag can be moved to other code; a commit cannot. What lies here is of the same commit.
#[test]
fn actions_are_pinned_by_commit_with_their_version_beside_it() {
    let uses = workflows().flat_map(|file| {
        let lines = file.text.lines().filter_map(|line| line.split_once("uses: "));
        let foreign = lines.filter(|(_, action)| !action.starts_with("./"));
        foreign.map(|(_, action)| format!("{}: {action}", file.path))
    });
    let (pinned, loose): (Vec<_>, Vec<_>) = uses.partition(|action| pinned(action));
    assert_none(loose, "`owner/name@<commit> # v1.2.3`");
    assert!(pinned.len() >= 5, "{pinned:?}");
}

fn pinned(action: &str) -> bool {
    let parts = action.split_once('@').and_then(|(_, rest)| rest.split_once(" # v"));
    parts.is_some_and(|(commit, version)| {
        commit.len() == 40
            && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
            && version.split('.').count() == 3
    })
}

/// What jobs of a workflow may do beyond reading, each named where it stands.
const RIGHTS: [(&str, &[&str]); 3] = [
    ("deploy.yml", &["id-token: write", "id-token: write"]),
    ("deploy-one.yml", &["id-token: write"]),
    ("release.yml", &["contents: write"]),
];

#[test]
fn a_workflow_may_read_and_little_else_and_keeps_no_credentials() {
    let wide = workflows().filter(|file| {
        let named = RIGHTS.iter().find(|(name, _)| file.path.ends_with(&format!("/{name}")));
        let rights = named.map_or(&[][..], |(_, rights)| rights);
        let lines = file.text.lines().map(str::trim);
        let writes: Vec<_> = lines.filter(|line| line.ends_with(": write")).collect();
        !file.text.contains("\npermissions:\n  contents: read\n\n")
            || file.text.matches("permissions:").count() != 1 + rights.len()
            || writes != rights
            || file.text.contains("-all")
            || file.text.contains("secrets.")
            || file.text.contains("pull_request_target")
            || file.text.matches("actions/checkout@").count()
                != file.text.matches("persist-credentials: false").count()
    });
    assert_none(
        wide.map(|file| file.path.clone()),
        "`permissions: contents: read`, and what `RIGHTS` lists",
    );
}

#[test]
fn every_target_is_fuzzed_at_night() {
    let workflow = text(".github/workflows/nightly.yml");
    let names = workflow.split("        target:\n").nth(1).unwrap().lines();
    let names: Vec<_> = names.map_while(|line| line.strip_prefix("          - ")).collect();
    assert_eq!(names, TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
}

#[test]
fn every_package_of_npm_is_known_by_its_digest() {
    let mut packages = 0;
    let unknown = with_ending("package-lock.json").flat_map(|file| {
        let lock: Value = serde_json::from_str(&file.text).unwrap();
        let listed = lock["packages"].as_object().unwrap().clone().into_iter();
        listed
            .filter(|(name, package)| {
                let digest = package["integrity"].as_str().unwrap_or_default();
                packages += 1;
                !name.is_empty() && !digest.starts_with("sha512-")
            })
            .map(|(name, _)| format!("{}: {name}", file.path))
            .collect::<Vec<_>>()
    });
    assert_none(unknown, "`npm install` writes `integrity`");
    assert!(packages >= 40, "{packages}");
    let setup = text("infra/local/src/setup/node.rs");
    assert!(setup.contains(r#"["npm", "ci", "--ignore-scripts""#));
}

#[test]
fn every_package_of_pypi_is_known_by_its_digests() {
    let sets = || with_ending(".txt").filter(|file| file.path.contains("/requirements"));
    let loose = sets().flat_map(|file| {
        let joined = file.text.replace("\\\n", " ");
        let packages = joined.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let loose =
            packages.filter(|line| !line.contains("==") || !line.contains("--hash=sha256:"));
        loose.map(|line| format!("{}: {line}", file.path)).collect::<Vec<_>>()
    });
    assert_none(loose, "`name==version --hash=sha256:…`");
    assert!(sets().count() >= 2);
    assert!(text("infra/local/src/setup/python.rs").contains("\"--require-hashes\""));
}

/// What stands in the lock file without a digest is this repository's own.
#[test]
fn a_bill_of_materials_lists_what_is_shipped_as_it_is_locked() {
    let lock = text("Cargo.lock");
    let documents = sbom::documents(&Workspace::find().unwrap()).unwrap();
    let listed = documents.iter().map(|(name, document)| {
        let components = document["components"].as_array().unwrap();
        for component in components {
            let of = |field: &str| component[field].as_str().unwrap();
            let start = format!("name = \"{}\"\nversion = \"{}\"\n", of("name"), of("version"));
            let locked = lock.split("[[package]]\n").find(|it| it.starts_with(&start)).unwrap();
            let digest = component["hashes"][0]["content"].as_str();
            assert_eq!(locked.contains("checksum"), digest.is_some(), "{component}");
            assert!(digest.is_none_or(|digest| locked.contains(digest)), "{component}");
            assert!(!component["licenses"][0]["expression"].as_str().unwrap().is_empty());
        }
        let names = components.iter().map(|component| component["name"].as_str().unwrap());
        (*name, names.collect::<Vec<_>>(), document["dependencies"].as_array().unwrap().len())
    });
    let listed: Vec<_> = listed.collect();
    let shipped = ["argon2", "aws-sdk-dynamodb", "contract", "domain", "lambda_http", "rustls"];
    for (name, has, lacks) in
        [("functions", &shipped[..], "leptos"), ("page", &["contract", "leptos"], "domain")]
    {
        let (_, names, dependencies) = listed.iter().find(|(listed, ..)| *listed == name).unwrap();
        assert!(has.iter().all(|needed| names.contains(needed)), "{name}: {names:?}");
        assert!(![lacks, "proptest", "serde_derive"].iter().any(|it| names.contains(it)), "{name}");
        assert_eq!(*dependencies, names.len() + 1);
    }
}
