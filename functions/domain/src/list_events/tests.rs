//! Whose events a trail shows, in which order, on which page.

use contract::events::{EventName, EventView};

use super::*;
use crate::{
    examples::{describe, make, manager, occasion, viewer},
    memory::MemoryStore,
    revoke_key::{reenable_key, revoke_key},
    update_key::update_key,
};

/// Two keys of acme's, the first one edited, revoked and re-enabled, and one of globex's.
struct World {
    store: MemoryStore,
    first: KeyId,
    second: KeyId,
    theirs: KeyId,
}

impl World {
    async fn new() -> Self {
        let (store, ada) = (MemoryStore::default(), manager("acme"));
        let (_, first) = make(&store, &ada, 1).await;
        let (_, theirs) = make(&store, &manager("globex"), 2).await;
        let edit = describe("Weekly export");
        update_key(&store, &ada, first.id, 1, &edit, &occasion(3)).await.unwrap();
        let (_, second) = make(&store, &ada, 4).await;
        revoke_key(&store, &ada, first.id, &occasion(5)).await.unwrap();
        reenable_key(&store, &ada, first.id, &occasion(6)).await.unwrap();
        Self { store, first: first.id, second: second.id, theirs: theirs.id }
    }

    async fn page(
        &self,
        organization: &str,
        key: Option<KeyId>,
        limit: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<EventPage, Error> {
        list_events(&self.store, &viewer(organization), key, limit, cursor).await
    }

    async fn check(&self, organization: &str, key: Option<KeyId>, expected: &[(EventName, KeyId)]) {
        let page = self.page(organization, key, None, None).await.unwrap();
        let expected: Vec<_> = expected.iter().map(|(name, id)| (*name, id.to_string())).collect();
        assert_eq!(named(&page.events), expected);
        assert_eq!(page.next_cursor, None);
    }
}

fn named(events: &[EventView]) -> Vec<(EventName, String)> {
    events.iter().map(|event| (event.event, event.key_id.clone())).collect()
}

#[tokio::test]
async fn the_newest_event_comes_first_and_other_organizations_events_never() {
    use EventName::{Created, ReEnabled, Revoked, Updated};
    let world = World::new().await;
    let (first, second) = (world.first, world.second);
    let of_first = [(ReEnabled, first), (Revoked, first), (Updated, first), (Created, first)];
    let all = [of_first[0], of_first[1], (Created, second), of_first[2], of_first[3]];
    world.check("acme", None, &all).await;
    world.check("acme", Some(first), &of_first).await;
    world.check("acme", Some(second), &[(Created, second)]).await;
    world.check("globex", None, &[(Created, world.theirs)]).await;
    world.check("initech", None, &[]).await;
}

#[tokio::test]
async fn a_key_of_nobody_or_of_another_organization_is_not_found() {
    let world = World::new().await;
    for (organization, id) in
        [("acme", world.theirs), ("globex", world.first), ("acme", KeyId::NONE)]
    {
        let page = world.page(organization, Some(id), None, None).await;
        assert!(matches!(page, Err(Error::NotFound)), "{page:?}");
    }
}

#[tokio::test]
async fn pages_are_complete_and_repeat_nothing() {
    let world = World::new().await;
    for key in [None, Some(world.first), Some(world.second)] {
        let all = world.page("acme", key, None, None).await.unwrap().events;
        for limit in ["1", "2", "3", "4", "5", "6"] {
            let (mut walked, mut cursor, mut pages) = (Vec::new(), None::<String>, 0);
            loop {
                let page = world.page("acme", key, Some(limit), cursor.as_deref()).await.unwrap();
                walked.extend(page.events);
                pages += 1;
                assert!(pages <= all.len() + 1, "no end at limit {limit}");
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(walked, all, "limit {limit}");
            assert_eq!(pages, all.len().div_ceil(limit.parse().unwrap()));
        }
    }
}

#[tokio::test]
async fn a_cursor_holds_for_its_own_trail_alone() {
    let world = World::new().await;
    let page = world.page("acme", Some(world.first), Some("1"), None).await.unwrap();
    let cursor = page.next_cursor.unwrap();
    for (organization, key, cursor) in [
        ("globex", Some(world.first), cursor.as_str()),
        ("globex", None, &cursor),
        ("acme", Some(world.second), &cursor),
        ("acme", None, &cursor),
        ("acme", Some(world.first), ""),
        ("acme", Some(world.first), "garbage"),
    ] {
        let page = world.page(organization, key, None, Some(cursor)).await;
        assert!(matches!(page, Err(Error::InvalidCursor)), "{organization}, {key:?}: {page:?}");
    }
}

#[tokio::test]
async fn a_limit_is_a_number_from_1_to_500() {
    let world = World::new().await;
    for good in ["1", "500"] {
        assert!(world.page("acme", None, Some(good), None).await.is_ok(), "{good}");
    }
    for bad in ["", "0", "501", "-1", "ten"] {
        let page = world.page("acme", None, Some(bad), None).await;
        assert!(matches!(page, Err(Error::InvalidQuery(_))), "{bad}: {page:?}");
    }
}
