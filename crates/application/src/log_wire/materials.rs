//! Changes of materials as they are stored.

use domain::wechat::materials::{Material, MaterialHappened};
use serde_json::json;

use super::WireEvent;

/// Stream type of materials.
pub const MATERIAL_STREAM: &str = "wechat_material";

/// The wire form of a change of a material.
#[must_use]
pub fn material_happened(material: &Material, happened: &MaterialHappened) -> WireEvent {
    let stored = material.stored();
    let (kind, mut data) = match happened {
        MaterialHappened::Added => (
            "wechat_material.added",
            json!({
                "kind": stored.kind.name(),
                "name": stored.name,
                "title": stored.title,
                "introduction": stored.introduction,
                "contentType": stored.file.file_type.content_type(),
                "size": stored.file.size,
                "sha256": stored.file.hash.to_string(),
            }),
        ),
        MaterialHappened::UploadRequested(place) => {
            ("wechat_material.upload_requested", json!({ "keeping": place.name() }))
        }
        MaterialHappened::Uploaded(place) => ("wechat_material.uploaded", json!({ "keeping": place.name() })),
        MaterialHappened::UploadFailed { place, note } => (
            "wechat_material.upload_failed",
            json!({ "keeping": place.name(), "note": note }),
        ),
        MaterialHappened::DeletionRequested => ("wechat_material.deletion_requested", json!({})),
        MaterialHappened::Deleted => ("wechat_material.deleted", json!({})),
    };
    data["account"] = json!(stored.account);
    WireEvent {
        stream_type: MATERIAL_STREAM,
        stream_id: stored.id.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}
