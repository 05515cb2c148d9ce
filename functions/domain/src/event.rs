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
    let first = key::sortable(occasion.milliseconds(), &occasion.entropy.event_id);
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
