//! The deployed OpenAPI document, read once into routes and gateway responses.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context as _, ensure};
use serde_json::{Map, Value};

use super::{
    Settings,
    authorizer::Authorizer,
    event::BinaryTypes,
    integration::Integration,
    intrinsics,
    response::GatewayResponses,
    routes::{Operation, Routes},
};

/// Keys of a path item that are operations.
const METHODS: [&str; 7] = ["delete", "get", "head", "options", "patch", "post", "put"];

/// A document ready to answer calls.
pub(super) struct Document {
    pub(super) routes: Routes,
    pub(super) responses: GatewayResponses,
    pub(super) binary: BinaryTypes,
}

type Authorizers = HashMap<String, Arc<Authorizer>>;

impl Document {
    /// # Errors
    /// When the document cannot be served as it would be deployed; the error says where.
    pub(super) fn read(settings: &Settings) -> anyhow::Result<Self> {
        let document = intrinsics::resolve(&settings.document, &settings.parameters)?;
        let authorizers = authorizers(&document, settings)?;
        let mut routes = Routes::default();
        for (template, item) in object(&document, "/paths")? {
            let item =
                item.as_object().with_context(|| format!("path `{template}` is no object"))?;
            let any = item.contains_key("x-amazon-apigateway-any-method");
            ensure!(!any, "`{template}` takes any method: the catalogue lists each");
            for (method, written) in
                item.iter().filter(|(method, _)| METHODS.contains(&method.as_str()))
            {
                let operation = operation(template, written, settings, &authorizers);
                let operation = operation.with_context(|| format!("{method} {template}"))?;
                routes.insert(method.to_ascii_uppercase(), operation)?;
            }
        }
        Ok(Self {
            routes,
            responses: GatewayResponses::parse(&document)?,
            binary: binary_types(&document)?,
        })
    }
}

fn operation(
    template: &str,
    written: &Value,
    settings: &Settings,
    authorizers: &Authorizers,
) -> anyhow::Result<Operation> {
    let integration = written.get("x-amazon-apigateway-integration").context("no integration")?;
    Ok(Operation {
        template: template.to_owned(),
        resource_id: resource_id(template),
        authorizer: authorizer(written, authorizers)?,
        integration: Integration::parse(integration, settings)?,
    })
}

/// `security` counts on the operation alone: AWS ignores it at the root.
fn authorizer(
    operation: &Value,
    authorizers: &Authorizers,
) -> anyhow::Result<Option<Arc<Authorizer>>> {
    let Some(security) = operation.get("security").and_then(Value::as_array) else {
        return Ok(None);
    };
    let mut names = security.iter().filter_map(Value::as_object).flat_map(Map::keys);
    let Some(name) = names.next() else { return Ok(None) };
    ensure!(names.next().is_none(), "API Gateway takes one security scheme for an operation");
    let found = authorizers
        .get(name)
        .with_context(|| format!("security scheme `{name}` is not defined"))?;
    Ok(Some(Arc::clone(found)))
}

fn authorizers(document: &Value, settings: &Settings) -> anyhow::Result<Authorizers> {
    let Some(schemes) = document.pointer("/components/securitySchemes").and_then(Value::as_object)
    else {
        return Ok(Authorizers::new());
    };
    let parse = |(name, scheme): (&String, &Value)| {
        let authorizer = Authorizer::parse(scheme, settings)
            .with_context(|| format!("security scheme `{name}`"))?;
        Ok((name.clone(), Arc::new(authorizer)))
    };
    schemes.iter().map(parse).collect()
}

fn binary_types(document: &Value) -> anyhow::Result<BinaryTypes> {
    let written = document.get("x-amazon-apigateway-binary-media-types").cloned();
    let types = serde_json::from_value(written.unwrap_or_else(|| Value::Array(Vec::new())));
    types.map(BinaryTypes).context("x-amazon-apigateway-binary-media-types")
}

fn object<'a>(document: &'a Value, pointer: &str) -> anyhow::Result<&'a Map<String, Value>> {
    let found = document.pointer(pointer).and_then(Value::as_object);
    found.with_context(|| format!("the document has no `{pointer}`"))
}

/// AWS gives each path a random id; ours only has to differ from path to path.
fn resource_id(template: &str) -> String {
    template.chars().filter(char::is_ascii_alphanumeric).collect()
}
