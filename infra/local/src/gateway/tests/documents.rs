//! The two deployed documents in small.

use serde_json::{Value, json};

/// HarvestApi: paths behind an authorizer, and open ones that only the root's `security` names.
pub(super) fn harvest() -> Value {
    let open = |path: &str| json!({"x-amazon-apigateway-integration": upstream("GET", path)});
    let guarded = |method: &str, path: &str| {
        let mut operation = json!({"x-amazon-apigateway-integration": upstream(method, path)});
        operation["security"] = json!([{"harvestKey": []}]);
        operation
    };
    json!({
        "security": [{"harvestKey": []}],
        "paths": {
            "/v1/candidates": {
                "get": guarded("GET", "/v1/candidates"),
                "post": guarded("POST", "/v1/candidates"),
            },
            "/v1/candidates/{id}": {"get": guarded("GET", "/v1/candidates/{id}")},
            "/v1/open": {"get": open("/v1/open")},
            "/v1/silent": {"get": open("/v1/silent")},
        },
        "components": {"securitySchemes": {"harvestKey": harvest_key()}},
        "x-amazon-apigateway-binary-media-types": ["*/*"],
        "x-amazon-apigateway-gateway-responses": responses(),
    })
}

fn upstream(method: &str, path: &str) -> Value {
    json!({
        "type": "http_proxy",
        "httpMethod": method,
        "uri": {"Fn::Sub": format!("${{UpstreamBaseUrl}}{path}")},
        "timeoutInMillis": 29_000,
        "requestParameters": {
            "integration.request.header.Authorization": "context.authorizer.authorization",
            "integration.request.header.authorization": "context.authorizer.authorizationLower",
            "integration.request.header.X-Granary-Key-Id": "context.authorizer.keyId",
            "integration.request.header.X-Forwarded-Host": "context.domainName",
            "integration.request.header.X-Forwarded-Proto": "stageVariables.forwardedProto",
            "integration.request.header.X-Forwarded-Prefix": "stageVariables.forwardedPrefix",
            "integration.request.path.id": "method.request.path.id",
        },
    })
}

fn harvest_key() -> Value {
    json!({
        "type": "apiKey", "name": "Unused", "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "request",
            "authorizerResultTtlInSeconds": 0,
            "authorizerUri": {"Fn::Sub": invocation("AuthorizeFunction")},
        },
    })
}

fn invocation(function: &str) -> String {
    let path = "lambda:path/2015-03-31/functions";
    format!("arn:aws:apigateway:${{AWS::Region}}:{path}/${{{function}.Arn}}/invocations")
}

fn responses() -> Value {
    let json = |body: Value| json!({"application/json": body.to_string()});
    let denied = json!({
        "message": "$context.authorizer.message",
        "request": "$context.extendedRequestId",
        "none": "$context.authorizer.none.",
        "price": "$5",
    });
    let challenge = "'Basic realm=\"Harvest API\"'";
    json!({
        "ACCESS_DENIED": {"statusCode": "403", "responseTemplates": json(denied)},
        "UNAUTHORIZED": {
            "statusCode": 401,
            "responseParameters": {"gatewayresponse.header.WWW-Authenticate": challenge},
            "responseTemplates": json(json!({"message": "Invalid Basic Auth credentials"})),
        },
        "AUTHORIZER_FAILURE": {
            "statusCode": "503",
            "responseParameters": {"gatewayresponse.header.Retry-After": "'1'"},
        },
        "MISSING_AUTHENTICATION_TOKEN": {"statusCode": "404"},
        "INVALID_SIGNATURE": {
            "statusCode": "404",
            "responseTemplates": {"application/json": "{\"leak\":$context.error.messageString}"},
        },
        "REQUEST_TOO_LARGE": {"statusCode": "400"},
        "DEFAULT_4XX": {"responseTemplates": json(json!({"family": 4}))},
        "DEFAULT_5XX": {"responseTemplates": json(json!({"family": 5}))},
    })
}

/// AdminApi: one function behind ID tokens, and a preflight.
pub(super) fn admin() -> Value {
    let operation = json!({
        "security": [{"cognito": []}],
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": {"Fn::Sub": invocation("ListKeysFunction")},
        },
    });
    json!({
        "paths": {"/keys": {"get": operation, "post": operation, "options": preflight()}},
        "components": {"securitySchemes": {"cognito": {
            "type": "apiKey", "name": "Authorization", "in": "header",
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs": ["arn:pool"]},
        }}},
    })
}

fn preflight() -> Value {
    json!({"x-amazon-apigateway-integration": {
        "type": "mock",
        "requestTemplates": {"application/json": "{\"statusCode\": 204}"},
        "responses": {"default": {"statusCode": "204", "responseParameters": {
            "method.response.header.Access-Control-Allow-Origin": {"Fn::Sub": "'${PageOrigin}'"},
            "method.response.header.Access-Control-Allow-Methods": "'GET,POST'",
        }}},
    }})
}
