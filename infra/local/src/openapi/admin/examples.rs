//! One full value of each body, made from the contract's types, so that it has their shape.

use contract::{
    events::{Change, EventName, EventPage, EventView},
    keys::{
        Actor, ApiType, CreateKey, CreatedKey, KeyPage, KeySummary, KeyView, Status, UpdateKey,
    },
    operations::Schema,
    permissions::PermissionSet,
};
use serde_json::{Value, json};

pub(super) const KEY_ID: &str = "01KB3Q7Z8M4N5P6R7S8T9V0W1X";
pub(super) const REQUEST_ID: &str = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";

const DESCRIPTION: &str = "Warehouse sync";
const TIME: &str = "2026-11-23T09:30:00.000Z";

pub(super) fn example(schema: Schema) -> Value {
    match schema {
        Schema::CreateKey => json!(create_key()),
        Schema::CreatedKey => json!(CreatedKey { view: view(), key: secret() }),
        Schema::EventPage => json!(EventPage { events: vec![event()], next_cursor: cursor() }),
        Schema::KeyPage => json!(KeyPage { keys: vec![view().summary], next_cursor: cursor() }),
        Schema::KeyView => json!(view()),
        Schema::UpdateKey => json!(update_key()),
    }
}

fn create_key() -> CreateKey {
    CreateKey {
        api_type: ApiType::Harvest.as_str().to_owned(),
        partner: "fivetran".to_owned(),
        description: DESCRIPTION.to_owned(),
        permissions: Some(permissions().ids().map(str::to_owned).collect()),
    }
}

fn update_key() -> UpdateKey {
    let CreateKey { description, permissions, .. } = create_key();
    UpdateKey { description: Some(description), permissions }
}

fn view() -> KeyView {
    let permissions = permissions();
    KeyView {
        summary: KeySummary {
            id: KEY_ID.to_owned(),
            api_type: ApiType::Harvest,
            partner: "fivetran".to_owned(),
            description: DESCRIPTION.to_owned(),
            status: Status::Active,
            permission_count: permissions.len(),
            version: 1,
            created_at: TIME.to_owned(),
            created_by: actor(),
            updated_at: TIME.to_owned(),
            updated_by: actor(),
        },
        permissions,
    }
}

fn event() -> EventView {
    EventView {
        id: "01KB3Q7Z8P0Q1R2S3T4V5W6X7Y".to_owned(),
        time: TIME.to_owned(),
        event: EventName::Created,
        key_id: KEY_ID.to_owned(),
        key_description: DESCRIPTION.to_owned(),
        actor: actor(),
        source_ip: "203.0.113.7".to_owned(),
        request_id: REQUEST_ID.to_owned(),
        changes: vec![
            Change::ApiType { new: ApiType::Harvest },
            Change::Partner { new: "fivetran".to_owned() },
            Change::Description { old: None, new: DESCRIPTION.to_owned() },
            Change::Permissions { added: permissions().to_ids(), removed: Vec::new() },
            Change::Status { old: None, new: Status::Active },
        ],
    }
}

fn actor() -> Actor {
    Actor {
        id: "7d8ca528-4931-4254-9273-ea5ee853f271".to_owned(),
        name: Some("Ada Lovelace".to_owned()),
        email: Some("ada@example.com".to_owned()),
    }
}

fn permissions() -> PermissionSet {
    PermissionSet::known(["candidates.list", "candidates.retrieve", "jobs.list"])
}

fn secret() -> String {
    format!("grn_{KEY_ID}_<secret>")
}

fn cursor() -> Option<String> {
    Some("b3BhcXVl".to_owned())
}
