//! Rows of uploads and what they mean.

use domain::ids::MaterialId;
use domain::wechat::materials::{Claim, MaterialUpload, UploadPlace, UploadState, UploadedCopy};
use ports::StoreError;

use crate::sql::{Row, Sql, Table};

pub(super) const UPLOADS: Table = Table {
    name: "wechat_material_uploads",
    key: "material_id",
};
/// All that a repeat writes, in the order of [`bind`], behind the key.
pub(super) const CHANGEABLE: [&str; 10] = [
    "app_id",
    "state",
    "media_id",
    "url",
    "expires_at",
    "claim",
    "claimed_until",
    "unanswered",
    "last_error",
    "updated_at",
];

/// Binds the key and the values of [`CHANGEABLE`].
pub(super) fn bind(sql: &mut Sql, upload: &MaterialUpload) {
    let copy = upload.copy.as_ref();
    sql.bind(upload.material.uuid())
        .bind(upload.place.name())
        .bind(upload.app_id.as_str())
        .bind(upload.state.name())
        .bind(copy.and_then(|copy| copy.media_id.as_deref()))
        .bind(copy.and_then(|copy| copy.url.as_deref()))
        .bind(copy.and_then(|copy| copy.expires_at))
        .bind(upload.claim.map(|claim| claim.token))
        .bind(upload.claim.map(|claim| claim.until))
        .bind(upload.unanswered)
        .bind(upload.last_error.as_deref())
        .bind(upload.updated_at);
}

pub(super) fn to_upload(row: &Row) -> Result<MaterialUpload, StoreError> {
    let (media_id, url) = (row.text_or_null("media_id")?, row.text_or_null("url")?);
    let expires_at = row.time_or_null("expires_at")?;
    let claim = match (row.id_or_null("claim")?, row.time_or_null("claimed_until")?) {
        (Some(token), Some(until)) => Some(Claim { token, until }),
        (None, None) => None,
        _ => return Err(row.corrupt("claimed_until")),
    };
    Ok(MaterialUpload {
        material: MaterialId::from_uuid(row.id("material_id")?),
        place: row.parsed("place", UploadPlace::from_name)?,
        app_id: row.text("app_id")?,
        state: row.parsed("state", UploadState::from_name)?,
        copy: (media_id.is_some() || url.is_some()).then_some(UploadedCopy {
            media_id,
            url,
            expires_at,
        }),
        claim,
        unanswered: row.number("unanswered")?,
        last_error: row.text_or_null("last_error")?,
        updated_at: row.time("updated_at")?,
    })
}
