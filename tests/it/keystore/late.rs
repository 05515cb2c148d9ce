//! Writes whose answer was lost, and which arrive after something else was acknowledged.

use std::sync::Mutex;

use contract::keys::{KeyView, Status};
use domain::{
    key::KeyId,
    principal::Organization,
    revoke_key::{reenable_key, revoke_key},
    store::{ChangeKey, Changed, KeyChange, ReadKey, StoreError},
    update_key::update_key,
};

use super::{Store, create, edit, manager, occasion};

/// Keeps the write back, and says that the store cannot be reached.
struct Held<'a, S>(&'a S, Mutex<Option<KeyChange>>);

impl<'a, S: Store> Held<'a, S> {
    fn new(store: &'a S) -> Self {
        Self(store, Mutex::new(None))
    }

    async fn arrive(self) -> Changed {
        let change = self.1.into_inner().unwrap().expect("nothing was written");
        self.0.change(&change).await.unwrap()
    }
}

impl<S: Store + Sync> ReadKey for Held<'_, S> {
    async fn key(&self, of: &Organization, id: KeyId) -> Result<Option<KeyView>, StoreError> {
        self.0.key(of, id).await
    }
}

impl<S: Store + Sync> ChangeKey for Held<'_, S> {
    async fn change(&self, change: &KeyChange) -> Result<Changed, StoreError> {
        *self.1.lock().unwrap() = Some(change.clone());
        Err(StoreError::Unavailable("the answer is lost".into()))
    }
}

pub(super) async fn a_late_reenable_never_undoes_a_revoke(store: &(impl Store + Sync)) {
    for reenabled_meanwhile in [false, true] {
        let (_, plain) = create(store, "acme", "payroll", &["jobs.list"]).await;
        let manager = manager("acme");
        revoke_key(store, &manager, plain.id, &occasion()).await.unwrap();
        let late = Held::new(store);
        assert!(reenable_key(&late, &manager, plain.id, &occasion()).await.is_err());
        if reenabled_meanwhile {
            reenable_key(store, &manager, plain.id, &occasion()).await.unwrap();
        }
        revoke_key(store, &manager, plain.id, &occasion()).await.unwrap();

        assert_eq!(late.arrive().await, Changed::Conflict);
        let status = store.credential(plain.id).await.unwrap().unwrap().status;
        assert_eq!(status, Status::Revoked, "re-enabled meanwhile: {reenabled_meanwhile}");
    }
}

pub(super) async fn a_late_edit_never_undoes_one_that_found_nothing_to_change(
    store: &(impl Store + Sync),
) {
    let (_, plain) = create(store, "acme", "payroll", &["jobs.list"]).await;
    let manager = manager("acme");
    let late = Held::new(store);
    let more = edit("payroll", &["jobs.list", "offers.list"]);
    assert!(update_key(&late, &manager, plain.id, 1, &more, &occasion()).await.is_err());
    let less = edit("payroll", &["jobs.list"]);
    let after = update_key(store, &manager, plain.id, 1, &less, &occasion()).await.unwrap();

    assert_eq!((after.summary.version, late.arrive().await), (2, Changed::Conflict));
    let held = store.credential(plain.id).await.unwrap().unwrap().permissions;
    assert_eq!(held.to_ids(), ["jobs.list"]);
}
