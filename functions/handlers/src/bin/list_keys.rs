//! `GET /keys`

use handlers::{list_keys::list_keys, serve::serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(|admin, request| Box::pin(list_keys(admin, request))).await
}
