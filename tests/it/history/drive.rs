//! Clients that call and admins that change keys, all at once, and what they were answered.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use contract::{catalogue::Permission, keys::UpdateKey, permissions::PermissionSet};
use futures_util::future::{join, join_all};
use rand::{RngExt, SeedableRng, rngs::SmallRng};
use tokio::sync::Semaphore;

use super::record::{Call, Change, History, Span, State, Verdict};

/// What the keys of a drive may hold, and what is called.
pub const PERMISSIONS: [&str; 4] =
    ["applications.list", "candidates.list", "jobs.list", "offers.list"];

/// What an answer to an admin shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub version: u64,
    pub state: State,
}

/// What an admin asks for.
#[derive(Clone, Debug)]
pub enum Wish {
    Revoke,
    Reenable,
    Edit(UpdateKey),
}

/// Where keys are made, called and changed.
pub trait Place: Sync {
    /// A key, as its holder has it.
    type Key: Send + Sync;

    /// Makes a key.
    fn create(&self, permissions: PermissionSet) -> impl Future<Output = (Self::Key, Shown)>;

    /// What the gate said; nothing where it failed closed.
    fn call(
        &self,
        key: &Self::Key,
        permission: Permission,
    ) -> impl Future<Output = Option<Verdict>>;

    /// What was acknowledged; nothing where another change was faster.
    fn change(
        &self,
        key: &Self::Key,
        wish: &Wish,
        version: u64,
    ) -> impl Future<Output = Option<Shown>>;
}

/// How much is to be observed, and by how many at once.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub keys: usize,
    pub calls: usize,
    pub changes: usize,
    pub clients: usize,
    pub admins: usize,
    pub seed: u64,
}

struct Drive<'a, P: Place> {
    place: &'a P,
    plan: Plan,
    clock: Instant,
    keys: Vec<P::Key>,
    /// Newest version that anybody was shown, by key.
    versions: Mutex<BTreeMap<usize, u64>>,
    /// The key of the change that was acknowledged last: what it forbids now is what matters most.
    latest: AtomicUsize,
    calls: AtomicUsize,
    changes: AtomicUsize,
    /// One permit for each change that is due, so that changes are spread over the calls.
    due: Semaphore,
}

/// Does as planned.
pub async fn drive<P: Place>(place: &P, plan: Plan) -> History {
    let clock = Instant::now();
    let (mut keys, mut history) = (Vec::new(), History::default());
    for key in 0..plan.keys {
        let began = clock.elapsed();
        let (holder, Shown { version, state }) = place.create(all()).await;
        let span = Span { began, ended: clock.elapsed() };
        history.changes.push(Change { key, version, span, state });
        keys.push(holder);
    }
    let versions = history.changes.iter().map(|change| (change.key, change.version)).collect();
    let drive = Drive {
        place,
        plan,
        clock,
        keys,
        versions: Mutex::new(versions),
        latest: AtomicUsize::new(0),
        calls: AtomicUsize::new(0),
        changes: AtomicUsize::new(0),
        due: Semaphore::new(0),
    };
    let clients = (0..plan.clients).map(|number| drive.client(number as u64));
    let admins = (0..plan.admins).map(|number| drive.admin(number as u64));
    let (calls, changes) = join(join_all(clients), join_all(admins)).await;
    history.calls = calls.concat();
    history.changes.extend(changes.concat());
    history
}

impl<P: Place> Drive<'_, P> {
    async fn client(&self, number: u64) -> Vec<Call> {
        let mut chance = SmallRng::seed_from_u64(self.plan.seed ^ (number << 32));
        let mut calls = Vec::new();
        loop {
            let taken = self.calls.fetch_add(1, Ordering::Relaxed);
            if taken >= self.plan.calls {
                return calls;
            }
            let any = chance.random_range(0..self.keys.len());
            let latest = self.latest.load(Ordering::Relaxed);
            let key = if chance.random_bool(0.3) { latest } else { any };
            let permission = one(&mut chance);
            let began = self.clock.elapsed();
            let verdict = self.place.call(&self.keys[key], permission).await;
            let span = Span { began, ended: self.clock.elapsed() };
            calls.extend(verdict.map(|verdict| Call { key, permission, span, verdict }));
            let due = |calls: usize| calls * self.plan.changes / self.plan.calls;
            self.due.add_permits(due(taken + 1) - due(taken));
        }
    }

    async fn admin(&self, number: u64) -> Vec<Change> {
        let mut chance = SmallRng::seed_from_u64(self.plan.seed ^ (number << 32) ^ 1);
        let mut changes = Vec::new();
        while self.changes.fetch_add(1, Ordering::Relaxed) < self.plan.changes {
            self.due.acquire().await.unwrap().forget();
            changes.push(self.change(&mut chance).await);
        }
        changes
    }

    /// Asks until a change is acknowledged: another admin may be faster.
    async fn change(&self, chance: &mut SmallRng) -> Change {
        loop {
            let key = chance.random_range(0..self.keys.len());
            let known = self.versions.lock().unwrap()[&key];
            let wish = wish(chance);
            let began = self.clock.elapsed();
            let shown = self.place.change(&self.keys[key], &wish, known).await;
            let span = Span { began, ended: self.clock.elapsed() };
            if let Some(Shown { version, state }) = shown {
                self.latest.store(key, Ordering::Relaxed);
                let mut versions = self.versions.lock().unwrap();
                let newest = versions.entry(key).or_default();
                *newest = version.max(*newest);
                return Change { key, version, span, state };
            }
        }
    }
}

fn all() -> PermissionSet {
    PERMISSIONS.iter().map(|id| id.parse::<Permission>().unwrap()).collect()
}

fn one(chance: &mut SmallRng) -> Permission {
    PERMISSIONS[chance.random_range(0..PERMISSIONS.len())].parse().unwrap()
}

fn wish(chance: &mut SmallRng) -> Wish {
    match chance.random_range(0..10) {
        0..3 => Wish::Revoke,
        3..6 => Wish::Reenable,
        6..9 => {
            let some = PERMISSIONS.into_iter().filter(|_| chance.random_bool(0.5));
            let permissions = Some(some.map(str::to_owned).collect());
            Wish::Edit(UpdateKey { description: None, permissions })
        }
        _ => {
            let description = Some(format!("described anew {}", chance.random_range(0..1000)));
            Wish::Edit(UpdateKey { description, permissions: None })
        }
    }
}
