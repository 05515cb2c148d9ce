//! What API Gateway asks; source: "Input to an API Gateway Lambda authorizer", REQUEST type.

use std::collections::BTreeMap;

use domain::hygiene::Attempt;
use serde::Deserialize;

type Multi = BTreeMap<String, Vec<String>>;

/// The parts of the event that the decision and its log line need.
///
/// Our own type, since a general one parses header values and fails on those that no
/// client should send; here they are just text that is refused.
#[derive(Debug, Deserialize)]
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

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RequestContext {
    extended_request_id: Option<String>,
    request_id: String,
    identity: Identity,
}

#[derive(Debug, Default, Deserialize)]
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

    pub(super) fn attempt(&self) -> Attempt<'_> {
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
