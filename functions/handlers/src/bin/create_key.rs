//! `POST /keys`

use handlers::{create_key::create_key, serve::serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(|admin, request| Box::pin(create_key(admin, request))).await
}
