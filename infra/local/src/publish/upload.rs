//! A page's files in the order and with the headers that they are uploaded with.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};

use crate::{
    page::{is_hashed, server::caching},
    terminal::answer,
};

/// What names everything else.
pub(super) const DOCUMENT: &str = "index.html";
/// What is made for the stack.
pub(super) const CONFIG: &str = "config.json";

/// By ending, since `aws` would ask the machine that it runs on. CloudFront compresses all but fonts
/// and pictures, so that nothing is uploaded in more than one form.
const TYPES: [(&str, &str); 8] = [
    ("css", "text/css"),
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("wasm", "application/wasm"),
    ("woff2", "font/woff2"),
];
/// Endings of the smaller forms, for hosts that do not compress.
const ENCODED: [&str; 2] = ["br", "gz"];

/// Files that one upload takes.
#[derive(Debug)]
pub(super) struct Batch {
    names: Vec<String>,
    /// The one file, or the directory that holds those of these names.
    from: PathBuf,
    media_type: &'static str,
}

/// Everything that has its content's digest in its name, checked to be all that the document names.
pub(super) fn batches(directory: &Path) -> anyhow::Result<Vec<Batch>> {
    let document = fs::read_to_string(directory.join(DOCUMENT)).with_context(|| {
        format!("{} holds no page: `cargo dev page` makes one", directory.display())
    })?;
    let mut batches = BTreeMap::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !is_hashed(&name) || ENCODED.contains(&ending(&name)) {
            continue;
        }
        let media_type = media_type(&name)?;
        let empty = || Batch { names: Vec::new(), from: directory.to_owned(), media_type };
        batches.entry(media_type).or_insert_with(empty).names.push(name);
    }
    let named: Vec<_> = document.split('"').filter_map(|text| text.strip_prefix('/')).collect();
    let named = named.into_iter().filter(|name| is_hashed(name));
    let missing = named.clone().find(|name| !directory.join(name).is_file());
    ensure!(named.count() > 0, "the page in {} names no files", directory.display());
    if let Some(missing) = missing {
        bail!("the page in {} lacks {missing}: build it anew", directory.display());
    }
    for batch in batches.values_mut() {
        batch.names.sort();
    }
    Ok(batches.into_values().collect())
}

impl Batch {
    /// A file that stays at its name.
    pub(super) fn one(name: &'static str, from: PathBuf) -> Self {
        let media_type = media_type(name).unwrap_or_default();
        Self { names: vec![name.to_owned()], from, media_type }
    }

    /// The command, without whose and where.
    pub(super) fn words(&self, bucket: &str) -> Vec<OsString> {
        let mut words: Vec<OsString> = ["s3", "cp"].map(Into::into).into();
        words.push(self.from.clone().into_os_string());
        if self.from.is_dir() {
            words.push(format!("s3://{bucket}/").into());
            words.extend(["--recursive", "--exclude", "*"].map(Into::into));
            words.extend(self.names.iter().flat_map(|name| ["--include".into(), name.into()]));
        } else {
            words.push(format!("s3://{bucket}/{}", self.line()).into());
        }
        let headers = ["--content-type", self.media_type, "--cache-control", self.caching()];
        words.extend(headers.into_iter().chain(["--only-show-errors"]).map(Into::into));
        words
    }

    /// The names, as one would say them.
    pub(super) fn line(&self) -> String {
        self.names.join(", ")
    }

    /// Says what would happen.
    pub(super) fn print(&self) {
        for name in &self.names {
            answer(format!("would upload {name} as {}, {}", self.media_type, self.caching()));
        }
    }

    fn caching(&self) -> &'static str {
        self.names.first().map_or("no-store", |name| caching(&format!("/{name}")))
    }
}

fn media_type(name: &str) -> anyhow::Result<&'static str> {
    let known = TYPES.iter().find(|(ending_of, _)| *ending_of == ending(name));
    let known = known.map(|(_, media_type)| *media_type);
    known.with_context(|| format!("nothing says what {name} is: add its ending to upload.rs"))
}

fn ending(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}
