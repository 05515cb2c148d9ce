//! `GET /keys`: a query is understood or refused by the name of what is wrong with it.

use contract::{
    keys::{KeySummary, KeyView},
    partners::PARTNERS,
};
use domain::{
    error::Error,
    list_keys::{Listing, list_keys},
    principal::Viewer,
};

use super::{
    example::{EXAMPLES, at_once, organization},
    problems::told,
};

/// Lines of status, partner, limit and search; an empty line is a parameter that is not there.
pub(super) fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.splitn(5, '\n').map(|line| Some(line).filter(|line| !line.is_empty()));
    let mut next = || lines.next().flatten();
    let listing =
        Listing { status: next(), partner: next(), limit: next(), cursor: next(), search: next() };
    let wrong = wrong(&listing);
    let of = |name: &str| Viewer { organization: organization(name) };
    match at_once(list_keys(&EXAMPLES.store, &of("acme"), &listing)) {
        Err(error @ Error::InvalidQuery(_)) => {
            let detail = told(error.into()).detail;
            assert!(wrong.iter().any(|name| detail.contains(&format!("`{name}`"))), "{detail}");
        }
        Err(error) => {
            assert!(matches!(error, Error::InvalidCursor), "{error:?}");
            assert!(listing.cursor.is_some());
        }
        Ok(page) => {
            assert_eq!(wrong, [""; 0], "{listing:?}");
            assert!(page.keys.len() <= listing.limit.map_or(100, |limit| limit.parse().unwrap()));
            if listing.cursor.is_none() {
                walk(&of("acme"), listing);
            }
        }
    }
}

/// Parameters that the document does not allow.
fn wrong(listing: &Listing<'_>) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    if listing.status.is_some_and(|name| !["active", "revoked"].contains(&name)) {
        wrong.push("status");
    }
    if listing.partner.is_some_and(|id| PARTNERS.iter().all(|partner| partner.id != id)) {
        wrong.push("partner");
    }
    let limits: Vec<_> = (1..=500).map(|limit: u16| limit.to_string()).collect();
    if listing.limit.is_some_and(|limit| !limits.iter().any(|known| known == limit)) {
        wrong.push("limit");
    }
    let search = listing.search.map(|text| text.trim().to_lowercase());
    if search.is_some_and(|text| text.chars().count() > 200) {
        wrong.push("search");
    }
    wrong
}

/// All pages together hold what the filter shows, newest first, and no cursor is another list's.
fn walk(viewer: &Viewer, listing: Listing<'_>) {
    let mut found: Vec<KeySummary> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let next = Listing { cursor: cursor.as_deref(), ..listing };
        let page = at_once(list_keys(&EXAMPLES.store, viewer, &next)).unwrap();
        found.extend(page.keys);
        let Some(given) = page.next_cursor else { break };
        let theirs = Viewer { organization: organization("globex") };
        let elsewhere = Listing { cursor: Some(&given), ..listing };
        let read = at_once(list_keys(&EXAMPLES.store, &theirs, &elsewhere));
        assert!(matches!(read, Err(Error::InvalidCursor)), "{read:?}");
        cursor = Some(given);
    }
    let shown = EXAMPLES.views.iter().filter(|view| shows(&listing, view));
    assert_eq!(found, shown.map(|view| view.summary.clone()).collect::<Vec<_>>());
}

fn shows(listing: &Listing<'_>, view: &KeyView) -> bool {
    let key = &view.summary;
    let partner = PARTNERS.iter().find(|partner| partner.id == key.partner).unwrap();
    let texts = [&key.description, &key.id, &key.partner, &key.created_by.id];
    let mut texts = texts.into_iter().map(String::as_str).chain([partner.name]);
    let search = listing.search.unwrap_or_default().trim().to_lowercase();
    listing.status.is_none_or(|status| status == key.status.as_str())
        && listing.partner.is_none_or(|partner| partner == key.partner)
        && texts.any(|text| text.to_lowercase().contains(&search))
}
