//! The description of the API, from the same table that serves it.
//!
//! Attributes on handlers tell what is particular; what endpoints have in common (paging, preconditions, idempotency,
//! tokens, codes of failures) is added here, so that it reads the same everywhere.

mod common;
mod failures;
mod sharing;

use std::collections::BTreeMap;

use actix_web::http::Method;
use utoipa::ToSchema as _;
use utoipa::openapi::path::{HttpMethod, Operation, PathItem, PathsBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ComponentsBuilder, ContactBuilder, InfoBuilder, OpenApi, OpenApiBuilder, ServerBuilder};

use crate::endpoint::Endpoint;
use crate::routes;
use crate::wire::envelope::{ErrorBody, Failure};
use failures::Failures;

const DESCRIPTION: &str = include_str!("introduction.md");

const TAGS: [(&str, &str); 8] = [
    ("identity", "Identity (身份): signing in."),
    (
        "events",
        "Events (活动): plan, publish, cancel, complete; QR codes and history.",
    ),
    ("attendance", "Attendance (报名与签到): who is registered, who came."),
    ("wechat", "WeChat (微信): the webhook, and what came through it."),
    (
        "mini-program",
        "Mini Program (小程序): signing in, codes, links, content security.",
    ),
    (
        "notifications",
        "Notifications (通知): what was sent to whom, and what became of it.",
    ),
    ("jobs", "Jobs: work outside requests that failed for good."),
    ("operations", "Probes, metrics, this documentation."),
];

/// The description of every endpoint.
#[must_use]
pub fn openapi() -> OpenApi {
    let endpoints = routes::endpoints();
    let mut schemas = Vec::new();
    Failure::schemas(&mut schemas);
    schemas.push((Failure::name().into(), <Failure as utoipa::PartialSchema>::schema()));
    schemas.push((ErrorBody::name().into(), <ErrorBody as utoipa::PartialSchema>::schema()));
    for endpoint in &endpoints {
        (endpoint.schemas)(&mut schemas);
    }
    // In order of name, so that the file changes only where the API does.
    let mut schemas: BTreeMap<_, _> = schemas.into_iter().collect();
    sharing::share(&mut schemas);
    let mut failures = Failures::new();
    let paths = paths(&endpoints, &mut failures);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    let bearer = bearer.description(Some("The token of `POST /v2/auth/login`."));
    let person = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "The token of a person who signed in through WeChat; a browser has it in a cookie instead.",
        ));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .responses_from_iter(failures)
        .security_scheme("bearer", SecurityScheme::Http(bearer.build()))
        .security_scheme("person", SecurityScheme::Http(person.build()));
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("NextEvent")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(DESCRIPTION))
                .contact(Some(ContactBuilder::new().name(Some("NextEvent")).build())),
        )
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .tags(Some(TAGS.map(|(name, text)| {
            TagBuilder::new().name(name).description(Some(text)).build()
        })))
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

/// The description as the checked-in file has it: pretty, with a newline at the end.
#[must_use]
pub fn openapi_json() -> String {
    let mut text = openapi()
        .to_pretty_json()
        .expect("the description consists of strings, numbers and maps");
    text.push('\n');
    text
}

fn paths(endpoints: &[Endpoint], failures: &mut Failures) -> utoipa::openapi::Paths {
    let mut paths = PathsBuilder::new();
    for endpoint in endpoints {
        paths = paths.path(
            &endpoint.path,
            PathItem::new(method(&endpoint.method), operation(endpoint, failures)),
        );
    }
    paths.build()
}

fn operation(endpoint: &Endpoint, failures: &mut Failures) -> Operation {
    let mut operation = (endpoint.operation)();
    operation.tags = Some((endpoint.tags)().into_iter().map(str::to_owned).collect());
    common::describe(endpoint, &mut operation);
    failures::describe(endpoint, &mut operation, failures);
    operation
}

fn method(method: &Method) -> HttpMethod {
    match *method {
        Method::POST => HttpMethod::Post,
        Method::PATCH => HttpMethod::Patch,
        Method::DELETE => HttpMethod::Delete,
        Method::PUT => HttpMethod::Put,
        _ => HttpMethod::Get,
    }
}
