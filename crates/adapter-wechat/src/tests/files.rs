//! Files out and in.

use std::time::Duration;

use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::media::{File, GetMedia, GetPageRecording, MediaKind, UploadMedia};
use wechat_protocol::api::{Media, MediaOr};

use super::support::{Act, World};

const UPLOADED: &str = r#"{"type":"image","media_id":"M1","created_at":1700000000}"#;

fn png() -> File<'static> {
    File {
        name: "海报.png",
        content_type: "image/png",
        bytes: b"\x89PNG\r\n",
    }
}

#[tokio::test]
async fn a_file_goes_out_as_a_form_with_its_length() {
    let world = World::new().await;
    world.platform.next([Act::json(UPLOADED)]);
    let call = UploadMedia::new(MediaKind::Image, png()).unwrap();
    let uploaded = world.client.call("default", &call).await.unwrap();
    assert_eq!(uploaded.media_id, "M1");
    let seen = &world.server.calls()[0];
    assert_eq!(seen.query, "access_token=TOKEN1&type=image");
    assert!(
        seen.header("content-type")
            .unwrap()
            .starts_with("multipart/form-data; boundary=")
    );
    assert!(seen.header("content-length").is_some() && seen.header("transfer-encoding").is_none());
    assert!(
        seen.body
            .contains("name=\"media\"; filename=\"file.png\"; filelength=6\r\nContent-Type: image/png\r\n\r\n")
    );
}

#[tokio::test]
async fn a_file_is_sent_again_whole_with_the_next_token() {
    let world = World::new().await;
    world.platform.next([Act::code(42001), Act::json(UPLOADED)]);
    let call = UploadMedia::new(MediaKind::Image, png()).unwrap();
    world.client.call("default", &call).await.unwrap();
    let calls = world.server.calls();
    let length = |at: usize| calls[at].header("content-length").map(str::to_owned);
    assert_eq!((calls.len(), length(0)), (2, length(1)));
    assert_eq!(calls[1].token(), Some("TOKEN2"));
}

async fn fetch(act: Act) -> Result<MediaOr<String>, WechatFailure> {
    let world = World::with(|settings| settings.call_timeout = Duration::from_millis(300)).await;
    world.platform.always(act);
    let answer = world.client.call("default", &GetMedia::new("M1")).await?;
    Ok(match answer {
        MediaOr::Media(media) => MediaOr::Media(media),
        MediaOr::Json(video) => MediaOr::Json(video.video_url),
    })
}

#[tokio::test]
async fn a_file_comes_with_its_type_and_name_whatever_its_label() {
    for label in ["image/png", "text/plain"] {
        let expected = Media {
            bytes: b"\x89PNG".to_vec(),
            content_type: label.to_owned(),
            filename: Some("海报.png".to_owned()),
        };
        assert_eq!(
            fetch(Act::File(label, b"\x89PNG".to_vec())).await,
            Ok(MediaOr::Media(expected))
        );
    }
}

#[tokio::test]
async fn json_comes_where_json_is_another_answer() {
    let video = Act::File("image/jpeg", br#"{"video_url":"http://v.example/1"}"#.to_vec());
    assert_eq!(fetch(video).await, Ok(MediaOr::Json("http://v.example/1".to_owned())));
}

#[tokio::test]
async fn a_refusal_where_a_file_was_expected_is_a_refusal() {
    let world = World::new().await;
    let refusal = br#"{"errcode":40007,"errmsg":"invalid media_id"}"#.to_vec();
    world.platform.always(Act::File("image/jpeg", refusal));
    let failure = world
        .client
        .call("default", &GetPageRecording::new("M1"))
        .await
        .unwrap_err();
    assert!(
        matches!(
            failure,
            WechatFailure::Refused {
                code: 40007,
                kind: RefusalKind::Content,
                ..
            }
        ),
        "{failure:?}"
    );
}

#[tokio::test]
async fn what_is_no_file_is_asked_for_again_later() {
    for act in [
        Act::File("text/html", b"<html>502</html>".to_vec()),
        Act::File("image/png", Vec::new()),
        Act::File("application/json", br#"{"errcode":400"#.to_vec()),
        Act::Http(502, "<html>".to_owned()),
        Act::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Type: image/png\r\n\r\n\x89P".to_vec()),
        Act::Endless("application/json"),
        Act::Endless("image/png"),
    ] {
        let fetched = fetch(act.clone()).await;
        assert!(
            matches!(fetched, Err(WechatFailure::Later { code: None, .. })),
            "{act:?}: {fetched:?}"
        );
    }
}

#[tokio::test]
async fn a_file_may_be_longer_than_any_json() {
    let long = vec![0x89; 9 * 1024 * 1024];
    let world = World::new().await;
    world
        .platform
        .next([Act::File("image/png", long.clone()), Act::File("text/plain", long)]);
    let call = GetMedia::new("M1");
    assert!(world.client.call("default", &call).await.is_ok());
    assert!(world.client.call("default", &call).await.is_err());
}
