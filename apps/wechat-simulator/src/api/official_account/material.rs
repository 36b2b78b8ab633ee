//! `/cgi-bin/material/…`: permanent media (永久素材), and pictures inside articles.

use serde_json::{Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::api::kinds::{FileKind, FileRule, MB};
use crate::api::multipart::Form;
use crate::api::uploads::{answer, rule};
use crate::state::media::{MediaLibrary, StoredFile};

/// Permanent media.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/material/add_material", add),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/material/get_material", get),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/material/del_material", delete),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/material/get_materialcount", count),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/material/batchget_material", list),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/media/uploadimg", upload_picture),
];

const RULES: &[FileRule] = &[
    FileRule {
        name: "image",
        kinds: &[FileKind::Png, FileKind::Jpeg, FileKind::Gif, FileKind::Bmp],
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
/// Pictures inside articles.
const PICTURE: FileRule = FileRule {
    name: "image",
    kinds: &[FileKind::Png, FileKind::Jpeg],
    most: MB,
};
/// How many pictures there may be.
const MOST_PICTURES: usize = 100_000;
/// How many of each other kind.
const MOST_OTHERS: usize = 1000;

/// Adds a file; a video needs a description.
fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let rule = rule(RULES, call.parameter("type"))?;
    let form = Form::read(call.request)?;
    let mut file = call.uploaded(&form, rule, None)?;
    if rule.name == "video" {
        let words: Option<Value> = form
            .text("description")
            .and_then(|text| serde_json::from_str(text).ok());
        let words = words
            .as_ref()
            .and_then(Value::as_object)
            .ok_or_else(|| Refusal::new(47001))?;
        fields::text(words, "title").clone_into(&mut file.title);
        fields::text(words, "introduction").clone_into(&mut file.introduction);
        if file.title.is_empty() {
            return Err(Refusal::new(45003));
        }
    }
    let most = if rule.name == "image" {
        MOST_PICTURES
    } else {
        MOST_OTHERS
    };
    let library = &call.account().official.content.materials;
    if count_of(library, rule.name) >= most {
        return Err(Refusal::new(45029));
    }
    let mut told = json!({ "media_id": file.id });
    if matches!(rule.name, "image" | "thumb") {
        told["url"] = call.file_address(&file.key).into();
    }
    call.account_mut().official.content.materials.add(file);
    Ok(Done::changed(told))
}

fn count_of(library: &MediaLibrary, kind: &str) -> usize {
    library.iter().filter(|file| file.kind == kind).count()
}

/// The file; of a video its title and address.
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let file = known(call, fields::text(&body, "media_id"))?;
    if file.kind == "video" {
        return Ok(Done::read(json!({
            "title": file.title,
            "description": file.introduction,
            "down_url": call.file_address(&file.key),
        })));
    }
    Ok(Done::with(answer(file)))
}

fn known<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a StoredFile, Refusal> {
    let file = call.account().official.content.materials.get(id, call.now());
    file.ok_or_else(|| Refusal::new(40007))
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let library = &mut call.account_mut().official.content.materials;
    let removed = library.remove(fields::text(&body, "media_id"));
    removed.then(Done::ok).ok_or_else(|| Refusal::new(40007))
}

/// Articles are drafts nowadays, so there are none among the media.
fn count(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let library = &call.account().official.content.materials;
    Ok(Done::read(json!({
        "voice_count": count_of(library, "voice"),
        "video_count": count_of(library, "video"),
        "image_count": count_of(library, "image") + count_of(library, "thumb"),
        "news_count": 0,
    })))
}

/// A page of one kind, newest first.
fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let kind = fields::text(&body, "type");
    if !matches!(kind, "image" | "voice" | "video" | "news") {
        return Err(Refusal::new(40004));
    }
    let offset = fields::number(&body, "offset").and_then(|offset| usize::try_from(offset).ok());
    let count = fields::number(&body, "count").filter(|count| (1..=20).contains(count));
    let count = count.and_then(|count| usize::try_from(count).ok());
    let (Some(offset), Some(count)) = (offset, count) else {
        return Err(Refusal::new(40035));
    };
    let library = &call.account().official.content.materials;
    let is_kind = |file: &&StoredFile| file.kind == kind || (kind == "image" && file.kind == "thumb");
    let total = library.iter().filter(is_kind).count();
    let page = library.iter().rev().filter(is_kind).skip(offset).take(count);
    let items: Vec<_> = page.map(|file| shown(call, file)).collect();
    Ok(Done::read(
        json!({"total_count": total, "item_count": items.len(), "item": items}),
    ))
}

fn shown(call: &Call<'_>, file: &StoredFile) -> Value {
    let mut shown = json!({"media_id": file.id, "name": file.name, "update_time": file.created_at});
    match file.kind.as_str() {
        "image" | "thumb" => shown["url"] = call.file_address(&file.key).into(),
        "video" => shown["name"] = file.title.as_str().into(),
        _ => {}
    }
    shown
}

/// A picture for the inside of articles; it does not count among the media.
fn upload_picture(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let form = Form::read(call.request)?;
    let file = call.uploaded(&form, &PICTURE, None)?;
    let url = call.file_address(&file.key);
    call.account_mut().official.content.images.add(file);
    Ok(Done::changed(json!({ "url": url })))
}
