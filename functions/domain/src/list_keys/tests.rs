//! Which keys a list shows, in which order, on which page.

use std::sync::Mutex;

use contract::keys::{Actor, CreateKey};

use super::*;
use crate::{
    create_key::create_key,
    examples::{make, manager, occasion, request, viewer},
    memory::MemoryStore,
    principal::Organization,
    revoke_key::revoke_key,
    store::{Page, StoreError},
};

/// Three keys of acme's and one of globex's, told apart by their descriptions.
async fn store() -> MemoryStore {
    let store = MemoryStore::default();
    let grace = Actor {
        id: "9b1d-ZX".into(),
        name: Some("Grace Hopper".into()),
        email: Some("grace@navy.example".into()),
    };
    for (second, organization, partner, description, actor) in [
        (1, "acme", "custom_integration", "Nightly Export", None),
        (2, "globex", "refapp", "Theirs: Export", None),
        (3, "acme", "refapp", "Référence ÄÖ", Some(grace)),
        (4, "acme", "refapp", "Old & gone", None),
    ] {
        let mut who = manager(organization);
        who.actor = actor.unwrap_or(who.actor);
        let request = CreateKey {
            partner: partner.into(),
            description: description.into(),
            permissions: Some(vec![]),
            ..request()
        };
        let now = occasion(second);
        let (_, plain) = create_key(&store, &who, &request, None, &now).await.unwrap();
        if description == "Old & gone" {
            revoke_key(&store, &who, plain.id, &occasion(second + 10)).await.unwrap();
        }
    }
    store
}

async fn page(listing: Listing<'_>) -> Result<KeyPage, Error> {
    list_keys(&store().await, &viewer("acme"), &listing).await
}

async fn check(listing: Listing<'_>, expected: &[&str]) {
    let page = page(listing).await.unwrap();
    let shown: Vec<_> = page.keys.iter().map(|key| key.description.as_str()).collect();
    assert_eq!(shown, expected, "{listing:?}");
    assert_eq!(page.next_cursor, None);
}

const EXPORT: &str = "Nightly Export";
const REFERENCE: &str = "Référence ÄÖ";
const GONE: &str = "Old & gone";

#[tokio::test]
async fn the_newest_key_comes_first_and_other_organizations_keys_never() {
    check(Listing::default(), &[GONE, REFERENCE, EXPORT]).await;
    let nobodys = list_keys(&store().await, &viewer("initech"), &Listing::default()).await;
    assert_eq!(nobodys.unwrap(), KeyPage { keys: vec![], next_cursor: None });
}

#[tokio::test]
async fn filters_work_alone_and_together() {
    let all = Listing::default();
    let (active, revoked) = (Some("active"), Some("revoked"));
    let (refapp, custom) = (Some("refapp"), Some("custom_integration"));
    let (gone, nothing) = (Some("GONE"), Some("no such text"));
    for (listing, expected) in [
        (Listing { status: active, ..all }, vec![REFERENCE, EXPORT]),
        (Listing { status: revoked, ..all }, vec![GONE]),
        (Listing { partner: refapp, ..all }, vec![GONE, REFERENCE]),
        (Listing { partner: custom, ..all }, vec![EXPORT]),
        (Listing { partner: Some("gem"), ..all }, vec![]),
        (Listing { status: active, partner: refapp, ..all }, vec![REFERENCE]),
        (Listing { status: revoked, partner: custom, ..all }, vec![]),
        (Listing { status: active, search: gone, ..all }, vec![]),
        (Listing { partner: custom, search: gone, ..all }, vec![]),
        (Listing { status: revoked, partner: refapp, search: gone, ..all }, vec![GONE]),
        (Listing { search: nothing, ..all }, vec![]),
    ] {
        check(listing, &expected).await;
    }
}

#[tokio::test]
async fn a_search_finds_text_in_each_field_and_in_any_case() {
    let id = page(Listing::default()).await.unwrap().keys[2].id.clone();
    let (lower_id, part) = (id.to_lowercase(), id.split_at(10).1);
    for (search, expected) in [
        ("nightly export", vec![EXPORT]),
        ("NIGHTLY", vec![EXPORT]),
        ("  Export ", vec![EXPORT]),
        ("RÉFÉRENCE äö", vec![REFERENCE]),
        ("& g", vec![GONE]),
        (&id, vec![EXPORT]),
        (&lower_id, vec![EXPORT]),
        (part, vec![EXPORT]),
        ("Custom_Integration", vec![EXPORT]),
        ("custom integration", vec![EXPORT]),
        ("refApp", vec![GONE, REFERENCE]),
        ("9B1D-zx", vec![REFERENCE]),
        ("grace HOPPER", vec![REFERENCE]),
        ("NAVY.example", vec![REFERENCE]),
        ("lovelace", vec![GONE, EXPORT]),
        ("sub-acme", vec![GONE, EXPORT]),
        ("globex", vec![]),
        ("active", vec![]),
        ("", vec![GONE, REFERENCE, EXPORT]),
        (" \t", vec![GONE, REFERENCE, EXPORT]),
    ] {
        check(Listing { search: Some(search), ..Listing::default() }, &expected).await;
    }
}

