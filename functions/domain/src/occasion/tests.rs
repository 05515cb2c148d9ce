//! The moment as ids, replies and the table write it.

use rand::{SeedableRng, rngs::StdRng};

use super::*;

fn at(time: &str) -> Occasion {
    Occasion {
        now: time.parse().unwrap(),
        request_id: "request-1".into(),
        source_ip: "203.0.113.7".into(),
        entropy: Entropy::draw(&mut StdRng::seed_from_u64(1)).unwrap(),
    }
}

#[test]
fn a_time_is_written_in_utc_with_milliseconds() {
    for (time, written) in [
        ("2026-03-14T09:26:53.589Z", "2026-03-14T09:26:53.589Z"),
        ("2026-03-14T09:26:53Z", "2026-03-14T09:26:53.000Z"),
        ("2026-03-14T10:26:53.5+01:00", "2026-03-14T09:26:53.500Z"),
        ("2026-12-31T23:59:59.999999999Z", "2026-12-31T23:59:59.999Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
    ] {
        assert_eq!(at(time).time(), written, "{time}");
    }
}

#[test]
fn milliseconds_agree_with_the_written_time() {
    assert_eq!(at("1970-01-01T00:00:01.234999Z").milliseconds(), 1_234);
    assert_eq!(at("2026-03-14T09:26:53.589Z").milliseconds(), 1_773_480_413_589);
    assert_eq!(at("1969-12-31T23:59:59Z").milliseconds(), 0);
}

#[test]
fn tomorrow_is_a_day_from_now() {
    assert_eq!(at("1970-01-01T00:00:01.999Z").tomorrow(), 86_401);
}

#[test]
fn every_part_of_the_entropy_is_drawn_by_itself() {
    let one = at("2026-03-14T09:26:53Z").entropy;
    let (high, low) = one.secret_halves();
    assert_ne!(high, low);
    assert_ne!(one.event_id, one.key_id);
    assert!(one.salt != [0; 16] && one.event_id != [0; 10] && one.key_id != [0; 10]);
    assert!(high != 0 && low != 0);

    let two = Entropy::draw(&mut StdRng::seed_from_u64(2)).unwrap();
    assert_ne!((high, low), two.secret_halves());
    assert_ne!((one.salt, one.event_id, one.key_id), (two.salt, two.event_id, two.key_id));
}
