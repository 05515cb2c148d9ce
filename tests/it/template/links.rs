//! The distribution that makes an upstream's links lead back: nothing kept, nobody past it.

use serde_json::{Value, json};

use super::{deployment::Deployment, list, page, resource};

const REWRITING: (&str, &str) = ("RewriteLinks", "enabled");

/// AWS's own policies, whose ids are the same everywhere.
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_BUT_HOST: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/// All that CloudFront takes a page or a time for; those above 499 and 404 it keeps by itself.
const ERRORS: [u16; 11] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

const SECRET: &str = "{{resolve:secretsmanager:${LinkSecret}:SecretString:value}}";

fn distribution(given: &[(&str, &str)]) -> Value {
    let given = [&[REWRITING], given].concat();
    Deployment::with(&given).resource("LinkDistribution").unwrap()["DistributionConfig"].clone()
}

#[test]
fn there_is_none_of_it_unless_asked_for() {
    let without = Deployment::with(&[]);
    for name in ["LinkDistribution", "LinkRewriting", "LinkSecret"] {
        assert!(without.resource(name).is_none(), "{name}");
    }
    let variables = without.resource("HarvestApiStage").unwrap()["Variables"].clone();
    assert_eq!(variables.get("referer"), None, "a client's own passes");
}

#[test]
fn every_call_reaches_the_gate_whole_and_no_answer_is_kept() {
    let config = distribution(&[]);
    let behavior = &config["DefaultCacheBehavior"];
    assert_eq!(config.get("CacheBehaviors"), None);
    assert_eq!(behavior["CachePolicyId"], CACHING_DISABLED);
    assert_eq!(behavior["OriginRequestPolicyId"], ALL_BUT_HOST);
    assert_eq!(behavior["ViewerProtocolPolicy"], "https-only");
    assert_eq!(list(&behavior["AllowedMethods"]).len(), 7);
    assert_eq!(behavior["Compress"], false);
    let kept = ERRORS.map(|code| json!({ "ErrorCode": code, "ErrorCachingMinTTL": 0 }));
    assert_eq!(config["CustomErrorResponses"], json!(kept), "no page, and not for a second");
    assert_eq!(config.get("Logging"), None);
}

#[test]
fn its_origin_is_the_api_and_gets_a_secret_that_only_it_sends() {
    let config = distribution(&[]);
    let [origin] = list(&config["Origins"]) else { panic!("one origin") };
    let host = "${HarvestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}";
    assert_eq!(origin["DomainName"], json!({ "Fn::Sub": host }));
    assert_eq!(origin["OriginPath"], json!({ "Fn::Sub": "/${StageName}" }));
    assert_eq!(origin["CustomOriginConfig"]["OriginProtocolPolicy"], "https-only");
    assert_eq!(origin["CustomOriginConfig"]["OriginSSLProtocols"], json!(["TLSv1.2"]));
    let header = json!([{ "HeaderName": "Referer", "HeaderValue": { "Fn::Sub": SECRET } }]);
    assert_eq!(origin["OriginCustomHeaders"], header);
    let made = &resource("LinkSecret")["Properties"]["GenerateSecretString"];
    assert_eq!(
        (&made["GenerateStringKey"], &made["PasswordLength"]),
        (&json!("value"), &json!(64))
    );
}

#[test]
fn the_api_refuses_whoever_goes_past_it() {
    let policy = |given: &[_]| {
        let api = Deployment::with(given).resource("HarvestApi").unwrap();
        list(&api["Body"]["x-amazon-apigateway-policy"]["Statement"]).to_vec()
    };
    let statement = |effect| json!({ "Effect": effect, "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" });
    assert_eq!(policy(&[]), [statement("Allow")]);
    let mut denial = statement("Deny");
    // Without the header the key is not there, for which a negated comparison holds.
    denial["Condition"] = json!({ "StringNotEquals": { "aws:Referer": { "Fn::Sub": SECRET } } });
    assert_eq!(policy(&[REWRITING]), [statement("Allow"), denial]);
}

#[test]
fn the_secret_goes_no_further_than_the_api() {
    let deployment = Deployment::with(&[REWRITING]);
    let variables = &deployment.resource("HarvestApiStage").unwrap()["Variables"];
    assert_eq!(variables["referer"], json!({ "Fn::Sub": "https://${LinkDistribution}.invalid/" }));
    let api = deployment.resource("HarvestApi").unwrap();
    let operation = &api["Body"]["paths"]["/v1/candidates"]["get"];
    let mapped = &operation["x-amazon-apigateway-integration"]["requestParameters"];
    for name in ["Referer", "referer"] {
        let source = &mapped[format!("integration.request.header.{name}")];
        assert_eq!(*source, "stageVariables.referer");
    }
}

