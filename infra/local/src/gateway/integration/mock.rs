//! `mock`: an answer made of the document alone, as CORS preflights are.

use anyhow::Context as _;
use http::{HeaderName, Response, StatusCode};
use serde_json::Value;

use super::{Written, WrittenResponse};
use crate::gateway::{
    Answer, Exchange,
    mapping::{self, Source, Values},
    response,
};

/// The one response that the request template picks.
#[derive(Default)]
pub(in crate::gateway) struct Mock {
    status: StatusCode,
    headers: Vec<(HeaderName, Source)>,
}

impl Mock {
    pub(super) fn parse(written: &Written) -> anyhow::Result<Self> {
        let response =
            written.picked().context("the mock has no response for the status of its template")?;
        let status =
            response.status_code.as_ref().context("the mock's response has no statusCode")?;
        Ok(Self {
            status: StatusCode::from_u16(response::status(status)?)?,
            headers: mapping::response_headers(
                &response.response_parameters,
                "method.response.header.",
            )?,
        })
    }

    pub(super) fn perform(&self, exchange: &Exchange<'_>) -> Answer {
        let values = Values {
            request: exchange.request,
            path_parameters: &exchange.matched.parameters,
            context: exchange.context,
            stage_variables: &exchange.api.stage_variables,
        };
        let mut answer = Response::default();
        *answer.status_mut() = self.status;
        for (name, source) in &self.headers {
            if let Some(value) = source.read(&values).and_then(|text| text.parse().ok()) {
                answer.headers_mut().insert(name, value);
            }
        }
        answer
    }
}

impl Written {
    /// The response under the template's status, else `default`.
    fn picked(&self) -> Option<&WrittenResponse> {
        let template = self.request_templates.get("application/json")?;
        let template: Value = serde_json::from_str(template).ok()?;
        let status = template.get("statusCode")?.to_string();
        self.responses.get(&status).or_else(|| self.responses.get("default"))
    }
}
