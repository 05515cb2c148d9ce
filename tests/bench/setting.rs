//! The stack, a key, and a client that counts what it asks of the table.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use aws_sdk_dynamodb::{Client, operation::get_item::GetItemInput};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeSerializationInterceptorContextRef},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use base64::{Engine, engine::general_purpose::STANDARD};
use contract::keys::{Actor, CreateKey};
use domain::{
    create_key::create_key,
    key::PlainKey,
    occasion::{Entropy, Occasion},
    principal::{Manager, Organization},
    remembered::Remembered,
};
use granary_local::stack::{Facts, dynamodb};
use handlers::authorize::AuthorizerEvent;
use jiff::Timestamp;
use keystore::{Keystore, Patience};
use rand::rngs::SysRng;
use serde_json::{Value, json};

pub struct Setting {
    pub facts: Facts,
    pub client: Client,
    pub store: Keystore,
    pub remembered: Remembered,
    pub counts: Counts,
    pub key: PlainKey,
    pub http: reqwest::Client,
}

/// What was asked of DynamoDB, counted where the SDK sends it.
#[derive(Clone, Debug, Default)]
pub struct Counts(Arc<[AtomicU64; 2]>);

impl Counts {
    pub fn consistent_reads(&self) -> u64 {
        self.0[0].load(Ordering::Relaxed)
    }

    pub fn other(&self) -> u64 {
        self.0[1].load(Ordering::Relaxed)
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Counts {
    fn name(&self) -> &'static str {
        "counts"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let read = context.input().downcast_ref::<GetItemInput>();
        let consistent = read.is_some_and(|read| read.consistent_read() == Some(true));
        self.0[usize::from(!consistent)].fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

impl Setting {
    pub async fn prepare() -> Self {
        let facts = std::env::var("GRANARY_STACK").expect("run this by `cargo dev bench`");
        let facts: Facts = serde_json::from_str(&facts).unwrap();
        let config = dynamodb::configuration(&facts.urls.dynamodb, &facts.access_key);
        let client = Client::from_conf(config);
        let counts = Counts::default();
        let config = client.config().to_builder().interceptor(counts.clone()).build();
        let store = Keystore::new(&config, facts.table.clone(), Patience::Decision);
        let key = new_key(&store).await;
        let remembered = Remembered::new(&mut SysRng).unwrap();
        Self { facts, client, store, remembered, counts, key, http: reqwest::Client::new() }
    }

    /// What API Gateway would ask for `GET /v1/candidates` with this key.
    pub fn event(&self, key: &str) -> AuthorizerEvent {
        serde_json::from_value(event(key)).unwrap()
    }
}

/// A key that may list candidates.
pub async fn new_key(store: &Keystore) -> PlainKey {
    let wanted = CreateKey {
        api_type: "harvest".into(),
        partner: "custom_integration".into(),
        description: "bench".into(),
        permissions: Some(vec!["candidates.list".into()]),
    };
    create_key(store, &manager(), &wanted, None, &occasion()).await.unwrap().1
}

pub fn manager() -> Manager {
    let organization = Organization::parse("bench").unwrap();
    Manager { organization, actor: Actor { id: "bench".into(), name: None, email: None } }
}

pub fn occasion() -> Occasion {
    Occasion {
        now: Timestamp::now(),
        request_id: "bench".into(),
        source_ip: "192.0.2.1".into(),
        entropy: Entropy::draw(&mut SysRng).unwrap(),
    }
}

pub fn event(key: &str) -> Value {
    let basic = format!("Basic {}", STANDARD.encode(format!("{key}:")));
    json!({
        "type": "REQUEST",
        "methodArn": "arn:aws:execute-api:us-east-1:000000000000:api/local/GET/v1/candidates",
        "resource": "/v1/candidates",
        "path": "/v1/candidates",
        "httpMethod": "GET",
        "headers": {"Authorization": basic, "Accept": "*/*", "Host": "localhost"},
        "multiValueHeaders": {"Authorization": [basic], "Accept": ["*/*"], "Host": ["localhost"]},
        "queryStringParameters": {"per_page": "1"},
        "multiValueQueryStringParameters": {"per_page": ["1"]},
        "pathParameters": null,
        "requestContext": {"requestId": "bench", "identity": {"sourceIp": "192.0.2.1"}},
    })
}
