//! What a key looks like, and what only looks like one.

use std::collections::HashSet;

use contract::keys::{CreatedKey, KeyView};
use proptest::prelude::*;
use serde::Deserialize;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

use super::*;
use crate::{examples, memory::MemoryStore};

/// A row of `vectors.json`, which was made without this crate.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Vector {
    WellFormed { key: String, id: String, secret: String },
    NearMiss { key: String, refused: String },
}

fn generated(second: u32) -> PlainKey {
    let occasion = examples::occasion(second);
    PlainKey::generate(occasion.milliseconds(), &occasion.entropy)
}

fn signed(id: &str, secret: &str) -> String {
    let signed = format!("{PREFIX}{id}_{secret}");
    let checksum = checksum_of(&signed);
    signed + &checksum
}

#[test]
fn the_published_vectors_hold() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("vectors.json")).unwrap();
    let (mut keys, mut near_misses) = (HashSet::new(), HashSet::new());
    for vector in vectors {
        match vector {
            Vector::WellFormed { key, id, secret } => {
                let parsed = PlainKey::parse(&key).unwrap();
                assert_eq!((parsed.id.to_string(), parsed.secret.expose()), (id, secret.as_str()));
                assert_eq!(*parsed.reveal(), key);
                assert!(keys.insert(key));
            }
            Vector::NearMiss { key, refused } => {
                assert_eq!(PlainKey::parse(&key).err(), Some(NotAKey), "{refused}: {key:?}");
                assert!(near_misses.insert(key), "{refused}: the same key twice");
            }
        }
    }
    assert!(keys.len() >= 4 && near_misses.len() >= 40);
}

#[test]
fn a_new_key_reads_back_as_itself() {
    for second in 0..200 {
        let key = generated(second);
        let text = key.reveal();
        let read = PlainKey::parse(&text).unwrap();
        assert_eq!((read.id, read.secret.expose()), (key.id, key.secret.expose()));
    }
}

#[test]
fn a_key_is_81_letters_digits_and_underscores() {
    assert_eq!(LENGTH, 81);
    for second in 0..200 {
        let text = generated(second).reveal();
        assert_eq!(text.len(), 81);
        assert!(text.starts_with("grn_"));
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{text:?}");
        assert_eq!(text.matches('_').count(), 2);
    }
}

#[test]
fn no_two_keys_share_an_id_or_a_secret() {
    let keys: Vec<_> = (0..200).map(generated).collect();
    let ids: HashSet<_> = keys.iter().map(|key| key.id).collect();
    let halves: HashSet<_> =
        keys.iter().flat_map(|key| <[_; 2]>::from(key.secret.expose().split_at(22))).collect();
    assert_eq!((ids.len(), halves.len()), (200, 400));
}

#[test]
fn ids_sort_by_time_as_text_and_as_values() {
    let (most, least) = ([0xFF; 10], [0; 10]);
    let times = [0, 1, 31, 32, 1_764_000_000_000, 1_764_000_000_001, (1 << 48) - 1];
    for pair in times.windows(2) {
        let (earlier, later) = (KeyId::new(pair[0], &most), KeyId::new(pair[1], &least));
        assert!(earlier < later, "{pair:?}");
        assert!(earlier.to_string() < later.to_string(), "{pair:?}");
    }
    assert!(KeyId::NONE < KeyId::new(1, &least));
}

#[test]
fn a_change_of_any_one_character_is_noticed() {
    let key = generated(1).reveal();
    for (index, original) in key.char_indices() {
        for other in (0..=0x7F).filter(|other| char::from(*other) != original) {
            let mut changed = key.as_bytes().to_vec();
            changed[index] = other;
            let changed = String::from_utf8(changed).unwrap();
            assert!(PlainKey::parse(&changed).is_err(), "{changed:?} for {original:?} at {index}");
        }
    }
}

#[test]
fn two_characters_that_changed_places_are_noticed() {
    let key = generated(2).reveal();
    for index in 1..LENGTH {
        let mut changed = key.as_bytes().to_vec();
        changed.swap(index - 1, index);
        let changed = String::from_utf8(changed).unwrap();
        assert!(changed == *key || PlainKey::parse(&changed).is_err(), "{changed:?} at {index}");
    }
}

#[test]
fn an_id_has_one_spelling() {
    let id = generated(3).id.to_string();
    assert_eq!(id.parse::<KeyId>().unwrap().to_string(), id);
    let lower = id.to_lowercase();
    assert_ne!(lower, id);
    let padded = format!(" {id}");
    let above = "80000000000000000000000000";
    for other in ["", id.split_at(1).1, &padded, &lower, above, &id.replacen('0', "O", 1), "KEY"] {
        assert_eq!(other.parse::<KeyId>(), Err(NotAKey), "`{other}`");
    }
}

#[tokio::test]
async fn debug_output_never_shows_a_secret() {
    let store = MemoryStore::default();
    let (view, plain) = examples::make(&store, &examples::manager("acme"), 1).await;
    let (secret, id) = (plain.secret.expose().to_owned(), plain.id.to_string());
    let created = CreatedKey { view: KeyView::clone(&view), key: plain.reveal().to_string() };
    let occasion = examples::occasion(1);

    for shown in [format!("{plain:?}"), format!("{created:?}"), format!("{plain:#?}")] {
        assert!(!shown.contains(&secret) && !shown.contains(secret.split_at(8).0), "{shown}");
        assert!(shown.contains(&id), "{shown}");
    }
    assert_eq!(format!("{:?}", plain.secret), "Secret(…)");
    assert_eq!(format!("{:?}", occasion.entropy), "Entropy(…)");
    assert!(format!("{occasion:?}").contains("Entropy(…)"));
}

/// Whatever holds a secret wipes it when it is dropped, which the compiler checks here, and leaves
/// no other copy by growing.
#[test]
fn what_holds_a_secret_is_wiped() {
    fn wiped<T: ZeroizeOnDrop>(_: &T) {}
    let PlainKey { id: _, secret } = &generated(1);
    wiped(secret);
    wiped(&examples::occasion(1).entropy);
    let text: Zeroizing<String> = generated(1).reveal();
    wiped(&text);
    assert_eq!((text.len(), text.capacity()), (LENGTH, LENGTH));
    assert_eq!((secret.expose().len(), padded(1, 22).capacity()), (SECRET, 22));

    let mut secret = Secret::new(Zeroizing::new("told".to_owned()));
    secret.zeroize();
    assert_eq!(secret.expose(), "");
}

proptest! {
    #[test]
    fn any_text_is_refused_or_reads_back_as_itself(text in any::<String>()) {
        if let Ok(key) = PlainKey::parse(&text) {
            prop_assert_eq!(key.reveal().to_string(), text);
        }
    }

    #[test]
    fn text_of_the_right_shape_reads_back_as_itself(
        id in "[0-7][0-9A-HJKMNP-TV-Z]{25}",
        secret in "[0-9A-Za-z]{44}",
    ) {
        let text = signed(&id, &secret);
        let key = PlainKey::parse(&text).unwrap();
        prop_assert_eq!(key.reveal().to_string(), text);
    }

    #[test]
    fn text_of_almost_the_right_shape_never_panics(
        id in "[0-9A-Za-z_é]{25,27}",
        secret in "[0-9A-Za-z_ é-]{43,45}",
    ) {
        let text = signed(&id, &secret);
        if let Ok(key) = PlainKey::parse(&text) {
            prop_assert_eq!(key.reveal().to_string(), text);
        }
    }
}
