//! What the documents say of keys, in the plainest words: nothing of the product's code.

use std::collections::{BTreeSet, HashMap};

use contract::{
    events::{Change, EventName, EventView},
    keys::{KeyView, Status},
};
use domain::{
    key::KeyId,
    list_events::list_events,
    list_keys::{Listing, list_keys},
};
use jiff::Timestamp;

use super::{
    super::{Store, builders::viewer, organization},
    Wish,
};

/// Every key and every event there should be, oldest first.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) keys: Vec<Key>,
    events: Vec<(String, KeyId, EventName, Vec<Change>)>,
    /// Which key an organization's idempotency key made, and until when that counts.
    made: HashMap<(String, &'static str), (KeyId, i64)>,
}

#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) id: KeyId,
    organization: String,
    description: String,
    permissions: BTreeSet<String>,
    status: Status,
    version: u64,
    changed: Timestamp,
}

/// What came of an action.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    CreatedBefore(KeyId),
    Done(Box<KeyView>),
    NotFound,
    /// Fields that are wrong.
    Refused(Vec<String>),
    Stale,
}

impl Model {
    pub(super) fn version_of(&self, id: KeyId) -> u64 {
        self.keys.iter().find(|key| key.id == id).map_or(1, |key| key.version)
    }

    /// Does the same here, and says what should come of it; a new key's id is the store's choice.
    pub(super) fn expect(
        &mut self,
        who: &str,
        wish: &Wish,
        came: &Outcome,
        now: Timestamp,
    ) -> Outcome {
        let of = |key: &proptest::sample::Index, keys: &[Key]| {
            (!keys.is_empty()).then(|| key.index(keys.len()))
        };
        let (description, permissions) = match wish {
            Wish::Create { wanted, .. } => (Some(&wanted.description), wanted.permissions.as_ref()),
            Wish::Edit { wanted, .. } => (wanted.description.as_ref(), wanted.permissions.as_ref()),
            Wish::Revoke(_) | Wish::Reenable(_) => (None, None),
        };
        if let Some(wrong) = wrong(wish, description, permissions) {
            return Outcome::Refused(wrong);
        }
        let index = match wish {
            Wish::Create { idempotency_key, .. } => {
                return self.create(who, description, permissions, *idempotency_key, came, now);
            }
            Wish::Edit { key, .. } | Wish::Revoke(key) | Wish::Reenable(key) => of(key, &self.keys),
        };
        let Some(index) = index.filter(|index| self.keys[*index].organization == who) else {
            return Outcome::NotFound;
        };
        let mut key = self.keys[index].clone();
        let happened = match wish {
            Wish::Edit { behind, .. } if *behind != 0 => return Outcome::Stale,
            Wish::Edit { .. } => edited(&mut key, description, permissions),
            Wish::Revoke(_) => turned(&mut key, Status::Revoked, EventName::Revoked),
            Wish::Create { .. } | Wish::Reenable(_) => {
                turned(&mut key, Status::Active, EventName::ReEnabled)
            }
        };
        // A re-enable that finds the key active is the one action that writes nothing.
        let written = !happened.is_empty() || !matches!(wish, Wish::Reenable(_));
        key.version += u64::from(written);
        key.changed = if happened.is_empty() { key.changed } else { now };
        self.keys[index] = key.clone();
        let events =
            happened.into_iter().map(|(name, changes)| (who.to_owned(), key.id, name, changes));
        self.events.extend(events);
        key.shown_as(came)
    }

    fn create(
        &mut self,
        who: &str,
        description: Option<&String>,
        permissions: Option<&Vec<String>>,
        idempotency_key: Option<&'static str>,
        came: &Outcome,
        now: Timestamp,
    ) -> Outcome {
        let slot = idempotency_key.map(|key| (who.to_owned(), key));
        if let Some((id, until)) = slot.as_ref().and_then(|slot| self.made.get(slot))
            && *until > now.as_second()
        {
            return Outcome::CreatedBefore(*id);
        }
        let Outcome::Done(view) = came else { panic!("not created: {came:?}") };
        let id: KeyId = view.summary.id.parse().unwrap();
        assert!(self.keys.iter().all(|key| key.id < id), "a new id is the greatest");
        let description = description.unwrap().trim().to_owned();
        let permissions: BTreeSet<_> = permissions.into_iter().flatten().cloned().collect();
        let changes = vec![
            Change::ApiType { new: contract::keys::ApiType::Harvest },
            Change::Partner { new: "custom_integration".into() },
            Change::Description { old: None, new: description.clone() },
            Change::Status { old: None, new: Status::Active },
            Change::Permissions { added: permissions.iter().cloned().collect(), removed: vec![] },
        ];
        self.events.push((who.to_owned(), id, EventName::Created, changes));
        if let Some(slot) = slot {
            self.made.insert(slot, (id, now.as_second() + 24 * 60 * 60));
        }
        let (organization, status) = (who.to_owned(), Status::Active);
        let key =
            Key { id, organization, description, permissions, status, version: 1, changed: now };
        self.keys.push(key.clone());
        key.shown_as(came)
    }

