//! CloudFormation's `Ref`, `Fn::Sub`, `Fn::GetAtt` and `Fn::If`, resolved from the stack's values.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value};

/// What names resolve to: parameters, pseudo parameters, `Resource.Attribute`, and conditions,
/// which are `true` or `false`.
pub(super) type Names = BTreeMap<String, String>;

/// The document with every intrinsic function replaced by what it stands for.
///
/// # Errors
/// When a name is unknown, or a function is not one of the four.
pub(super) fn resolve(value: &Value, names: &Names) -> anyhow::Result<Value> {
    match value {
        Value::Object(object) => match intrinsic(object) {
            Some(("Fn::If", argument)) => resolve(branch(argument, names)?, names),
            Some((function, argument)) => Ok(Value::String(call(function, argument, names)?)),
            None => {
                let entries =
                    object.iter().map(|(key, inner)| Ok((key.clone(), resolve(inner, names)?)));
                entries.collect::<anyhow::Result<Map<_, _>>>().map(Value::Object)
            }
        },
        Value::Array(items) => items.iter().map(|item| resolve(item, names)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value.clone()),
    }
}

fn intrinsic(object: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = object.iter().next().filter(|_| object.len() == 1)?;
    let is_reference = name == "Ref" && argument.is_string();
    (is_reference || name.starts_with("Fn::")).then_some((name, argument))
}

/// The one of two values that the condition picks; the other may name what there is not.
fn branch<'a>(argument: &'a Value, names: &Names) -> anyhow::Result<&'a Value> {
    let Some([Value::String(condition), yes, no]) = argument.as_array().map(Vec::as_slice) else {
        bail!("`Fn::If` is a condition and two values, not {argument}")
    };
    match look_up(condition, names)?.as_str() {
        "true" => Ok(yes),
        "false" => Ok(no),
        other => bail!("the condition `{condition}` is `{other}`, not true or false"),
    }
}

fn call(function: &str, argument: &Value, names: &Names) -> anyhow::Result<String> {
    match (function, argument) {
        ("Ref" | "Fn::GetAtt", Value::String(name)) => look_up(name, names),
        ("Fn::GetAtt", Value::Array(parts)) => {
            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            look_up(&parts.join("."), names)
        }
        ("Fn::Sub", Value::String(text)) => substitute(text, names),
        ("Fn::Sub", Value::Array(parts)) => substitute_with(parts, names),
        _ => bail!(
            "`{function}` is not resolved by the local gateway: use Ref, Fn::Sub, Fn::GetAtt or Fn::If"
        ),
    }
}

fn substitute_with(parts: &[Value], names: &Names) -> anyhow::Result<String> {
    let [Value::String(text), Value::Object(own)] = parts else {
        bail!("the list form of `Fn::Sub` is a text and its names, not {}", Value::from(parts))
    };
    let mut all = names.clone();
    for (name, value) in own {
        let value = resolve(value, names)?;
        let value = value.as_str().with_context(|| format!("`{name}` of `Fn::Sub` is no text"))?;
        all.insert(name.clone(), value.to_owned());
    }
    substitute(text, &all)
}

fn substitute(text: &str, names: &Names) -> anyhow::Result<String> {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, tail) =
            after.split_once('}').with_context(|| format!("`{text}` lacks a closing brace"))?;
        result.push_str(before);
        match name.strip_prefix('!') {
            Some(literal) => result.extend(["${", literal, "}"]),
            None => result.push_str(&look_up(name, names)?),
        }
        rest = tail;
    }
    result.push_str(rest);
    Ok(result)
}

fn look_up(name: &str, names: &Names) -> anyhow::Result<String> {
    let unknown = || format!("the document names `{name}`, which the gateway's parameters lack");
    names.get(name).cloned().with_context(unknown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value) -> Result<Value, String> {
        let names = [
            ("Base", "http://up"),
            ("AWS::Region", "eu-west-1"),
            ("F.Arn", "arn:f"),
            ("Yes", "true"),
            ("No", "false"),
        ];
        let names = names.map(|(name, value)| (name.to_owned(), value.to_owned()));
        resolve(value, &Names::from(names)).map_err(|error| error.to_string())
    }

    #[test]
    fn resolves_each_form() {
        for (value, expected) in [
            (json!({"Ref": "Base"}), "http://up"),
            (json!({"Fn::GetAtt": "F.Arn"}), "arn:f"),
            (json!({"Fn::GetAtt": ["F", "Arn"]}), "arn:f"),
            (json!({"Fn::Sub": "${Base}/v1/{id}?${!Literal}"}), "http://up/v1/{id}?${Literal}"),
            (
                json!({"Fn::Sub": ["${Own}:${AWS::Region}", {"Own": {"Ref": "Base"}}]}),
                "http://up:eu-west-1",
            ),
        ] {
            assert_eq!(check(&json!({"a": [value]})), Ok(json!({"a": [expected]})));
        }
    }

    #[test]
    fn takes_the_branch_of_a_condition_and_leaves_the_other_unread() {
        let either = |condition| json!({"Fn::If": [condition, {"Ref": "Base"}, {"Ref": "Nobody"}]});
        assert_eq!(check(&json!([either("Yes")])), Ok(json!(["http://up"])));
        assert!(check(&either("No")).unwrap_err().contains("`Nobody`"));
        assert_eq!(check(&json!({"Fn::If": ["No", true, false]})), Ok(json!(false)));
        for (value, complaint) in [
            (either("Unknown"), "`Unknown`"),
            (either("Base"), "not true or false"),
            (json!({"Fn::If": ["Yes", 1]}), "two values"),
        ] {
            let error = check(&value).unwrap_err();
            assert!(error.contains(complaint), "{error}");
        }
    }

    #[test]
    fn leaves_what_only_looks_like_one() {
        let value = json!({"properties": {"Ref": {"type": "string"}}, "$ref": "#/x"});
        assert_eq!(check(&value), Ok(value.clone()));
    }

    #[test]
    fn names_what_is_missing() {
        for (value, name) in [
            (json!({"Ref": "Nobody"}), "`Nobody`"),
            (json!({"Fn::GetAtt": ["G", "Arn"]}), "`G.Arn`"),
            (json!({"Fn::Sub": "x${Missing.Arn}"}), "`Missing.Arn`"),
            (json!({"Fn::Sub": "x${Open"}), "closing brace"),
            (json!({"Fn::Join": ["", []]}), "`Fn::Join`"),
        ] {
            let error = check(&value).unwrap_err();
            assert!(error.contains(name), "{error}");
        }
    }
}
