//! The Lambda emulator: invocations in, the functions' runtime API out.

use super::{Options, service::Ready};
use crate::process::Program;

/// The address a function polls, as it stands in `AWS_LAMBDA_RUNTIME_API`.
pub(super) fn runtime_api(port: u16, function: &str) -> String {
    format!("http://127.0.0.1:{port}/.rt/{function}")
}

pub(super) const fn readiness(options: &Options) -> Ready {
    Ready::Listening(options.ports.lambda)
}

/// It answers only for binaries that the workspace in its directory declares.
pub(super) fn program(options: &Options) -> Program {
    let port = options.ports.lambda.to_string();
    let fixed = ["lambda", "watch", "--only-lambda-apis", "--ignore-changes"];
    let address = ["-A", "127.0.0.1", "-P", &port];
    Program {
        name: "lambda".into(),
        path: options.tools.cargo_lambda.clone(),
        arguments: fixed.into_iter().chain(address).map(Into::into).collect(),
        environment: vec![("CARGO_NET_OFFLINE".into(), "true".into())],
        inherits: true,
        directory: options.workspace.root().to_owned(),
        log: Some(options.state.join("logs/lambda.log")),
    }
}
