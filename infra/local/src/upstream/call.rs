//! A request that has reached its endpoint, and what may be answered.

use std::borrow::Cow;

use contract::catalogue::Endpoint;
use http::StatusCode;
use serde_json::{Map, Value};

use super::{
    collection::{Collection, NOW},
    refusal::Refusal,
};

/// Records of a list, before filters and paging.
pub(super) type Records = Vec<Cow<'static, Value>>;

pub(super) type Answer = Result<Reply, Refusal>;

/// What an endpoint answers when it does not refuse.
pub(super) enum Reply {
    Body(StatusCode, Value),
    List(Records),
}

impl Reply {
    pub(super) fn ok(body: Value) -> Answer {
        Ok(Self::Body(StatusCode::OK, body))
    }

    pub(super) fn created(body: Value) -> Answer {
        Ok(Self::Body(StatusCode::CREATED, body))
    }

    pub(super) fn list(records: impl IntoIterator<Item = &'static Value>) -> Answer {
        Ok(Self::List(records.into_iter().map(Cow::Borrowed).collect()))
    }

    pub(super) fn made(records: impl IntoIterator<Item = Value>) -> Answer {
        Ok(Self::List(records.into_iter().map(Cow::Owned).collect()))
    }
}

/// What an endpoint knows of a request.
pub(super) struct Call {
    pub(super) endpoint: &'static Endpoint,
    pub(super) parameters: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Map<String, Value>,
}

impl Call {
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// A field of the body; `null` counts as absent.
    pub(super) fn field(&self, name: &str) -> Option<&Value> {
        self.body.get(name).filter(|value| !value.is_null())
    }

    /// A field that is an id, as a number or in quotes: clients send both.
    pub(super) fn field_id(&self, name: &str) -> Option<u32> {
        id(self.field(name)?)
    }

    /// A path parameter, counted from 0.
    pub(super) fn parameter(&self, position: usize) -> &str {
        self.parameters.get(position).map_or("", String::as_str)
    }

    /// The record that a path parameter names.
    pub(super) fn record(
        &self,
        position: usize,
        collection: &'static Collection,
    ) -> Result<&'static Value, Refusal> {
        let id = self.parameter(position).parse().ok();
        id.and_then(|id| collection.find(id)).ok_or(Refusal::NotFound)
    }

    /// The same by its index, from which related records follow.
    pub(super) fn index(
        &self,
        position: usize,
        collection: &'static Collection,
    ) -> Result<u32, Refusal> {
        let id = self.parameter(position).parse().ok();
        id.and_then(|id| collection.index(id)).ok_or(Refusal::NotFound)
    }

    pub(super) fn retrieved(&self, collection: &'static Collection) -> Answer {
        Reply::ok(self.record(0, collection)?.clone())
    }

    /// The records whose field holds the id of the record that the path names.
    pub(super) fn children(
        &self,
        parent: &'static Collection,
        field: &'static str,
        children: &'static Collection,
    ) -> Answer {
        let parent = self.record(0, parent)?.get("id");
        Reply::list(children.records().iter().filter(|child| child.get(field) == parent))
    }

    /// The record of the path, with what the body changes.
    pub(super) fn changed(&self, collection: &'static Collection) -> Answer {
        Reply::ok(self.merged(self.record(0, collection)?))
    }

    /// A new record: one of its kind under a new id, with what the body says.
    pub(super) fn added(&self, collection: &'static Collection) -> Answer {
        let like = collection.records().first().ok_or(Refusal::NotFound)?;
        let mut record = self.merged(like);
        set(&mut record, "id", collection.next_id().into());
        set(&mut record, "created_at", NOW.into());
        Reply::created(record)
    }

    /// The body's fields over the record's: only those it has, and only of the same kind.
    pub(super) fn merged(&self, record: &Value) -> Value {
        let mut merged = record.clone();
        for (name, value) in &self.body {
            if name != "id" && merged.get(name).is_some_and(|old| fits(old, value)) {
                set(&mut merged, name, value.clone());
            }
        }
        set(&mut merged, "updated_at", NOW.into());
        merged
    }

    /// # Errors
    /// Every field that is absent, each by name.
    pub(super) fn required(&self, fields: &[&'static str]) -> Result<(), Refusal> {
        let absent = fields.iter().filter(|field| self.field(field).is_none());
        let told = |field: &&'static str| (*field, format!("Missing required field: {field}"));
        let told: Vec<_> = absent.map(told).collect();
        if told.is_empty() { Ok(()) } else { Err(Refusal::Invalid(told)) }
    }

    /// # Errors
    /// The field is present and none of the values.
    pub(super) fn one_of(&self, name: &'static str, values: &[&str]) -> Result<(), Refusal> {
        match self.field(name) {
            Some(value) if !value.as_str().is_some_and(|value| values.contains(&value)) => {
                Err(Refusal::field(name, format!("Must be one of: {}", values.join(", "))))
            }
            _ => Ok(()),
        }
    }

    /// The index of the record that a required field of the body names.
    pub(super) fn named(
        &self,
        name: &'static str,
        collection: &'static Collection,
    ) -> Result<u32, Refusal> {
        self.required(&[name])?;
        let index = self.field_id(name).and_then(|id| collection.index(id));
        index.ok_or_else(|| Refusal::field(name, "Must be the id of an existing record"))
    }
}

/// A number, or a number in quotes.
pub(super) fn id(value: &Value) -> Option<u32> {
    let number = value.as_u64().and_then(|id| u32::try_from(id).ok());
    number.or_else(|| value.as_str()?.parse().ok())
}

/// Replaces a field that the record has.
pub(super) fn set(record: &mut Value, name: &str, value: Value) {
    if let Some(field) = record.get_mut(name) {
        *field = value;
    }
}

fn fits(old: &Value, new: &Value) -> bool {
    let same = std::mem::discriminant(old) == std::mem::discriminant(new);
    (same && !old.is_object()) || old.is_null() || new.is_null()
}
