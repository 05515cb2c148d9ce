//! Listing events: of one key, or of the whole organization, newest first.

use contract::events::EventPage;

use crate::{
    cursor::List, error::Error, key::KeyId, list_keys::limit, principal::Viewer, store::ListEvents,
};

/// One page of the audit trail.
///
/// # Errors
/// [`Error::InvalidQuery`], [`Error::InvalidCursor`], [`Error::Store`], and
/// [`Error::NotFound`] for a key without any event, since creating one leaves one.
pub async fn list_events(
    store: &impl ListEvents,
    viewer: &Viewer,
    key: Option<KeyId>,
    page_limit: Option<&str>,
    cursor: Option<&str>,
) -> Result<EventPage, Error> {
    let name = key.map(|id| id.to_string()).unwrap_or_default();
    let list = List::new(&viewer.organization, "events", &[&name]);
    let after = cursor.map(|cursor| list.position(cursor)).transpose()?;
    let page = store.events(&viewer.organization, key, limit(page_limit)?, after).await?;
    if key.is_some() && after.is_none() && page.items.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(EventPage {
        events: page.items,
        next_cursor: page.next.map(|position| list.cursor(position)),
    })
}

#[cfg(test)]
mod tests;
