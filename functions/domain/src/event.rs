//! Events: what an action leaves in the audit trail, written with the change or not at all.

use contract::{
    events::{Change, EventName, EventView},
    keys::KeyView,
};
use ulid::Ulid;

use crate::{key, occasion::Occasion, principal::Manager};

/// The events of one action on `key` as it is afterwards, ids ascending in the order given.
pub(crate) fn events(
    key: &KeyView,
    changes: Vec<(EventName, Vec<Change>)>,
    manager: &Manager,
    occasion: &Occasion,
) -> Vec<EventView> {
    let first = first_id(occasion);
    let ids = std::iter::successors(Some(first), |id| Some(id.increment().unwrap_or(Ulid::max())));
    changes
        .into_iter()
        .zip(ids)
        .map(|((event, changes), id)| EventView {
            id: id.to_string(),
            time: occasion.time(),
            event,
            key_id: key.summary.id.clone(),
            key_description: key.summary.description.clone(),
            actor: manager.actor.clone(),
            source_ip: occasion.source_ip.clone(),
            request_id: occasion.request_id.clone(),
            changes,
        })
        .collect()
}

/// What tells the writes of one action apart, though all their events have the same ids.
pub(crate) fn token(occasion: &Occasion, attempt: usize) -> String {
    format!("{}-{attempt}", first_id(occasion))
}

fn first_id(occasion: &Occasion) -> Ulid {
    key::sortable(occasion.milliseconds(), &occasion.entropy.event_id)
}
