//! The failures of an endpoint: its own codes and those that its kind brings along, by status, each with an example.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::header;
use serde_json::{Value, json};
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Ref, RefOr, Response, ResponseBuilder};

use crate::auth::Access;
use crate::endpoint::Endpoint;
use crate::error::Code;

/// Failures by name, each described once.
pub type Failures = BTreeMap<String, Response>;

/// Refers an operation to its failures.
pub fn describe(endpoint: &Endpoint, operation: &mut Operation, failures: &mut Failures) {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes(endpoint, operation) {
        by_status.entry(code.status().as_u16()).or_default().push(code);
    }
    for (status, codes) in by_status {
        let name = codes.iter().map(|code| code.text()).collect::<Vec<_>>().join(".");
        let reference = Ref::from_response_name(&name);
        failures.entry(name).or_insert_with(|| response(&codes));
        operation
            .responses
            .responses
            .insert(status.to_string(), RefOr::Ref(reference));
    }
}

fn codes(endpoint: &Endpoint, operation: &Operation) -> BTreeSet<Code> {
    let mut codes: BTreeSet<_> = endpoint.codes.iter().copied().collect();
    let is_bare = endpoint.traits.bare;
    if !is_bare {
        codes.extend([Code::Internal, Code::Unavailable]);
        let takes_values = operation.parameters.iter().flatten().any(|parameter| match parameter {
            RefOr::T(parameter) => parameter.name != "X-Request-Id",
            RefOr::Ref(_) => true,
        });
        if takes_values || operation.request_body.is_some() {
            codes.insert(Code::Validation);
        }
        if operation.request_body.is_some() {
            codes.extend([Code::PayloadTooLarge, Code::UnsupportedMediaType, Code::RequestTimeout]);
        }
    }
    if endpoint.access == Access::Signature {
        codes.insert(Code::Unavailable);
    }
    if endpoint.access == Access::Person {
        codes.insert(Code::Unauthenticated);
    }
    if matches!(endpoint.access, Access::Require(_)) {
        codes.extend([Code::Unauthenticated, Code::Forbidden]);
    }
    if endpoint.traits.versioned {
        codes.extend([Code::PreconditionFailed, Code::Conflict]);
    }
    if !endpoint.products.is_empty() {
        codes.insert(Code::WrongProduct);
    }
    if endpoint.traits.once {
        codes.insert(Code::Conflict);
    }
    codes
}

fn response(codes: &[Code]) -> Response {
    let lines: Vec<_> = codes
        .iter()
        .map(|code| format!("`{}`: {}", code.text(), code.meaning()))
        .collect();
    let mut content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Failure")));
    for code in codes {
        let example = ExampleBuilder::new()
            .summary(code.meaning())
            .value(Some(example(*code)));
        content = content.examples_from_iter([(code.text(), example.build())]);
    }
    let mut response = ResponseBuilder::new()
        .description(lines.join("\n\n"))
        .content("application/json", content.build());
    for (name, description) in headers(codes) {
        response = response.header(name, HeaderBuilder::new().description(Some(description)).build());
    }
    response.build()
}

fn headers(codes: &[Code]) -> Vec<(&'static str, &'static str)> {
    let mut headers = vec![("X-Request-Id", "Finds the request in the log.")];
    if codes
        .iter()
        .any(|code| matches!(code, Code::RateLimited | Code::Unavailable))
    {
        headers.push(("Retry-After", "Seconds to wait."));
    }
    if codes.contains(&Code::Unauthenticated) {
        headers.push((header::WWW_AUTHENTICATE.as_str(), "`Bearer`"));
    }
    headers
}

fn example(code: Code) -> Value {
    json!({
        "success": false,
        "error": {
            "code": code.text(),
            "message": code.meaning(),
            "details": details(code),
            "timestamp": "2026-12-01T01:41:00.123457Z",
            "requestId": "019ad3a5-7c4b-7000-8000-0000000000a1",
        }
    })
}

fn details(code: Code) -> Value {
    match code {
        Code::Validation => json!({"title": ["must not be empty"]}),
        Code::WindowClosed => json!({"lastInteractionAt": "2026-12-01T01:00:00Z", "personMust": "write"}),
        Code::WrongState => json!({"status": "cancelled"}),
        Code::CapacityBelowRegistered => json!({"registered": 12, "capacity": 10}),
        Code::AlreadyCheckedIn => json!({
            "checkedInAt": "2026-12-01T01:41:00.123457Z",
            "gate": "北门",
            "attendeeId": "019ad3a5-7c4b-7000-8000-0000000000b1",
        }),
        Code::CheckInNotOpen | Code::RegistrationNotOpen => json!({"opensAt": "2026-12-01T01:00:00Z"}),
        Code::WrongProduct => json!({"product": "mini_program", "needed": ["official_account"]}),
        Code::WrongMassState => json!({"state": "accepted"}),
        Code::LimitReached => json!({"limit": 500}),
        Code::PreconditionFailed => json!({"currentVersion": 3}),
        Code::PayloadTooLarge => json!({"limit": 1_048_576}),
        Code::Upstream => json!({"wechatCode": 45009}),
        _ => json!({}),
    }
}
