//! `cargo dev publish`: the admin page into a deployed stack's bucket, in an order in which no visitor
//! ever meets half of it.
//!
//! Nothing is removed: a page that somebody has open fetches its second part when it needs it.
//!
//! # Layout
//! - `target`: where to, as the stack says; `upload`: what is sent, and with which headers.
//! - `aws`: the program that does it, and what its failures mean.

mod aws;
mod target;
mod upload;

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
};

use anyhow::Context;
use clap::Args;

use self::{
    aws::Aws,
    target::Target,
    upload::{Batch, CONFIG, DOCUMENT},
};
use crate::{
    page::{self, Edition},
    setup,
    terminal::{answer, note},
    workspace::Workspace,
};

/// Addresses that stay while what they name changes.
const CHANGING: [&str; 3] = ["/", "/index.html", "/config.json"];

/// What `cargo dev publish` is called with.
#[derive(Args, Clone, Debug)]
pub struct Wish {
    /// The CloudFormation stack whose page it is.
    #[arg(long, value_name = "NAME")]
    stack_name: String,
    /// Its Region, if it is not the one that `aws` is set up for.
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// Whose credentials `aws` takes.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Publish the page that lies there, as `cargo dev page` left it, instead of building one.
    #[arg(long, value_name = "DIRECTORY")]
    page: Option<PathBuf>,
    /// Say what would be uploaded, and upload nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Builds the page and uploads it: what is named before what names it, the document last.
///
/// # Errors
/// When `aws` is missing or may not, the stack is not deployed, or the page does not fit together;
/// up to the document's upload, visitors have the page that they had.
pub fn run(wish: &Wish) -> anyhow::Result<()> {
    let aws = Aws::new(wish.region.as_deref(), wish.profile.as_deref());
    let target = Target::of(&wish.stack_name, &aws)?;
    let directory = wish.page.clone().map_or_else(built, Ok)?;
    let batches = upload::batches(&directory)?;
    let config = Scratch::holding(&serde_json::to_vec(&target.config)?)?;
    let order = batches.into_iter().map(|batch| (batch, UNCHANGED)).chain([
        (Batch::one(CONFIG, config.0.clone()), UNCHANGED),
        (Batch::one(DOCUMENT, directory.join(DOCUMENT)), NOT_REPLACED),
    ]);
    for (batch, so_far) in order {
        if wish.dry_run {
            batch.print();
        } else {
            let sent = aws.run(&batch.words(&target.bucket));
            sent.with_context(|| format!("{} could not be uploaded; {so_far}", batch.line()))?;
        }
    }
    if wish.dry_run {
        answer(format!("would make CloudFront forget {}", CHANGING.join(" ")));
        return Ok(());
    }
    forget(&aws, &target)?;
    answer(format!("The admin page is published at {}", target.url));
    target.warn();
    Ok(())
}

/// What an upload that failed means for visitors.
const UNCHANGED: &str = "the page that was published before stays as it was";
const NOT_REPLACED: &str =
    "the page that was published before stays, with the addresses of this deployment";

/// The template keeps none of them in a cache; a distribution that was changed by hand may.
fn forget(aws: &Aws, target: &Target) -> anyhow::Result<()> {
    let create = ["cloudfront", "create-invalidation", "--distribution-id", &target.distribution];
    let words: Vec<_> = create.iter().chain(&["--paths"]).chain(&CHANGING).copied().collect();
    aws.run(&words).context(
        "the page is published, but CloudFront could not be told, and may show the older one for a while",
    )
}

fn built() -> anyhow::Result<PathBuf> {
    let workspace = Workspace::find()?;
    setup::for_page(&workspace)?;
    let directory = Edition::Release.directory(&workspace)?;
    note("Building the admin page");
    page::print(&page::build(&workspace, Edition::Release, &directory)?);
    Ok(directory)
}

/// A file for as long as it is needed.
struct Scratch(PathBuf);

impl Scratch {
    fn holding(content: &[u8]) -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("granary-config-{}.json", std::process::id()));
        // A file that somebody else has put there would be uploaded in its place.
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let written = file.and_then(|mut file| file.write_all(content));
        written.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap_or_default();
    }
}
