//! What `sam build` would have left for `sam deploy`, with the binaries that the tests run with.

use std::{
    fs::{self, create_dir_all},
    path::{Path, PathBuf},
};

use granary_local::workspace::Workspace;
use tokio::process::Command;

use super::{emulator::programs, limits};
use crate::stack::STACK;

/// Every binary that the template names.
pub const FUNCTIONS: [&str; 8] = [
    "authorize",
    "create_key",
    "get_key",
    "list_events",
    "list_keys",
    "reenable_key",
    "revoke_key",
    "update_key",
];

/// Each binary of a directory into an archive beside it, as quickly as that goes.
const ARCHIVE: &str = "
import pathlib, sys, zipfile
for file in pathlib.Path(sys.argv[1]).iterdir():
    with zipfile.ZipFile(f'{file}.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(file, 'bootstrap')
";

/// A directory in which `sam deploy` finds everything.
pub struct Artefacts {
    directory: PathBuf,
}

/// What is asked for at the first deployment, and a parameter that the environment sets itself.
pub struct Settings<'a> {
    pub upstream: &'a str,
    pub page_origin: &'a str,
    pub days: u64,
}

impl Artefacts {
    /// Puts the template there; `substituted` and `limits` say what is another in it.
    pub async fn lay_out(directory: &Path) -> Self {
        let build = directory.join(".aws-sam/build");
        create_dir_all(build.join("functions")).unwrap();
        let workspace = Workspace::find().unwrap();
        for file in ["harvest-api.json", "admin-api.json"] {
            fs::copy(workspace.deployed(file), build.join(file)).unwrap();
        }
        let template = fs::read_to_string(workspace.deployed("template.yaml")).unwrap();
        let template = limits::without_unsupported(substituted(&template));
        fs::write(build.join("template.yaml"), template).unwrap();
        archive(&build.join("functions")).await;
        Self { directory: directory.to_owned() }
    }

    /// Adds what differs by account to each environment's parameters, as `samconfig.toml` asks for.
    pub fn configure(&self, settings: &Settings<'_>) {
        let Settings { upstream, page_origin, days } = settings;
        let committed = Workspace::find().unwrap().root().join("samconfig.toml");
        let committed = fs::read_to_string(committed).unwrap();
        let account = format!("UpstreamBaseUrl={upstream} PageOrigin={page_origin}");
        let environments = [("staging", 14, *days), ("production", 365, 365)];
        let configured = environments.iter().fold(committed, |text, (name, sets, days)| {
            let line = format!("\"LogRetentionDays={sets}\"");
            assert_eq!(text.matches(&line).count(), 1, "{text}");
            let prefix = format!("SignInDomainPrefix=granary-{name}");
            text.replace(&line, &format!("\"LogRetentionDays={days} {account} {prefix}\""))
        });
        fs::write(self.directory.join("samconfig.toml"), configured).unwrap();
    }
}

/// With this machine's architecture, and with each function's code where it lies: no more than that.
fn substituted(template: &str) -> String {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    let release = "Architectures: [arm64]";
    assert_eq!(template.matches(release).count(), 1);
    let mut template = template.replace(release, &format!("Architectures: [{architecture}]"));
    assert_eq!(template.matches("BuildMethod: ").count(), FUNCTIONS.len());
    for function in FUNCTIONS {
        let built = format!("        Binary: {function}\n    Properties:\n");
        assert_eq!(template.matches(&built).count(), 1, "{function}");
        let lies = format!("{built}      CodeUri: functions/{function}.zip\n");
        template = template.replace(&built, &lies);
    }
    template
}

/// Without what a debugger needs, which is most of them.
async fn archive(directory: &Path) {
    for function in FUNCTIONS {
        let (from, to) = (STACK.functions.join(function), directory.join(function));
        let stripped = Command::new("strip").arg("-o").arg(to).arg(from).status().await.unwrap();
        assert!(stripped.success(), "{function}");
    }
    let python = programs().join("python");
    let archived =
        Command::new(python).args(["-c", ARCHIVE]).arg(directory).status().await.unwrap();
    assert!(archived.success());
}
