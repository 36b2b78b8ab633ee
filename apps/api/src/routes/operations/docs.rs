//! `GET /docs/{file}`

use std::sync::{Arc, LazyLock};

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use utoipa_swagger_ui::Config;

use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::{self, ApiError};

/// Scripts and styles come from this binary; Swagger UI needs styles in attributes and pictures in `data:` addresses.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The online validator of Swagger UI is off: a page must not call a foreign server.
static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::from("/v2/openapi.json")
        .try_it_out_enabled(true)
        .persist_authorization(false);
    Arc::new(
        config
            .display_request_duration(true)
            .deep_linking(true)
            .validator_url("none"),
    )
});

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Public, NotFound).bare().tail().quiet()
}

/// The interactive documentation; without a file its page.
#[utoipa::path(
    get,
    path = "/docs/{file}",
    operation_id = "getDocs",
    tag = "operations",
    params(("file" = String, Path, description = "A part of the page.", example = "index.html")),
    responses((status = 200, description = "A page, script, style or picture.", body = String, content_type = "text/html"))
)]
async fn handle(file: web::Path<String>) -> Result<HttpResponse, ApiError> {
    match utoipa_swagger_ui::serve(&file, Arc::clone(&CONFIG)) {
        Ok(Some(found)) => Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .content_type(found.content_type)
            .body(found.bytes.into_owned())),
        Ok(None) => Err(ApiError::not_found("file")),
        Err(cause) => {
            tracing::error!(error = %cause, "a page of the documentation could not be made");
            Err(error::internal())
        }
    }
}
