//! How long refusals take that no answer tells apart: reported and not judged, since the time of one
//! says at most what its caller knows already.

use std::time::{Duration, Instant};

use domain::{
    key::{KeyId, PlainKey},
    remembered::Remembered,
    revoke_key::revoke_key,
};
use handlers::authorize::{AuthorizerEvent, Upstream, authorize};
use keystore::Keystore;
use rand::rngs::SysRng;

use crate::{
    Samples,
    report::Report,
    setting::{Setting, manager, new_key, occasion},
};

/// Each kind in turn, so that all meet the same noise.
pub async fn apart(setting: &Setting, rounds: usize, report: &mut Report) {
    let revoked = revoked_key(&setting.store).await;
    let unknown = PlainKey { id: KeyId::NONE, secret: new_key(&setting.store).await.secret };
    let wrong = PlainKey { id: setting.key.id, secret: new_key(&setting.store).await.secret };
    let warm = Remembered::new(&mut SysRng).unwrap();
    time(setting, &setting.event(&revoked.reveal()), &warm).await;
    let kinds = [
        ("refusal: malformed", "grn_".to_owned(), false),
        ("refusal: unknown id", unknown.reveal().to_string(), false),
        ("refusal: wrong secret", wrong.reveal().to_string(), false),
        ("refusal: revoked", revoked.reveal().to_string(), false),
        ("refusal: revoked, first seen by an instance", revoked.reveal().to_string(), true),
    ];
    let kinds = kinds.map(|(name, key, cold)| (name, setting.event(&key), cold));
    let mut durations = [const { Vec::new() }; 5];
    for _ in 0..rounds {
        for ((_, event, cold), durations) in kinds.iter().zip(&mut durations) {
            let fresh = Remembered::new(&mut SysRng).unwrap();
            durations.push(time(setting, event, if *cold { &fresh } else { &warm }).await);
        }
    }
    for ((name, ..), durations) in kinds.iter().zip(durations) {
        report.spread(name, &Samples::new(durations, Duration::ZERO));
    }
}

async fn time(setting: &Setting, event: &AuthorizerEvent, remembered: &Remembered) -> Duration {
    let begun = Instant::now();
    let answer = authorize(&setting.store, remembered, &Upstream::Anonymous, event).await;
    let took = begun.elapsed();
    assert!(answer.is_err());
    took
}

async fn revoked_key(store: &Keystore) -> PlainKey {
    let key = new_key(store).await;
    revoke_key(store, &manager(), key.id, &occasion()).await.unwrap();
    key
}