#[test]
fn its_domain_is_the_api_s_and_a_web_acl_stands_before_it() {
    let certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1234-abcd";
    let own = distribution(&[
        ("HarvestDomain", "harvest.example.com"),
        ("HarvestCertificateArn", certificate),
        ("LinkWebAclArn", "arn"),
    ]);
    assert_eq!(own["Aliases"], json!([{ "Ref": "HarvestDomain" }]));
    assert_eq!(own["ViewerCertificate"]["MinimumProtocolVersion"], "TLSv1.2_2021");
    assert_eq!(own["WebACLId"], json!({ "Ref": "LinkWebAclArn" }));
    let without = distribution(&[]);
    assert_eq!(without["ViewerCertificate"], json!({ "CloudFrontDefaultCertificate": true }));
    assert_eq!((without.get("Aliases"), without.get("WebACLId")), (None, None));
}

/// A response's headers before and after.
fn rewritten(given: &[(&str, &str)], headers: &[Value]) -> Vec<Value> {
    let deployment = Deployment::with(&[&[REWRITING], given].concat());
    let function = deployment.resource("LinkRewriting").unwrap();
    let events: Vec<_> = headers
        .iter()
        .map(|headers| {
            json!({
                "context": { "distributionDomainName": "d1.cloudfront.net" },
                "request": { "headers": {} },
                "response": { "statusCode": 200, "headers": headers },
            })
        })
        .collect();
    let code = deployment.text(&function["FunctionCode"]);
    let runtime = &function["FunctionConfig"]["Runtime"];
    assert_eq!(*runtime, "cloudfront-js-2.0");
    assert!(code.len() < 10_000, "CloudFront takes 10 kB");
    let responses = page::run_code(&code, &json!(events));
    responses.into_iter().map(|response| response["headers"].clone()).collect()
}

#[test]
fn every_link_with_a_host_leads_to_the_distribution() {
    let next = |address: &str| format!("<{address}>; rel=\"next\"");
    let rows = [
        (
            "https://harvest.internal.example/api/v1/jobs?page=2&per_page=1",
            "https://d1.cloudfront.net/v1/jobs?page=2&per_page=1",
        ),
        ("http://harvest.internal.example:8080/api/v1/jobs", "https://d1.cloudfront.net/v1/jobs"),
        ("HTTPS://10.0.0.7/api/v1/jobs", "https://d1.cloudfront.net/v1/jobs"),
        ("https://elsewhere.example/v1/jobs", "https://d1.cloudfront.net/v1/jobs"),
        ("//elsewhere.example/v1/jobs", "https://d1.cloudfront.net/v1/jobs"),
        ("https://user:word@elsewhere.example/v1/jobs", "https://d1.cloudfront.net/v1/jobs"),
        ("https://harvest.internal.example/apiary/v1", "https://d1.cloudfront.net/apiary/v1"),
        ("https://harvest.internal.example", "https://d1.cloudfront.net/"),
        ("https://harvest.internal.example/api?page=2", "https://d1.cloudfront.net/?page=2"),
        ("/api/v1/jobs?page=2", "https://d1.cloudfront.net/v1/jobs?page=2"),
        ("?page=2", "?page=2"),
        (" https://harvest.internal.example/api/v1/jobs ", "https://d1.cloudfront.net/v1/jobs"),
    ];
    let headers = rows.map(|(address, _)| json!({ "link": { "value": next(address) } }));
    let found = rewritten(&[], &headers);
    assert_eq!(found.len(), rows.len());
    for ((address, expected), headers) in rows.iter().zip(found) {
        assert_eq!(headers["link"]["value"], next(expected), "{address}");
    }
}

#[test]
fn several_links_several_lines_and_a_redirect_are_all_led_back() {
    let both = "<https://a.example/v1/x?page=1>; rel=\"prev\", <https://a.example/v1/x?page=3>; rel=\"next\"";
    let headers = [
        json!({ "link": { "value": both } }),
        json!({ "link": { "value": both, "multiValue": [{ "value": both }, { "value": "<https://b.example/>" }] } }),
        json!({ "location": { "value": "https://harvest.internal.example/api/v1/jobs/1" }, "etag": { "value": "\"https://a.example\"" } }),
        json!({}),
    ];
    let domain = [("HarvestDomain", "harvest.example.com")];
    let led = both.replace("a.example", "harvest.example.com");
    let expected = [
        json!({ "link": { "value": led } }),
        json!({ "link": { "value": led, "multiValue": [{ "value": led }, { "value": "<https://harvest.example.com/>" }] } }),
        json!({ "location": { "value": "https://harvest.example.com/v1/jobs/1" }, "etag": { "value": "\"https://a.example\"" } }),
        json!({}),
    ];
    assert_eq!(rewritten(&domain, &headers), expected);
}
