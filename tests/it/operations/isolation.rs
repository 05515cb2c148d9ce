//! One organization's keys are nothing to another: not shown, not changed, not even there.

use contract::{
    events::EventPage,
    keys::KeyPage,
    operations::{OPERATIONS, Operation},
    problem::Code,
};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{NO_KEY, Signed, accepted, good, refused, route, sent};
use crate::stack::Organization;

#[tokio::test]
async fn a_stranger_s_key_is_not_found_and_stays_as_it_is() {
    let (owner, stranger) = (Organization::new().manager(), Organization::new().manager());
    let key = owner.key(&["candidates.list"]).await;
    let at = format!("/keys/{}", key.id);
    let before = (owner.send("GET", &at).await.json(), owner.send("GET", "/events").await.json());

    for row in OPERATIONS.iter().filter(|row| is_about_a_key(row)) {
        let mut answers = Vec::new();
        for id in [key.id.as_str(), NO_KEY] {
            let answer = sent(good(row, id).by(&stranger)).await;
            answers.push((refused(&answer, Code::KeyNotFound, &route(row)).detail, answer.status));
        }
        assert_eq!(answers[0], answers[1], "{}: told apart from no key", route(row));
    }
    let after = (owner.send("GET", &at).await.json(), owner.send("GET", "/events").await.json());
    assert_eq!(before, after);
    assert_eq!(key.call("GET", "/v1/candidates").await.status, 200);
}

#[tokio::test]
async fn lists_never_show_a_stranger_s_key() {
    let (owner, stranger) = (Organization::new().manager(), Organization::new().manager());
    let theirs = owner.key(&[]).await;
    let own = stranger.key(&[]).await;
    for query in ["", "?search=a+test", "?partner=custom_integration", "?status=active&limit=500"] {
        let answer = stranger.send("GET", &format!("/keys{query}")).await;
        let page: KeyPage = accepted(&answer, 200, query);
        let ids: Vec<_> = page.keys.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(ids, [own.id.as_str()], "{query}");
    }
    let answer = stranger.send("GET", &format!("/keys?search={}", theirs.id)).await;
    assert_eq!(accepted::<KeyPage>(&answer, 200, "search").keys, []);
    let page: EventPage = accepted(&stranger.send("GET", "/events").await, 200, "events");
    assert!(page.events.iter().all(|event| event.key_id == own.id), "{page:?}");
}

/// Organizations are parts of table keys: a name that begins like another's is another's.
#[tokio::test]
async fn names_that_begin_alike_are_two_organizations() {
    let short = Organization::new();
    let long = Organization(format!("{}-2", short.0));
    let upper = Organization(short.0.to_uppercase());
    let key = short.manager().key(&[]).await;
    for other in [long, upper] {
        let answer = other.manager().send("GET", "/keys").await;
        assert_eq!(accepted::<KeyPage>(&answer, 200, &other.0).keys, []);
        let answer = other.manager().send("GET", &format!("/keys/{}", key.id)).await;
        refused(&answer, Code::KeyNotFound, &other.0);
    }
}

#[tokio::test]
async fn only_an_id_s_one_spelling_finds_its_key() {
    /// What a path segment may hold raw, and a client may encode nevertheless.
    const RAW: &AsciiSet = &CONTROLS.add(b'/');

    let manager = Organization::new().manager();
    let key = manager.key(&[]).await;
    let id = key.id.as_str();
    let encoded: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let spellings = [
        id.to_lowercase(),
        id.replacen('0', "O", 1),
        format!("{id}0"),
        format!("0{id}"),
        id[1..].to_owned(),
        format!("8{}", &id[1..]),
        format!("{id}%20"),
        format!("%20{id}"),
        format!("{id}%00"),
        format!("{id}%2Fevents"),
        format!("..%2F{id}"),
        format!("{id};x=1"),
        format!("{id}."),
        format!("KEY%23{id}"),
        encoded,
        "%2F".to_owned(),
        "%252F".to_owned(),
        "..".to_owned(),
        "%2e%2e".to_owned(),
        "*".to_owned(),
        "{id}".to_owned(),
        "null".to_owned(),
        "0".to_owned(),
        "ключ".to_owned(),
        utf8_percent_encode("😀", NON_ALPHANUMERIC).to_string(),
        "%FF".to_owned(),
        "%".to_owned(),
        "x".repeat(1_000),
    ];
    for row in OPERATIONS.iter().filter(|row| is_about_a_key(row)) {
        for spelling in &spellings {
            let segment = utf8_percent_encode(spelling, RAW).to_string();
            let what = format!("{}: `{spelling}`", route(row));
            refused(&sent(good(row, &segment).by(&manager)).await, Code::KeyNotFound, &what);
        }
    }
    assert_eq!(manager.send("GET", &format!("/keys/{id}")).await.header("etag"), Some("\"1\""));
}

fn is_about_a_key(row: &Operation) -> bool {
    row.path.contains("{id}")
}
