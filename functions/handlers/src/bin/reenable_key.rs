//! `POST /keys/{id}/reenable`

use handlers::{reenable_key::reenable_key, serve::serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(|admin, request| Box::pin(reenable_key(admin, request))).await
}
