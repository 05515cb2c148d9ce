//! What API Gateway asks the gate: an allowance holds up when it is worked out a second time.

use std::{collections::BTreeMap, sync::LazyLock};

use base64::{Engine, engine::general_purpose::STANDARD};
use contract::catalogue::{ENDPOINTS, Endpoint};
use domain::{access, remembered::Remembered, store::ReadCredential};
use handlers::authorize::{AuthorizerEvent, UpstreamCredential, answer};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;

use super::example::{EXAMPLES, HELD, at_once};

/// An instance that has seen the keys before, so that argon2 runs once for each.
pub(super) static REMEMBERED: LazyLock<Remembered> = LazyLock::new(|| {
    let remembered = Remembered::new(&mut StdRng::seed_from_u64(1)).unwrap();
    for key in [&EXAMPLES.active, &EXAMPLES.revoked] {
        let credential = at_once(EXAMPLES.store.credential(key.id)).unwrap().unwrap();
        assert!(remembered.verify(key.id, &key.secret, &credential.secret).unwrap());
    }
    remembered
});

/// An event in JSON, in which `ACTIVE` and `REVOKED` stand for the two credentials.
pub(super) fn check(input: &[u8]) {
    let secrets = [&EXAMPLES.active, &EXAMPLES.revoked].map(|key| key.reveal().to_string());
    let [active, revoked] =
        secrets.each_ref().map(|key| format!("Basic {}", STANDARD.encode(format!("{key}:"))));
    let text = String::from_utf8_lossy(input).replace("ACTIVE", &active);
    let text = text.replace("REVOKED", &revoked);
    let Ok(event) = serde_json::from_str::<AuthorizerEvent>(&text) else { return };
    let decision = at_once(access::authorize(&event.attempt(), &EXAMPLES.store, &REMEMBERED));
    let shown = format!("{decision:?}");
    let answered = match answer(&decision, &UpstreamCredential::NONE, &event) {
        Err(refusal) => {
            assert_eq!(refusal.error_message, "Unauthorized", "{shown}");
            refusal.error_message
        }
        Ok(policy) => {
            let policy = serde_json::to_value(&policy).unwrap();
            // A part that the gate does not look at may be what no reader understands.
            if let Ok(event) = serde_json::from_str(&text) {
                judge(&policy, &event, &active);
            }
            policy.to_string()
        }
    };
    for secret in secrets {
        assert!(!shown.contains(&secret[31..75]) && !answered.contains(&secret[31..75]));
    }
}

fn judge(policy: &Value, event: &Value, active: &str) {
    let statement = &policy["policyDocument"]["Statement"][0];
    let context = policy["context"].as_object().unwrap();
    assert!(context.values().all(|value| value.as_str().is_some_and(|text| !text.is_empty())));
    if statement["Effect"] == "Deny" {
        assert_eq!(statement["Resource"], "*");
        return;
    }
    assert_eq!(statement["Effect"], "Allow");
    assert_eq!(statement["Resource"], event["methodArn"], "for the one method asked about");
    let route = (event["httpMethod"].as_str().unwrap(), event["resource"].as_str().unwrap());
    let named = |endpoint: &&Endpoint| context["permission"] == endpoint.id;
    let endpoint = ENDPOINTS.iter().find(named).unwrap();
    assert_eq!(endpoint.method.as_str(), route.0);
    assert_eq!(names(endpoint.path).count(), names(route.1).count(), "{route:?}");
    assert!(HELD.contains(&endpoint.id));
    assert_eq!(context["keyId"], EXAMPLES.active.id.to_string());
    assert_eq!(context["organization"], "acme");
    carries_nothing_odd(event, active);
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| segment.starts_with('{'))
}

/// What an allowed call brings along: its one credential, and nothing to mislead an upstream with.
fn carries_nothing_odd(event: &Value, active: &str) {
    let headers = pairs(event, "multiValueHeaders", "headers");
    let plain =
        |name: &str| name.to_ascii_lowercase().replace(|it: char| !it.is_ascii_alphanumeric(), "-");
    let credentials: Vec<_> =
        headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization")).collect();
    let [(_, credential)] = credentials[..] else { panic!("{credentials:?}") };
    assert_eq!(credential[6..], active[6..]);
    for (name, value) in &headers {
        let name = plain(name);
        let forged = ["x-granary-", "x-original-", "x-http-method", "x-method-override"];
        assert!(!forged.iter().any(|start| name.starts_with(start)), "{name}");
        assert!(!["forwarded", "x-forwarded-host", "x-rewrite-url"].contains(&name.as_str()));
        assert!(name != "content-type" || !is_form(value), "{value}");
    }
    let query = pairs(event, "multiValueQueryStringParameters", "queryStringParameters");
    let methods = query.iter().filter(|(name, _)| decoded(name).contains("_method"));
    assert_eq!(methods.count(), 0, "{query:?}");
    let parameters = event["pathParameters"].as_object().into_iter().flatten();
    for (_, value) in parameters {
        let value = value.as_str().unwrap();
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        assert!((1..=64).contains(&value.len()) && value.bytes().all(letter), "{value:?}");
    }
}

/// As often as it takes until nothing is encoded any more.
fn decoded(text: &str) -> String {
    let mut text = text.to_lowercase();
    while let Some(place) = (0..text.len()).find(|place| escaped(&text, *place).is_some()) {
        let byte = escaped(&text, place).unwrap();
        text.replace_range(place..place + 3, &char::from(byte).to_lowercase().to_string());
    }
    text
}

fn escaped(text: &str, place: usize) -> Option<u8> {
    let digits = text.get(place..place + 3)?.strip_prefix('%')?;
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hexadecimal.then(|| u8::from_str_radix(digits, 16).unwrap())
}

/// What Rack parses as a form; source: `Rack::Request`, `FORM_DATA_MEDIA_TYPES` and `media_type`.
fn is_form(content_type: &str) -> bool {
    let media_type = content_type.split([';', ',']).next().unwrap_or_default().trim();
    let media_type = media_type.to_ascii_lowercase();
    media_type == "application/x-www-form-urlencoded"
        || ["form-data", "related", "mixed"]
            .iter()
            .any(|it| media_type == format!("multipart/{it}"))
}

/// All values of the map that has all of them, where there is one.
fn pairs(event: &Value, all: &str, last: &str) -> Vec<(String, String)> {
    let all = serde_json::from_value::<BTreeMap<String, Vec<String>>>(event[all].clone()).ok();
    let last = serde_json::from_value::<BTreeMap<String, String>>(event[last].clone()).ok();
    let all = all.map(|all| {
        all.into_iter()
            .flat_map(|(name, values)| values.into_iter().map(move |it| (name.clone(), it)))
            .collect()
    });
    all.or(last.map(|last| last.into_iter().collect())).unwrap_or_default()
}
