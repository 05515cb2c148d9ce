//! The page's host: private files, the same headers and addresses as on this machine.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use granary_local::page::{
    headers::{HEADERS, content_security_policy},
    server::{caching, file},
};
use serde_json::{Value, json};

use super::{deployment::Deployment, list, object, resource, resources};

/// The admin API and the identity provider: all that the page talks to.
const ORIGINS: [&str; 2] = [
    "https://${AdminApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}",
    "https://${SignInDomain}.auth.${AWS::Region}.amazoncognito.com",
];

/// AWS's own cache policies, whose ids are the same everywhere.
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const CACHING_OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/// Routes of the program, files of the page, and what is neither.
const ADDRESSES: [&str; 20] = [
    "/",
    "/index.html",
    "/signed-in",
    "/keys/01KA/edit",
    "/keys/",
    "/a.b/c",
    "/a/index.html",
    "//",
    "/config.json",
    "/keys/config.json",
    "/app-ba7816bf8f01cfea.js",
    "/app-BA7816BF8F01CFEA.wasm",
    "/a-b-ba7816bf8f01cfea.wasm.br",
    "/app-ba7816bf8f01cfea",
    "/app-ba7816bf8f01cfea.js/keys",
    "/app-ba7816bf8f01cfe.js",
    "/app.x-ba7816bf8f01cfea.js",
    "/app.js",
    "/favicon.ico",
    "/keys/%2e%2e",
];

fn distribution() -> &'static Value {
    &resource("PageDistribution")["Properties"]["DistributionConfig"]
}

/// The default one, and the one for names with a digest.
fn behaviors() -> [&'static Value; 2] {
    let config = distribution();
    let [hashed] = list(&config["CacheBehaviors"]) else {
        panic!("one behavior beside the default")
    };
    [&config["DefaultCacheBehavior"], hashed]
}

#[test]
fn the_bucket_is_open_to_nobody_but_the_distribution() {
    let buckets: Vec<_> = resources("AWS::S3::Bucket").map(|(name, _)| name).collect();
    assert_eq!(buckets, ["PageBucket"]);
    let bucket = &resource("PageBucket")["Properties"];
    let blocked = json!({
        "BlockPublicAcls": true,
        "BlockPublicPolicy": true,
        "IgnorePublicAcls": true,
        "RestrictPublicBuckets": true,
    });
    assert_eq!(bucket["PublicAccessBlockConfiguration"], blocked);
    let files = json!({ "Fn::Sub": "${PageBucket.Arn}/*" });
    let source =
        "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${PageDistribution}";
    let statements = json!([
        {
            "Effect": "Allow",
            "Principal": { "Service": "cloudfront.amazonaws.com" },
            "Action": "s3:GetObject",
            "Resource": files,
            "Condition": { "StringEquals": { "aws:SourceArn": { "Fn::Sub": source } } },
        },
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [{ "Fn::GetAtt": ["PageBucket", "Arn"] }, files],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        },
    ]);
    let policies: Vec<_> = resources("AWS::S3::BucketPolicy").map(|(_, policy)| policy).collect();
    assert_eq!(policies.len(), 1);
    assert_eq!(policies[0]["PolicyDocument"]["Statement"], statements);
}

#[test]
fn its_files_are_encrypted_and_an_older_one_is_there_for_a_while() {
    let bucket = &resource("PageBucket")["Properties"];
    let rules = list(&bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]);
    assert_eq!(rules[0]["ServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256");
    assert_eq!(bucket["VersioningConfiguration"]["Status"], "Enabled");
    let replaced = &bucket["LifecycleConfiguration"]["Rules"][0]["NoncurrentVersionExpiration"];
    assert_eq!(replaced["NoncurrentDays"], 30);
}

#[test]
fn the_distribution_reads_the_bucket_and_signs_for_it() {
    let origins = json!([{
        "Id": "bucket",
        "DomainName": { "Fn::GetAtt": ["PageBucket", "RegionalDomainName"] },
        "OriginAccessControlId": { "Fn::GetAtt": ["PageAccess", "Id"] },
        "S3OriginConfig": { "OriginAccessIdentity": "" },
    }]);
    assert_eq!(distribution()["Origins"], origins);
    let access = &resource("PageAccess")["Properties"]["OriginAccessControlConfig"];
    assert_eq!(
        (&access["SigningBehavior"], &access["SigningProtocol"]),
        (&json!("always"), &json!("sigv4"))
    );
}

#[test]
fn everything_is_fetched_over_https_and_by_reading_alone() {
    assert_eq!(distribution()["HttpVersion"], "http2and3");
    for behavior in behaviors() {
        assert_eq!(behavior["ViewerProtocolPolicy"], "redirect-to-https");
        assert_eq!(behavior["AllowedMethods"], json!(["GET", "HEAD"]));
        assert_eq!(behavior["ResponseHeadersPolicyId"], json!({ "Ref": "PageHeaders" }));
        assert_eq!(behavior.get("OriginRequestPolicyId"), None, "queries stay at the edge");
    }
    let hashed = &list(&distribution()["CacheBehaviors"])[0];
    assert_eq!(hashed["Compress"], true, "the document is not cached, which compressing takes");
    for absent in ["CustomErrorResponses", "DefaultRootObject", "Logging"] {
        assert_eq!(distribution().get(absent), None, "{absent}");
    }
}

#[test]
fn a_domain_of_its_own_takes_a_certificate_and_tls_of_today() {
    let certificate = json!({ "Fn::If": [
        "HasPageCertificate",
        {
            "AcmCertificateArn": { "Ref": "PageCertificateArn" },
            "MinimumProtocolVersion": "TLSv1.2_2021",
            "SslSupportMethod": "sni-only",
        },
        { "CloudFrontDefaultCertificate": true },
    ] });
    assert_eq!(distribution()["ViewerCertificate"], certificate);
    let host = json!({ "Fn::Select": [2, { "Fn::Split": ["/", { "Ref": "PageOrigin" }] }] });
    let aliases = json!({ "Fn::If": ["HasPageCertificate", [host], { "Ref": "AWS::NoValue" }] });
    assert_eq!(distribution()["Aliases"], aliases);
}

