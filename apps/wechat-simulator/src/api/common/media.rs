//! Temporary media (临时素材): three days.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT, OFFICIAL_AND_MINI};
use crate::api::kinds::{FileKind, FileRule, MB};
use crate::api::multipart::Form;
use crate::api::uploads::{TEMPORARY_SECONDS, answer, rule};
use crate::state::account::Product;

/// Temporary media.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/media/upload", upload),
    Endpoint::get(OFFICIAL_AND_MINI, "/cgi-bin/media/get", get),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/media/get/jssdk", get_voice),
];

/// What can be uploaded.
const RULES: &[FileRule] = &[
    FileRule {
        name: "image",
        kinds: &[FileKind::Png, FileKind::Jpeg, FileKind::Gif],
        most: 10 * MB,
    },
    FileRule {
        name: "voice",
        kinds: &[FileKind::Amr, FileKind::Mp3],
        most: 2 * MB,
    },
    FileRule {
        name: "video",
        kinds: &[FileKind::Mp4],
        most: 10 * MB,
    },
    FileRule {
        name: "thumb",
        kinds: &[FileKind::Jpeg],
        most: 64 * 1024,
    },
];

/// A mini program can upload pictures only; a thumbnail's id has a name of its own.
fn upload(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let rule = rule(RULES, call.parameter("type"))?;
    if call.account().identity.product == Product::MiniProgram && rule.name != "image" {
        return Err(Refusal::new(40004));
    }
    let form = Form::read(call.request)?;
    let file = call.uploaded(&form, rule, Some(TEMPORARY_SECONDS))?;
    let id = if rule.name == "thumb" {
        "thumb_media_id"
    } else {
        "media_id"
    };
    let told = json!({"type": rule.name, id: file.id, "created_at": file.created_at});
    call.account_mut().media.add(file);
    Ok(Done::changed(told))
}

/// The file; of a video its address.
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let id = call.parameter("media_id").unwrap_or_default();
    let file = call.account().media.get(id, call.now());
    let file = file.ok_or_else(|| Refusal::new(40007))?;
    if file.kind == "video" {
        let address = call.file_address(&file.key);
        return Ok(Done::read(json!({ "video_url": address })));
    }
    Ok(Done::with(answer(file)))
}

/// Voice recorded by the JS-SDK, in high quality.
fn get_voice(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let id = call.parameter("media_id").unwrap_or_default();
    let file = call.account().media.get(id, call.now());
    let file = file.filter(|file| file.kind == "voice");
    Ok(Done::with(answer(file.ok_or_else(|| Refusal::new(40007))?)))
}
