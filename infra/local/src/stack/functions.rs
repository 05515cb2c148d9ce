//! The functions' processes, with the environment that Lambda and the template would give them.

use anyhow::ensure;

use super::{Facts, Options, emulator};
use crate::{
    compile::{AUTHORIZER, functions},
    process::Program,
    upstream::{SECRET_ARN, SECRETS},
};

/// Each copy serves one call at a time, as on Lambda; every Harvest call needs the authorizer.
const AUTHORIZERS: usize = 4;

/// All processes of all functions.
pub(super) fn programs(options: &Options, facts: &Facts) -> anyhow::Result<Vec<Program>> {
    let mut programs = Vec::new();
    for name in functions() {
        let path = options.functions.join(name);
        ensure!(path.is_file(), "`{name}` is not built: {} is missing", path.display());
        let copies = if name == AUTHORIZER { AUTHORIZERS } else { 1 };
        programs.extend((1..=copies).map(|copy| program(options, facts, name, copy)));
    }
    Ok(programs)
}

/// The function that a process serves, from the process's name.
pub(super) fn of(process: &str) -> &str {
    process.split_once('-').map_or(process, |(function, _)| function)
}

fn program(options: &Options, facts: &Facts, function: &str, copy: usize) -> Program {
    let runtime_api = emulator::runtime_api(options.ports.lambda, function);
    Program {
        name: format!("{function}-{copy}"),
        path: options.functions.join(function),
        arguments: Vec::new(),
        environment: environment(facts, function, &runtime_api),
        inherits: false,
        directory: options.state.clone(),
        log: Some(facts.logs.join(format!("{function}.log"))),
    }
}

/// What Lambda and the template would set for a function, which asks `runtime_api` for its
/// invocations: `host:port`, and a path where there is one.
pub fn environment(facts: &Facts, function: &str, runtime_api: &str) -> Vec<(String, String)> {
    let memory = if function == AUTHORIZER { "1024" } else { "256" };
    let secrets = format!("{}{SECRETS}", facts.urls.upstream);
    let secret = if function == AUTHORIZER { SECRET_ARN } else { "" };
    let variables = [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api),
        ("AWS_LAMBDA_FUNCTION_NAME", function),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory),
        ("AWS_REGION", &facts.region),
        ("AWS_ACCESS_KEY_ID", &facts.access_key),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_ENDPOINT_URL_DYNAMODB", &facts.urls.dynamodb),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &secrets),
        ("TABLE_NAME", &facts.table),
        ("PAGE_ORIGIN", &facts.urls.page),
        ("USER_POOL_CLIENT_ID", &facts.client_id),
        ("DEFAULT_ORGANIZATION", &facts.organization),
        ("UPSTREAM_SECRET_ARN", secret),
    ];
    variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}
