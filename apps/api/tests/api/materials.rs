//! Materials: taken in as forms, read back, uploaded and deleted by the worker.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use adapter_memory::{MaterialCall, MemoryFiles};
use domain::wechat::{MessageMode, Product};
use ports::files::FileError;
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use crate::support::{Answered, House, configured};

const MATERIALS: &str = "/v2/wechat/accounts/default/materials";
const BOUNDARY: &str = "x-boundary-x";

fn png(content: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".as_slice(), content.as_bytes()].concat()
}

/// A form with these texts and, if any, a file.
fn form(boundary: &str, texts: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, text) in texts {
        let part = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        body.extend(part.into_bytes());
    }
    if let Some((filename, bytes)) = file {
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{filename}\"\r\n\
             content-type: text/html\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    body
}

struct Sent<'a> {
    path: &'a str,
    boundary: &'a str,
    key: Option<&'a str>,
    body: Vec<u8>,
}

async fn send(house: &House, sent: Sent<'_>) -> Answered {
    let declared = format!("multipart/form-data; boundary={}", sent.boundary);
    let mut request = house
        .signed_in(Method::POST, sent.path)
        .insert_header(("content-type", declared));
    if let Some(key) = sent.key {
        request = request.insert_header(("idempotency-key", key));
    }
    house.send(request.set_payload(sent.body)).await
}

async fn submit(house: &House, texts: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answered {
    let sent = Sent {
        path: MATERIALS,
        boundary: BOUNDARY,
        key: None,
        body: form(BOUNDARY, texts, file),
    };
    send(house, sent).await
}

async fn add(house: &House, kind: &str, filename: &str, bytes: &[u8]) -> Answered {
    submit(house, &[("kind", kind)], Some((filename, bytes))).await
}

async fn picture(house: &House) -> String {
    let added = add(house, "image", "a.png", &png("a")).await.data(201);
    added["id"].as_str().unwrap().to_owned()
}

fn at(id: &str, rest: &str) -> String {
    format!("{MATERIALS}/{id}{rest}")
}

#[actix_web::test]
async fn a_file_is_taken_in_and_read_back() {
    let house = House::open().await;
    let added = add(&house, "image", "C:\\\\图\\\\海报 1.jpg", &png("a")).await;
    let material = added.data(201);
    let id = material["id"].as_str().unwrap();
    assert_eq!(material["name"], "海报 1.jpg");
    assert_eq!(
        (&material["contentType"], &material["size"]),
        (&json!("image/png"), &json!(9))
    );
    assert_eq!(
        (material["kind"].as_str(), &material["uploads"]),
        (Some("image"), &json!([]))
    );
    assert_eq!(added.header("location"), Some(at(id, "").as_str()));
    assert_eq!(added.header("etag"), Some("\"1\""));
    assert_eq!(house.get(&at(id, "")).await.data(200), material);
    let list = house.get(MATERIALS).await.data(200);
    assert_eq!((&list["total"], &list["items"][0]), (&json!(1), &material));

    let content = house.get(&at(id, "/content")).await;
    assert_eq!(content.status.as_u16(), 200);
    assert!(content.body.ends_with("\r\n\u{1a}\na"), "{:?}", content.body);
    let tag = format!("\"{}\"", material["sha256"].as_str().unwrap());
    for (name, expected) in [
        ("etag", tag.as_str()),
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        (
            "content-disposition",
            "inline; filename*=UTF-8''%E6%B5%B7%E6%8A%A5%201.jpg",
        ),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(content.header(name), Some(expected));
    }
    let known = house
        .signed_in(Method::GET, &at(id, "/content"))
        .insert_header(("if-none-match", tag));
    let known = house.send(known).await;
    assert_eq!((known.status.as_u16(), known.body.as_str()), (304, ""));
}

#[actix_web::test]
async fn the_same_file_again_is_the_material_that_is_there() {
    let house = House::open().await;
    let first = add(&house, "image", "a.png", &png("a")).await.data(201);
    let again = add(&house, "image", "b.png", &png("a")).await;
    assert_eq!(again.data(200), first);
    assert_eq!(house.get(MATERIALS).await.data(200)["total"], 1);
}

#[actix_web::test]
async fn an_idempotency_key_belongs_to_a_file_and_not_to_a_boundary() {
    let house = House::open().await;
    let texts = [("kind", "image")];
    let sent = |boundary: &'static str, bytes: &[u8]| Sent {
        path: MATERIALS,
        boundary,
        key: Some("upload-1"),
        body: form(boundary, &texts, Some(("a.png", bytes))),
    };
    let first = send(&house, sent("one", &png("a"))).await;
    let again = send(&house, sent("two", &png("a"))).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(first.data(201), again.json()["data"]);
    send(&house, sent("one", &png("b"))).await.error(409, "CONFLICT");
}

