//! `POST /v2/wechat/accounts/{account}/materials`

use actix_web::http::header;
use application::wechat::materials::AddMaterialCommand;
use domain::ids::MaterialId;
use domain::wechat::materials::MaterialKind;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::body::MaterialBody;
use super::{account, tagged};
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::form::Form;
use crate::http::{Call, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        MaterialGoing,
        PayloadTooLarge,
        UnsupportedMediaType
    )
    .once()
}

/// A file with what it is meant to be.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form")]
pub(crate) struct MaterialForm {
    /// The file. What it is goes by what it holds, not by its name or declared type.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// `image`, `voice`, `video`, `thumb` or, for WeCom, `file`.
    #[schema(example = "image")]
    kind: String,
    /// Of a video: at most 64 characters; the file's name unless given.
    title: Option<String>,
    /// Of a video: at most 120 characters.
    introduction: Option<String>,
}

/// Take a file in. The same file again, as the same kind, is the material that is there, answered with 200. Official accounts take images (PNG, JPEG, GIF to 10 MB), voices (AMR, MP3 to 2 MB), videos (MP4 to 10 MB) and thumbs (JPEG to 64 KB); Mini Programs images (to 2 MB); WeCom images (PNG, JPEG to 5 MB), voices (AMR to 2 MB), videos (MP4 to 10 MB) and any file (to 20 MB).
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/materials",
    operation_id = "addMaterial",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body(content = MaterialForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "It was taken in.", body = Success<MaterialBody>, headers(("ETag", description = "Its version."), ("Location", description = "Its path."))),
        (status = 200, description = "It was there.", body = Success<MaterialBody>, headers(("ETag", description = "Its version."), ("Location", description = "Its path.")))
    )
)]
async fn handle(call: Call, form: Form) -> Result<Rendered, ApiError> {
    let (account, context) = (account(&call).await?, call.context());
    let fields = Fields::of(&form)?;
    let print = fields.print(&form);
    once::create(&call, print.as_bytes(), move |app, id| async move {
        let _place = form.place;
        let command = AddMaterialCommand {
            id: MaterialId::from_uuid(id),
            account: account.clone(),
            kind: fields.kind,
            name: form.file.name,
            title: fields.title,
            introduction: fields.introduction,
            bytes: form.file.bytes,
            context,
        };
        let added = app.materials.add.run(command).await?;
        let (edition, id) = (added.view.material.edition(), added.view.material.id());
        let body = MaterialBody::from(added.view);
        let answer = if added.was_there {
            Answer::ok(body)
        } else {
            Answer::created(body)
        };
        let path = format!("/v2/wechat/accounts/{account}/materials/{id}");
        Ok(tagged(answer, edition).header(header::LOCATION, &path))
    })
    .await
}

/// What the form says besides the file.
struct Fields {
    kind: MaterialKind,
    title: Option<String>,
    introduction: Option<String>,
}

impl Fields {
    fn of(form: &Form) -> Result<Self, ApiError> {
        const KNOWN: [&str; 3] = ["kind", "title", "introduction"];
        if let Some(unknown) = form.texts.keys().find(|name| !KNOWN.contains(&name.as_str())) {
            return Err(ApiError::invalid(unknown, "is not a known field"));
        }
        let kind = form
            .texts
            .get("kind")
            .ok_or_else(|| ApiError::invalid("kind", "is required"))?;
        let names = MaterialKind::ALL.map(MaterialKind::name).join(", ");
        Ok(Self {
            kind: MaterialKind::from_name(kind.trim())
                .ok_or_else(|| ApiError::invalid("kind", format!("must be one of {names}")))?,
            title: form.texts.get("title").cloned(),
            introduction: form.texts.get("introduction").cloned(),
        })
    }

    /// The same for the same form, whatever its boundary is.
    fn print(&self, form: &Form) -> String {
        let hash = Sha256::digest(&form.file.bytes);
        json!([
            self.kind.name(),
            self.title,
            self.introduction,
            form.file.name,
            hash.to_vec()
        ])
        .to_string()
    }
}
