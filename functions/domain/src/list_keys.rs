//! Listing keys: filtered, searched, newest first, page by page.

use contract::{
    keys::{KeyPage, KeySummary, PAGE_DEFAULT, PAGE_MAX, Status},
    partners,
};
use ulid::Ulid;

use crate::{cursor::List, error::Error, principal::Viewer, store::ListKeys};

/// Longest search text, in characters.
const SEARCH_MAX: usize = 200;

/// A request's query parameters, as they came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listing<'a> {
    /// `active` or `revoked`.
    pub status: Option<&'a str>,
    /// A partner's id.
    pub partner: Option<&'a str>,
    /// Text in description, partner, id or creator, in any case.
    pub search: Option<&'a str>,
    /// 1 to 500.
    pub limit: Option<&'a str>,
    /// From the page before.
    pub cursor: Option<&'a str>,
}

/// What a store is asked for.
#[derive(Clone, Debug)]
pub struct KeyQuery {
    /// Which keys.
    pub filter: Filter,
    /// Most keys in the page, 1 to 500.
    pub limit: usize,
    /// Only keys older than this one.
    pub after: Option<Ulid>,
}

/// Which keys a list shows; all of them by default.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    status: Option<Status>,
    partner: Option<&'static str>,
    search: Option<String>,
}

impl Filter {
    /// Whether the list shows this key.
    pub fn shows(&self, key: &KeySummary) -> bool {
        self.status.is_none_or(|status| status == key.status)
            && self.partner.is_none_or(|partner| partner == key.partner)
            && self.search.as_deref().is_none_or(|search| mentions(key, search))
    }

    /// Whether it shows every key, so that a page needs no more rows than its limit.
    pub fn shows_all(&self) -> bool {
        *self == Self::default()
    }
}

/// One page of the organization's keys.
///
/// # Errors
/// [`Error::InvalidQuery`], [`Error::InvalidCursor`], [`Error::Store`]
pub async fn list_keys(
    store: &impl ListKeys,
    viewer: &Viewer,
    listing: &Listing<'_>,
) -> Result<KeyPage, Error> {
    let filter = filter(listing)?;
    let list = List::new(
        &viewer.organization,
        "keys",
        &[
            filter.status.map_or("", Status::as_str),
            filter.partner.unwrap_or_default(),
            filter.search.as_deref().unwrap_or_default(),
        ],
    );
    let after = listing.cursor.map(|cursor| list.position(cursor)).transpose()?;
    let query = KeyQuery { filter, limit: limit(listing.limit)?, after };
    let page = store.keys(&viewer.organization, &query).await?;
    Ok(KeyPage { keys: page.items, next_cursor: page.next.map(|position| list.cursor(position)) })
}

/// Reads a page's limit.
pub(crate) fn limit(text: Option<&str>) -> Result<usize, Error> {
    let Some(text) = text else { return Ok(PAGE_DEFAULT) };
    text.parse()
        .ok()
        .filter(|limit: &usize| (1..=PAGE_MAX).contains(limit) && limit.to_string() == text)
        .ok_or_else(|| Error::InvalidQuery(format!("`limit` is a number from 1 to {PAGE_MAX}")))
}

fn filter(listing: &Listing<'_>) -> Result<Filter, Error> {
    let invalid = |text: &str| Error::InvalidQuery(text.to_owned());
    let status = listing
        .status
        .map(|name| name.parse().map_err(|_| invalid("`status` is `active` or `revoked`")))
        .transpose()?;
    let partner = listing
        .partner
        .map(|id| partners::find(id).ok_or_else(|| invalid("`partner` is no partner's id")))
        .transpose()?
        .map(|partner| partner.id);
    let search =
        listing.search.map(str::trim).filter(|text| !text.is_empty()).map(str::to_lowercase);
    if search.as_ref().is_some_and(|text| text.chars().count() > SEARCH_MAX) {
        return Err(Error::InvalidQuery(format!(
            "`search` is longer than {SEARCH_MAX} characters"
        )));
    }
    Ok(Filter { status, partner, search })
}

fn mentions(key: &KeySummary, search: &str) -> bool {
    let creator = &key.created_by;
    let texts = [
        Some(key.description.as_str()),
        Some(key.id.as_str()),
        Some(key.partner.as_str()),
        partners::find(&key.partner).map(|partner| partner.name),
        Some(creator.id.as_str()),
        creator.name.as_deref(),
        creator.email.as_deref(),
    ];
    texts.into_iter().flatten().any(|text| text.to_lowercase().contains(search))
}

#[cfg(test)]
mod tests;
