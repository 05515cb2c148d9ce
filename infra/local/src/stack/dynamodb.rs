//! DynamoDB Local and the one table, as the template declares it.

use anyhow::Context;
use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region},
    operation::create_table::CreateTableError,
    types::{
        AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
        TimeToLiveSpecification, TimeToLiveStatus,
    },
};

use super::{Facts, Options, service::Ready};
use crate::process::Program;

/// The region that everything pretends to run in.
pub const REGION: &str = "us-east-1";
/// The access key id of the running stack, and so the name of its database.
pub const ACCESS_KEY: &str = "granary";

/// How to reach DynamoDB Local; each access key id (letters and digits) has a database of its own.
pub fn configuration(endpoint: &str, access_key: &str) -> Config {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(Credentials::new(access_key, "local", None, None, "granary-local"))
        .endpoint_url(endpoint)
        .region(Region::from_static(REGION))
        .build()
}

/// Creates the table with its keys and its time to live, where it is not there yet.
///
/// # Errors
/// When DynamoDB does not answer or refuses.
pub async fn create_table(client: &Client, name: &str) -> anyhow::Result<()> {
    let created = client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(vec![attribute("pk")?, attribute("sk")?]))
        .set_key_schema(Some(vec![element("pk", KeyType::Hash)?, element("sk", KeyType::Range)?]))
        .send()
        .await;
    match created.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
        Ok(_) | Err(CreateTableError::ResourceInUseException(_)) => {
            expire_items(client, name).await
        }
        Err(error) => Err(error).context("the table cannot be created"),
    }
}

async fn expire_items(client: &Client, table: &str) -> anyhow::Result<()> {
    let now = client.describe_time_to_live().table_name(table).send().await?;
    let status = now.time_to_live_description.and_then(|it| it.time_to_live_status);
    if status == Some(TimeToLiveStatus::Enabled) {
        return Ok(());
    }
    let wanted = TimeToLiveSpecification::builder().attribute_name("expires_at").enabled(true);
    let request = client.update_time_to_live().table_name(table);
    request.time_to_live_specification(wanted.build()?).send().await?;
    Ok(())
}

fn attribute(name: &str) -> anyhow::Result<AttributeDefinition> {
    let attribute = AttributeDefinition::builder().attribute_name(name);
    Ok(attribute.attribute_type(ScalarAttributeType::S).build()?)
}

fn element(name: &str, key: KeyType) -> anyhow::Result<KeySchemaElement> {
    Ok(KeySchemaElement::builder().attribute_name(name).key_type(key).build()?)
}

/// The table that a started store must have.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    client: Client,
    name: String,
}

impl Table {
    pub(super) async fn ensure(&self) -> anyhow::Result<()> {
        create_table(&self.client, &self.name).await
    }
}

pub(super) fn readiness(facts: &Facts, options: &Options) -> Ready {
    let client = Client::from_conf(configuration(&facts.urls.dynamodb, &facts.access_key));
    Ready::Table(options.ports.dynamodb, Table { client, name: facts.table.clone() })
}

pub(super) fn program(options: &Options) -> Program {
    let data = options.state.join("data").into_os_string();
    let place =
        if options.in_memory { vec!["-inMemory".into()] } else { vec!["-dbPath".into(), data] };
    let fixed = [
        "-Xmx512m",
        "-Djava.library.path=./DynamoDBLocal_lib",
        "-jar",
        "DynamoDBLocal.jar",
        "-disableTelemetry",
        "-port",
        &options.ports.dynamodb.to_string(),
    ];
    Program {
        name: "dynamodb".into(),
        path: "java".into(),
        arguments: fixed.into_iter().map(Into::into).chain(place).collect(),
        environment: Vec::new(),
        inherits: true,
        directory: options.tools.dynamodb.clone(),
        log: Some(options.state.join("logs/dynamodb.log")),
    }
}
