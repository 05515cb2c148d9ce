//! Sets of permissions as the table and older pages send them: read leniently, written one way.

use std::collections::BTreeSet;

use contract::{catalogue::ENDPOINTS, permissions::PermissionSet};

/// A list of ids in JSON; what is no list of texts is refused.
pub(super) fn check(input: &[u8]) {
    let read = serde_json::from_slice::<PermissionSet>(input);
    let Ok(ids) = serde_json::from_slice::<Vec<String>>(input) else {
        assert!(read.is_err());
        return;
    };
    let set = read.unwrap();
    let named: BTreeSet<_> = ids.iter().map(String::as_str).collect();
    let expected: Vec<_> =
        ENDPOINTS.iter().map(|endpoint| endpoint.id).filter(|id| named.contains(id)).collect();
    assert_eq!(set.to_ids(), expected, "known ids, each once, in the catalogue's order");
    assert_eq!((set.len(), set.is_empty()), (expected.len(), expected.is_empty()));
    let written = serde_json::to_vec(&set).unwrap();
    assert_eq!(serde_json::from_slice::<PermissionSet>(&written).unwrap(), set);
    difference(set, &ids);
}

/// What was added and what was removed between two sets, put together, is the change.
fn difference(set: PermissionSet, ids: &[String]) {
    let other = ids.iter().map(String::as_str).skip(1).chain(["jobs.list", "users.list"]);
    let before = PermissionSet::known(other);
    let (added, removed) = (set.without(&before), before.without(&set));
    let mut after = before;
    added.iter().for_each(|permission| after.insert(permission));
    removed.iter().for_each(|permission| after.remove(permission));
    assert_eq!(after, set);
    assert!(added.iter().all(|permission| !before.contains(permission)));
}
