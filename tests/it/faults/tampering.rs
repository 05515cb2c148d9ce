//! Tables that were tampered with: the audit must see it, and say what it is.

use std::collections::HashMap;

use aws_sdk_dynamodb::{Client, types::AttributeValue};
use domain::{create_key::create_key, revoke_key::revoke_key, update_key::update_key};

use super::audit;
use crate::{
    keystore::{edit, manager, occasion, request},
    stack::{STACK, own_keystore, own_table},
};

type Item = HashMap<String, AttributeValue>;

/// Beginnings of partition and sort key, what to do to the item, and what is then said.
type Tampering = (&'static str, &'static str, fn(Item) -> Option<Item>, &'static str);

const TAMPERINGS: &[Tampering] = &[
    ("KEY#", "KEY", gone, "credential: false, directory entry: true"),
    ("KEY#", "KEY", |item| set(item, "status", "active"), "status of credential and entry"),
    ("KEY#", "KEY", |item| set(item, "organization", "other"), "organization of credential"),
    ("KEY#", "KEY", |item| count(item, "version", "9"), "version of credential and entry"),
    ("KEY#", "KEY", widened, "permissions of credential and events"),
    ("ORG#", "KEY#", gone, "credential: true, directory entry: false"),
    ("ORG#", "KEY#", |item| set(item, "description", "mine"), "description of entry and events"),
    ("ORG#", "KEY#", |item| set(item, "status", "active"), "status of entry and events"),
    (
        "ORG#",
        "KEY#",
        |item| count(item, "permission_count", "7"),
        "permissions of credential and entry",
    ),
    ("ORG#", "KEY#", |item| set(item, "updated_at", "2020"), "last change of entry and events"),
    ("ORG#", "KEY#", |item| set(item, "partner", "else"), "partner of entry and events"),
    ("ORG#", "EVENT#", gone, "None in the trail"),
    ("HISTORY#", "EVENT#", gone, "None in the key's"),
    ("HISTORY#", "EVENT#", |item| set(item, "source_ip", "::1"), "in the key's"),
    ("ORG#", "EVENT#", |item| set(item, "event", "API Key Deleted"), "unknown variant"),
    ("ORG#", "IDEMPOTENCY#", |item| set(item, "key_id", "none"), "made by an idempotency key"),
];

#[tokio::test]
async fn whatever_is_tampered_with_is_named() {
    for (number, (partition, sort, tamper, words)) in TAMPERINGS.iter().enumerate() {
        let client = history(&format!("tampered{number}")).await;
        assert_eq!(audit::everything(&client).await.disagreements, [""; 0]);
        let item = find(&client, partition, sort).await;
        let key = ["pk", "sk"].map(|name| (name.to_owned(), item[name].clone()));
        match tamper(item) {
            Some(item) => drop(
                client
                    .put_item()
                    .table_name(&STACK.table)
                    .set_item(Some(item))
                    .send()
                    .await
                    .unwrap(),
            ),
            None => drop(
                client
                    .delete_item()
                    .table_name(&STACK.table)
                    .set_key(Some(key.into()))
                    .send()
                    .await
                    .unwrap(),
            ),
        }
        let found = audit::everything(&client).await.disagreements;
        let named = found.iter().any(|found| found.contains(words));
        assert!(named, "{number}, {words}: {found:?}");
        let narrow = audit::organization(&client, "acme").await.disagreements;
        assert!(!narrow.is_empty(), "{number}, {words}: not seen in the organization");
    }
}

/// An event that is missing from both of its copies leaves a gap in what the others tell.
#[tokio::test]
async fn an_event_that_never_was_is_missed() {
    let client = history("tamperedtwice").await;
    for partition in ["ORG#", "HISTORY#"] {
        let item = find(&client, partition, "EVENT#").await;
        let mut delete = client.delete_item().table_name(&STACK.table);
        for name in ["pk", "sk"] {
            delete = delete.key(name, item[name].clone());
        }
        delete.send().await.unwrap();
    }
    let found = audit::everything(&client).await.disagreements;
    assert!(found.iter().any(|words| words.contains("status of entry and events")), "{found:?}");
}

/// A table with one key that was created, edited and revoked.
async fn history(database: &str) -> Client {
    let store = own_keystore(database).await;
    let manager = manager("acme");
    let wanted = request("payroll", &["jobs.list"]);
    let made = create_key(&store, &manager, &wanted, Some("once"), &occasion()).await;
    let id = made.unwrap().1.id;
    let change = edit("payroll 2", &["offers.list"]);
    update_key(&store, &manager, id, 1, &change, &occasion()).await.unwrap();
    revoke_key(&store, &manager, id, &occasion()).await.unwrap();
    own_table(database).await
}

/// The last such item, which of events is the one of the revocation.
async fn find(client: &Client, partition: &str, sort: &str) -> Item {
    let items = client.scan().table_name(&STACK.table).send().await.unwrap().items.unwrap();
    let begins = |item: &Item, name: &str, text: &str| item[name].as_s().unwrap().starts_with(text);
    let mut found: Vec<_> = items
        .into_iter()
        .filter(|item| begins(item, "pk", partition) && begins(item, "sk", sort))
        .collect();
    found.sort_by_key(|item| item["sk"].as_s().unwrap().clone());
    found.pop().unwrap()
}

fn gone(_: Item) -> Option<Item> {
    None
}

fn set(mut item: Item, name: &str, text: &str) -> Option<Item> {
    assert!(item.insert(name.into(), AttributeValue::S(text.into())).is_some(), "{name}");
    Some(item)
}

fn count(mut item: Item, name: &str, digits: &str) -> Option<Item> {
    assert!(item.insert(name.into(), AttributeValue::N(digits.into())).is_some(), "{name}");
    Some(item)
}

/// With another permission in place of the one that it has.
fn widened(mut item: Item) -> Option<Item> {
    let permissions = AttributeValue::L(vec![AttributeValue::S("candidates.list".into())]);
    item.insert("permissions".into(), permissions);
    Some(item)
}
