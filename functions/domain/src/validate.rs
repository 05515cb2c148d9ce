//! Values of a request body, each parsed once; every wrong one is named, not just the first.

use contract::{
    catalogue::Permission,
    keys::{ApiType, DESCRIPTION_MAX},
    partners::{self, Partner},
    permissions::PermissionSet,
    problem::{FieldCode, FieldError},
};

/// Reads an API type's name.
pub(crate) fn api_type(name: &str) -> Result<ApiType, Vec<FieldError>> {
    name.parse().map_err(|_| {
        wrong(
            "api_type",
            FieldCode::UnknownApiType,
            format!("`{}` is no API type; use `harvest`", shown(name)),
        )
    })
}

/// Reads a partner's id.
pub(crate) fn partner(id: &str) -> Result<&'static Partner, Vec<FieldError>> {
    partners::find(id).ok_or_else(|| {
        let message = format!(
            "`{}` is no partner; use `unlisted_vendor` or `custom_integration` for one that is not listed",
            shown(id)
        );
        wrong("partner", FieldCode::UnknownPartner, message)
    })
}

/// Reads a description: trimmed, 1 to 200 characters, none of them a control character.
pub(crate) fn description(text: &str) -> Result<String, Vec<FieldError>> {
    let text = text.trim();
    let (code, message) = if text.is_empty() {
        (FieldCode::Blank, "is blank; say what the key is for".to_owned())
    } else if text.chars().any(char::is_control) {
        (FieldCode::ControlCharacter, "has control characters; write it on one line".to_owned())
    } else if text.chars().count() > DESCRIPTION_MAX {
        let length = text.chars().count();
        (FieldCode::TooLong, format!("has {length} characters; {DESCRIPTION_MAX} are allowed"))
    } else {
        return Ok(text.to_owned());
    };
    Err(wrong("description", code, message))
}

/// Wrong permissions that an answer names one by one: what somebody can look at, and an answer
/// that is no larger than what was asked.
const PERMISSIONS_NAMED: usize = 50;

/// Reads permission ids; one given twice counts once.
pub(crate) fn permissions(ids: &[String]) -> Result<PermissionSet, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut unnamed = 0_usize;
    let mut set = PermissionSet::EMPTY;
    for (index, id) in ids.iter().enumerate() {
        match id.parse::<Permission>() {
            Ok(permission) => set.insert(permission),
            Err(_) if errors.len() == PERMISSIONS_NAMED => unnamed += 1,
            Err(_) => errors.push(FieldError {
                field: format!("permissions[{index}]"),
                code: FieldCode::UnknownPermission,
                message: format!("`{}` is no permission of the catalogue", shown(id)),
            }),
        }
    }
    if unnamed > 0 {
        let message = format!("{unnamed} more are no permissions of the catalogue");
        errors.extend(wrong("permissions", FieldCode::UnknownPermission, message));
    }
    if errors.is_empty() { Ok(set) } else { Err(errors) }
}

pub(crate) fn wrong(field: &str, code: FieldCode, message: String) -> Vec<FieldError> {
    vec![FieldError { field: field.to_owned(), code, message }]
}

/// Input as a message may repeat it: short, and on one line.
fn shown(input: &str) -> String {
    input.chars().filter(|character| !character.is_control()).take(60).collect()
}
