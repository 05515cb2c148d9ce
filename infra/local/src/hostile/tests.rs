//! The requests as a table: enough of them, of every kind, at every parameter, each once.

use std::collections::{BTreeMap, BTreeSet};

use contract::catalogue::Method;

use super::*;

const SENDER: Sender<'static> =
    Sender { credential: "Basic a2V5Og==", host: "gate.example", marker: "one", base: "" };

fn text(hostile: &Hostile) -> String {
    String::from_utf8_lossy(&hostile.bytes(&SENDER)).into_owned()
}

#[test]
fn there_are_thousands_and_no_two_alike() {
    let all = all();
    assert!(all.len() >= 11_500, "{}", all.len());
    let mut names = BTreeSet::new();
    let mut sent = BTreeMap::new();
    for hostile in &all {
        assert!(names.insert(&hostile.name), "two are called `{}`", hostile.name);
        let twin = sent.insert((hostile.permitted.id, hostile.bytes(&SENDER)), &hostile.name);
        assert_eq!(twin, None, "{}", hostile.name);
    }
}

#[test]
fn every_family_has_many() {
    let mut sizes: BTreeMap<Family, usize> = BTreeMap::new();
    for hostile in all() {
        *sizes.entry(hostile.family).or_default() += 1;
    }
    assert_eq!(sizes.len(), Family::Words as usize + 1, "{sizes:?}");
    assert!(sizes.values().all(|size| *size >= 50), "{sizes:?}");
}

#[test]
fn every_run_makes_the_same() {
    let bytes = || all().iter().map(|hostile| hostile.bytes(&SENDER)).collect::<Vec<_>>();
    assert!(bytes() == bytes());
}

#[test]
fn every_parameter_of_every_endpoint_has_every_kind_of_slash() {
    let line = |hostile: &Hostile| text(hostile).split("\r\n").next().map(str::to_owned);
    let all: BTreeSet<_> = all().iter().filter_map(line).collect();
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path.contains('{')) {
        for place in 0..endpoint.parameters().count() {
            for slash in ["%2F", "%2f", "%252F", "%c0%af", "\u{fffd}\u{fffd}", "\\", "%5C"] {
                let target = filled(endpoint, |position, name| {
                    let value = plain(name).to_owned();
                    if position == place { format!("{value}{slash}x") } else { value }
                });
                let line = format!("{} {target} HTTP/1.1", endpoint.method);
                assert!(all.contains(&line), "{line}");
            }
        }
    }
}

#[test]
fn every_endpoint_that_takes_a_parameter_is_aimed_past() {
    let all = all();
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path.contains('{')) {
        let mut own = all.iter().filter(|hostile| hostile.permitted.id == endpoint.id);
        assert!(own.any(|hostile| hostile.aim.id != endpoint.id), "{}", endpoint.id);
    }
}

#[test]
fn every_sibling_is_aimed_at_by_every_way_to_override_a_method() {
    let all: Vec<_> = all().into_iter().filter(|it| it.family == Family::Overrides).collect();
    for (permitted, aim) in siblings() {
        let pair = (permitted.id, aim.id);
        let overrides = all.iter().filter(|it| (it.permitted.id, it.aim.id) == pair);
        let least = if permitted.method == Method::Post { 40 } else { 10 };
        assert!(overrides.clone().count() > least, "{pair:?}");
        for text in overrides.map(text) {
            assert!(text.starts_with(permitted.method.as_str()), "{text}");
            assert!(text.contains(aim.method.as_str()), "{text}");
        }
    }
}

#[test]
fn the_ids_that_rules_name_are_in_the_catalogue() {
    let families = [Family::Targets, Family::Forgeries, Family::Framing, Family::Slashes];
    let ids = |family: Family| {
        let of_family = all().into_iter().filter(move |hostile| hostile.family == family);
        of_family.map(|hostile| (hostile.permitted.id, hostile.aim.id)).collect::<BTreeSet<_>>()
    };
    let own = ids(families[3]).into_iter().filter(|(permitted, aim)| permitted == aim).count();
    assert_eq!(families.map(|family| ids(family).len())[..3], [6, 3, 3]);
    assert_eq!(own, 6);
}

#[test]
fn who_sends_stands_where_the_texts_say() {
    for hostile in all() {
        let text = text(&hostile);
        for name in [CREDENTIAL, HOST, MARKER].iter().chain(&HIDDEN) {
            assert!(!text.contains(name), "{name} in {text}");
        }
        for name in ["<method>", "<own>", "<aim>", "<permission>", "<rest>", "<line>"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
        assert!(text.contains("X-Test-Marker: one"), "{}: {text}", hostile.name);
    }
}

#[test]
fn a_hidden_request_has_the_length_that_is_claimed() {
    let all = framing::all();
    let claims =
        all.filter(|hostile| hostile.name.contains("`Content-Length: <length>, <length>`"));
    for text in claims.map(|hostile| text(&hostile)) {
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let length: usize = head.rsplit(", ").next().unwrap().parse().unwrap();
        let (hidden, follower) = body.split_at(length);
        assert!(hidden.contains(SMUGGLED) && !follower.contains(SMUGGLED), "{text}");
        assert!(follower.ends_with("Connection: close\r\n\r\n"), "{text}");
    }
}

#[test]
fn a_stage_stands_before_the_path() {
    for (line, expected) in [
        ("GET /v1/jobs HTTP/1.1", "GET /live/v1/jobs HTTP/1.1"),
        ("GET http://<host>/v1/jobs HTTP/1.1", "GET http://<host>/live/v1/jobs HTTP/1.1"),
        ("GET //other.example/v1/jobs HTTP/1.1", "GET /live//other.example/v1/jobs HTTP/1.1"),
        ("GET * HTTP/1.1", "GET * HTTP/1.1"),
        ("/v1/jobs", "/live/v1/jobs"),
    ] {
        assert_eq!(below("/live", line), expected);
    }
    for hostile in all() {
        let sent = String::from_utf8_lossy(&hostile.bytes(&Sender { base: "/live", ..SENDER }))
            .into_owned();
        let plain = text(&hostile).matches(&plain_line(hostile.permitted)).count();
        let staged = sent.starts_with(&plain_line(hostile.permitted));
        assert!(plain == 0 || !staged, "{sent}");
    }
}

#[test]
fn a_rule_is_what_the_name_says_before_the_endpoints() {
    for hostile in all() {
        let named = format!("{}: {} for {}", hostile.rule(), hostile.permitted.id, hostile.aim.id);
        assert_eq!(named, hostile.name);
    }
}
