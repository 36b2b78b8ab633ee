//! Articles (图文): how they are checked, cleaned and shown.

use serde_json::{Map, Value, json};

use crate::api::answer::Refusal;
use crate::api::call::Call;
use crate::api::fields;
use crate::state::content::Draft;

/// Articles of one draft.
pub const MOST_ARTICLES: usize = 8;
/// Characters: fewer than 20,000.
const LONGEST_CONTENT: usize = 19_999;
/// Bytes: less than a megabyte.
const LONGEST_CONTENT_BYTES: usize = 1024 * 1024 - 1;
const LONGEST_TITLE: usize = 64;
const LONGEST_AUTHOR: usize = 16;
const LONGEST_DIGEST: usize = 128;
const LONGEST_SOURCE: usize = 1024;
/// Characters of the content that are the digest when there is no other.
const OWN_DIGEST: usize = 54;
const MOST_PICTURES: usize = 20;

/// An article as it will be shown.
///
/// # Errors
/// 44003, 45003, 45110, 45004, 45005, 44004, 45002 for its texts, 40007 for pictures that are no permanent media.
pub fn checked(call: &Call<'_>, article: &Value) -> Result<Value, Refusal> {
    let article = article.as_object().ok_or_else(|| Refusal::new(44003))?;
    let is_pictures = match fields::text(article, "article_type") {
        "" | "news" => false,
        "newspic" => true,
        _ => return Err(Refusal::new(40035)),
    };
    texts(article)?;
    let content = clean(call, fields::text(article, "content"));
    let mut shown = json!({
        "article_type": if is_pictures { "newspic" } else { "news" },
        "title": fields::text(article, "title"),
        "author": fields::text(article, "author"),
        "content": content,
        "content_source_url": fields::text(article, "content_source_url"),
        "need_open_comment": fields::number(article, "need_open_comment").unwrap_or_default(),
        "only_fans_can_comment": fields::number(article, "only_fans_can_comment").unwrap_or_default(),
        "digest": digest(article, &content),
    });
    if is_pictures {
        shown["image_info"] = pictures(call, article)?;
    } else {
        let thumb = fields::text(article, "thumb_media_id");
        let file = call.account().official.content.materials.get(thumb, call.now());
        let file = file.filter(|file| matches!(file.kind.as_str(), "image" | "thumb"));
        let file = file.ok_or_else(|| Refusal::new(40007))?;
        shown["thumb_media_id"] = thumb.into();
        shown["thumb_url"] = call.file_address(&file.key).into();
    }
    for name in ["pic_crop_235_1", "pic_crop_1_1", "cover_info", "product_info"] {
        if let Some(value) = article.get(name) {
            shown[name] = value.clone();
        }
    }
    Ok(shown)
}

fn texts(article: &Map<String, Value>) -> Result<(), Refusal> {
    let length = |name| fields::text(article, name).chars().count();
    let content = fields::text(article, "content");
    let refusals = [
        (!(1..=LONGEST_TITLE).contains(&length("title")), 45003),
        (length("author") > LONGEST_AUTHOR, 45110),
        (length("digest") > LONGEST_DIGEST, 45004),
        (
            fields::text(article, "content_source_url").len() > LONGEST_SOURCE,
            45005,
        ),
        (content.is_empty(), 44004),
        (
            content.len() > LONGEST_CONTENT_BYTES || content.chars().count() > LONGEST_CONTENT,
            45002,
        ),
    ];
    let refusal = refusals.into_iter().find(|(is_wrong, _)| *is_wrong);
    refusal.map_or(Ok(()), |(_, code)| Err(Refusal::new(code)))
}

fn digest(article: &Map<String, Value>, content: &str) -> String {
    match fields::text(article, "digest") {
        "" => plain(content).chars().take(OWN_DIGEST).collect(),
        digest => digest.to_owned(),
    }
}

/// The text between the tags.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for character in html.chars() {
        match character {
            '<' => is_tag = true,
            '>' => is_tag = false,
            other if !is_tag => text.push(other),
            _ => {}
        }
    }
    text
}

