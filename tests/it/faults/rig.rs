//! One function with a gateway before it and the fault proxy behind it.

use std::sync::LazyLock;

use granary_local::{
    compile::AUTHORIZER,
    gateway::{Gateway, LambdaClient, Settings, serve},
    stack::{Facts, apis},
};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{
    lambda::{Lambda, Setting},
    proxy::Proxy,
};
use crate::{
    stack::STACK,
    wire::{Answer, Request},
};

/// Everything between a client and DynamoDB Local, as deployed, but for the proxy.
pub struct Rig {
    pub proxy: Proxy,
    pub lambda: Lambda,
    api: String,
    gateway: JoinHandle<()>,
}

impl Rig {
    pub async fn start(function: &'static str, database: &str) -> Self {
        Self::with(function, database, Setting::usual(function)).await
    }

    pub async fn with(function: &'static str, database: &str, setting: Setting) -> Self {
        let proxy = Proxy::start(database).await;
        let lambda = Lambda::start(function, &proxy, setting).await;
        let facts = Facts { lambda: lambda.url.clone(), ..STACK.clone() };
        let (api, gateway) = start(settings(&facts, function == AUTHORIZER)).await;
        Self { proxy, lambda, api, gateway }
    }

    pub async fn send(&self, request: &Request) -> Answer {
        request.send(&self.api).await
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.gateway.abort();
    }
}

/// HarvestApi once more, changed as the test wants it.
pub async fn gateway(change: impl FnOnce(&mut Settings)) -> String {
    let mut settings = settings(&STACK, true);
    change(&mut settings);
    start(settings).await.0
}

fn settings(facts: &Facts, harvest: bool) -> Settings {
    static DOCUMENTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
        ["admin-api.json", "harvest-api.json"].map(|file| {
            let path = format!("{}/../infra/{file}", env!("CARGO_MANIFEST_DIR"));
            serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
        })
    });
    let document = DOCUMENTS[usize::from(harvest)].clone();
    apis::settings(document, facts, LambdaClient::new(&facts.lambda, apis::IN_FLIGHT))
}

async fn start(settings: Settings) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let gateway = Gateway::new(settings).unwrap();
    let serving = tokio::spawn(async move { serve(listener, gateway).await.unwrap() });
    (format!("http://{address}"), serving)
}
