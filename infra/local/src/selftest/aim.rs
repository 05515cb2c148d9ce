//! Which deployment is tested, and by whose right: from the command line, a stack's outputs, or the local stack.

use std::{fs, io::Read, path::Path, path::PathBuf};

use anyhow::{Context, bail, ensure};
use clap::Args;
use contract::operations::Role;
use jsonwebtoken::get_current_timestamp;
use serde_json::Value;

use super::expiry::ensure_lasting;
use crate::{
    cloudformation::pairs,
    process::{Command, tail},
    stack::Facts,
    status,
    token::{self, Claims},
    workspace::Workspace,
};

/// Organization of whoever must not see the throw-away key.
const ELSEWHERE: &str = "self-test-elsewhere";

/// What `cargo dev selftest` is called with.
#[derive(Args, Clone, Debug)]
pub struct Wish {
    /// Read the addresses from this CloudFormation stack, by `aws` or `sam`.
    #[arg(long, value_name = "NAME", requires = "token_file", conflicts_with = "harvest_api")]
    pub stack_name: Option<String>,
    /// Base address of the Harvest API, stage included.
    #[arg(long, value_name = "URL", requires_all = ["admin_api", "token_file"])]
    pub harvest_api: Option<String>,
    /// Base address of the admin API, stage included.
    #[arg(long, value_name = "URL", requires = "harvest_api")]
    pub admin_api: Option<String>,
    /// Address of the admin page.
    #[arg(long, value_name = "URL", requires = "token_file")]
    pub page: Option<String>,
    /// Where a manager's ID token stands; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Where the ID token of somebody of another organization stands.
    #[arg(long, value_name = "FILE", requires = "token_file")]
    pub other_token_file: Option<PathBuf>,
    /// Send every hostile request, and not one for each rule.
    #[arg(long)]
    pub all: bool,
    /// Also send what would write, should the gate fail: never to an upstream with real data.
    #[arg(long)]
    pub writes: bool,
    /// Print one JSON document instead of lines.
    #[arg(long)]
    pub json: bool,
}

/// A deployment, and tokens for it.
#[derive(Clone)]
pub struct Aim {
    /// Base address of the Harvest API.
    pub harvest_api: String,
    /// Base address of the admin API.
    pub admin_api: String,
    /// Address of the admin page, where it is known.
    pub page: Option<String>,
    /// The sample upstream, which can be asked what it saw.
    pub upstream: Option<String>,
    /// A manager's ID token.
    pub token: String,
    /// The ID token of somebody of another organization.
    pub other_token: Option<String>,
}

impl Aim {
    /// Where the wish leads.
    ///
    /// # Errors
    /// When it leads nowhere, the addresses cannot be read, or a token's file holds none, or one
    /// that is about to expire.
    pub fn of(wish: &Wish) -> anyhow::Result<Self> {
        let Some(file) = &wish.token_file else {
            return Self::local(&status::facts(&Workspace::find()?)?);
        };
        let other = wish.other_token_file.as_deref();
        ensure!(other != Some(file), "both tokens cannot come from the same place");
        let mut aim = match (&wish.stack_name, &wish.harvest_api, &wish.admin_api) {
            (Some(name), _, _) => from_stack(&described(name)?)?,
            (None, Some(harvest_api), Some(admin_api)) => Self::bare(harvest_api, admin_api),
            _ => bail!(
                "say which deployment the token is for: --stack-name, or --harvest-api and --admin-api"
            ),
        };
        aim.token = token(file)?;
        aim.other_token = other.map(token).transpose()?;
        aim.page = wish.page.clone().or(aim.page);
        Ok(aim)
    }

