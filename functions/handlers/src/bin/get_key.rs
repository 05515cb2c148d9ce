//! `GET /keys/{id}`

use handlers::{get_key::get_key, serve::serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(|admin, request| Box::pin(get_key(admin, request))).await
}
