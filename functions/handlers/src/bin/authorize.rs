//! The gate: API Gateway's REQUEST authorizer on every Harvest route.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    handlers::authorize::serve().await
}