    /// A running stack of this machine.
    ///
    /// # Errors
    /// When its signing key cannot be read.
    pub fn local(facts: &Facts) -> anyhow::Result<Self> {
        let claims = Claims::of_group(Role::Manager.group(), &facts.issuer, &facts.client_id)?;
        let elsewhere = Claims { organization: Some(ELSEWHERE.into()), ..claims.clone() };
        Ok(Self {
            page: Some(facts.urls.page.clone()),
            upstream: Some(facts.urls.upstream.clone()),
            token: token::mint(&claims, &facts.identity_key)?,
            other_token: Some(token::mint(&elsewhere, &facts.identity_key)?),
            ..Self::bare(&facts.urls.harvest_api, &facts.urls.admin_api)
        })
    }

    fn bare(harvest_api: &str, admin_api: &str) -> Self {
        Self {
            harvest_api: harvest_api.to_owned(),
            admin_api: admin_api.to_owned(),
            page: None,
            upstream: None,
            token: String::new(),
            other_token: None,
        }
    }
}

/// A token is sent, and never shown.
fn token(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
    } else {
        text =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    }
    let token = text.trim();
    let plain = token.bytes().all(|byte| byte.is_ascii_graphic());
    let parts = token.split('.').filter(|part| !part.is_empty()).count();
    ensure!(plain && parts == 3, "{} holds no ID token", file.display());
    ensure_lasting(token, get_current_timestamp())
        .with_context(|| format!("{} cannot be used", file.display()))?;
    Ok(token.to_owned())
}

/// One output of a stack, as the AWS tools tell it.
pub(crate) fn stack_output(stack: &str, name: &str) -> anyhow::Result<String> {
    output(&described(stack)?, name)
}

fn output(text: &str, name: &str) -> anyhow::Result<String> {
    let document: Value =
        serde_json::from_str(text).context("what describes the stack is no JSON")?;
    let outputs = document.pointer("/Stacks/0/Outputs").unwrap_or(&document);
    let outputs = pairs(outputs, "OutputKey", "OutputValue");
    let output = outputs.get(name).copied();
    output.map(str::to_owned).with_context(|| format!("the stack has no output `{name}`"))
}

/// What the AWS tools say of a stack, as JSON.
fn described(name: &str) -> anyhow::Result<String> {
    let aws = ["aws", "cloudformation", "describe-stacks", "--output", "json", "--stack-name"];
    let sam = ["sam", "list", "stack-outputs", "--output", "json", "--stack-name"];
    for words in [aws, sam] {
        if !Command::new([words[0], "--version"])?.output()?.status.success() {
            continue;
        }
        let mut command = Command::new(words.into_iter().chain([name]))?;
        let output =
            command.output().with_context(|| format!("cannot run `{}`", command.line()))?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`{}` failed:\n{}", command.line(), tail(&said, 10));
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    bail!("neither `aws` nor `sam` runs here: install one, or name --harvest-api and --admin-api")
}

/// Reads what `aws cloudformation describe-stacks` or `sam list stack-outputs` printed.
fn from_stack(text: &str) -> anyhow::Result<Aim> {
    let document: Value =
        serde_json::from_str(text).context("what describes the stack is no JSON")?;
    let stack = document.pointer("/Stacks/0").unwrap_or(&Value::Null);
    let outputs = if document.is_array() { &document } else { &stack["Outputs"] };
    let outputs = pairs(outputs, "OutputKey", "OutputValue");
    let parameters = pairs(&stack["Parameters"], "ParameterKey", "ParameterValue");
    let output = |name: &str| {
        outputs.get(name).copied().with_context(|| format!("the stack has no output `{name}`"))
    };
    // Visitors come by the origin; until it is known, one that leads nowhere stands for it.
    let origin = parameters.get("PageOrigin").filter(|origin| !origin.ends_with(".invalid"));
    let page = origin.or(outputs.get("PageUrl")).copied();
    let aim = Aim::bare(output("HarvestApiUrl")?, output("AdminApiUrl")?);
    Ok(Aim { page: page.map(str::to_owned), ..aim })
}

#[cfg(test)]
mod tests;
