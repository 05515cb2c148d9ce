//! Where a running stack has what, for scripts and tests.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{
    Options,
    dynamodb::{ACCESS_KEY, REGION},
    record,
};

/// The app client that the page signs in with.
const CLIENT_ID: &str = "granary-page";

/// What `cargo dev status --json` prints.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Urls {
    /// The credential actions.
    pub admin_api: String,
    /// The gate that keys are used at.
    pub harvest_api: String,
    /// The sample upstream, past the gate.
    pub upstream: String,
    /// DynamoDB Local.
    pub dynamodb: String,
    /// The admin page.
    pub page: String,
}

/// What `GRANARY_STACK` holds while tests run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Facts {
    /// The addresses, as members of the same object.
    #[serde(flatten)]
    pub urls: Urls,
    /// The Lambda emulator.
    pub lambda: String,
    /// The identity provider, which is also the tokens' issuer.
    pub identity: String,
    /// What tokens must name as their issuer.
    pub issuer: String,
    /// What tokens must name as their audience.
    pub client_id: String,
    /// The PEM file of the key that signs tokens.
    pub identity_key: PathBuf,
    /// The organization of whoever belongs to none.
    pub organization: String,
    /// Name of the table.
    pub table: String,
    /// The region that everything pretends to run in.
    pub region: String,
    /// The access key id, which is also the name of the database in DynamoDB Local.
    pub access_key: String,
    /// The file that names every child's process, for a test that stops one.
    pub run: PathBuf,
    /// One file for each child.
    pub logs: PathBuf,
    /// The directory of the functions' binaries.
    pub functions: PathBuf,
    /// The directory of Python's tools, such as `schemathesis`.
    pub python: PathBuf,
    /// The directory of `DynamoDBLocal.jar`, for a test that needs a store of its own.
    pub dynamodb_local: PathBuf,
    /// The Lambda emulator's binary.
    pub cargo_lambda: PathBuf,
    /// The `granary-local` binary, through which a test's own stack starts its children.
    pub launcher: PathBuf,
}

impl Facts {
    /// Derives everything from the options; nothing runs yet.
    pub(super) fn new(options: &Options) -> anyhow::Result<Self> {
        let url = |port: u16| format!("http://127.0.0.1:{port}");
        let ports = &options.ports;
        Ok(Self {
            urls: Urls {
                admin_api: url(ports.admin_api),
                harvest_api: url(ports.harvest_api),
                upstream: url(ports.upstream),
                dynamodb: url(ports.dynamodb),
                page: url(ports.page),
            },
            lambda: url(ports.lambda),
            identity: url(ports.identity),
            issuer: url(ports.identity),
            client_id: CLIENT_ID.into(),
            identity_key: options.state.join("identity/key.pem"),
            organization: "acme".into(),
            table: "granary".into(),
            region: REGION.into(),
            access_key: ACCESS_KEY.into(),
            run: record::path(&options.state),
            logs: options.state.join("logs"),
            functions: options.functions.clone(),
            python: options.workspace.venv().join("bin"),
            dynamodb_local: options.tools.dynamodb.clone(),
            cargo_lambda: options.tools.cargo_lambda.clone(),
            launcher: crate::workspace::binaries()?.join("granary-local"),
        })
    }
}
