//! What only the table has: sizes, damaged items, a database that is not there.

use std::time::Duration;

use aws_sdk_dynamodb::{Client, primitives::Blob, types::AttributeValue};
use contract::permissions::PermissionSet;
use domain::{
    key::KeyId,
    store::{CreateKey as _, ReadCredential as _, ReadKey as _, StoreError},
};
use granary_local::stack::dynamodb;
use keystore::{Keystore, Patience};

use super::{create, new_key, organization};
use crate::stack::{STACK, own_keystore};

/// One strongly consistent read unit; source: DynamoDB, "Read consistency and capacity".
const READ_UNIT: usize = 4096;

#[tokio::test]
async fn a_key_with_every_permission_costs_one_read_unit() {
    let store = own_keystore("readunit").await;
    let mut new = new_key(&"x".repeat(64), None);
    new.view.permissions = PermissionSet::full();
    new.view.summary.version = u64::from(u32::MAX);
    let _ = store.create(&new).await.unwrap();

    let item = read(&client("readunit"), &new.id.to_string()).await;
    let size: usize = item.iter().map(|(name, value)| name.len() + size_of_value(value)).sum();
    assert!(size <= READ_UNIT, "{size} bytes");
    assert!(size > READ_UNIT / 2, "{size} bytes is not what a full key takes");
}

#[tokio::test]
async fn a_damaged_item_is_corrupt_and_not_missing() {
    let store = own_keystore("damaged").await;
    let client = client("damaged");
    let damages = [
        (
            "hash",
            AttributeValue::S(
                "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA".into(),
            ),
        ),
        ("hash", AttributeValue::B(Blob::new("x"))),
        ("status", AttributeValue::S("paused".into())),
        ("tag", AttributeValue::S("1".into())),
        ("tag", AttributeValue::N("4294967296".into())),
        ("permissions", AttributeValue::S("candidates.list".into())),
        ("organization", AttributeValue::N("7".into())),
    ];
    for (name, value) in damages {
        let (_, plain) = create(&store, "acme", "damaged", &["jobs.list"]).await;
        let mut item = read(&client, &plain.id.to_string()).await;
        item.insert(name.into(), value);
        client.put_item().table_name(&STACK.table).set_item(Some(item)).send().await.unwrap();
        let read = store.credential(plain.id).await;
        assert!(matches!(read, Err(StoreError::Corrupt(_))), "{name}: {read:?}");
    }
}

#[tokio::test]
async fn a_permission_that_the_catalogue_lost_denies_and_breaks_nothing() {
    let store = own_keystore("lostpermission").await;
    let client = client("lostpermission");
    let (_, plain) = create(&store, "acme", "old", &["jobs.list"]).await;
    let mut item = read(&client, &plain.id.to_string()).await;
    let held = ["jobs.list", "jobs.teleport"].map(|id| AttributeValue::S(id.into()));
    item.insert("permissions".into(), AttributeValue::L(held.into()));
    client.put_item().table_name(&STACK.table).set_item(Some(item)).send().await.unwrap();

    let expected = PermissionSet::known(["jobs.list"]);
    assert_eq!(store.credential(plain.id).await.unwrap().unwrap().permissions, expected);
    assert_eq!(
        store.key(&organization("acme"), plain.id).await.unwrap().unwrap().permissions,
        expected
    );
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable_within_its_patience() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addresses = [&silent, &closed].map(|listener| listener.local_addr().unwrap());
    drop(closed);
    for address in addresses {
        let config = dynamodb::configuration(&format!("http://{address}"), "nobody");
        let store = Keystore::new(&config, STACK.table.clone(), Patience::Decision);
        let read = store.credential(KeyId::NONE);
        let read = tokio::time::timeout(Duration::from_secs(30), read).await.unwrap();
        assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    }
}

fn client(database: &str) -> Client {
    Client::from_conf(dynamodb::configuration(&STACK.urls.dynamodb, database))
}

async fn read(client: &Client, id: &str) -> std::collections::HashMap<String, AttributeValue> {
    let read = client
        .get_item()
        .table_name(&STACK.table)
        .key("pk", AttributeValue::S(format!("KEY#{id}")))
        .key("sk", AttributeValue::S("KEY".into()))
        .consistent_read(true)
        .send()
        .await;
    read.unwrap().item.unwrap()
}

/// Source: DynamoDB, "Item sizes and formats".
fn size_of_value(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::L(values) => {
            3 + values.iter().map(|value| 1 + size_of_value(value)).sum::<usize>()
        }
        AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
        AttributeValue::S(text) => text.len(),
        other => panic!("a key item has no {other:?}"),
    }
}
