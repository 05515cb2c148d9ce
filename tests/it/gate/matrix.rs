//! Every endpoint by every key with a single permission: allowed on the diagonal alone.

use contract::catalogue::Permission;
use futures_util::{StreamExt, stream};

use super::{assert_forbidden, marker, path, seen, through_the_gate};
use crate::stack::{Key, Organization};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_the_endpoint_it_holds_and_no_other() {
    let manager = &Organization::new().manager();
    let keys: Vec<(Permission, Key)> = stream::iter(Permission::all())
        .map(|permission| async move { (permission, manager.key(&[permission.id()]).await) })
        .buffered(4)
        .collect()
        .await;

    let pairs = keys.iter().flat_map(|key| Permission::all().map(move |asked| (key, asked)));
    stream::iter(pairs)
        .for_each_concurrent(16, |((held, key), asked)| async move {
            check(key, *held, asked).await;
        })
        .await;
}

async fn check(key: &Key, held: Permission, asked: Permission) {
    let endpoint = asked.endpoint();
    let what = format!("{held} asked for {asked}");
    let marker = marker("matrix", format!("{held}-{asked}"));
    let request = key.request(endpoint.method.as_str(), &path(endpoint, "1"));
    let answer = through_the_gate(&request, &marker).await;
    if held == asked {
        let reached = seen(&marker).await;
        assert_eq!(reached.len(), 1, "{what}: {} {}", answer.status, answer.text());
        assert_eq!(reached[0]["endpoint"], asked.id(), "{what}");
    } else {
        assert_forbidden(&answer, "permission_missing", asked.id(), &what);
    }
}
