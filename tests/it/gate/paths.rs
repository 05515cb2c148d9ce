//! Path parameters that are refused say so; what else a path may look like is in `hostile`.

use contract::catalogue::{ENDPOINTS, Permission};

use super::{assert_forbidden, path};
use crate::stack::Organization;

/// `/v1/candidates/{id}` decoded towards the upstream would be another endpoint.
#[tokio::test]
async fn a_parameter_that_is_no_plain_segment_is_named_as_the_reason() {
    let all: Vec<_> = Permission::all().map(Permission::id).collect();
    let key = Organization::new().manager().key(&all).await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.parameters().count() > 0) {
        let answer = key.call(endpoint.method.as_str(), &path(endpoint, "1%2Fx")).await;
        assert_forbidden(&answer, "path_parameter", endpoint.id, endpoint.id);
    }
}

#[tokio::test]
async fn a_parameter_has_64_characters_at_most() {
    let key = Organization::new().manager().key(&["candidates.retrieve"]).await;
    let call =
        async |length| key.call("GET", &format!("/v1/candidates/{}", "1".repeat(length))).await;
    assert_eq!(call(64).await.status, 404, "Harvest's answer");
    assert_forbidden(&call(65).await, "path_parameter", "candidates.retrieve", "65");
}
