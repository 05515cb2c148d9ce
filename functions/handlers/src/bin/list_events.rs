//! `GET /events` and `GET /keys/{id}/events`

use handlers::{list_events::list_events, serve::serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    serve(|admin, request| Box::pin(list_events(admin, request))).await
}
