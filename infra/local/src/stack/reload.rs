//! Follows the sources while `cargo dev` runs, and starts anew what they changed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tokio::time::sleep;

use super::{Options, Stack};
use crate::{
    compile,
    process::{Nursery, Program},
    terminal::note,
};

/// How often the sources are looked at; saving is rarer, and a look takes a millisecond.
const INTERVAL: Duration = Duration::from_secs(1);

/// Files with the moments at which they were last written.
type Moments = BTreeMap<PathBuf, SystemTime>;

/// Rebuilds and restarts until the future is dropped.
///
/// # Errors
/// When children can no longer be started at all.
pub async fn follow(stack: &mut Stack, options: &Options) -> anyhow::Result<()> {
    let nursery = Nursery::open(options.launcher.clone())?;
    let mut sources = sources(options.workspace.root());
    let mut documents = documents(options);
    let mut binaries = binaries(options);
    loop {
        sleep(INTERVAL).await;
        let now = self::sources(options.workspace.root());
        if now != sources {
            sources = settled(now, options).await;
            if build(&nursery, options).await? {
                binaries = restart(stack, binaries, options).await;
            }
        }
        let now = self::documents(options);
        if now != documents {
            documents = now;
            match stack.reload_apis() {
                Ok(()) => note("The OpenAPI files changed: both gateways serve the new ones"),
                Err(error) => note(format!("The gateways go on as they were: {error:#}")),
            }
        }
    }
}

/// Editors save several files at once: waits until nothing changes any more.
async fn settled(mut last: Moments, options: &Options) -> Moments {
    loop {
        sleep(INTERVAL / 4).await;
        let now = sources(options.workspace.root());
        if now == last {
            return now;
        }
        last = now;
    }
}

async fn build(nursery: &Nursery, options: &Options) -> anyhow::Result<bool> {
    note("The functions changed: building them");
    let program = Program {
        name: "cargo".into(),
        path: "cargo".into(),
        arguments: compile::arguments("dev"),
        environment: Vec::new(),
        inherits: true,
        directory: options.workspace.root().to_owned(),
        log: None,
    };
    let done = nursery.spawn(&program).await?.wait().await?.success();
    if !done {
        note("The build failed: the functions go on as they were");
    }
    Ok(done)
}

async fn restart(stack: &Stack, before: Moments, options: &Options) -> Moments {
    let after = binaries(options);
    let changed = after.iter().filter(|(path, moment)| before.get(*path) != Some(moment));
    let names: Vec<_> = changed.filter_map(|(path, _)| path.file_name()?.to_str()).collect();
    stack.restart_functions(&names).await;
    note(if names.is_empty() {
        "No function changed".into()
    } else {
        format!("Restarted {}", names.join(", "))
    });
    after
}

fn sources(root: &Path) -> Moments {
    let mut found = Moments::new();
    collect(&root.join("functions"), &mut found);
    found.extend(["Cargo.toml", "Cargo.lock"].iter().filter_map(|file| moment(root.join(file))));
    found
}

fn collect(directory: &Path, found: &mut Moments) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.extend(moment(path));
        }
    }
}

fn documents(options: &Options) -> Moments {
    let files = ["admin-api.json", "harvest-api.json"];
    files.iter().filter_map(|file| moment(options.workspace.deployed(file))).collect()
}

fn binaries(options: &Options) -> Moments {
    let names = compile::functions().into_iter();
    names.filter_map(|name| moment(options.functions.join(name))).collect()
}

fn moment(path: PathBuf) -> Option<(PathBuf, SystemTime)> {
    let written = fs::metadata(&path).ok()?.modified().ok()?;
    Some((path, written))
}
