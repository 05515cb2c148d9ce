//! `POST /keys/{id}/revoke`

use handlers::{revoke_key::revoke_key, serve::serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(|admin, request| Box::pin(revoke_key(admin, request))).await
}