    /// Gate, key's page, directory and trail all tell what is here.
    pub(super) async fn agrees_with(&self, store: &impl Store, who: &str) {
        let own: Vec<_> = self.keys.iter().filter(|key| key.organization == who).collect();
        for key in &own {
            let view = store.key(&organization(who), key.id).await.unwrap().unwrap();
            key.is(&view);
            let credential = store.credential(key.id).await.unwrap().unwrap();
            assert_eq!((credential.organization.as_str(), credential.status), (who, key.status));
            assert_eq!(credential.permissions, view.permissions);
            self.trail(store, who, Some(key.id)).await;
        }
        for key in self.keys.iter().filter(|key| key.organization != who) {
            assert_eq!(store.key(&organization(who), key.id).await.unwrap(), None);
        }
        self.trail(store, who, None).await;
        let (mut listed, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let (limit, cursor_now) = (Some("3"), cursor.as_deref());
            let listing = Listing { limit, cursor: cursor_now, ..Listing::default() };
            let page = list_keys(store, &viewer(who), &listing).await.unwrap();
            listed.extend(page.keys);
            let Some(next) = page.next_cursor else { break };
            cursor = Some(next);
        }
        assert_eq!(listed.len(), own.len());
        for (summary, key) in listed.into_iter().rev().zip(own) {
            let permissions =
                store.key(&organization(who), key.id).await.unwrap().unwrap().permissions;
            key.is(&KeyView { summary, permissions });
        }
    }

    async fn trail(&self, store: &impl Store, who: &str, key: Option<KeyId>) {
        let (mut found, mut cursor) = (Vec::<EventView>::new(), None::<String>);
        loop {
            let viewer = viewer(who);
            let page = list_events(store, &viewer, key, Some("7"), cursor.as_deref()).await;
            let page = page.unwrap();
            found.extend(page.events);
            let Some(next) = page.next_cursor else { break };
            cursor = Some(next);
        }
        assert!(found.is_sorted_by(|newer, older| newer.id > older.id));
        let found = found.into_iter().rev();
        let found: Vec<_> = found.map(|it| (it.key_id, it.event, it.changes)).collect();
        let expected = self.events.iter().filter(|(organization, id, ..)| {
            organization == who && key.is_none_or(|key| key == *id)
        });
        let expected =
            expected.map(|(_, id, name, changes)| (id.to_string(), *name, changes.clone()));
        assert_eq!(found, expected.collect::<Vec<_>>(), "{who}: {key:?}");
    }
}

impl Key {
    /// The action's own answer, if it shows the key as it is here.
    fn shown_as(&self, came: &Outcome) -> Outcome {
        let Outcome::Done(view) = came else { panic!("{came:?}, and {self:?} was expected") };
        self.is(view);
        Outcome::Done(view.clone())
    }

    #[track_caller]
    fn is(&self, view: &KeyView) {
        let shown = &view.summary;
        assert_eq!(shown.id, self.id.to_string());
        assert_eq!((shown.status, shown.version), (self.status, self.version), "{self:?}");
        assert_eq!(shown.description, self.description);
        assert_eq!(shown.updated_at.parse::<Timestamp>().unwrap(), self.changed, "{self:?}");
        assert_eq!(shown.permission_count, self.permissions.len());
        assert_eq!(
            view.permissions.to_ids().into_iter().collect::<BTreeSet<_>>(),
            self.permissions
        );
    }
}

/// Fields of a request that no key may have.
fn wrong(
    wish: &Wish,
    description: Option<&String>,
    permissions: Option<&Vec<String>>,
) -> Option<Vec<String>> {
    let mut wrong = Vec::new();
    let neither = description.is_none() && permissions.is_none();
    let named =
        description.is_some_and(|text| text.trim().is_empty() || text.trim().contains('\n'));
    if named || (neither && matches!(wish, Wish::Edit { .. })) {
        wrong.push("description".to_owned());
    }
    let unknown = permissions.into_iter().flatten().position(|id| id == "jobs.teleport");
    wrong.extend(unknown.map(|index| format!("permissions[{index}]")));
    (!wrong.is_empty()).then_some(wrong)
}

type Happened = Vec<(EventName, Vec<Change>)>;

fn turned(key: &mut Key, status: Status, name: EventName) -> Happened {
    let old = std::mem::replace(&mut key.status, status);
    if old == status {
        vec![]
    } else {
        vec![(name, vec![Change::Status { old: Some(old), new: status }])]
    }
}

fn edited(
    key: &mut Key,
    description: Option<&String>,
    permissions: Option<&Vec<String>>,
) -> Happened {
    let mut happened = Vec::new();
    if let Some(new) = description.map(|text| text.trim().to_owned())
        && new != key.description
    {
        let old = Some(std::mem::replace(&mut key.description, new.clone()));
        happened.push((EventName::Updated, vec![Change::Description { old, new }]));
    }
    let Some(new) = permissions.map(|ids| ids.iter().cloned().collect::<BTreeSet<_>>()) else {
        return happened;
    };
    let old = std::mem::replace(&mut key.permissions, new.clone());
    if old != new {
        let added = new.difference(&old).cloned().collect();
        let removed = old.difference(&new).cloned().collect();
        happened
            .push((EventName::PermissionsUpdated, vec![Change::Permissions { added, removed }]));
    }
    happened
}
