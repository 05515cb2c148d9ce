//! The events of REST APIs (format 1.0), as functions and authorizers receive them.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use super::{
    Exchange,
    context::{ACCOUNT, API_ID, STAGE},
    headers::{Headers, grouped},
};

/// `binaryMediaTypes`: which bodies travel as base64.
#[derive(Debug, Default)]
pub(super) struct BinaryTypes(pub(super) Vec<String>);

impl BinaryTypes {
    /// Whether the first media type of a header's value is binary; `*/*` covers all, and none.
    pub(super) fn cover(&self, header: Option<&str>) -> bool {
        let first = header.unwrap_or_default().split([',', ';']).next().unwrap_or_default().trim();
        self.0.iter().any(|own| match own.strip_suffix("/*") {
            Some("*") => true,
            Some(kind) => first.split('/').next() == Some(kind),
            None => own == first,
        })
    }
}

/// The ARN that an authorizer is asked about, with the path as received.
pub(super) fn method_arn(exchange: &Exchange<'_>) -> String {
    let request = exchange.request;
    let (region, method) = (&exchange.api.region, &request.method);
    let path = request.path.trim_start_matches('/');
    format!("arn:aws:execute-api:{region}:{ACCOUNT}:{API_ID}/{STAGE}/{method}/{path}")
}

/// What a REQUEST authorizer gets.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html>
pub(super) fn authorizer_event(exchange: &Exchange<'_>, method_arn: &str) -> Value {
    let mut event = common(exchange);
    event.insert("type".to_owned(), "REQUEST".into());
    event.insert("methodArn".to_owned(), method_arn.into());
    Value::Object(event)
}

/// What a function behind `aws_proxy` gets; absent collections are `null`, as recorded on AWS.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
pub(super) fn proxy_event(exchange: &Exchange<'_>) -> Value {
    let mut event = common(exchange);
    for value in event.values_mut() {
        if value.as_object().is_some_and(Map::is_empty) {
            *value = Value::Null;
        }
    }
    let body = &exchange.request.body;
    let encode =
        exchange.api.document.binary.cover(exchange.request.headers.any_case("content-type"));
    let text = match (body.is_empty(), encode) {
        (true, _) => Value::Null,
        (false, true) => BASE64_STANDARD.encode(body).into(),
        (false, false) => String::from_utf8_lossy(body).into(),
    };
    event.insert("isBase64Encoded".to_owned(), (encode && text.is_string()).into());
    event.insert("body".to_owned(), text);
    Value::Object(event)
}

/// Path parameters stand as received: AWS does not decode them here (recorded for REST APIs).
fn common(exchange: &Exchange<'_>) -> Map<String, Value> {
    let request = exchange.request;
    let headers = visible(&request.headers, exchange);
    let query: Map<String, Value> =
        request.query_pairs().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let parameters = exchange.matched.parameters.iter();
    let parameters: Map<String, Value> =
        parameters.map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    let fields: [(&str, Value); 10] = [
        ("resource", exchange.matched.operation.template.as_str().into()),
        ("path", request.path.as_str().into()),
        ("httpMethod", request.method.as_str().into()),
        ("headers", headers.single().into()),
        ("multiValueHeaders", headers.multiple().into()),
        ("queryStringParameters", query.into()),
        ("multiValueQueryStringParameters", grouped(request.query_pairs()).into()),
        ("pathParameters", parameters.into()),
        ("stageVariables", json!(exchange.api.stage_variables)),
        ("requestContext", exchange.context.to_value()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Headers that reach a function; a compressed body keeps its label here.
fn visible(headers: &Headers, exchange: &Exchange<'_>) -> Headers {
    let mut headers = headers.clone();
    headers.drop_named(&super::integration::DROPPED);
    headers.set_default("X-Amzn-Trace-Id", exchange.context.trace_id());
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_types_cover_by_the_first_media_type() {
        for (own, header, expected) in [
            ("*/*", None, true),
            ("*/*", Some("application/json"), true),
            ("image/*", Some("image/png;q=1"), true),
            ("image/png", Some("image/png, text/html"), true),
            ("image/png", Some("text/html, image/png"), false),
            ("image/*", Some("application/json"), false),
            ("image/png", None, false),
        ] {
            assert_eq!(
                BinaryTypes(vec![own.to_owned()]).cover(header),
                expected,
                "{own} {header:?}"
            );
        }
        assert!(!BinaryTypes::default().cover(Some("image/png")));
    }
}
