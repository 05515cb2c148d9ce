//! What the gate answers; source: "Output from an API Gateway Lambda authorizer".

use contract::catalogue::Permission;
use domain::{
    access::{Denial, Permit, Refusal},
    basic::Casing,
    hygiene::Contraband,
};
use serde::Serialize;

use super::upstream::UpstreamCredential;

/// A policy for this one request, with the values that the API's mappings use.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    principal_id: String,
    policy_document: Document,
    context: Context,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    action: &'static str,
    effect: &'static str,
    resource: String,
}

#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Context {
    Allowed {
        key_id: String,
        organization: String,
        permission: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        authorization: Option<UpstreamCredential>,
        #[serde(skip_serializing_if = "Option::is_none")]
        authorization_lower: Option<UpstreamCredential>,
        #[serde(skip_serializing_if = "Option::is_none")]
        authorization_upper: Option<UpstreamCredential>,
        #[serde(skip_serializing_if = "Option::is_none")]
        content_type: Option<&'static str>,
    },
    Denied {
        code: &'static str,
        message: &'static str,
        permission: &'static str,
    },
}

impl Policy {
    /// Lets this one method on this one path pass.
    pub(super) fn allow(
        permit: &Permit,
        credential: &UpstreamCredential,
        method_arn: &str,
    ) -> Self {
        let overwritten = |casing| (permit.casing == casing).then(|| credential.clone());
        let untyped = permit.permission.endpoint().writes() && !permit.names_a_type;
        let context = Context::Allowed {
            key_id: permit.key_id.to_string(),
            organization: permit.organization.clone(),
            permission: permit.permission.id(),
            authorization: overwritten(Casing::Title),
            authorization_lower: overwritten(Casing::Lower),
            authorization_upper: overwritten(Casing::Upper),
            content_type: untyped.then_some("application/json"),
        };
        Self::new(permit.key_id.to_string(), "Allow", method_arn.to_owned(), context)
    }

    /// Refuses, with the words for the answer, none of them blank.
    ///
    /// It names every resource: an ARN over 512 characters would make the policy invalid,
    /// and a denial cannot be too wide.
    pub(super) fn deny(denial: &Denial) -> Self {
        let (code, message) = words(&denial.refusal);
        let permission = denial.permission.map_or("none", Permission::id);
        let principal = denial.key_id.map_or_else(|| "none".to_owned(), |id| id.to_string());
        Self::new(principal, "Deny", "*".to_owned(), Context::Denied { code, message, permission })
    }

    fn new(principal_id: String, effect: &'static str, resource: String, context: Context) -> Self {
        let statement = [Statement { action: "execute-api:Invoke", effect, resource }];
        Self {
            principal_id,
            policy_document: Document { version: "2012-10-17", statement },
            context,
        }
    }
}

/// A code for programs, and Harvest's words where Harvest has some.
fn words(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::Contraband(Contraband::ForgedHeader) => (
            "forged_header",
            "Remove the headers that only a gateway or a proxy sets, such as X-Granary-*, Forwarded, X-Forwarded-Host or X-Original-URL",
        ),
        Refusal::Contraband(Contraband::MethodOverride) => (
            "method_override",
            "Send the method itself, and the body as JSON: overriding the method is not accepted",
        ),
        Refusal::Contraband(Contraband::PathParameter) => {
            ("path_parameter", "A path parameter has a value that this endpoint does not accept")
        }
        Refusal::NotPermitted => {
            ("permission_missing", "This API Key does not have permission for this endpoint")
        }
        Refusal::NotAKey
        | Refusal::Revoked
        | Refusal::Store(_)
        | Refusal::Unlisted
        | Refusal::UnknownKey
        | Refusal::Upstream(_)
        | Refusal::WrongSecret => ("unlisted", "This endpoint cannot be permitted to any API Key"),
    }
}