/// Names in lower case and values, as a browser gets them.
fn headers() -> Vec<(String, String)> {
    let config = &resource("PageHeaders")["Properties"]["ResponseHeadersPolicyConfig"];
    let security = object(&config["SecurityHeadersConfig"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut found = Vec::new();
    for (kind, header) in security {
        assert_eq!(header["Override"], true, "{kind}");
        found.push(match kind.as_str() {
            "ContentSecurityPolicy" => {
                let policy = Deployment::with(&[]).resource("PageHeaders").unwrap();
                let policy = &policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"][kind];
                let policy = Deployment::with(&[]).text(&policy["ContentSecurityPolicy"]);
                ("content-security-policy", policy)
            }
            "ContentTypeOptions" => ("x-content-type-options", "nosniff".to_owned()),
            "FrameOptions" => ("x-frame-options", text(&header["FrameOption"])),
            "ReferrerPolicy" => ("referrer-policy", text(&header["ReferrerPolicy"])),
            "StrictTransportSecurity" => {
                let subdomains = header["IncludeSubdomains"].as_bool().unwrap();
                let rest = if subdomains { "; includeSubDomains" } else { "" };
                let age = &header["AccessControlMaxAgeSec"];
                ("strict-transport-security", format!("max-age={age}{rest}"))
            }
            other => panic!("the test does not know `{other}`"),
        });
    }
    let mut found: Vec<_> =
        found.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    for header in list(&config["CustomHeadersConfig"]["Items"]) {
        assert_eq!(header["Override"], true, "{header}");
        found.push((text(&header["Header"]).to_lowercase(), text(&header["Value"])));
    }
    found.sort();
    found
}

#[test]
fn its_headers_are_those_of_the_local_host_and_hsts() {
    let same = HEADERS.map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let policy = content_security_policy(&ORIGINS);
    let only_here = [
        ("content-security-policy".to_owned(), policy),
        ("strict-transport-security".to_owned(), "max-age=63072000".to_owned()),
    ];
    let mut expected: Vec<_> = same.into_iter().chain(only_here).collect();
    expected.sort();
    assert_eq!(headers(), expected);
}

#[test]
fn hashed_names_alone_are_kept_at_the_edge() {
    let [document, hashed] = behaviors();
    assert_eq!(document["CachePolicyId"], CACHING_DISABLED);
    assert_eq!(hashed["CachePolicyId"], CACHING_OPTIMIZED);
    assert_eq!(hashed["PathPattern"], "/*-????????????????.*");
    let functions = |behavior: &Value| {
        let functions = list(&behavior["FunctionAssociations"]).iter().map(|function| {
            let event = function["EventType"].as_str().unwrap();
            (
                event.to_owned(),
                function["FunctionARN"]["Fn::GetAtt"][0].as_str().unwrap().to_owned(),
            )
        });
        functions.collect::<Vec<_>>()
    };
    let caching = ("viewer-response".to_owned(), "PageCaching".to_owned());
    let routes = ("viewer-request".to_owned(), "PageRoutes".to_owned());
    assert_eq!(functions(document), [routes, caching.clone()]);
    assert_eq!(functions(hashed), [caching], "no rewriting: the document would be kept for a day");
}

fn run(function: &str, events: &Value) -> Vec<Value> {
    let properties = &resource(function)["Properties"];
    assert_eq!(properties["FunctionConfig"]["Runtime"], "cloudfront-js-2.0");
    run_code(properties["FunctionCode"].as_str().unwrap(), events)
}

/// Runs a CloudFront function under Node, once for each event.
pub fn run_code(code: &str, events: &Value) -> Vec<Value> {
    let script = format!("{code}\nconsole.log(JSON.stringify({events}.map(handler)))");
    let mut node = Command::new("node")
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node is a prerequisite");
    node.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "{code}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_address_leads_to_the_file_that_the_local_host_answers_with() {
    let events = ADDRESSES.map(|address| json!({ "request": { "uri": address } }));
    let found = run("PageRoutes", &json!(events));
    assert_eq!(found.len(), ADDRESSES.len());
    for (address, request) in ADDRESSES.iter().zip(found) {
        assert_eq!(request["uri"], file(address), "{address}");
    }
}

#[test]
fn every_file_is_kept_for_as_long_as_the_local_host_says() {
    let events = ADDRESSES.map(|address| {
        let headers = json!({ "cache-control": { "value": "of the bucket" } });
        let response = json!({ "statusCode": 200, "headers": headers });
        json!({ "request": { "uri": file(address) }, "response": response })
    });
    let found = run("PageCaching", &json!(events));
    assert_eq!(found.len(), ADDRESSES.len());
    for (address, response) in ADDRESSES.iter().zip(found) {
        let value = &response["headers"]["cache-control"]["value"];
        assert_eq!(*value, caching(file(address)), "{address}");
    }
}

/// What is uploaded as `config.json` is what the page reads.
#[test]
fn the_configuration_is_an_output() {
    let text = Deployment::with(&[]).output("PageConfig").unwrap();
    let config: Value = serde_json::from_str(&text).unwrap();
    let [admin_api, identity] = ORIGINS;
    let expected = json!({
        "admin_api": format!("{admin_api}/live"),
        "harvest_api": "https://${HarvestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live",
        "identity": identity,
        "client_id": "${PageClient}",
    });
    assert_eq!(config, expected);
}
