//! Who asks: claims that API Gateway's Cognito authorizer verified, and from nowhere else.

use contract::{keys::Actor, operations::Role, problem::Code};
use domain::principal::{Claims, Manager, Refused, Viewer};
use lambda_http::{Request, RequestExt, request::RequestContext};
use serde_json::{Map, Value};

use crate::{configuration::Admin, reply::Failure};

/// Proves that the caller may change keys.
///
/// # Errors
/// [`Failure`]: unauthenticated, forbidden, or without an organization.
pub fn manager(admin: &Admin, request: &Request) -> Result<Manager, Failure> {
    let claims = verified(admin, request)?;
    Ok(Manager::of(&claims, admin.default_organization.as_ref())?)
}

/// Proves that the caller may look at keys.
///
/// # Errors
/// [`Failure`]: unauthenticated, forbidden, or without an organization.
pub fn viewer(admin: &Admin, request: &Request) -> Result<Viewer, Failure> {
    let claims = verified(admin, request)?;
    Ok(Viewer::of(&claims, admin.default_organization.as_ref())?)
}

/// An ID token, for this application: the authorizer would pass another client's as well.
fn verified<'a>(admin: &Admin, request: &'a Request) -> Result<Claims<'a>, Failure> {
    let claims = claims(request).ok_or_else(unauthenticated)?;
    let text =
        |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    if text("token_use") != Some("id") || text("aud") != Some(&admin.client_id) {
        return Err(unauthenticated());
    }
    Ok(Claims {
        actor: Actor {
            id: text("sub").ok_or_else(unauthenticated)?.to_owned(),
            name: text("name").map(str::to_owned),
            email: text("email").map(str::to_owned),
        },
        groups: text("cognito:groups").unwrap_or_default().split(',').map(str::trim).collect(),
        // An empty name is no organization's, and not the default's either.
        organization: claims.get("custom:organization").and_then(Value::as_str),
    })
}

fn claims(request: &Request) -> Option<&Map<String, Value>> {
    match request.request_context_ref()? {
        RequestContext::ApiGatewayV1(context) => {
            context.authorizer.fields.get("claims")?.as_object()
        }
        _ => None,
    }
}

fn unauthenticated() -> Failure {
    Failure::new(Code::Unauthenticated, "send the ID token of a signed-in user as a bearer token")
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Forbidden(Role::Manager) => Self::new(
                Code::Forbidden,
                format!(
                    "this takes the group `{}`; ask an administrator of the user pool",
                    Role::Manager.group()
                ),
            ),
            Refused::Forbidden(Role::Viewer) => Self::new(
                Code::Forbidden,
                format!(
                    "this takes the group `{}` or `{}`; ask an administrator of the user pool",
                    Role::Viewer.group(),
                    Role::Manager.group()
                ),
            ),
            Refused::NoOrganization => Self::new(
                Code::NoOrganization,
                "an administrator of the user pool must set `custom:organization` for you",
            ),
        }
    }
}
