//! What an authorizer's answer allows: the policy is evaluated, never trusted.

use anyhow::{Context as _, bail, ensure};
use serde_json::{Map, Value};

use super::context::text;

/// AWS's limit on one resource of a policy, in characters.
const RESOURCE_LIMIT: usize = 512;

/// An authorizer's answer, judged for one method ARN.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) allowed: bool,
    /// Context values as text, and `principalId`.
    pub(super) context: Map<String, Value>,
}

impl Verdict {
    /// # Errors
    /// When the answer is no policy that API Gateway takes; the message says why.
    pub(super) fn of(answer: &Value, method_arn: &str) -> anyhow::Result<Self> {
        let principal =
            answer.get("principalId").and_then(Value::as_str).context("no `principalId`")?;
        let statements =
            answer.pointer("/policyDocument/Statement").context("no `Statement` in the policy")?;
        let mut context = context(answer.get("context"))?;
        context.insert("principalId".to_owned(), principal.into());
        Ok(Self { allowed: evaluate(statements, method_arn)?, context })
    }
}

fn context(written: Option<&Value>) -> anyhow::Result<Map<String, Value>> {
    let Some(written) = written.filter(|written| !written.is_null()) else { return Ok(Map::new()) };
    let entries =
        written.as_object().context("`context` is no object")?.iter().map(|(key, value)| {
            let value = text(value)
                .with_context(|| format!("`{key}` of the context is no text, number or boolean"))?;
            Ok((key.clone(), value.into()))
        });
    entries.collect()
}

/// A matching `Deny` wins; without a matching `Allow` nothing is allowed.
fn evaluate(statements: &Value, method_arn: &str) -> anyhow::Result<bool> {
    let mut allowed = false;
    let mut denied = false;
    for statement in one_or_many(statements) {
        let applies = applies(statement, method_arn)?;
        match statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => allowed |= applies,
            Some("Deny") => denied |= applies,
            Some(_) | None => bail!("an `Effect` is neither `Allow` nor `Deny`"),
        }
    }
    Ok(allowed && !denied)
}

fn applies(statement: &Value, method_arn: &str) -> anyhow::Result<bool> {
    for key in ["Condition", "NotAction", "NotResource", "NotPrincipal"] {
        ensure!(statement.get(key).is_none(), "`{key}` is not evaluated by the local gateway");
    }
    let actions = texts(statement.get("Action")).context("an `Action` is no text")?;
    let resources = texts(statement.get("Resource")).context("a `Resource` is no text")?;
    for resource in &resources {
        let length = resource.chars().count();
        ensure!(
            length <= RESOURCE_LIMIT,
            "a resource has {length} characters, AWS takes {RESOURCE_LIMIT}"
        );
    }
    let is_invoke = |action: &&str| matches(&action.to_ascii_lowercase(), "execute-api:invoke");
    Ok(actions.iter().any(is_invoke)
        && resources.iter().any(|resource| matches(resource, method_arn)))
}

fn one_or_many(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |items| items.iter().collect())
}

fn texts(value: Option<&Value>) -> Option<Vec<&str>> {
    one_or_many(value?).into_iter().map(Value::as_str).collect()
}

/// Whether `text` fits a pattern of `*` and `?`, as IAM compares them.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(&letter) = text.get(read) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == letter => (at, read) = (at + 1, read + 1),
            Some(_) | None => {
                let Some((after, begun)) = star else { return false };
                star = Some((after, begun + 1));
                (at, read) = (after + 1, begun + 1);
            }
        }
    }
    pattern.iter().skip(at).all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ARN: &str = "arn:aws:execute-api:eu-west-1:000000000000:local/local/GET/v1/candidates";

    fn statement(effect: &str, resource: impl Into<Value>) -> Value {
        json!({"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource.into()})
    }

    fn check(statements: &Value) -> Option<bool> {
        let answer = json!({"principalId": "p", "policyDocument": {"Statement": statements}});
        Verdict::of(&answer, ARN).ok().map(|verdict| verdict.allowed)
    }

    #[test]
    fn evaluates_as_iam_does() {
        let allow = statement("Allow", ARN);
        let (any, yes, no) = (json!("*"), Some(true), Some(false));
        for (statements, expected) in [
            (json!([allow]), yes),
            (allow.clone(), yes),
            (json!([statement("Allow", any.clone())]), yes),
            (json!([statement("Allow", "arn:aws:execute-api:*/GET/v?/cand*")]), yes),
            (json!([statement("Allow", json!(["x", ARN]))]), yes),
            (
                json!([{"Action": ["a:b", "execute-api:*"], "Effect": "Allow", "Resource": ARN}]),
                yes,
            ),
            (json!([allow, statement("Deny", any.clone())]), no),
            (json!([statement("Deny", any), allow]), no),
            (json!([allow, statement("Deny", "arn:other")]), yes),
            (json!([statement("Allow", ARN.replace("GET", "POST"))]), no),
            (json!([statement("Allow", format!("{ARN}/1"))]), no),
            (json!([statement("Allow", ARN.strip_suffix("s").unwrap())]), no),
            (json!([{"Action": "s3:Get", "Effect": "Allow", "Resource": "*"}]), no),
            (json!([]), no),
            (json!([statement("allow", ARN)]), None),
            (json!([statement("Allow", "*".repeat(513))]), None),
            (json!([statement("Allow", "*".repeat(512))]), yes),
            (json!([{"Effect": "Allow", "Resource": ARN}]), None),
            (json!([{"Action": "*", "Effect": "Allow", "Resource": "*", "Condition": {}}]), None),
        ] {
            assert_eq!(check(&statements), expected, "{statements}");
        }
    }

    #[test]
    fn takes_context_as_text_and_nothing_nested() {
        let answer = |context| json!({"principalId": "p", "context": context, "policyDocument": {"Statement": statement("Allow", "*")}});
        let verdict = Verdict::of(&answer(json!({"a": "x", "b": 1, "c": true})), ARN).unwrap();
        let expected = json!({"a": "x", "b": "1", "c": "true", "principalId": "p"});
        assert_eq!(Value::Object(verdict.context), expected);
        for nested in [json!({"a": []}), json!({"a": {}}), json!({"a": null}), json!("x")] {
            assert!(Verdict::of(&answer(nested.clone()), ARN).is_err(), "{nested}");
        }
    }

    #[test]
    fn an_answer_without_principal_or_policy_is_malformed() {
        for answer in
            [json!({}), json!({"principalId": "p"}), json!({"policyDocument": {"Statement": []}})]
        {
            assert!(Verdict::of(&answer, ARN).is_err(), "{answer}");
        }
    }
}
