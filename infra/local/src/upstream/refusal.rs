//! Every way the upstream says no, in Harvest's words where they are known.

use http::StatusCode;
use serde_json::{Value, json};

/// A refusal, with what its body tells the client.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Also what an unknown acting user gets; recorded of Harvest.
    NotFound,
    /// Harvest documents the status (August 2025), not the words.
    BodyOnGet,
    /// Undocumented: Harvest only says that the header is required.
    NobodyActing,
    /// The acting user lacks the right; reported of Harvest.
    NotTheirs,
    /// Not a JSON object.
    Malformed,
    /// Fields that failed, each with its reason.
    Invalid(Vec<(&'static str, String)>),
    /// The record is in a state that does not allow the action.
    Unfit(String),
    /// Nothing here answers the catalogue's endpoint of that id.
    Unhandled(&'static str),
    /// More than the server reads.
    TooLarge,
}

impl Refusal {
    pub(super) fn field(name: &'static str, reason: impl Into<String>) -> Self {
        Self::Invalid(vec![(name, reason.into())])
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BodyOnGet | Self::NobodyActing | Self::NotTheirs => StatusCode::FORBIDDEN,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Invalid(_) | Self::Unfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unhandled(_) => StatusCode::NOT_IMPLEMENTED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    pub(super) fn body(&self) -> Value {
        match self {
            Self::NotFound => json!({"message": "Resource not found"}),
            Self::BodyOnGet => json!({"message": "GET requests may not have a body"}),
            Self::NobodyActing => json!({"message": "Missing required header: On-Behalf-Of"}),
            Self::NotTheirs => json!({"errors": [{"message": "Not found"}]}),
            Self::Malformed => json!({"message": "The body is not a JSON object"}),
            Self::Invalid(fields) => {
                let told =
                    |(field, message): &(&str, String)| json!({"message": message, "field": field});
                let errors: Vec<Value> = fields.iter().map(told).collect();
                json!({"message": "Validation error", "errors": errors})
            }
            Self::Unfit(reason) => json!({"errors": [{"message": reason}]}),
            Self::Unhandled(id) => json!({"message": format!("nothing answers `{id}`")}),
            Self::TooLarge => json!({"message": "Request entity too large"}),
        }
    }
}