#[actix_web::test]
async fn files_that_wechat_would_not_take_are_refused_with_the_reason() {
    let house = House::open().await;
    for (kind, bytes, reason) in [
        ("image", &b""[..], "empty"),
        ("image", b"<html><script>", "image/png or image/jpeg or image/gif"),
        ("thumb", b"\x89PNG\r\n\x1a\n", "image/jpeg"),
        ("voice", b"\x00\x00\x00\x18ftypM4A ", "audio/amr or audio/mpeg"),
        ("video", b"\x89PNG\r\n\x1a\n", "video/mp4"),
    ] {
        let told = add(&house, kind, "a.png", bytes).await.refuses_field("file");
        assert!(told.contains(reason), "{kind}: {told}");
    }
    let large = [b"\xFF\xD8\xFF\xE0".as_slice(), &vec![0; 64 * 1024]].concat();
    let error = add(&house, "thumb", "a.jpg", &large)
        .await
        .error(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(error["details"]["limit"], 65_536);
    add(&house, "file", "a.bin", b"123456789").await.refuses_field("kind");
    assert_eq!(house.get(MATERIALS).await.data(200)["total"], 0);
}

#[actix_web::test]
async fn a_huge_form_is_refused_whatever_is_in_it() {
    let house = House::open().await;
    let huge = vec![0; 21 * 1024 * 1024];
    let error = add(&house, "image", "a.png", &huge)
        .await
        .error(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(error["details"]["limit"], 20 * 1024 * 1024 + 64 * 1024);
}

#[actix_web::test]
async fn forms_that_are_none_are_refused_with_the_place() {
    let house = House::open().await;
    let file = Some(("a.png", b"\x89PNG\r\n\x1a\n".as_slice()));
    let refused =
        async |texts: &[(&str, &str)], file, field: &str| submit(&house, texts, file).await.refuses_field(field);
    assert_eq!(refused(&[], file, "kind").await, "is required");
    assert_eq!(refused(&[("kind", "image")], None, "file").await, "is required");
    refused(&[("kind", "picture")], file, "kind").await;
    refused(&[("kind", "image"), ("kind", "image")], file, "kind").await;
    refused(&[("kind", "image"), ("colour", "red")], file, "colour").await;
    refused(&[("kind", "image"), ("title", "a")], file, "title").await;
    let long = "x".repeat(9_000);
    refused(&[("kind", long.as_str())], file, "kind").await;
    let whole = form(BOUNDARY, &[("kind", "image")], file);
    for length in [0, 1, 60, whole.len() - 30, whole.len() - 5] {
        let sent = Sent {
            path: MATERIALS,
            boundary: BOUNDARY,
            key: None,
            body: whole[..length].to_vec(),
        };
        let cut = send(&house, sent).await;
        assert_eq!(cut.status.as_u16(), 400, "cut off at {length}: {}", cut.body);
    }
    let json = house.post(MATERIALS, json!({"kind": "image"})).await;
    json.error(415, "UNSUPPORTED_MEDIA_TYPE");
    let undeclared = house
        .signed_in(Method::POST, MATERIALS)
        .insert_header(("content-type", "multipart/form-data"));
    house.send(undeclared.set_payload(whole)).await.refuses_field("body");
    assert_eq!(house.get(MATERIALS).await.data(200)["total"], 0);
}

#[actix_web::test]
async fn a_video_has_a_title_and_an_introduction() {
    let house = House::open().await;
    let video = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00";
    let texts = [("kind", "video"), ("title", "开场"), ("introduction", "第一行\n第二行")];
    let added = submit(&house, &texts, Some(("a.mp4", video))).await.data(201);
    assert_eq!(
        (added["title"].as_str(), added["introduction"].as_str()),
        (Some("开场"), Some("第一行\n第二行"))
    );
    let long = "题".repeat(65);
    let texts = [("kind", "video"), ("title", long.as_str())];
    submit(&house, &texts, Some(("a.mp4", video)))
        .await
        .refuses_field("title");
}

#[actix_web::test]
async fn materials_are_listed_by_kind() {
    let house = House::open().await;
    picture(&house).await;
    add(&house, "voice", "a.amr", b"#!AMR\n....").await.data(201);
    let voices = house.get(&format!("{MATERIALS}?kind=voice")).await.data(200);
    assert_eq!(
        (&voices["total"], &voices["items"][0]["kind"]),
        (&json!(1), &json!("voice"))
    );
    let page = house.get(&format!("{MATERIALS}?pageSize=1")).await.data(200);
    let cursor = page["nextCursor"].as_str().unwrap();
    let rest = house.get(&format!("{MATERIALS}?pageSize=1&cursor={cursor}")).await;
    assert_eq!(rest.data(200)["items"][0]["kind"], "image");
    house
        .get(&format!("{MATERIALS}?kind=picture"))
        .await
        .refuses_field("kind");
}

#[actix_web::test]
async fn an_upload_is_carried_out_by_the_worker() {
    let house = House::open().await;
    let id = picture(&house).await;
    let accepted = house.post(&at(&id, "/upload"), json!({"keeping": "permanent"})).await;
    let upload = accepted.data(202)["uploads"][0].clone();
    assert_eq!(
        (&upload["keeping"], &upload["state"]),
        (&json!("permanent"), &json!("pending"))
    );
    let twice = house.post(&at(&id, "/upload"), json!({"keeping": "permanent"})).await;
    assert_eq!(twice.status.as_u16(), 200);
    house.works_off().await;
    let upload = house.get(&at(&id, "")).await.data(200)["uploads"][0].clone();
    assert_eq!(upload["state"], "uploaded");
    assert_eq!(upload["mediaId"], house.wechat.permanent_copies()[0]);
    assert!(upload["url"].as_str().unwrap().starts_with("https://") && upload["expiresAt"].is_null());
    house
        .post(&at(&id, "/upload"), json!({"keeping": "permanent"}))
        .await
        .data(200);
    house
        .post(&at(&id, "/upload"), json!({"keeping": "temporary"}))
        .await
        .data(202);
    house.works_off().await;
    let uploads = house.get(&at(&id, "")).await.data(200)["uploads"].clone();
    assert!(uploads[0]["expiresAt"].is_string(), "{uploads}");
    assert_eq!(house.wechat.material_calls().len(), 2);
    house
        .post(&at(&id, "/upload"), json!({"keeping": "forever"}))
        .await
        .refuses_field("keeping");
    house
        .post(&at(&id, "/upload"), json!({}))
        .await
        .refuses_field("keeping");
}

#[actix_web::test]
async fn a_failed_upload_shows_why() {
    let house = House::open().await;
    let id = picture(&house).await;
    house.wechat.fail_next(WechatFailure::Refused {
        code: 45_001,
        kind: RefusalKind::Content,
        note: "media size out of limit".to_owned(),
    });
    house
        .post(&at(&id, "/upload"), json!({"keeping": "temporary"}))
        .await
        .data(202);
    house.works_off().await;
    let upload = house.get(&at(&id, "")).await.data(200)["uploads"][0].clone();
    assert_eq!(upload["state"], "failed");
    assert!(upload["lastError"].as_str().unwrap().contains("45001"));
}

#[actix_web::test]
async fn a_deletion_takes_the_copy_the_material_and_the_file() {
    let house = House::open().await;
    let id = picture(&house).await;
    house
        .post(&at(&id, "/upload"), json!({"keeping": "permanent"}))
        .await
        .data(202);
    house.works_off().await;
    let stale = house
        .signed_in(Method::DELETE, &at(&id, ""))
        .insert_header(("if-match", "\"7\""));
    let error = house.send(stale).await.error(412, "PRECONDITION_FAILED");
    assert_eq!(error["details"]["currentVersion"], 1);
    let right = house
        .signed_in(Method::DELETE, &at(&id, ""))
        .insert_header(("if-match", "\"1\""));
    let going = house.send(right).await;
    assert!(going.data(202)["deletingSince"].is_string());
    assert_eq!(going.header("etag"), Some("\"2\""));
    add(&house, "image", "a.png", &png("a"))
        .await
        .error(409, "MATERIAL_BEING_DELETED");
    house
        .post(&at(&id, "/upload"), json!({"keeping": "temporary"}))
        .await
        .error(409, "MATERIAL_BEING_DELETED");
    house.works_off().await;
    for path in [at(&id, ""), at(&id, "/content")] {
        house.get(&path).await.error(404, "NOT_FOUND");
    }
    house.delete(&at(&id, "")).await.error(404, "NOT_FOUND");
    let last = house.wechat.material_calls().pop();
    assert!(matches!(last, Some(MaterialCall::Delete(_))), "{last:?}");
    add(&house, "image", "a.png", &png("a")).await.data(201);
}

#[actix_web::test]
async fn the_quota_is_told() {
    let house = House::open().await;
    let quota = house.get(&format!("{MATERIALS}/quota")).await.data(200);
    let expected: Value = json!({
        "images": {"used": 0, "limit": 100_000},
        "voices": {"used": 0, "limit": 1_000},
        "videos": {"used": 0, "limit": 1_000},
    });
    assert_eq!(quota, expected);
}

#[actix_web::test]
async fn wecom_takes_any_file_and_keeps_none() {
    let mut account = configured(MessageMode::Safe);
    account.product = Product::WeCom;
    account.agent_id = Some(1_000_002);
    let house = House::of(account, |adapters| adapters).await;
    add(&house, "file", "a.txt", b"12345").await.refuses_field("file");
    let added = add(&house, "file", "页.html", b"<script>alert(1)</script>")
        .await
        .data(201);
    assert_eq!(added["contentType"], "application/octet-stream");
    let id = added["id"].as_str().unwrap();
    let content = house.get(&at(id, "/content")).await;
    let disposition = content.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    let permanent = house.post(&at(id, "/upload"), json!({"keeping": "permanent"})).await;
    permanent.refuses_field("keeping");
    house.get(&format!("{MATERIALS}/quota")).await.refuses_field("account");
}

#[actix_web::test]
async fn what_is_not_there_is_not_found() {
    let house = House::open().await;
    let nobody = "019ad3a5-7c4b-7000-8000-0000000000a1";
    for path in [
        at(nobody, ""),
        at(nobody, "/content"),
        "/v2/wechat/accounts/none/materials".to_owned(),
    ] {
        house.get(&path).await.error(404, "NOT_FOUND");
    }
    house.get(&at("x", "")).await.refuses_field("materialId");
    house
        .post(&at(nobody, "/upload"), json!({"keeping": "temporary"}))
        .await
        .error(404, "NOT_FOUND");
    let elsewhere = Sent {
        path: "/v2/wechat/accounts/none/materials",
        boundary: BOUNDARY,
        key: None,
        body: form(BOUNDARY, &[("kind", "image")], Some(("a.png", &png("a")))),
    };
    send(&house, elsewhere).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn a_storage_that_is_down_is_a_service_that_is_unavailable() {
    let files = Arc::new(MemoryFiles::new());
    let own = Arc::clone(&files);
    let house = House::with(MessageMode::Safe, move |mut adapters| {
        adapters.materials.files = own;
        adapters
    })
    .await;
    let id = picture(&house).await;
    files.fail(Some(FileError::Unavailable("the bucket".to_owned())));
    let content = house.get(&at(&id, "/content")).await;
    content.error(503, "UNAVAILABLE");
    assert!(!content.body.contains("bucket"));
    add(&house, "image", "b.png", &png("b")).await.error(503, "UNAVAILABLE");
    files.fail(None);
    add(&house, "image", "b.png", &png("b")).await.data(201);
    files.fail(Some(FileError::Damaged("x".to_owned())));
    house.get(&at(&id, "/content")).await.error(500, "INTERNAL");
}

#[actix_web::test]
async fn a_stranger_leaves_no_file() {
    let house = House::open().await;
    let declared = HeaderValue::from_str(&format!("multipart/form-data; boundary={BOUNDARY}")).unwrap();
    let request = actix_web::test::TestRequest::post()
        .uri(MATERIALS)
        .insert_header((HeaderName::from_static("content-type"), declared))
        .set_payload(form(BOUNDARY, &[("kind", "image")], Some(("a.png", &png("a")))));
    house.send(request).await.error(401, "UNAUTHENTICATED");
    assert_eq!(house.get(MATERIALS).await.data(200)["total"], 0);
}
