//! What the repository promises about itself: manners, borders, and nothing of anybody's machine.

mod borders;
mod page;
mod sources;
mod supply;
mod texts;

use std::{fs, process::Command, sync::LazyLock};

use granary_local::workspace::Workspace;

/// A file that belongs to the repository.
struct Tracked {
    /// From the root, with slashes.
    path: String,
    /// Empty for a picture.
    text: String,
}

/// Every file that is committed, or about to be; a deleted one no longer counts.
static FILES: LazyLock<Vec<Tracked>> = LazyLock::new(|| {
    let workspace = Workspace::find().unwrap();
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(workspace.root())
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let paths = String::from_utf8(output.stdout).unwrap();
    let read = |path: &str| {
        let text = fs::read(workspace.root().join(path)).ok()?;
        Some(Tracked { path: path.to_owned(), text: String::from_utf8(text).unwrap_or_default() })
    };
    paths.split_terminator('\0').filter_map(read).collect()
});

fn with_ending(ending: &str) -> impl Iterator<Item = &'static Tracked> {
    FILES.iter().filter(move |file| file.path.ends_with(ending))
}

fn text(path: &str) -> &'static str {
    let file = FILES.iter().find(|file| file.path == path);
    &file.unwrap_or_else(|| panic!("there is no `{path}`")).text
}

/// Fails with every finding at once.
#[track_caller]
fn assert_none(findings: impl IntoIterator<Item = String>, rule: &str) {
    let findings: Vec<_> = findings.into_iter().collect();
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}
