//! What this process itself serves: the sample upstream, the admin page and the two gateways.

use std::{collections::BTreeMap, fs, io, net, path::Path};

use anyhow::Context;
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{Facts, Options};
use crate::{
    compile::functions,
    gateway::{self, Gateway, Identity, LambdaClient, Settings},
    page,
    terminal::note,
    upstream,
    workspace::Workspace,
};

/// Invocations at once; the emulator deadlocks for good at about a hundred.
pub const IN_FLIGHT: usize = 64;

/// The four sockets, bound before anything started.
#[derive(Debug)]
pub(super) struct Sockets {
    pub(super) admin_api: net::TcpListener,
    pub(super) harvest_api: net::TcpListener,
    pub(super) upstream: net::TcpListener,
    pub(super) page: net::TcpListener,
}

/// The tasks that serve them.
#[derive(Debug)]
pub(super) struct Apis {
    workspace: Workspace,
    facts: Facts,
    sockets: Sockets,
    gateways: Vec<JoinHandle<()>>,
    others: [JoinHandle<()>; 2],
}

impl Apis {
    pub(super) fn start(
        options: &Options,
        facts: &Facts,
        sockets: Sockets,
    ) -> anyhow::Result<Self> {
        let upstream = upstream::serve(listener(&sockets.upstream)?);
        let page =
            page::server::serve(listener(&sockets.page)?, options.page.clone(), facts.clone());
        let others = [
            tokio::spawn(until_it_fails("upstream", upstream)),
            tokio::spawn(until_it_fails("admin page", page)),
        ];
        let (workspace, facts) = (options.workspace.clone(), facts.clone());
        let mut apis = Self { workspace, facts, sockets, gateways: Vec::new(), others };
        apis.reload()?;
        Ok(apis)
    }

    /// Reads the deployed files again; connections that are open finish with the old ones.
    pub(super) fn reload(&mut self) -> anyhow::Result<()> {
        let lambda = LambdaClient::new(&self.facts.lambda, IN_FLIGHT);
        let gateway = |file: &str, socket: &net::TcpListener| {
            let document = document(&self.workspace.deployed(file))?;
            let gateway = Gateway::new(settings(document, &self.facts, lambda.clone()))?;
            let serving = gateway::serve(listener(socket)?, gateway);
            anyhow::Ok(tokio::spawn(until_it_fails("gateway", serving)))
        };
        let fresh = vec![
            gateway("admin-api.json", &self.sockets.admin_api)?,
            gateway("harvest-api.json", &self.sockets.harvest_api)?,
        ];
        for old in std::mem::replace(&mut self.gateways, fresh) {
            old.abort();
        }
        Ok(())
    }

    pub(super) fn stop(&self) {
        for task in self.gateways.iter().chain(&self.others) {
            task.abort();
        }
    }
}

impl Drop for Apis {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A second handle on the same socket, so that it stays open while its server changes.
fn listener(socket: &net::TcpListener) -> anyhow::Result<TcpListener> {
    Ok(TcpListener::from_std(socket.try_clone()?)?)
}

fn document(path: &Path) -> anyhow::Result<Value> {
    let text =
        fs::read(path).with_context(|| format!("{}: run `cargo dev generate`", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", path.display()))
}

/// How a gateway serves this document in a stack with these facts.
pub fn settings(document: Value, facts: &Facts, lambda: LambdaClient) -> Settings {
    Settings {
        document,
        parameters: parameters(facts),
        stage_variables: stage_variables(),
        lambda,
        identity: Some(Identity {
            issuer: facts.issuer.clone(),
            client_id: facts.client_id.clone(),
            jwks_url: format!("{}/.well-known/jwks.json", facts.identity),
        }),
        integration_timeout: None,
        log: Some(facts.logs.join("gateway.log")),
        before_authorizer: None,
    }
}

async fn until_it_fails(part: &str, serving: impl Future<Output = io::Result<()>>) {
    if let Err(error) = serving.await {
        note(format!("the {part} no longer accepts calls: {error}"));
    }
}

/// What the template's references mean on this machine.
fn parameters(facts: &Facts) -> BTreeMap<String, String> {
    let arn = |function| format!("arn:aws:lambda:local:000000000000:function:{function}");
    let functions =
        functions().into_iter().map(|name| (format!("{}.Arn", logical_id(name)), arn(name)));
    let fixed = [
        ("AWS::Region", facts.region.clone()),
        ("AWS::AccountId", "000000000000".into()),
        ("AWS::Partition", "aws".into()),
        ("PageOrigin", facts.urls.page.clone()),
        ("UpstreamBaseUrl", facts.urls.upstream.clone()),
        ("PageClient", facts.client_id.clone()),
        ("HasAdminDomain", "false".into()),
        ("HarvestDomainIsRegional", "false".into()),
        ("RewritesLinks", "false".into()),
        (
            "UserPool.Arn",
            format!("arn:aws:cognito-idp:{}:000000000000:userpool/local", facts.region),
        ),
    ];
    functions.chain(fixed.map(|(name, value)| (name.to_owned(), value))).collect()
}

/// `create_key` stands in the template as `CreateKeyFunction`.
fn logical_id(function: &str) -> String {
    let words = function.split('_').map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    });
    words.chain(["Function".to_owned()]).collect()
}

/// As on API Gateway, an empty variable maps no header.
fn stage_variables() -> BTreeMap<String, String> {
    let variables = [("forwardedProto", "http"), ("forwardedPrefix", "")];
    variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

#[cfg(test)]
mod tests {
    use super::logical_id;

    #[test]
    fn functions_are_named_as_in_the_template() {
        assert_eq!(logical_id("authorize"), "AuthorizeFunction");
        assert_eq!(logical_id("create_key"), "CreateKeyFunction");
    }
}
