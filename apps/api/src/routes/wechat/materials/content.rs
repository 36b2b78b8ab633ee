//! `GET /v2/wechat/accounts/{account}/materials/{materialId}/content`

use actix_web::HttpResponse;
use actix_web::http::header::{
    self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue, HeaderValue,
};
use domain::wechat::materials::{Material, MaterialKind};

use super::material;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;

/// A material's file never changes; whether the caller may see it can.
const CACHE: &str = "private, no-cache";

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        Validation,
        Internal,
        Unavailable
    )
    .bare()
}

/// Read the file of a material. Its `ETag` is the file's SHA-256.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/materials/{materialId}/content",
    operation_id = "readMaterialContent",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("materialId" = uuid::Uuid, Path, description = "The material.")
    ),
    responses(
        (status = 200, description = "The file, with its content type.", body = Vec<u8>, content_type = "application/octet-stream", headers(("ETag", description = "Its SHA-256."))),
        (status = 304, description = "The caller has it: `If-None-Match` names it.")
    )
)]
async fn handle(call: Call) -> Result<HttpResponse, ApiError> {
    let material = material(&call).await?.material;
    let tag = format!("\"{}\"", material.stored().file.hash);
    if is_known(&call, &tag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, CACHE))
            .finish());
    }
    let disposition = disposition(&material);
    let content = call
        .work(move |app| async move { app.materials.read.content(&material).await })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // Whatever the file holds, it runs nothing here.
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header(disposition)
        .insert_header((
            header::CONTENT_TYPE,
            HeaderValue::from_static(content.file_type.content_type()),
        ))
        .body(content.bytes))
}

fn is_known(call: &Call, tag: &str) -> bool {
    let header = call.header(header::IF_NONE_MATCH).unwrap_or_default();
    let mut known = header.split(',').map(|one| one.trim().trim_start_matches("W/"));
    known.any(|one| one == "*" || one == tag)
}

/// Plain files are saved, not shown.
fn disposition(material: &Material) -> ContentDisposition {
    let stored = material.stored();
    let disposition = match stored.kind {
        MaterialKind::File => DispositionType::Attachment,
        _ => DispositionType::Inline,
    };
    ContentDisposition {
        disposition,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: stored.name.as_bytes().to_vec(),
        })],
    }
}
