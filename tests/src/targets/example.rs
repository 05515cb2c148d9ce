//! Keys that are always the same, so that inputs can be written down.

use std::sync::LazyLock;

use contract::{
    keys::{CreateKey, KeyView},
    permissions::PermissionSet,
};
use domain::{
    create_key::create_key,
    key::PlainKey,
    memory::MemoryStore,
    occasion::{Entropy, Occasion},
    principal::{Manager, Organization},
    revoke_key::revoke_key,
    secret::HashedSecret,
    store::ReadCredential,
};
use futures_util::FutureExt;
use rand::{SeedableRng, rngs::StdRng};

/// The permissions that every example key holds.
pub(super) const HELD: [&str; 3] = ["candidates.list", "candidates.retrieve", "jobs.create"];

/// Two keys of one organization and one of another.
pub(super) struct Examples {
    pub(super) store: MemoryStore,
    pub(super) active: PlainKey,
    /// What the store has of its secret.
    pub(super) hashed: HashedSecret,
    pub(super) revoked: PlainKey,
    /// All of `acme`'s, newest first.
    pub(super) views: Vec<KeyView>,
}

/// Made at first use: three runs of argon2.
pub(super) static EXAMPLES: LazyLock<Examples> = LazyLock::new(|| {
    let store = MemoryStore::default();
    let (active, older) = make(&store, "acme", 1, "Nightly Export");
    let (revoked, newer) = make(&store, "acme", 2, "Référence, gone");
    let _ = make(&store, "globex", 3, "Theirs");
    let newer = at_once(revoke_key(&store, &manager("acme"), revoked.id, &occasion(4)))
        .map_or(newer, |it| it);
    let hashed = at_once(store.credential(active.id)).unwrap().unwrap().secret;
    Examples { store, active, hashed, revoked, views: vec![newer, older] }
});

fn make(store: &MemoryStore, of: &str, second: u8, description: &str) -> (PlainKey, KeyView) {
    let wanted = CreateKey {
        api_type: "harvest".into(),
        partner: if second == 1 { "custom_integration" } else { "refapp" }.into(),
        description: description.into(),
        permissions: Some(PermissionSet::known(HELD).to_ids()),
    };
    let made = at_once(create_key(store, &manager(of), &wanted, None, &occasion(second)));
    let (view, plain) = made.unwrap();
    (plain, view)
}

pub(super) fn organization(name: &str) -> Organization {
    Organization::parse(name).unwrap()
}

pub(super) fn manager(of: &str) -> Manager {
    let actor = contract::keys::Actor { id: format!("sub-{of}"), name: None, email: None };
    Manager { organization: organization(of), actor }
}

/// The same moment and the same randomness for the same second.
pub(super) fn occasion(second: u8) -> Occasion {
    Occasion {
        now: jiff::Timestamp::from_second(1_790_000_000 + i64::from(second)).unwrap(),
        request_id: format!("request-{second}"),
        source_ip: "203.0.113.7".into(),
        entropy: Entropy::draw(&mut StdRng::seed_from_u64(second.into())).unwrap(),
    }
}

/// What a rule answers over a store that never waits.
pub(super) fn at_once<T>(answer: impl Future<Output = T>) -> T {
    answer.now_or_never().expect("the store in memory waits for nothing")
}
