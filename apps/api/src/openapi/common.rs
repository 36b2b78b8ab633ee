//! What endpoints of a kind have in common: parameters, headers, the token.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{RefOr, Required};

use crate::auth::Access;
use crate::endpoint::Endpoint;

/// Adds it.
pub fn describe(endpoint: &Endpoint, operation: &mut Operation) {
    let parameters = operation.parameters.get_or_insert_default();
    if endpoint.traits.paged {
        parameters.extend(paging().map(RefOr::T));
    }
    if endpoint.traits.versioned {
        parameters.push(RefOr::T(if_match()));
    }
    if endpoint.traits.once {
        parameters.push(RefOr::T(idempotency_key()));
    }
    parameters.push(RefOr::T(request_id()));
    operation.security = match endpoint.access {
        Access::Require(_) => Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]),
        Access::Person => Some(vec![SecurityRequirement::new("person", Vec::<String>::new())]),
        Access::Public | Access::Signature => Some(Vec::new()),
    };
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let header = HeaderBuilder::new()
                .description(Some("Finds the request in the log."))
                .build();
            response.headers.insert("X-Request-Id".to_owned(), header.into());
        }
    }
}

fn paging() -> [Parameter; 3] {
    let whole = |least: u32, most: Option<u32>| {
        let most = most.map(f64::from);
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(f64::from(least)))
            .maximum(most)
            .build()
    };
    [
        query("page", "The page, from 1.", whole(1, None)),
        query(
            "pageSize",
            "Entries of a page; 20 unless given.",
            whole(1, Some(ports::PageQuery::MAX_SIZE)),
        ),
        query(
            "cursor",
            "`nextCursor` of the page before, instead of `page`.",
            text(None),
        ),
    ]
}

fn query(name: &str, description: &str, schema: Object) -> Parameter {
    parameter(ParameterIn::Query, name, description, schema)
}

fn if_match() -> Parameter {
    let description = "The `ETag` the change is meant for; refused with 412 when the event has changed since.";
    parameter(ParameterIn::Header, "If-Match", description, text(Some("\"2\"")))
}

fn idempotency_key() -> Parameter {
    let description = "1 to 128 visible ASCII characters; a repeat with the same key and body gives the first answer.";
    parameter(
        ParameterIn::Header,
        "Idempotency-Key",
        description,
        text(Some("b3f1c7e0-create")),
    )
}

fn request_id() -> Parameter {
    let description = "Your id of the request, 1 to 128 characters of `[A-Za-z0-9._-]`; made up unless given.";
    parameter(ParameterIn::Header, "X-Request-Id", description, text(None))
}

fn text(example: Option<&str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).examples(example).build()
}

fn parameter(place: ParameterIn, name: &str, description: &str, schema: Object) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
