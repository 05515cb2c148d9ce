//! Where a stack's page goes, as its outputs say.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use serde_json::Value;

use super::aws::Aws;
use crate::{cloudformation::pairs, page::server::Config, terminal::note};

/// States in which every resource is there as its template says, that before a failed update included.
const DEPLOYED: [&str; 5] = [
    "CREATE_COMPLETE",
    "IMPORT_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    ROLLED_BACK,
];
const ROLLED_BACK: &str = "UPDATE_ROLLBACK_COMPLETE";
/// Ends the origin that stands for one not known yet.
const UNKNOWN: &str = ".invalid";

/// A deployed stack's page.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) bucket: String,
    pub(super) distribution: String,
    pub(super) config: Config,
    pub(super) url: String,
    origin_unknown: bool,
}

impl Target {
    /// Asks CloudFormation.
    pub(super) fn of(stack: &str, aws: &Aws) -> anyhow::Result<Self> {
        let described = aws.json(&["cloudformation", "describe-stacks", "--stack-name", stack]);
        let described = described.with_context(|| format!("the stack `{stack}` cannot be read"))?;
        Self::read(described.pointer("/Stacks/0").unwrap_or(&Value::Null))
            .with_context(|| format!("nothing can be published for the stack `{stack}`"))
    }

    fn read(stack: &Value) -> anyhow::Result<Self> {
        let status = stack["StackStatus"].as_str().unwrap_or_default();
        if !DEPLOYED.contains(&status) {
            bail!("it is {status}: bring its deployment to a good end first");
        }
        if status == ROLLED_BACK {
            note(
                "The stack's last deployment was undone: this page should be of the release before it",
            );
        }
        let outputs = pairs(&stack["Outputs"], "OutputKey", "OutputValue");
        let parameters = pairs(&stack["Parameters"], "ParameterKey", "ParameterValue");
        let config = output(&outputs, "PageConfig")?;
        let url = output(&outputs, "PageUrl")?;
        let origin = parameters.get("PageOrigin").copied().unwrap_or(url);
        let origin_unknown = origin.ends_with(UNKNOWN);
        Ok(Self {
            bucket: output(&outputs, "PageBucket")?.to_owned(),
            distribution: output(&outputs, "PageDistribution")?.to_owned(),
            config: serde_json::from_str(config).context("its output `PageConfig` is none")?,
            url: if origin_unknown { url } else { origin }.to_owned(),
            origin_unknown,
        })
    }

    /// Says what else is needed before anybody can sign in.
    pub(super) fn warn(&self) {
        if self.origin_unknown {
            note(format!(
                "Nobody can sign in there yet: deploy once more, with PageOrigin={}",
                self.url
            ));
        }
    }
}

fn output<'a>(outputs: &BTreeMap<&str, &'a str>, name: &str) -> anyhow::Result<&'a str> {
    outputs.get(name).copied().with_context(|| {
        format!("it has no output `{name}`: it is not Granary's, or of an older release; deploy this one first")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stack() -> Value {
        let config = r#"{"admin_api": "https://a", "harvest_api": "https://h", "identity": "https://i", "client_id": "c"}"#;
        let outputs = [
            ("PageBucket", "the-bucket"),
            ("PageConfig", config),
            ("PageDistribution", "E1"),
            ("PageUrl", "https://d1.cloudfront.net"),
        ];
        let outputs = outputs.map(|(name, value)| json!({"OutputKey": name, "OutputValue": value}));
        let origin =
            json!({"ParameterKey": "PageOrigin", "ParameterValue": "https://page.invalid"});
        json!({"StackStatus": "UPDATE_COMPLETE", "Outputs": outputs, "Parameters": [origin]})
    }

    #[test]
    fn a_page_is_found_at_its_own_domain_or_where_cloudfront_has_it() {
        let mut stack = stack();
        let target = Target::read(&stack).unwrap();
        assert_eq!(
            (target.url.as_str(), target.origin_unknown),
            ("https://d1.cloudfront.net", true)
        );
        assert_eq!((target.bucket.as_str(), target.distribution.as_str()), ("the-bucket", "E1"));
        stack["Parameters"][0]["ParameterValue"] = "https://keys.example.com".into();
        let target = Target::read(&stack).unwrap();
        assert_eq!(
            (target.url.as_str(), target.origin_unknown),
            ("https://keys.example.com", false)
        );
    }

    #[test]
    fn half_a_deployment_is_none() {
        for status in [
            "CREATE_IN_PROGRESS",
            "ROLLBACK_COMPLETE",
            "UPDATE_ROLLBACK_FAILED",
            "DELETE_IN_PROGRESS",
        ] {
            let mut stack = stack();
            stack["StackStatus"] = status.into();
            let error = format!("{:#}", Target::read(&stack).unwrap_err());
            assert!(error.contains(status), "{error}");
        }
        for missing in 0..4 {
            let mut stack = stack();
            let outputs = stack["Outputs"].as_array_mut().unwrap();
            let name = outputs.remove(missing)["OutputKey"].as_str().unwrap().to_owned();
            let error = format!("{:#}", Target::read(&stack).unwrap_err());
            assert!(error.contains(&format!("no output `{name}`")), "{error}");
        }
        assert!(Target::read(&Value::Null).is_err());
    }

    #[test]
    fn a_page_that_cannot_read_its_configuration_is_not_published() {
        for config in ["", "{}", r#"{"admin_api": "https://a"}"#, "[]"] {
            let mut stack = stack();
            stack["Outputs"][1]["OutputValue"] = config.into();
            let error = format!("{:#}", Target::read(&stack).unwrap_err());
            assert!(error.contains("PageConfig"), "{error}");
        }
    }
}
