//! `cargo dev seed [N]`: fills the table with plausible keys, for the page and for benchmarks.
//!
//! All of them share one hash of a secret that was thrown away: nobody holds these keys,
//! and hashing each would take minutes.

use anyhow::Context;
use contract::{
    events::{Change, EventName, EventView},
    keys::{Actor, ApiType, KeySummary, KeyView, Status},
    partners::{CUSTOM_INTEGRATION, PARTNERS, Partner, Preset},
    permissions::PermissionSet,
};
use domain::{
    key::{KeyId, PlainKey},
    occasion::{Entropy, rfc3339},
    principal::Organization,
    secret::HashedSecret,
    store::NewKey,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use keystore::{Keystore, Patience, import::Imported};
use rand::{Rng, RngExt, rngs::SysRng, seq::IndexedRandom};

use crate::stack::dynamodb::{ACCESS_KEY, configuration};

/// Keys written by one task; a handful of `BatchWriteItem` calls.
const CHUNK: usize = 250;
/// Tasks at once: DynamoDB Local writes one after the other in the end.
const TASKS: usize = 8;

const PURPOSES: [&str; 8] = [
    "nightly export",
    "HRIS sync",
    "careers site",
    "interview scheduling",
    "reporting warehouse",
    "background checks",
    "sandbox",
    "referral portal",
];
const PEOPLE: [(&str, &str); 5] = [
    ("Amara Okafor", "amara"),
    ("Jonas Lindqvist", "jonas"),
    ("Mei Tanaka", "mei"),
    ("Priya Raman", "priya"),
    ("Tomás Herrera", "tomas"),
];

/// Writes `n` keys of several partners, statuses and ages over three years.
///
/// # Errors
/// When DynamoDB does not answer; some of the keys may have been written.
pub async fn run(endpoint: &str, table: &str, organization: &str, n: usize) -> anyhow::Result<()> {
    let organization =
        Organization::parse(organization).context("the organization's name is not one")?;
    let keystore =
        Keystore::new(&configuration(endpoint, ACCESS_KEY), table.to_owned(), Patience::Action);
    let discarded = PlainKey::generate(0, &Entropy::draw(&mut SysRng)?);
    let secret = HashedSecret::new(&discarded.secret, b"nobody holds it.")?;
    let (keystore, organization, secret) = (&keystore, &organization, &secret);
    stream::iter((0..n).step_by(CHUNK).map(|start| CHUNK.min(n - start)))
        .map(|count| async move {
            let keys: Vec<_> = (0..count).map(|_| plausible(organization, secret)).collect();
            keystore.import(&keys).await
        })
        .buffer_unordered(TASKS)
        .try_collect::<Vec<()>>()
        .await?;
    Ok(())
}

fn plausible(organization: &Organization, secret: &HashedSecret) -> Imported {
    let generator = &mut rand::rng();
    let minutes = generator.random_range(60..3 * 365 * 24 * 60);
    let created = now() - SignedDuration::from_mins(minutes);
    let id = KeyId::new(
        u64::try_from(created.as_millisecond()).unwrap_or_default(),
        &generator.random(),
    );
    let mut view = view(id, created, generator);
    let first = event(&view, created, EventName::Created, creation(&view), generator);
    let mut later = Vec::new();
    if generator.random_ratio(1, 6) {
        later.push(revoke(&mut view, created + SignedDuration::from_mins(minutes / 2), generator));
    }
    let new = NewKey {
        organization: organization.clone(),
        id,
        view,
        secret: secret.clone(),
        event: first,
        idempotency: None,
        now: created.as_second(),
    };
    Imported { key: new, later }
}

fn view(id: KeyId, created: Timestamp, generator: &mut impl Rng) -> KeyView {
    let partner = partner(generator);
    let purpose = PURPOSES.choose(generator).unwrap_or(&"export");
    let permissions = permissions(partner, generator);
    let creator = actor(generator);
    let summary = KeySummary {
        id: id.to_string(),
        api_type: ApiType::Harvest,
        partner: partner.id.to_owned(),
        description: format!("{} {purpose}", partner.name),
        status: Status::Active,
        permission_count: permissions.len(),
        version: 1,
        created_at: rfc3339(created),
        created_by: creator.clone(),
        updated_at: rfc3339(created),
        updated_by: creator,
    };
    KeyView { summary, permissions }
}

/// Three in five are the organization's own integrations.
fn partner(generator: &mut impl Rng) -> &'static Partner {
    let own = PARTNERS.iter().find(|partner| partner.id == CUSTOM_INTEGRATION);
    match own {
        Some(own) if generator.random_ratio(3, 5) => own,
        _ => PARTNERS.choose(generator).unwrap_or(&PARTNERS[0]),
    }
}

/// The partner's preset, or by hand: mostly reads, now and then nothing.
fn permissions(partner: &Partner, generator: &mut impl Rng) -> PermissionSet {
    match partner.preset {
        Preset::Complete(_) | Preset::Partial(_) => partner.preset.permissions(),
        Preset::General | Preset::Unlisted => PermissionSet::full()
            .iter()
            .filter(|permission| {
                let likely = if permission.endpoint().writes() { 25 } else { 5 };
                generator.random_ratio(1, likely)
            })
            .collect(),
    }
}

fn actor(generator: &mut impl Rng) -> Actor {
    let (name, mailbox) = PEOPLE.choose(generator).copied().unwrap_or_default();
    Actor {
        id: format!("seed-{mailbox}"),
        name: Some(name.to_owned()),
        email: Some(format!("{mailbox}@acme.example")),
    }
}

fn revoke(view: &mut KeyView, at: Timestamp, generator: &mut impl Rng) -> EventView {
    let change = Change::Status { old: Some(Status::Active), new: Status::Revoked };
    let event = event(view, at, EventName::Revoked, vec![change], generator);
    view.summary.status = Status::Revoked;
    view.summary.version = 2;
    view.summary.updated_at.clone_from(&event.time);
    view.summary.updated_by = event.actor.clone();
    event
}

fn creation(view: &KeyView) -> Vec<Change> {
    vec![
        Change::ApiType { new: view.summary.api_type },
        Change::Partner { new: view.summary.partner.clone() },
        Change::Description { old: None, new: view.summary.description.clone() },
        Change::Status { old: None, new: Status::Active },
        Change::Permissions { added: view.permissions.to_ids(), removed: Vec::new() },
    ]
}

fn event(
    view: &KeyView,
    at: Timestamp,
    event: EventName,
    changes: Vec<Change>,
    generator: &mut impl Rng,
) -> EventView {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    EventView {
        id: KeyId::new(milliseconds, &generator.random()).to_string(),
        time: rfc3339(at),
        event,
        key_id: view.summary.id.clone(),
        key_description: view.summary.description.clone(),
        actor: view.summary.created_by.clone(),
        source_ip: format!("192.0.2.{}", generator.random_range(1..255)),
        request_id: format!("seed-{}", generator.random::<u32>()),
        changes,
    }
}

#[expect(clippy::disallowed_methods, reason = "the one reader of the clock here")]
fn now() -> Timestamp {
    Timestamp::now()
}
