//! Each rung of the ladder, what stands above it, and what it costs.

use std::sync::atomic::{AtomicUsize, Ordering};

use base64::{Engine, engine::general_purpose::STANDARD};
use contract::permissions::PermissionSet;
use rand::{SeedableRng, rngs::StdRng};

use super::*;
use crate::{examples, secret::HashedSecret};

/// A store with at most one key, that counts how often it is asked.
#[derive(Default)]
struct Counting {
    held: Option<(KeyId, Credential)>,
    fault: Option<fn() -> StoreError>,
    reads: AtomicUsize,
}

impl ReadCredential for Counting {
    async fn credential(&self, id: KeyId) -> Result<Option<Credential>, StoreError> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Some(fault) => Err(fault()),
            None => Ok(self.held.clone().filter(|(held, _)| *held == id).map(|(_, found)| found)),
        }
    }
}

/// A request that may pass, its store, and what the process remembers: to be spoilt.
struct World {
    key: PlainKey,
    authorization: String,
    template: &'static str,
    extra: Option<(&'static str, &'static str)>,
    store: Counting,
    remembered: Remembered,
}

impl World {
    fn new() -> Self {
        let key = plain(1);
        let credential = Credential {
            organization: "acme".into(),
            status: Status::Active,
            secret: hashed(&key, 1),
            permissions: PermissionSet::known(["candidates.list", "jobs.list"]),
        };
        Self {
            authorization: basic(&key),
            template: "/v1/candidates",
            extra: None,
            store: Counting { held: Some((key.id, credential)), ..Counting::default() },
            remembered: Remembered::new(&mut StdRng::seed_from_u64(1)).unwrap(),
            key,
        }
    }

    fn credential(&mut self) -> &mut Credential {
        &mut self.store.held.as_mut().unwrap().1
    }

    async fn decide(&self) -> Decision {
        let mut headers = vec![("Authorization", self.authorization.as_str())];
        headers.extend(self.extra);
        let attempt =
            Attempt { method: "GET", template: self.template, headers, ..Attempt::default() };
        authorize(&attempt, &self.store, &self.remembered).await
    }

    async fn permit(&self) -> Permit {
        match self.decide().await {
            Decision::Allow(permit) => permit,
            Decision::Deny(denial) => panic!("{denial:?}"),
        }
    }

    async fn denial(&self) -> Denial {
        match self.decide().await {
            Decision::Deny(denial) => denial,
            Decision::Allow(permit) => panic!("{permit:?}"),
        }
    }

    async fn refusal(&self) -> String {
        format!("{:?}", self.denial().await.refusal)
    }

    fn reads(&self) -> usize {
        self.store.reads.load(Ordering::SeqCst)
    }
}

fn plain(second: u32) -> PlainKey {
    let occasion = examples::occasion(second);
    PlainKey::generate(occasion.milliseconds(), &occasion.entropy)
}

fn basic(key: &PlainKey) -> String {
    format!("Basic {}", STANDARD.encode(format!("{}:", *key.reveal())))
}

fn hashed(key: &PlainKey, salt: u8) -> HashedSecret {
    HashedSecret::new(&key.secret, &[salt; 16]).unwrap()
}

fn permission(id: &str) -> Permission {
    id.parse().unwrap()
}

