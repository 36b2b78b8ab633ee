//! Media of a corp: temporary for three days and shared by all apps, and permanent pictures.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::kinds::{FileKind, FileRule, MB};
use crate::api::multipart::Form;
use crate::api::uploads::{TEMPORARY_SECONDS, answer, rule};

/// Media.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/media/upload", upload),
    Endpoint::get(WECOM, "/cgi-bin/media/get", get),
    Endpoint::post(WECOM, "/cgi-bin/media/uploadimg", upload_picture),
];

/// A file must be longer than this.
pub const SHORTEST: usize = 5;

/// What can be uploaded.
pub const RULES: &[FileRule] = &[
    FileRule {
        name: "image",
        kinds: &[FileKind::Png, FileKind::Jpeg],
        most: 10 * MB,
    },
    FileRule {
        name: "voice",
        kinds: &[FileKind::Amr],
        most: 2 * MB,
    },
    FileRule {
        name: "video",
        kinds: &[FileKind::Mp4],
        most: 10 * MB,
    },
    FileRule {
        name: "file",
        kinds: &[],
        most: 20 * MB,
    },
];
const PICTURE: FileRule = FileRule {
    name: "image",
    kinds: &[FileKind::Png, FileKind::Jpeg],
    most: 2 * MB,
};

/// `created_at` is text here.
fn upload(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let rule = rule(RULES, call.parameter("type"))?;
    let form = Form::read(call.request)?;
    if form.file("media")?.content.len() <= SHORTEST {
        return Err(Refusal::new(40006));
    }
    let file = call.uploaded(&form, rule, Some(TEMPORARY_SECONDS))?;
    let told = json!({
        "errcode": 0,
        "errmsg": "ok",
        "type": rule.name,
        "media_id": file.id,
        "created_at": file.created_at.to_string(),
    });
    call.corp_mut().media.add(file);
    Ok(Done::changed(told))
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let id = call.parameter("media_id").unwrap_or_default().to_owned();
    let now = call.now();
    let file = call.corp().media.get(&id, now);
    Ok(Done::with(answer(file.ok_or_else(|| Refusal::new(40007))?)))
}

fn upload_picture(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let form = Form::read(call.request)?;
    if form.file("media")?.content.len() <= SHORTEST {
        return Err(Refusal::new(40006));
    }
    let file = call.uploaded(&form, &PICTURE, None)?;
    let url = call.file_address(&file.key);
    call.corp_mut().images.add(file);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "ok", "url": url})))
}
