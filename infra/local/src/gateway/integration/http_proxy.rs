//! `http_proxy`: the call goes to the upstream, buffered both ways.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use http::{Method, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use percent_encoding::percent_decode_str;

use super::{DROPPED, returned};
use crate::gateway::{
    Answer, Exchange,
    connection::BODY_LIMIT,
    context::API_ID,
    headers::Headers,
    mapping::{RequestMapping, Source, Values},
    refusal::{Kind, Refusal},
};

/// The upstream behind an operation.
pub(in crate::gateway) struct HttpProxy {
    method: Method,
    /// Scheme and authority.
    origin: String,
    path: Vec<Part>,
    mapping: RequestMapping,
    timeout: Duration,
}

/// A piece of the integration's path.
enum Part {
    Literal(String),
    Parameter(Source),
}

/// Keeps connections to the upstream, and normalises nothing.
pub(in crate::gateway) type UpstreamClient = Client<HttpConnector, Full<Bytes>>;

pub(in crate::gateway) fn upstream_client() -> UpstreamClient {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    Client::builder(TokioExecutor::new()).build(connector)
}

impl HttpProxy {
    pub(super) fn parse(
        method: &str,
        uri: &str,
        parameters: &BTreeMap<String, String>,
        timeout: Duration,
    ) -> anyhow::Result<Self> {
        let authority = uri.strip_prefix("http://").with_context(|| {
            format!(
                "`{uri}` is no http address: the local gateway speaks plain HTTP to the upstream"
            )
        })?;
        let (authority, path) = authority.split_once('/').unwrap_or((authority, ""));
        ensure!(!path.contains('?'), "`{uri}` has a query: map it instead");
        let mapping = RequestMapping::parse(parameters)?;
        Ok(Self {
            method: method.parse().with_context(|| format!("`{method}` is no method"))?,
            origin: format!("http://{authority}"),
            path: parts(path, &mapping)?,
            mapping,
            timeout,
        })
    }

    pub(super) async fn perform(&self, exchange: &Exchange<'_>) -> Result<Answer, Refusal> {
        let request = self.request(exchange)?;
        match tokio::time::timeout(self.timeout, call(&exchange.api.upstream, request)).await {
            Ok(answer) => answer
                .map_err(|error| Refusal::fault(Kind::IntegrationFailure, format!("{error:#}"))),
            Err(_) => Err(Refusal::fault(
                Kind::IntegrationTimeout,
                format!("no answer in {:?}", self.timeout),
            )),
        }
    }

    fn request(&self, exchange: &Exchange<'_>) -> Result<http::Request<Full<Bytes>>, Refusal> {
        let values = Values {
            request: exchange.request,
            path_parameters: &exchange.matched.parameters,
            context: exchange.context,
            stage_variables: &exchange.api.stage_variables,
        };
        let mut builder =
            http::Request::builder().method(self.method(exchange)?).uri(self.uri(&values)?);
        for (name, value) in self.headers(exchange, &values).iter() {
            builder = builder.header(name, value.as_bytes());
        }
        let request = builder.body(Full::new(exchange.request.body.clone()));
        request.map_err(|error| Refusal::fault(Kind::ApiConfiguration, error))
    }

    /// API Gateway takes the method from `X-HTTP-Method-Override`; routing has already happened.
    fn method(&self, exchange: &Exchange<'_>) -> Result<Method, Refusal> {
        match exchange.request.overridden_method() {
            None => Ok(self.method.clone()),
            Some(method) => method.to_ascii_uppercase().parse().map_err(|_| unfit("method")),
        }
    }

    /// Parameters are decoded once, as AWS documents, and a `%` that is left is encoded again:
    /// `1%2Fx` arrives as two segments. What no URI can hold is the client's mistake.
    fn uri(&self, values: &Values<'_>) -> Result<Uri, Refusal> {
        let mut target = self.origin.clone();
        for part in &self.path {
            match part {
                Part::Literal(text) => target.push_str(text),
                Part::Parameter(source) => {
                    let value = source.read(values).unwrap_or_default();
                    target.push_str(&decoded(&value).ok_or_else(|| unfit("path"))?);
                }
            }
        }
        if let Some(query) = self.query(values) {
            target.extend(["?", &query]);
        }
        target.parse().map_err(|_| unfit("path or query"))
    }

    /// The query as received, split at `;` as AWS documents, though events show it unsplit.
    fn query(&self, values: &Values<'_>) -> Option<String> {
        let mut parts: Vec<String> =
            values.request.raw_query.iter().map(|raw| raw.replace(';', "&")).collect();
        for (name, source) in &self.mapping.query {
            if let Some(value) = source.read(values) {
                parts.push(
                    form_urlencoded::Serializer::new(String::new())
                        .append_pair(name, &value)
                        .finish(),
                );
            }
        }
        (!parts.is_empty()).then(|| parts.join("&"))
    }

    fn headers(&self, exchange: &Exchange<'_>, values: &Values<'_>) -> Headers {
        let mut headers = exchange.request.headers.clone();
        headers.drop_named(&DROPPED);
        headers.drop_named(&[
            "host",
            "content-encoding",
            "proxy-connection",
            "x-http-method-override",
        ]);
        headers.set_default("Accept", "application/json");
        headers.set_default("User-Agent", &format!("AmazonAPIGateway_{API_ID}"));
        headers.set_default("X-Amzn-Trace-Id", exchange.context.trace_id());
        headers.overwrite("X-Amzn-Apigateway-Api-Id", API_ID);
        for (name, source) in &self.mapping.headers {
            if let Some(value) = source.read(values) {
                headers.overwrite(name, &value);
            }
        }
        headers
    }
}

async fn call(
    upstream: &UpstreamClient,
    request: http::Request<Full<Bytes>>,
) -> anyhow::Result<Answer> {
    let answer = upstream.request(request).await.context("the upstream")?;
    let (parts, body): (_, Incoming) = answer.into_parts();
    let body = Limited::new(body, BODY_LIMIT).collect().await;
    let body =
        body.map_err(|error| anyhow::anyhow!(error)).context("the upstream's body")?.to_bytes();
    let mut answer = Answer::new(body.into());
    *answer.status_mut() = parts.status;
    let lines = parts.headers.iter().map(|(name, value)| (name.clone(), value.clone()));
    *answer.headers_mut() = returned(lines);
    Ok(answer)
}

/// A path template cut at its parameters, each of which must be mapped.
fn parts(path: &str, mapping: &RequestMapping) -> anyhow::Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut literal = String::from("/");
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) =
            after.split_once('}').with_context(|| format!("`{path}` lacks a closing brace"))?;
        let mapped = mapping.path.iter().find(|(own, _)| own == name);
        let (_, source) = mapped
            .with_context(|| format!("`{{{name}}}` of the integration's path is not mapped"))?;
        literal.push_str(before);
        parts.push(Part::Literal(std::mem::take(&mut literal)));
        parts.push(Part::Parameter(source.clone()));
        rest = tail;
    }
    literal.push_str(rest);
    parts.push(Part::Literal(literal));
    Ok(parts)
}

fn decoded(value: &str) -> Option<String> {
    let decoded = percent_decode_str(value).decode_utf8().ok()?;
    Some(decoded.replace('%', "%25"))
}

fn unfit(part: &str) -> Refusal {
    Refusal::new(Kind::BadRequestParameters, &format!("Invalid {part}"))
}
