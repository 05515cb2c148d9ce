//! Follows the sources while `cargo dev` runs, and starts anew what they changed.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tokio::time::sleep;

use super::{Options, Stack};
use crate::{
    compile, page,
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
    let mut functions = Sources::of(options, &["functions"]);
    let mut page = Sources::of(options, &["frontend", "functions/contract"]);
    let mut documents = documents(options);
    let mut binaries = binaries(options);
    loop {
        sleep(INTERVAL).await;
        if functions.changed().await {
            note("The functions changed: building them");
            let program = program(options, "cargo".into(), compile::arguments("dev"));
            if nursery.spawn(&program).await?.wait().await?.success() {
                binaries = restart(stack, binaries, options).await;
            } else {
                note("The build failed: the functions go on as they were");
            }
        }
        if page.changed().await {
            note("The admin page changed");
            let program = program(options, options.launcher.clone(), page::REBUILD.map(Into::into));
            let built = nursery.spawn(&program).await?.wait().await?.success();
            note(if built { "The admin page is new: reload it" } else { page::UNCHANGED });
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

/// Files that something is built from, as they were at the last look.
struct Sources {
    places: Vec<PathBuf>,
    moments: Moments,
}

impl Sources {
    fn of(options: &Options, places: &[&str]) -> Self {
        let manifests = ["Cargo.toml", "Cargo.lock"].iter();
        let root = options.workspace.root();
        let places: Vec<_> = places.iter().chain(manifests).map(|place| root.join(place)).collect();
        Self { moments: moments(&places), places }
    }

    /// Editors save several files at once: true once nothing changes any more.
    async fn changed(&mut self) -> bool {
        let mut now = moments(&self.places);
        if now == self.moments {
            return false;
        }
        while now != self.moments {
            self.moments = now;
            sleep(INTERVAL / 4).await;
            now = moments(&self.places);
        }
        true
    }
}

fn program(options: &Options, path: PathBuf, arguments: impl Into<Vec<OsString>>) -> Program {
    Program {
        name: "build".into(),
        path,
        arguments: arguments.into(),
        environment: Vec::new(),
        inherits: true,
        directory: options.workspace.root().to_owned(),
        log: None,
    }
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

fn moments(places: &[PathBuf]) -> Moments {
    let mut found = Moments::new();
    for place in places {
        collect(place, &mut found);
    }
    found
}

fn collect(place: &Path, found: &mut Moments) {
    if !place.is_dir() {
        found.extend(moment(place.to_owned()));
        return;
    }
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        collect(&entry.path(), found);
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
