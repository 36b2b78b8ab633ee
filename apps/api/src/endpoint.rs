//! One method of one path: how it is served, guarded and described, all from the attribute on its handler.

use actix_web::Route;
use actix_web::http::Method;
use domain::wechat::Product;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{HttpMethod, Operation};
use utoipa::openapi::schema::Schema;

use crate::auth::Access;
use crate::error::Code;

/// Named schemas.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// One method of one path.
#[derive(Clone)]
pub struct Endpoint {
    /// The path, with `{parameters}`.
    pub path: String,
    /// The method.
    pub method: Method,
    /// Who may call it.
    pub access: Access,
    /// Of which products the `{account}` of its path may be; any where there is none.
    pub products: &'static [Product],
    pub(crate) codes: &'static [Code],
    pub(crate) traits: Traits,
    pub(crate) serve: fn(Route) -> Route,
    pub(crate) tags: fn() -> Vec<&'static str>,
    pub(crate) operation: fn() -> Operation,
    pub(crate) schemas: fn(&mut Schemas),
}

/// What an endpoint has in common with others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent traits, each with its own parameters in the document"
)]
pub(crate) struct Traits {
    /// It is a list with pages and cursors.
    pub(crate) paged: bool,
    /// It honours `If-Match`.
    pub(crate) versioned: bool,
    /// It takes an `Idempotency-Key`.
    pub(crate) once: bool,
    /// Its successes are not worth a line in the log.
    pub(crate) quiet: bool,
    /// Its answers are not JSON in an envelope.
    pub(crate) bare: bool,
    /// The last parameter of its path takes slashes and may be empty.
    pub(crate) tail: bool,
}

impl Endpoint {
    pub(crate) fn new<P>(access: Access, codes: &'static [Code], serve: fn(Route) -> Route) -> Self
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences + for<'tag> utoipa::__dev::Tags<'tag>,
    {
        let method = P::methods().into_iter().next().map_or(Method::GET, method);
        Self {
            path: P::path(),
            method,
            access,
            products: &[],
            codes,
            traits: Traits::default(),
            serve,
            tags: || P::tags(),
            operation: P::operation,
            schemas: P::schemas,
        }
    }

    pub(crate) const fn paged(mut self) -> Self {
        self.traits.paged = true;
        self
    }

    pub(crate) const fn versioned(mut self) -> Self {
        self.traits.versioned = true;
        self
    }

    pub(crate) const fn once(mut self) -> Self {
        self.traits.once = true;
        self
    }

    pub(crate) const fn quiet(mut self) -> Self {
        self.traits.quiet = true;
        self
    }

    pub(crate) const fn bare(mut self) -> Self {
        self.traits.bare = true;
        self
    }

    pub(crate) const fn tail(mut self) -> Self {
        self.traits.tail = true;
        self
    }

    /// For accounts of these products only: others are refused before the handler.
    pub(crate) const fn of(mut self, products: &'static [Product]) -> Self {
        self.products = products;
        self
    }

    /// The path as the router reads it.
    pub(crate) fn pattern(&self) -> String {
        match self.path.strip_suffix('}') {
            Some(path) if self.traits.tail => format!("{path}:.*}}"),
            _ => self.path.clone(),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a plain word")]
fn method(method: HttpMethod) -> Method {
    match method {
        HttpMethod::Post => Method::POST,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Put => Method::PUT,
        _ => Method::GET,
    }
}

/// The endpoint of the function `handle` beside it, with the codes of failures that are its own.
macro_rules! endpoint {
    ($access:expr $(, $code:ident)* $(,)?) => {
        $crate::endpoint::Endpoint::new::<__path_handle>(
            $access,
            &[$($crate::error::Code::$code),*],
            |route| route.to(handle),
        )
    };
}

pub(crate) use endpoint;
