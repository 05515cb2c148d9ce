//! `cargo dev sbom`: what is inside the functions and the page, as CycloneDX.
//!
//! Source: <https://cyclonedx.org/docs/1.6/json/>. Cargo itself says what is compiled in; nothing
//! depends on the day or the place, so that two of the same lock file are the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::{compile::PAGE_TARGET, process::text, terminal::answer, workspace::Workspace};

/// The system that the functions are deployed on.
const FUNCTIONS_TARGET: &str = "aarch64-unknown-linux-gnu";
/// What is shipped: a name, the package whose dependencies it is made of, and its target.
const SHIPPED: [(&str, &str, &str); 2] =
    [("functions", "handlers", FUNCTIONS_TARGET), ("page", "frontend", PAGE_TARGET)];

/// Writes one document for each part, `functions.cdx.json` and `page.cdx.json`.
///
/// # Errors
/// When cargo cannot resolve the dependencies, or nothing be written there.
pub fn write(workspace: &Workspace, out: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot create {}", out.display()))?;
    for (name, document) in documents(workspace)? {
        let file = out.join(format!("{name}.cdx.json"));
        fs::write(&file, format!("{document:#}\n")).with_context(|| file.display().to_string())?;
        answer(format!("{}", file.display()));
    }
    Ok(())
}

/// Name and document of each part.
///
/// # Errors
/// When cargo cannot resolve the dependencies.
pub fn documents(workspace: &Workspace) -> anyhow::Result<Vec<(&'static str, Value)>> {
    let lock = fs::read_to_string(workspace.root().join("Cargo.lock")).context("Cargo.lock")?;
    let digests = digests(&lock);
    let document = |(name, package, target)| {
        let words = ["tree", "--locked", "--package", package, "--target", target];
        let form = ["--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", "{p}|{l}"];
        let mut tree = Command::new("cargo");
        let tree = tree.args(words.into_iter().chain(form)).current_dir(workspace.root());
        let output = tree.output().context("cargo tree")?;
        ensure!(output.status.success(), "{}", text(&output));
        Ok((name, described(name, &output.stdout, &digests)?))
    };
    SHIPPED.into_iter().map(document).collect()
}

/// A package with its version, as `name@1.2.3`.
type Reference = String;

/// SHA-256 of each package that comes from a registry.
fn digests(lock: &str) -> BTreeMap<Reference, &str> {
    let packages = lock.split("[[package]]").filter_map(|package| {
        let field = |name: &str| {
            let start = format!("{name} = \"");
            let line = package.lines().find_map(|line| line.strip_prefix(&start));
            line.and_then(|line| line.strip_suffix('"'))
        };
        Some((format!("{}@{}", field("name")?, field("version")?), field("checksum")?))
    });
    packages.collect()
}

fn described(
    name: &str,
    tree: &[u8],
    digests: &BTreeMap<Reference, &str>,
) -> anyhow::Result<Value> {
    let mut components = BTreeMap::new();
    let mut needs = BTreeMap::<Reference, BTreeSet<Reference>>::new();
    let mut above: Vec<Reference> = Vec::new();
    for line in str::from_utf8(tree)?.lines() {
        let (depth, reference, licence) = package(line).with_context(|| line.to_owned())?;
        above.truncate(depth);
        if let Some(parent) = above.last() {
            needs.entry(parent.clone()).or_default().insert(reference.clone());
        }
        needs.entry(reference.clone()).or_default();
        let digest = digests.get(&reference).copied();
        components.insert(reference.clone(), component(&reference, licence, digest));
        above.push(reference);
    }
    let root = above.into_iter().next().context("cargo listed nothing")?;
    let dependencies =
        needs.into_iter().map(|(package, needs)| json!({ "ref": package, "dependsOn": needs }));
    components.remove(&root);
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": { "type": "application", "bom-ref": root, "name": format!("granary-{name}") } },
        "components": components.into_values().collect::<Vec<_>>(),
        "dependencies": dependencies.collect::<Vec<_>>(),
    }))
}

/// Depth, package and licence of a line such as `2serde v1.0.1 (*)|MIT OR Apache-2.0`.
fn package(line: &str) -> Option<(usize, Reference, &str)> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split(' ');
    let (first, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let name = first.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let depth = first.strip_suffix(name)?.parse().ok()?;
    Some((depth, format!("{name}@{version}"), licence.trim_end_matches(" (*)")))
}

/// Older packages separate the licences to choose from by a slash.
fn component(reference: &str, licence: &str, digest: Option<&str>) -> Value {
    let (name, version) = reference.split_once('@').unwrap_or((reference, ""));
    let fields = [
        ("type", json!("library")),
        ("bom-ref", json!(reference)),
        ("name", json!(name)),
        ("version", json!(version)),
        ("licenses", json!([{ "expression": licence.replace('/', " OR ") }])),
    ];
    let published = digest.map(|digest| {
        let hashes = json!([{ "alg": "SHA-256", "content": digest }]);
        [("purl", json!(format!("pkg:cargo/{reference}"))), ("hashes", hashes)]
    });
    let fields = fields.into_iter().chain(published.into_iter().flatten());
    fields.map(|(name, value)| (name.to_owned(), value)).collect()
}
