//! Secrets stay where they belong: the search for them finds what was planted, and the gate's log
//! repeats nothing of an event that it cannot read.

use std::fs;

use aws_sdk_dynamodb::types::AttributeValue;
use base64::{Engine, engine::general_purpose::STANDARD};
use granary_local::{canaries, stack::Facts};
use serde_json::json;

use crate::{
    faults::rig::Rig,
    stack::{Organization, STACK, own_table},
};

const KEY: &str =
    "grn_01M86R0AG6WJHKK895ACZKR2S1_PlantedPlantedPlantedPlantedPlantedPlanted12CheckS";
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";

#[tokio::test]
async fn a_planted_secret_is_found_wherever_it_stands() {
    let directory = std::env::temp_dir().join(format!("granary-planted-{}", std::process::id()));
    let logs = directory.join("logs");
    fs::create_dir_all(&logs).unwrap();
    fs::write(directory.join("canaries"), format!("{KEY}\n")).unwrap();
    let facts = Facts { logs: logs.clone(), access_key: "planted".into(), ..STACK.clone() };
    let client = own_table(&facts.access_key).await;
    let header = STANDARD.encode(format!("{KEY}:"));
    let planted = [
        ("authorize.log", format!("thread 'main' panicked at src: {{\"key\":\"{KEY}\"}}")),
        ("gateway.log", format!("gateway: 'Basic {header}' not a valid key=value pair")),
        ("identity.log", format!("GET /?from=%2Fkeys%3Fkey%3D{KEY}%3A HTTP/1.1")),
        ("dynamodb.log", format!("SET hash = {HASH}")),
        ("lambda.log", header.replace('=', "%3D")),
    ];
    for (file, text) in &planted {
        fs::write(logs.join(file), "an innocent line\n").unwrap();
        assert_eq!(canaries::search(&facts).await.unwrap(), [""; 0]);
        fs::write(logs.join(file), format!("an innocent line\n{text}\n")).unwrap();
        let places = canaries::search(&facts).await.unwrap();
        assert!(matches!(&places[..], [place] if place.ends_with(file)), "{file}: {places:?}");
        fs::remove_file(logs.join(file)).unwrap();
    }
    let items = [("KEY#1", KEY, true), ("KEY#2", HASH, false), ("ORG#acme", HASH, true)];
    for (partition, text, betrays) in items {
        let words = [("pk", partition), ("sk", "KEY"), ("text", text)];
        let item = words.map(|(name, text)| (name.into(), AttributeValue::S(text.into()))).into();
        client.put_item().table_name(&facts.table).set_item(Some(item)).send().await.unwrap();
        let places = canaries::search(&facts).await.unwrap();
        assert_eq!(!places.is_empty(), betrays, "{partition}: {places:?}");
        let delete = client.delete_item().table_name(&facts.table);
        let delete = delete.key("pk", AttributeValue::S(partition.into()));
        delete.key("sk", AttributeValue::S("KEY".into())).send().await.unwrap();
    }
    fs::remove_dir_all(directory).unwrap();
}

/// API Gateway sends no such event; the runtime's words on one would quote it.
#[tokio::test]
async fn an_event_that_cannot_be_read_is_not_repeated() {
    let rig = Rig::start("authorize", "unreadable").await;
    let key = Organization::new().manager().key(&["candidates.list"]).await;
    let header = key.basic();
    let events = [
        json!({"methodArn": "a", "resource": "/", "httpMethod": "GET", "headers": header}),
        json!({"methodArn": "a", "resource": "/", "httpMethod": "GET", "headers": [header]}),
        json!({"methodArn": "a", "resource": "/", "httpMethod": "GET", "multiValueHeaders": {"Authorization": header}}),
        json!({"methodArn": "a", "resource": "/", "httpMethod": "GET", "pathParameters": header}),
        json!(header),
    ];
    for event in events {
        let url = format!("{}/2015-03-31/functions/authorize/invocations", rig.lambda.url);
        let answer = reqwest::Client::new().post(url).json(&event).send().await.unwrap();
        assert!(answer.headers().contains_key("x-amz-function-error"), "{event}");
        let text = answer.text().await.unwrap();
        let secret = header.trim_start_matches("Basic ").trim_end_matches('=');
        assert!(!text.contains(secret), "{text}");
    }
    assert_eq!(rig.lambda.started(), 1);
}
