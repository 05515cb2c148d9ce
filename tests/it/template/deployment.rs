//! The template with its parameters given: which resources there are, and what their values come to.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{list, object, template};

/// What whoever deploys has to say, and nothing more.
pub const ASKED: [(&str, &str); 3] = [
    ("PageOrigin", "https://keys.example.com"),
    ("SignInDomainPrefix", "granary-sign-in"),
    ("UpstreamBaseUrl", "https://harvest.internal.example/api"),
];

/// Parameters, and what the conditions come to with them.
pub struct Deployment {
    parameters: BTreeMap<String, Value>,
    conditions: BTreeMap<String, bool>,
}

impl Deployment {
    /// With these parameters, and the defaults of all others.
    pub fn with(given: &[(&str, &str)]) -> Self {
        let mut parameters: BTreeMap<String, Value> = object(&template()["Parameters"])
            .iter()
            .map(|(name, parameter)| (name.clone(), parameter["Default"].clone()))
            .collect();
        for (name, value) in ASKED.iter().chain(given) {
            let known = parameters.insert((*name).to_owned(), json!(value));
            assert!(known.is_some(), "there is no parameter `{name}`");
        }
        assert!(parameters.values().all(|value| !value.is_null()), "{parameters:?}");
        let mut deployment = Self { parameters, conditions: BTreeMap::new() };
        let conditions = object(&template()["Conditions"]);
        let holds = |(name, test): (&String, &Value)| (name.clone(), deployment.holds(test));
        deployment.conditions = conditions.iter().map(holds).collect();
        deployment
    }

    /// What CloudFormation says before it refuses; nothing where it goes on.
    pub fn refusals(&self) -> Vec<&'static str> {
        let rules = object(&template()["Rules"]).values();
        let applied =
            rules.filter(|rule| rule.get("RuleCondition").is_none_or(|it| self.holds(it)));
        let assertions = applied.flat_map(|rule| list(&rule["Assertions"]));
        let broken = assertions.filter(|assertion| !self.holds(&assertion["Assert"]));
        broken.map(|assertion| assertion["AssertDescription"].as_str().unwrap()).collect()
    }

    /// A resource's properties, if it is there.
    pub fn resource(&self, name: &str) -> Option<Value> {
        let resource = &template()["Resources"][name];
        assert!(resource.is_object(), "the template has no resource `{name}`");
        self.is_there(resource).then(|| self.value(&resource["Properties"]).unwrap())
    }

    /// An output as text, if it is there.
    pub fn output(&self, name: &str) -> Option<String> {
        let output = &template()["Outputs"][name];
        assert!(output.is_object(), "the template has no output `{name}`");
        self.is_there(output).then(|| self.text(&self.value(&output["Value"]).unwrap()))
    }

    /// The whole without conditions, the parameters being its defaults.
    pub fn template(&self) -> Value {
        let mut whole = template().clone();
        let fields = whole.as_object_mut().unwrap();
        fields.remove("Conditions");
        for section in ["Resources", "Outputs"] {
            let all = object(&template()[section]).iter();
            let kept = all.filter(|(_, part)| self.is_there(part)).map(|(name, part)| {
                let mut part = self.value(part).unwrap();
                part.as_object_mut().unwrap().remove("Condition");
                (name.clone(), part)
            });
            fields.insert(section.to_owned(), kept.collect::<Map<_, _>>().into());
        }
        for (name, value) in &self.parameters {
            fields["Parameters"][name]["Default"] = value.clone();
        }
        whole
    }

    /// A reference's text, parameters put in; what AWS makes up stands as `${Name.Attribute}`.
    pub fn text(&self, value: &Value) -> String {
        match value.as_object().and_then(|fields| fields.iter().next()) {
            None => plain(value),
            Some((function, argument)) => match (function.as_str(), argument) {
                ("Ref", Value::String(name)) => self.named(name),
                ("Fn::GetAtt", Value::Array(path)) => {
                    format!("${{{}.{}}}", plain(&path[0]), plain(&path[1]))
                }
                ("Fn::Sub", Value::String(text)) => self.substituted(text, &Map::new()),
                ("Fn::Sub", Value::Array(parts)) => {
                    self.substituted(parts[0].as_str().unwrap(), object(&parts[1]))
                }
                _ => panic!("no text: {value}"),
            },
        }
    }

    fn substituted(&self, text: &str, own: &Map<String, Value>) -> String {
        let mut pieces = text.split("${");
        let mut result = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap();
            let known = own.get(name).map(|value| self.text(value));
            result += &known.unwrap_or_else(|| self.named(name));
            result += rest;
        }
        result
    }

    fn named(&self, name: &str) -> String {
        self.parameters.get(name).map_or_else(|| format!("${{{name}}}"), plain)
    }

    fn is_there(&self, part: &Value) -> bool {
        part["Condition"].as_str().is_none_or(|name| self.conditions[name])
    }

    /// With the branches that conditions pick; nothing for `AWS::NoValue`.
    fn value(&self, value: &Value) -> Option<Value> {
        match value {
            Value::Array(items) => Some(items.iter().filter_map(|item| self.value(item)).collect()),
            Value::Object(fields) => {
                if let Some(parts) = fields.get("Fn::If") {
                    let branch = if self.conditions[parts[0].as_str().unwrap()] { 1 } else { 2 };
                    return self.value(&parts[branch]);
                }
                if *value == json!({ "Ref": "AWS::NoValue" }) {
                    return None;
                }
                let kept =
                    fields.iter().filter_map(|(name, it)| Some((name.clone(), self.value(it)?)));
                Some(kept.collect::<Map<_, _>>().into())
            }
            other => Some(other.clone()),
        }
    }

    fn holds(&self, test: &Value) -> bool {
        let (function, argument) = object(test).iter().next().unwrap();
        match function.as_str() {
            "Condition" => self.holds(&template()["Conditions"][argument.as_str().unwrap()]),
            "Fn::Equals" => self.text(&argument[0]) == self.text(&argument[1]),
            "Fn::Not" => !self.holds(&argument[0]),
            "Fn::And" => list(argument).iter().all(|it| self.holds(it)),
            "Fn::Or" => list(argument).iter().any(|it| self.holds(it)),
            other => panic!("the tests do not know `{other}`"),
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
