//! Functions of a test's own, whose table lies behind the fault proxy.

use std::process::Stdio;

use granary_local::{
    gateway::{Gateway, LambdaClient, Settings, serve},
    stack::{Facts, apis},
};
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

use super::proxy::Proxy;
use crate::{
    stack::{Admin, Key, STACK, wanted},
    wire::Answer,
};

/// The gate and the functions that create and revoke, with an emulator of their own.
pub struct Rig {
    pub proxy: Proxy,
    admin_api: String,
    harvest_api: String,
    _processes: Vec<Child>,
}

impl Rig {
    pub async fn start(database: &str) -> Self {
        let proxy = Proxy::start(database).await;
        let port = free_port().await;
        let mut processes = vec![emulator(port).await];
        for function in ["authorize", "create_key", "revoke_key"] {
            processes.push(attach(function, port, &proxy));
        }
        let lambda = format!("http://127.0.0.1:{port}");
        let served = |file: &str| {
            let facts = Facts { lambda: lambda.clone(), ..STACK.clone() };
            start(settings(&facts, file))
        };
        let (admin_api, harvest_api) =
            (served("admin-api.json").await, served("harvest-api.json").await);
        Self { proxy, admin_api, harvest_api, _processes: processes }
    }

    pub async fn key(&self, manager: &Admin) -> Key {
        let request =
            manager.request("POST", "/keys").json(&wanted("under faults", &["candidates.list"]));
        Key::of(&request.send(&self.admin_api).await)
    }

    pub async fn call(&self, key: &Key) -> Answer {
        key.request("GET", "/v1/candidates?per_page=1").send(&self.harvest_api).await
    }

    pub async fn revoke(&self, manager: &Admin, key: &Key) -> Answer {
        manager.request("POST", &format!("/keys/{}/revoke", key.id)).send(&self.admin_api).await
    }
}

/// HarvestApi once more, changed as the test wants it.
pub async fn gateway(change: impl FnOnce(&mut Settings)) -> String {
    let mut settings = settings(&STACK, "harvest-api.json");
    change(&mut settings);
    start(settings).await
}

fn settings(facts: &Facts, file: &str) -> Settings {
    let path = format!("{}/../infra/{file}", env!("CARGO_MANIFEST_DIR"));
    let document = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    apis::settings(document, facts, LambdaClient::new(&facts.lambda, apis::IN_FLIGHT))
}

async fn start(settings: Settings) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, Gateway::new(settings).unwrap()));
    format!("http://{address}")
}

async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

async fn emulator(port: u16) -> Child {
    let child = Command::new(&STACK.cargo_lambda)
        .args([
            "lambda",
            "watch",
            "--only-lambda-apis",
            "--ignore-changes",
            "-A",
            "127.0.0.1",
            "-P",
            &port.to_string(),
        ])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        tokio::task::yield_now().await;
    }
    child
}

fn attach(function: &str, port: u16, proxy: &Proxy) -> Child {
    let variables = [
        ("AWS_LAMBDA_RUNTIME_API", format!("http://127.0.0.1:{port}/.rt/{function}")),
        ("AWS_LAMBDA_FUNCTION_NAME", function.into()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".into()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024".into()),
        ("AWS_REGION", STACK.region.clone()),
        ("AWS_ACCESS_KEY_ID", proxy.database().into()),
        ("AWS_SECRET_ACCESS_KEY", "local".into()),
        ("AWS_ENDPOINT_URL_DYNAMODB", proxy.url()),
        ("TABLE_NAME", STACK.table.clone()),
        ("PAGE_ORIGIN", STACK.urls.page.clone()),
        ("USER_POOL_CLIENT_ID", STACK.client_id.clone()),
        ("DEFAULT_ORGANIZATION", STACK.organization.clone()),
    ];
    Command::new(STACK.functions.join(function))
        .env_clear()
        .envs(variables)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}
