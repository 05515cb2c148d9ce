//! AWS's own program, which finds credentials and Region as everywhere, and what its failures mean.

use std::ffi::{OsStr, OsString};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::process::Command;

/// What stands in a failure's text, and what to do about it.
const ADVICE: [(&[&str], &str); 8] = [
    (
        &["cannot run `aws`"],
        "`aws` does not run here: install the AWS CLI (https://aws.amazon.com/cli)",
    ),
    (
        &["Unable to locate credentials", "NoCredentials"],
        "there are no credentials: run `aws configure` or `aws sso login`, or name a profile by --profile",
    ),
    (
        &["config profile (", "ProfileNotFound"],
        "there is no such profile: `aws configure list-profiles` lists those that there are",
    ),
    (
        &[
            "ExpiredToken",
            "InvalidClientTokenId",
            "UnrecognizedClient",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "SSO Token",
            "SSO session",
        ],
        "AWS does not take these credentials: sign in again, or name another profile by --profile",
    ),
    (&["You must specify a region", "Invalid endpoint"], "name the stack's Region by --region"),
    (
        &["Stack with id"],
        "there is no such stack in this account and Region: look at --stack-name, --region and --profile",
    ),
    (
        &[
            "Could not connect to the endpoint",
            "Connect timeout",
            "Connection was closed",
            "Failed to connect",
            "Read timeout",
        ],
        "AWS cannot be reached: look at the network, and at --region",
    ),
    (
        &["AccessDenied", "not authorized to perform"],
        "these credentials may not do this: docs/deploy.md lists what publishing takes",
    ),
];

/// `aws`, with what the command line says of whose and where.
pub(super) struct Aws {
    options: Vec<OsString>,
}

impl Aws {
    /// Nothing is asked yet.
    pub(super) fn new(region: Option<&str>, profile: Option<&str>) -> Self {
        let named = [("--region", region), ("--profile", profile)];
        let options = named.iter().filter_map(|(name, value)| Some([*name, (*value)?]));
        Self { options: options.flatten().map(Into::into).collect() }
    }

    /// Runs it for what it answers.
    pub(super) fn json(&self, words: &[&str]) -> anyhow::Result<Value> {
        let text = self.succeed(words.iter().chain(&["--output", "json"]))?;
        serde_json::from_str(&text).context("what `aws` printed is no JSON")
    }

    /// Runs it for what it does.
    pub(super) fn run(&self, words: &[impl AsRef<OsStr>]) -> anyhow::Result<()> {
        self.succeed(words).map(drop)
    }

    fn succeed(
        &self,
        words: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> anyhow::Result<String> {
        let words = words.into_iter().map(|word| word.as_ref().to_owned());
        let whole = [OsString::from("aws")].into_iter().chain(words);
        let mut command = Command::new(whole.chain(self.options.iter().cloned()))?;
        let output = command.output().context("cannot run `aws`")?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim();
        let fits = |(signs, _): &&(&[&str], &str)| signs.iter().any(|sign| said.contains(sign));
        match ADVICE.iter().find(fits) {
            Some((_, advice)) => {
                bail!("{advice} ({})", said.lines().next_back().unwrap_or_default())
            }
            None => bail!("`{}` failed: {said}", command.line()),
        }
    }
}
