//! An emulator of AWS that ends with the test, and the programs that talk to it.

use std::{
    fs::{OpenOptions, create_dir_all},
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use granary_local::workspace::Workspace;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
    time::timeout,
};

use crate::stack::STACK;

/// The Region that everything is deployed to.
pub const REGION: &str = "us-east-1";

/// Far longer than it takes to start.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running emulator; dropping it ends it and the functions that it runs.
pub struct Emulator {
    pub url: String,
    /// Where the programs are called, and whatever they write lies.
    pub directory: PathBuf,
    group: Pid,
    _child: Child,
}

impl Emulator {
    /// Starts one, on the loopback alone, without anything in it.
    pub async fn start() -> Self {
        for _ in 0..3 {
            if let Some(emulator) = timeout(PATIENCE, Self::attempt()).await.expect("it starts") {
                return emulator;
            }
        }
        panic!("the emulator ends as soon as it is started");
    }

    /// None where it ended at once, as it does when another has its port by then.
    async fn attempt() -> Option<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let directory = STACK.logs.with_file_name(format!("aws-{number}"));
        create_dir_all(&directory).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let url = format!("http://127.0.0.1:{port}");
        let mut child = Command::new(&STACK.launcher)
            .args(["exec", "--parent", &std::process::id().to_string(), "--"])
            .arg(programs().join("ministack"))
            .env_clear()
            .envs(variables(&directory, &url))
            .envs([("BIND_HOST", "127.0.0.1"), ("IOT_MTLS_ENABLED", "0"), ("SFTP_ENABLED", "0")])
            .env("GATEWAY_PORT", port.to_string())
            .env("STATE_DIR", directory.join("state"))
            .current_dir(&directory)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let group = Pid::from_raw(child.id().unwrap() as i32).unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = STACK.logs.join(format!("aws-{number}.log"));
        let mut log = OpenOptions::new().create(true).append(true).open(log).unwrap();
        let mut line = move |text: &str| writeln!(log, "{text}").unwrap();
        loop {
            let text = lines.next_line().await.unwrap()?;
            line(&text);
            if text.contains("Running on") {
                break;
            }
        }
        tokio::spawn(async move {
            while let Ok(Some(text)) = lines.next_line().await {
                line(&text);
            }
        });
        Some(Self { url, directory, group, _child: child })
    }

    /// What the AWS command line answered, as JSON; null where that is nothing.
    pub async fn aws(&self, words: &[&str]) -> Value {
        let text = self.try_aws(words).await.unwrap_or_else(|error| panic!("{words:?}: {error}"));
        if text.trim().is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }
    }

    /// What it answered, or why not.
    pub async fn try_aws(&self, words: &[&str]) -> Result<String, String> {
        run(self.command(&programs().join("aws")).args(["--output", "json"]).args(words)).await
    }

    /// What `sam` printed, where it succeeded or where not.
    pub async fn sam(&self, words: &[&str]) -> Result<String, String> {
        run(self.command(&STACK.python.join("sam")).args(words)).await
    }

    /// A program that takes the emulator for AWS, and sees nothing of whoever runs the tests.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(variables(&self.directory, &self.url))
            .current_dir(&self.directory)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        kill_process_group(self.group, Signal::KILL).unwrap_or_default();
    }
}

/// The directory of the emulator's own programs, and of `aws`.
pub fn programs() -> PathBuf {
    Workspace::find().unwrap().emulator_venv().join("bin")
}

async fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().await.unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let failure = printed.clone() + &String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(printed) } else { Err(failure) }
}

/// Of this machine's own settings, only what cannot be done without.
fn variables(directory: &Path, url: &str) -> Vec<(&'static str, String)> {
    let path = format!("{}:/usr/bin:/bin", programs().display());
    let directory = directory.display().to_string();
    vec![
        ("PATH", path),
        ("HOME", directory.clone()),
        ("TMPDIR", directory),
        ("AWS_ENDPOINT_URL", url.to_owned()),
        ("AWS_ACCESS_KEY_ID", "emulated".into()),
        ("AWS_SECRET_ACCESS_KEY", "emulated".into()),
        ("AWS_DEFAULT_REGION", REGION.into()),
        ("AWS_EC2_METADATA_DISABLED", "true".into()),
        ("AWS_MAX_ATTEMPTS", "1".into()),
        ("SAM_CLI_TELEMETRY", "0".into()),
    ]
}
