//! Lambda as far as one function needs it: its process is started for an invocation, ended where it
//! takes too long, and started anew where it is gone.
//!
//! Source: AWS, "Using the Lambda runtime API for custom runtimes".

use std::{
    fs::OpenOptions,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI32, AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tokio::{
    net::TcpListener,
    process::{Child, Command},
    sync::{Mutex, Notify, mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

use super::proxy::Proxy;
use crate::{stack::STACK, template};

/// A process's environment, or a part of it.
pub type Variables = Vec<(&'static str, String)>;

/// One function, with room for one invocation at a time.
pub struct Lambda {
    pub url: String,
    sandbox: Arc<Sandbox>,
    server: JoinHandle<()>,
}

/// What a function is told, but for where its store is.
#[derive(Clone, Debug)]
pub struct Setting {
    pub table: String,
    /// Where its standard output goes.
    pub log: PathBuf,
    /// What else is in its environment.
    pub more: Variables,
}

impl Setting {
    /// The table that every database has, and a log beside the stack's own, so that what looks
    /// through those looks through this as well.
    pub fn usual(function: &str) -> Self {
        let log = STACK.logs.join(format!("{function}-under-faults.log"));
        Self { table: STACK.table.clone(), log, more: Vec::new() }
    }
}

struct Sandbox {
    function: &'static str,
    log: PathBuf,
    variables: Variables,
    child: Mutex<Option<Child>>,
    pid: AtomicI32,
    /// Processes so far.
    started: AtomicUsize,
    invocations: mpsc::Sender<Bytes>,
    next: Mutex<mpsc::Receiver<Bytes>>,
    answer: Mutex<Option<oneshot::Sender<(bool, Bytes)>>>,
    /// A process has asked for something to do.
    ready: Notify,
    timeout: Duration,
}

impl Lambda {
    /// Starts the function's process, whose table lies behind the proxy.
    pub async fn start(function: &'static str, proxy: &Proxy, setting: Setting) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (invocations, next) = mpsc::channel(1);
        let sandbox = Arc::new(Sandbox {
            function,
            log: setting.log,
            variables: [variables(function, &address, proxy, &setting.table), setting.more]
                .concat(),
            child: Mutex::new(None),
            pid: AtomicI32::new(0),
            started: AtomicUsize::new(0),
            invocations,
            next: Mutex::new(next),
            answer: Mutex::new(None),
            ready: Notify::new(),
            timeout: Duration::from_secs(template::function(function)["Timeout"].as_u64().unwrap()),
        });
        let runtime = "/2018-06-01/runtime";
        let router = Router::new()
            .route("/2015-03-31/functions/{function}/invocations", post(invoke))
            .route(&format!("{runtime}/invocation/next"), get(next_invocation))
            .route(&format!("{runtime}/invocation/{{id}}/{{outcome}}"), post(answered))
            .with_state(sandbox.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        sandbox.process(&mut *sandbox.child.lock().await);
        sandbox.ready.notified().await;
        Self { url: format!("http://{address}"), sandbox, server }
    }

    /// Ends the process, as a machine does that fails; says whether there was one.
    pub fn kill(&self) -> bool {
        let pid = Pid::from_raw(self.sandbox.pid.load(Ordering::Relaxed)).unwrap();
        kill_process(pid, Signal::KILL).is_ok()
    }

    /// How many processes there have been.
    pub fn started(&self) -> usize {
        self.sandbox.started.load(Ordering::Relaxed)
    }
}

impl Drop for Lambda {
    fn drop(&mut self) {
        self.server.abort();
        if let Ok(mut child) = self.sandbox.child.try_lock()
            && let Some(child) = child.as_mut()
        {
            drop(child.start_kill());
        }
    }
}

impl Sandbox {
    /// The process that is there, or a new one.
    fn process<'a>(&self, child: &'a mut Option<Child>) -> &'a mut Child {
        if child.as_mut().is_some_and(|child| child.try_wait().unwrap().is_some()) {
            *child = None;
        }
        child.get_or_insert_with(|| {
            let log = OpenOptions::new().create(true).append(true).open(&self.log).unwrap();
            let child = Command::new(STACK.functions.join(self.function))
                .env_clear()
                .envs(self.variables.clone())
                .stdout(log.try_clone().unwrap())
                .stderr(log)
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            self.pid.store(child.id().unwrap() as i32, Ordering::Relaxed);
            self.started.fetch_add(1, Ordering::Relaxed);
            child
        })
    }
}

/// What the function's processes wrote.
pub fn written(function: &str) -> String {
    std::fs::read_to_string(Setting::usual(function).log).unwrap()
}

async fn invoke(State(sandbox): State<Arc<Sandbox>>, event: Bytes) -> Response {
    let mut child = sandbox.child.lock().await;
    let process = sandbox.process(&mut child);
    let (answer, answered) = oneshot::channel();
    *sandbox.answer.lock().await = Some(answer);
    sandbox.invocations.send(event).await.unwrap();
    let ended = tokio::select! {
        answered = timeout(sandbox.timeout, answered) => match answered {
            Ok(answered) => {
                let (failed, body) = answered.unwrap();
                return reply(failed, body);
            }
            Err(_) => {
                process.kill().await.unwrap();
                "Sandbox.Timedout"
            }
        },
        _ = process.wait() => "Runtime.ExitError",
    };
    reply(true, json!({"errorType": ended, "errorMessage": ended}).to_string().into())
}

fn reply(failed: bool, body: Bytes) -> Response {
    let flag = [("x-amz-function-error", "Unhandled")];
    if failed { (flag, body).into_response() } else { body.into_response() }
}

async fn next_invocation(State(sandbox): State<Arc<Sandbox>>) -> Response {
    sandbox.ready.notify_one();
    let event = sandbox.next.lock().await.recv().await.unwrap();
    let deadline = SystemTime::now() + Duration::from_secs(28);
    let deadline = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let headers = [
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        ("lambda-runtime-invoked-function-arn", format!("arn:aws:lambda:{}", sandbox.function)),
    ];
    (headers, event).into_response()
}

async fn answered(
    State(sandbox): State<Arc<Sandbox>>,
    Path((_, outcome)): Path<(String, String)>,
    body: Bytes,
) -> StatusCode {
    if let Some(answer) = sandbox.answer.lock().await.take() {
        drop(answer.send((outcome == "error", body)));
    }
    StatusCode::ACCEPTED
}

fn variables(function: &str, address: &str, proxy: &Proxy, table: &str) -> Variables {
    vec![
        ("AWS_LAMBDA_RUNTIME_API", format!("http://{address}")),
        ("AWS_LAMBDA_FUNCTION_NAME", function.into()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".into()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024".into()),
        ("AWS_REGION", STACK.region.clone()),
        ("AWS_ACCESS_KEY_ID", proxy.database().into()),
        ("AWS_SECRET_ACCESS_KEY", "local".into()),
        ("AWS_ENDPOINT_URL_DYNAMODB", proxy.url()),
        ("TABLE_NAME", table.to_owned()),
        ("PAGE_ORIGIN", STACK.urls.page.clone()),
        ("USER_POOL_CLIENT_ID", STACK.client_id.clone()),
        ("DEFAULT_ORGANIZATION", STACK.organization.clone()),
    ]
}