type Fault = (&'static str, fn(&mut World));

/// One way to spoil a request, for each rung, from the top.
const FAULTS: [Fault; 9] = [
    ("NotAKey", |world| world.authorization = "Bearer x".into()),
    ("Unlisted", |world| world.template = "/v1/candidate_list"),
    ("Contraband(MethodOverride)", |world| world.extra = Some(("X-HTTP-Method", "PUT"))),
    ("Store(Corrupt", |world| world.store.fault = Some(|| StoreError::Corrupt("x".into()))),
    ("UnknownKey", |world| world.store.held.as_mut().unwrap().0 = KeyId::NONE),
    // The tag differs alone: argon2, had it run, would have found the secret right.
    ("WrongSecret", |world| {
        let hashed = &world.credential().secret;
        let other = HashedSecret::from_stored(hashed.hash().to_owned(), hashed.tag() ^ 1);
        world.credential().secret = other.unwrap();
    }),
    ("Revoked", |world| world.credential().status = Status::Revoked),
    ("NotPermitted", |world| world.credential().permissions = PermissionSet::EMPTY),
    ("nothing", |_| {}),
];

#[tokio::test]
async fn the_first_of_two_faults_is_what_refuses() {
    for (rung, (name, fault)) in FAULTS.iter().enumerate().take(8) {
        for (_, lower) in &FAULTS[rung + 1..] {
            let mut world = World::new();
            fault(&mut world);
            lower(&mut world);
            let denial = world.denial().await;
            let refusal = format!("{:?}", denial.refusal);
            assert!(refusal.starts_with(name), "{refusal} for {name}");
            assert_eq!(world.reads(), usize::from(rung >= 3), "reads for {name}");
            assert_eq!(denial.key_id, (rung >= 1).then_some(world.key.id), "{name}");
            let asked = (rung >= 2).then(|| permission("candidates.list"));
            assert_eq!(denial.permission, asked, "{name}");
            let owner = (rung >= 6).then(|| "acme".to_owned());
            assert_eq!(denial.organization, owner, "{name}");
        }
    }
}

#[tokio::test]
async fn a_permit_carries_what_was_proved() {
    let world = World::new();
    let permit = world.permit().await;
    assert_eq!(permit.key_id, world.key.id);
    assert_eq!(permit.organization, "acme");
    assert_eq!(permit.permission, permission("candidates.list"));
    assert_eq!(permit.casing, Casing::Title);
    assert_eq!(permit.verification, Verification::Cold);
    assert_eq!(world.reads(), 1);
}

#[tokio::test]
async fn argon2_runs_once_and_the_store_is_read_every_time() {
    let world = World::new();
    assert_eq!(world.permit().await.verification, Verification::Cold);
    for _ in 0..3 {
        assert_eq!(world.permit().await.verification, Verification::Warm);
    }
    assert_eq!(world.reads(), 4);
}

#[tokio::test]
async fn each_permission_opens_its_own_endpoint_alone() {
    for held in Permission::all().filter(|held| held.endpoint().parameters().count() == 0) {
        let mut world = World::new();
        world.credential().permissions = PermissionSet::from_iter([held]);
        let allowed = matches!(world.decide().await, Decision::Allow(_));
        assert_eq!(allowed, held.id() == "candidates.list", "{held}");
    }
}

#[tokio::test]
async fn a_change_of_status_or_permissions_is_seen_by_the_very_next_call() {
    let mut world = World::new();
    world.permit().await;
    world.credential().status = Status::Revoked;
    assert_eq!(world.refusal().await, "Revoked");
    world.credential().status = Status::Active;
    assert_eq!(world.permit().await.verification, Verification::Warm);

    let held = world.credential().permissions;
    world.credential().permissions = PermissionSet::known(["jobs.list"]);
    assert_eq!(world.refusal().await, "NotPermitted");
    world.credential().permissions = held;
    world.permit().await;

    world.credential().organization = "globex".into();
    assert_eq!(world.permit().await.organization, "globex");
}

#[tokio::test]
async fn a_wrong_secret_that_argon2_sees_is_refused_and_not_remembered() {
    let mut world = World::new();
    let (other, tag) = (hashed(&plain(2), 1), world.credential().secret.tag());
    world.credential().secret = HashedSecret::from_stored(other.hash().to_owned(), tag).unwrap();
    for _ in 0..2 {
        assert_eq!(world.refusal().await, "WrongSecret");
    }
}

#[tokio::test]
async fn a_remembered_secret_is_refused_once_the_hash_is_another() {
    let mut world = World::new();
    world.permit().await;
    let (other, tag) = (hashed(&plain(2), 1), world.credential().secret.tag());
    world.credential().secret = HashedSecret::from_stored(other.hash().to_owned(), tag).unwrap();
    assert_eq!(world.refusal().await, "WrongSecret");

    world.credential().secret = hashed(&plain(1), 2);
    assert_eq!(world.permit().await.verification, Verification::Cold, "salted anew");
}

#[tokio::test]
async fn the_secret_of_another_key_is_refused_under_this_id() {
    let mut world = World::new();
    let stranger = PlainKey { id: world.key.id, secret: plain(2).secret };
    world.authorization = basic(&stranger);
    assert_eq!(world.refusal().await, "WrongSecret");
}

#[tokio::test]
async fn a_store_that_fails_refuses_even_what_is_remembered() {
    let mut world = World::new();
    world.permit().await;
    world.store.fault = Some(|| StoreError::Unavailable("timeout".into()));
    assert!(matches!(world.denial().await.refusal, Refusal::Store(StoreError::Unavailable(_))));
    world.store.fault = None;
    assert_eq!(world.permit().await.verification, Verification::Warm, "back again");
}
