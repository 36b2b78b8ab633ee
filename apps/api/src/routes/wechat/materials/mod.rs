//! Materials (素材) of an account: files that WeChat shows, and their copies there.

mod add;
mod body;
mod content;
mod delete;
mod error;
mod list;
mod quota;
mod read;
mod upload;

use actix_web::http::header;
use domain::ids::MaterialId;
use ports::wechat::materials::MaterialView;

use super::administered::account;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

use body::MaterialBody;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list::endpoint(),
        add::endpoint(),
        // Before the path that takes an id there.
        quota::endpoint(),
        read::endpoint(),
        delete::endpoint(),
        content::endpoint(),
        upload::endpoint(),
    ]
}

/// The material that the path names.
async fn material(call: &Call) -> Result<MaterialView, ApiError> {
    let (account, id) = (account(call).await?, call.id::<MaterialId>("materialId")?);
    let found = call
        .work(move |app| async move { app.materials.read.find(&account, id).await })
        .await?;
    found.ok_or_else(|| ApiError::not_found("material"))
}

/// A material with its tag.
fn tagged(answer: Answer<MaterialBody>, edition: u64) -> Answer<MaterialBody> {
    answer.header(header::ETAG, &etag::tag(edition))
}
