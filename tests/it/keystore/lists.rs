//! Lists of keys and of events: whole, in order, and only what was asked for.

use contract::keys::CreateKey;
use domain::{
    create_key::create_key,
    list_events::list_events,
    list_keys::{Listing, list_keys},
    revoke_key::{reenable_key, revoke_key},
};

use super::{
    Store,
    builders::{create, create_at, keys, manager, occasion, request, trail, viewer},
};

pub(super) async fn pages_hold_every_key_once_newest_first(store: &impl Store) {
    let mut made = Vec::new();
    for number in 0..7 {
        made.push(create_at(store, "acme", &format!("key {number}"), number).await);
    }
    made.reverse();
    for limit in ["1", "3", "7", "100"] {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let listing =
                Listing { limit: Some(limit), cursor: cursor.as_deref(), ..Listing::default() };
            let page = list_keys(store, &viewer("acme"), &listing).await.unwrap();
            found.extend(page.keys.into_iter().map(|key| key.description));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, made, "by {limit}");
    }
}

pub(super) async fn filters_find_what_they_say(store: &impl Store) {
    let (_, gone) = create(store, "acme", "Old Export", &[]).await;
    let _ = create(store, "acme", "new export", &[]).await;
    let refapp = CreateKey { partner: "refapp".into(), ..request("references", &[]) };
    let _ = create_key(store, &manager("acme"), &refapp, None, &occasion()).await.unwrap();
    let _ = revoke_key(store, &manager("acme"), gone.id, &occasion()).await.unwrap();
    let id = gone.id.to_string();

    let mut table: Vec<(Listing<'_>, &[&str])> = vec![
        (Listing { status: Some("revoked"), ..Listing::default() }, &["Old Export"]),
        (Listing { partner: Some("refapp"), ..Listing::default() }, &["references"]),
        (Listing { search: Some("EXPORT"), ..Listing::default() }, &["new export", "Old Export"]),
        (Listing { search: Some(&id), ..Listing::default() }, &["Old Export"]),
        (
            Listing { search: Some("ada@"), ..Listing::default() },
            &["references", "new export", "Old Export"],
        ),
        (Listing { search: Some("nothing like it"), ..Listing::default() }, &[]),
    ];
    table.push((
        Listing { status: Some("active"), search: Some("export"), ..Listing::default() },
        &["new export"],
    ));
    for (listing, expected) in table {
        let mut found = keys(store, "acme", &listing).await;
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{listing:?}");
    }
}

pub(super) async fn events_are_paged_by_organization_and_by_key(store: &impl Store) {
    let (_, one) = create(store, "acme", "one", &[]).await;
    let (_, two) = create(store, "acme", "two", &[]).await;
    for turn in 0..4 {
        let id = if turn % 2 == 0 { one.id } else { two.id };
        let _ = revoke_key(store, &manager("acme"), id, &occasion()).await.unwrap();
        let _ = reenable_key(store, &manager("acme"), id, &occasion()).await.unwrap();
    }
    let mut cursor: Option<String> = None;
    let mut found = Vec::new();
    loop {
        let page = list_events(store, &viewer("acme"), Some(one.id), Some("2"), cursor.as_deref())
            .await
            .unwrap();
        assert!(page.events.len() <= 2);
        found.extend(page.events);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|event| event.key_id == one.id.to_string()));
    assert!(found.is_sorted_by(|newer, older| newer.id > older.id));
    assert_eq!(trail(store, "acme", None).await.len(), 10);
}