fn pictures(call: &Call<'_>, article: &Map<String, Value>) -> Result<Value, Refusal> {
    let info = fields::object(article, "image_info");
    let list = info
        .and_then(|info| fields::list(info, "image_list"))
        .unwrap_or_default();
    if list.is_empty() {
        return Err(Refusal::new(40007));
    }
    if list.len() > MOST_PICTURES {
        return Err(Refusal::new(45008));
    }
    let library = &call.account().official.content.materials;
    let is_known = |entry: &Value| {
        let id = entry.get("image_media_id").and_then(Value::as_str);
        let file = id.and_then(|id| library.get(id, call.now()));
        file.is_some_and(|file| file.kind == "image")
    };
    if !list.iter().all(is_known) {
        return Err(Refusal::new(40007));
    }
    Ok(json!({ "image_list": list }))
}

/// Scripts are removed, and so are pictures from elsewhere.
fn clean(call: &Call<'_>, content: &str) -> String {
    let own = call.file_address("");
    let without_scripts = without(content, "<script", "</script>", |_| true);
    without(&without_scripts, "<img", ">", |tag| {
        let source = ["src=\"", "src='"].iter().find_map(|start| tag.split_once(start));
        source.is_some_and(|(_, source)| {
            let is_tencent = source.split('/').nth(2).is_some_and(|host| host.ends_with(".qpic.cn"));
            !source.starts_with(&own) && !is_tencent
        })
    })
}

/// The text without the parts from `start` to `end` that `is_unwanted`.
fn without(text: &str, start: &str, end: &str, is_unwanted: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    // Lower-casing ASCII alone keeps every place where it is.
    while let Some(place) = rest.to_ascii_lowercase().find(start) {
        let length = rest[place..].to_ascii_lowercase().find(end);
        let stop = length.map_or(rest.len(), |length| place + length + end.len());
        kept.push_str(&rest[..place]);
        if !is_unwanted(&rest[place..stop]) {
            kept.push_str(&rest[place..stop]);
        }
        rest = &rest[stop..];
    }
    kept.push_str(rest);
    kept
}

/// `news_item` of a list or of one draft; without the content on demand.
#[must_use]
pub fn news_item(draft: &Draft, no_content: bool) -> Value {
    let shown = draft.articles.iter().map(|article| {
        let mut article = article.clone();
        if no_content && let Some(article) = article.as_object_mut() {
            article.remove("content");
        }
        article
    });
    shown.collect()
}

/// A page of drafts or publications, newest first.
///
/// # Errors
/// 40035 when `offset` or `count` is out of range.
pub fn page<'a>(
    body: &Map<String, Value>,
    all: impl Iterator<Item = (&'a String, &'a Draft)>,
    id_name: &str,
) -> Result<Value, Refusal> {
    let offset = fields::number(body, "offset").and_then(|offset| usize::try_from(offset).ok());
    let count = fields::number(body, "count").filter(|count| (1..=20).contains(count));
    let count = count.and_then(|count| usize::try_from(count).ok());
    let (Some(offset), Some(count)) = (offset, count) else {
        return Err(Refusal::new(40035));
    };
    let no_content = fields::number(body, "no_content") == Some(1);
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, draft)| std::cmp::Reverse((draft.updated_at, draft.number)));
    let shown = all.iter().skip(offset).take(count).map(|(id, draft)| {
        json!({
            id_name: id,
            "content": {
                "news_item": news_item(draft, no_content),
                "create_time": draft.created_at,
                "update_time": draft.updated_at,
            },
            "update_time": draft.updated_at,
        })
    });
    let items: Vec<_> = shown.collect();
    Ok(json!({"total_count": all.len(), "item_count": items.len(), "item": items}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unwanted_parts_are_cut_out_even_when_they_never_end() {
        assert_eq!(
            without("a<SCRIPT>x</script>b<script>c", "<script", "</script>", |_| true),
            "ab"
        );
        assert_eq!(
            without("é<img a><img b>", "<img", ">", |tag| tag.contains('a')),
            "é<img b>"
        );
    }
}
