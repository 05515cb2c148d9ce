//! What API Gateway asks; source: "Input to an API Gateway Lambda authorizer", REQUEST type.

use std::{collections::BTreeMap, fmt};

use domain::hygiene::Attempt;
use serde::{Deserialize, Deserializer, de::Error as _};

type Multi = BTreeMap<String, Vec<String>>;

/// The parts of the event that the decision and its log line need.
///
/// Our own type, since a general one parses header values and fails on those that no
/// client should send; here they are just text that is refused. It holds the secret as it
/// came, so it is not printed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizerEvent {
    pub(super) method_arn: String,
    resource: String,
    http_method: String,
    #[serde(default)]
    headers: Option<BTreeMap<String, String>>,
    #[serde(default)]
    multi_value_headers: Option<Multi>,
    #[serde(default)]
    query_string_parameters: Option<BTreeMap<String, String>>,
    #[serde(default)]
    multi_value_query_string_parameters: Option<Multi>,
    #[serde(default)]
    path_parameters: Option<BTreeMap<String, String>>,
    #[serde(default)]
    request_context: RequestContext,
}

/// The same as an invocation's payload, where an event that cannot be read is not quoted: the
/// runtime sends the error's words to Lambda, which hands them to whoever asked.
pub(super) struct Asked(pub(super) AuthorizerEvent);

impl<'de> Deserialize<'de> for Asked {
    fn deserialize<D: Deserializer<'de>>(event: D) -> Result<Self, D::Error> {
        let read = AuthorizerEvent::deserialize(event).map(Self);
        read.map_err(|_| D::Error::custom("not what API Gateway asks an authorizer"))
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RequestContext {
    extended_request_id: Option<String>,
    request_id: String,
    identity: Identity,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Identity {
    source_ip: String,
}

impl AuthorizerEvent {
    /// The extended id where there is one: a client can choose the other.
    pub(super) fn request_id(&self) -> &str {
        let context = &self.request_context;
        context.extended_request_id.as_deref().unwrap_or(&context.request_id)
    }

    pub(super) fn source_ip(&self) -> &str {
        &self.request_context.identity.source_ip
    }

    /// What the decision is about.
    pub fn attempt(&self) -> Attempt<'_> {
        Attempt {
            method: &self.http_method,
            template: &self.resource,
            path_parameters: pairs(self.path_parameters.as_ref()),
            query: all(
                self.multi_value_query_string_parameters.as_ref(),
                self.query_string_parameters.as_ref(),
            ),
            headers: all(self.multi_value_headers.as_ref(), self.headers.as_ref()),
        }
    }
}

impl fmt::Debug for AuthorizerEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizerEvent")
            .field("http_method", &self.http_method)
            .field("resource", &self.resource)
            .finish_non_exhaustive()
    }
}

/// Every value there is: the second map holds only the last of each name.
fn all<'a>(
    multi: Option<&'a Multi>,
    single: Option<&'a BTreeMap<String, String>>,
) -> Vec<(&'a str, &'a str)> {
    match multi {
        Some(multi) => multi
            .iter()
            .flat_map(|(name, values)| {
                values.iter().map(move |value| (name.as_str(), value.as_str()))
            })
            .collect(),
        None => pairs(single),
    }
}

fn pairs(map: Option<&BTreeMap<String, String>>) -> Vec<(&str, &str)> {
    map.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_client_sent_is_not_printed() {
        let event = serde_json::json!({
            "methodArn": "hidden",
            "resource": "/v1/candidates",
            "httpMethod": "GET",
            "headers": {"Authorization": "hidden"},
            "multiValueHeaders": {"Authorization": ["hidden"]},
            "queryStringParameters": {"key": "hidden"},
        });
        let event: AuthorizerEvent = serde_json::from_value(event).unwrap();
        let shown = format!("{event:?}");
        assert!(shown.contains("/v1/candidates") && !shown.contains("hidden"), "{shown}");
    }
}