#[tokio::test]
async fn pages_are_complete_and_repeat_nothing() {
    let store = store().await;
    for (filter, total) in [
        (Listing::default(), 3),
        (Listing { status: Some("active"), ..Listing::default() }, 2),
        (Listing { search: Some("EXPORT"), ..Listing::default() }, 1),
        (Listing { partner: Some("gem"), ..Listing::default() }, 0),
    ] {
        let all = list_keys(&store, &viewer("acme"), &filter).await.unwrap().keys;
        assert_eq!(all.len(), total);
        for limit in ["1", "2", "3", "4"] {
            let (mut walked, mut cursor, mut pages) = (Vec::new(), None::<String>, 0);
            loop {
                let listing = Listing { limit: Some(limit), cursor: cursor.as_deref(), ..filter };
                let page = list_keys(&store, &viewer("acme"), &listing).await.unwrap();
                walked.extend(page.keys);
                pages += 1;
                assert!(pages <= all.len() + 1, "no end at limit {limit}");
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(walked, all, "limit {limit} of {filter:?}");
            assert_eq!(pages, total.div_ceil(limit.parse().unwrap()).max(1));
        }
    }
}

#[tokio::test]
async fn a_key_made_between_two_pages_is_not_in_the_way() {
    let store = store().await;
    let listing = Listing { limit: Some("2"), ..Listing::default() };
    let first = list_keys(&store, &viewer("acme"), &listing).await.unwrap();
    make(&store, &manager("acme"), 20).await;
    let listing = Listing { cursor: first.next_cursor.as_deref(), ..listing };
    let second = list_keys(&store, &viewer("acme"), &listing).await.unwrap();
    let shown: Vec<_> = second.keys.iter().map(|key| key.description.as_str()).collect();
    assert_eq!(shown, [EXPORT]);
}

#[tokio::test]
async fn a_cursor_holds_for_its_own_list_alone() {
    let store = store().await;
    let one = Listing { limit: Some("1"), partner: Some("refapp"), ..Listing::default() };
    let page = list_keys(&store, &viewer("acme"), &one).await.unwrap();
    let cursor = page.next_cursor.unwrap();
    let same = Listing { cursor: Some(&cursor), ..one };
    for (organization, listing) in [
        ("globex", same),
        ("acme", Listing { partner: None, ..same }),
        ("acme", Listing { partner: Some("gem"), ..same }),
        ("acme", Listing { status: Some("active"), ..same }),
        ("acme", Listing { search: Some("e"), ..same }),
        ("acme", Listing { cursor: Some(""), ..same }),
        ("acme", Listing { cursor: Some("garbage"), ..same }),
    ] {
        let page = list_keys(&store, &viewer(organization), &listing).await;
        assert!(matches!(page, Err(Error::InvalidCursor)), "{organization}, {listing:?}");
    }
    let other_limit = Listing { limit: Some("500"), search: Some(" "), ..same };
    assert_eq!(list_keys(&store, &viewer("acme"), &other_limit).await.unwrap().keys.len(), 1);
}

/// A store without keys, that keeps the query it was asked.
#[derive(Default)]
struct Asked(Mutex<Option<KeyQuery>>);

impl ListKeys for Asked {
    async fn keys(
        &self,
        _: &Organization,
        query: &KeyQuery,
    ) -> Result<Page<KeySummary>, StoreError> {
        *self.0.lock().unwrap() = Some(query.clone());
        Ok(Page { items: vec![], next: None })
    }
}

#[tokio::test]
async fn a_page_has_100_keys_unless_the_request_says_otherwise() {
    for (limit, expected) in [(None, 100), (Some("1"), 1), (Some("500"), 500)] {
        let asked = Asked::default();
        let listing = Listing { limit, ..Listing::default() };
        list_keys(&asked, &viewer("acme"), &listing).await.unwrap();
        let query = asked.0.into_inner().unwrap().unwrap();
        assert_eq!((query.limit, query.after), (expected, None));
        assert!(query.filter.shows_all());
    }
}

#[tokio::test]
async fn a_parameter_that_is_not_allowed_is_named() {
    let all = Listing::default();
    let (longest, long) = ("ä".repeat(200), "ä".repeat(201));
    assert!(page(Listing { search: Some(&longest), ..all }).await.is_ok());
    let mut cases = vec![("search", Listing { search: Some(&long), ..all })];
    for limit in ["", "0", "501", "-1", "1.0", "1e2", " 1", "ten", "99999999999999999999"] {
        cases.push(("limit", Listing { limit: Some(limit), ..all }));
    }
    for status in ["", "Active", "deleted", "active,revoked"] {
        cases.push(("status", Listing { status: Some(status), ..all }));
    }
    for partner in ["", "RefApp", "nobody", "Gem"] {
        cases.push(("partner", Listing { partner: Some(partner), ..all }));
    }
    for (parameter, listing) in cases {
        match page(listing).await {
            Err(Error::InvalidQuery(text)) => assert!(text.contains(&format!("`{parameter}`"))),
            other => panic!("{listing:?}: {other:?}"),
        }
    }
}
