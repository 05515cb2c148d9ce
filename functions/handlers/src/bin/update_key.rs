//! `PATCH /keys/{id}`

use handlers::{serve::serve, update_key::update_key};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(|admin, request| Box::pin(update_key(admin, request))).await
}
