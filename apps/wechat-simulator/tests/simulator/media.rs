//! Temporary and permanent media, pictures of articles.

use serde_json::json;

use crate::calling::{AMR, JPEG, MP4, PNG};
use crate::harness::{Bench, errcode};

#[tokio::test]
async fn temporary_media_live_three_days() {
    let bench = Bench::start().await;
    for account in ["default", "miniprogram"] {
        let uploaded = bench.upload_as(account, "/cgi-bin/media/upload?type=image", PNG).await;
        assert_eq!(uploaded["type"], "image");
        assert!(uploaded["created_at"].is_i64());
        let path = format!("/cgi-bin/media/get?media_id={}", uploaded["media_id"].as_str().unwrap());
        bench.advance(3 * 86_400 - 60).await;
        assert_eq!(
            bench.bytes_as(account, &path, None).await,
            ("image/png".to_owned(), PNG.to_vec())
        );
        bench.advance(60).await;
        assert_eq!(errcode(&bench.get_as(account, &path).await), 40007);
    }
    bench.stop().await;
}

#[tokio::test]
async fn a_video_is_given_as_an_address_and_a_thumbnail_has_an_id_of_its_own() {
    let bench = Bench::start().await;
    let video = bench
        .upload_as("default", "/cgi-bin/media/upload?type=video", MP4)
        .await;
    let path = format!("/cgi-bin/media/get?media_id={}", video["media_id"].as_str().unwrap());
    let address = bench.get_as("default", &path).await["video_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = bench.http.get(address).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(&file[..], MP4);

    let thumb = bench
        .upload_as("default", "/cgi-bin/media/upload?type=thumb", JPEG)
        .await;
    assert!(thumb["thumb_media_id"].is_string() && thumb["media_id"].is_null());

    let voice = bench
        .upload_as("default", "/cgi-bin/media/upload?type=voice", AMR)
        .await;
    let path = format!(
        "/cgi-bin/media/get/jssdk?media_id={}",
        voice["media_id"].as_str().unwrap()
    );
    assert_eq!(bench.bytes_as("default", &path, None).await.1, AMR);
    bench.stop().await;
}

#[tokio::test]
async fn what_is_uploaded_is_judged_by_its_bytes() {
    let bench = Bench::start().await;
    let upload = async |kind: &str, file: &[u8]| {
        let path = format!("/cgi-bin/media/upload?type={kind}");
        errcode(&bench.upload_as("default", &path, file).await)
    };
    let long = |length: usize| [JPEG, &vec![0; length - JPEG.len()]].concat();
    assert_eq!(upload("thumb", &long(64 * 1024)).await, 0);
    assert_eq!(upload("thumb", &long(64 * 1024 + 1)).await, 45001);
    assert_eq!(upload("image", &long(10 * 1024 * 1024 + 1)).await, 45001);
    assert_eq!(upload("image", b"no picture").await, 40005);
    assert_eq!(upload("video", PNG).await, 40005);
    assert_eq!(upload("poem", PNG).await, 40004);
    assert_eq!(upload("image", b"").await, 44001);
    let plain = bench
        .post_raw_as("default", "/cgi-bin/media/upload?type=image", "{}")
        .await;
    assert_eq!(errcode(&plain), 41005);
    let of_mini = bench
        .upload_as("miniprogram", "/cgi-bin/media/upload?type=video", MP4)
        .await;
    assert_eq!(errcode(&of_mini), 40004);
    bench.stop().await;
}

#[tokio::test]
async fn permanent_media_are_listed_counted_and_deleted() {
    let bench = Bench::start().await;
    let picture = bench.picture().await;
    let add = "/cgi-bin/material/add_material?type=video";
    let video = bench
        .upload_with("default", add, MP4, Some(r#"{"title":"片","introduction":"介绍"}"#))
        .await;
    assert_eq!(errcode(&bench.upload_as("default", add, MP4).await), 47001);
    let count = bench.get_as("default", "/cgi-bin/material/get_materialcount").await;
    assert_eq!(
        count,
        json!({"voice_count": 0, "video_count": 1, "image_count": 1, "news_count": 0})
    );
    let get = |id: &serde_json::Value| json!({ "media_id": id });
    let shown = bench
        .call_post("/cgi-bin/material/get_material", get(&video["media_id"]))
        .await;
    assert_eq!((&shown["title"], &shown["description"]), (&json!("片"), &json!("介绍")));
    let body = Some(json!({ "media_id": picture }));
    assert_eq!(
        bench
            .bytes_as("default", "/cgi-bin/material/get_material", body)
            .await
            .1,
        PNG
    );

    bench.advance(40 * 86_400).await;
    let list = |count: i64| json!({"type": "image", "offset": 0, "count": count});
    let page = bench.call_post("/cgi-bin/material/batchget_material", list(20)).await;
    assert_eq!(
        (&page["total_count"], &page["item"][0]["media_id"]),
        (&json!(1), &json!(picture))
    );
    for count in [0, 21] {
        let refused = bench
            .call_post("/cgi-bin/material/batchget_material", list(count))
            .await;
        assert_eq!(errcode(&refused), 40035);
    }
    let delete = json!({ "media_id": picture });
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/material/del_material", delete.clone()).await),
        0
    );
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/material/del_material", delete).await),
        40007
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_picture_for_articles_has_an_address_and_less_than_a_megabyte() {
    let bench = Bench::start().await;
    let uploaded = bench.upload_as("default", "/cgi-bin/media/uploadimg", PNG).await;
    let file = bench.http.get(uploaded["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(&file.bytes().await.unwrap()[..], PNG);
    let long = [PNG, &vec![0; 1024 * 1024]].concat();
    assert_eq!(
        errcode(&bench.upload_as("default", "/cgi-bin/media/uploadimg", &long).await),
        45001
    );
    bench.stop().await;
}

#[tokio::test]
async fn files_drafts_and_directories_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let keep = |settings: &mut wechat_simulator::Settings| settings.state_file = Some(file.clone());
    let bench = Bench::start_with(keep).await;
    let draft = bench.draft(1).await;
    let uploaded = bench
        .upload_as("default", "/cgi-bin/media/upload?type=image", PNG)
        .await;
    bench
        .post("/corp/departments?account=wecom", json!({"id": 7, "name": "运营"}))
        .await;
    let mini = bench.person_of("miniprogram").await;
    let login = bench
        .post(&format!("/people/{mini}/mini-program/login"), json!({}))
        .await;
    bench.stop().await;

    let bench = Bench::start_with(keep).await;
    let got = bench
        .call_post("/cgi-bin/draft/get", json!({ "media_id": draft }))
        .await;
    assert_eq!(got["news_item"][0]["title"], "第 1 篇");
    let path = format!("/cgi-bin/media/get?media_id={}", uploaded["media_id"].as_str().unwrap());
    assert_eq!(bench.bytes_as("default", &path, None).await.1, PNG);
    let list = bench.get_as("wecom", "/cgi-bin/department/simplelist").await;
    assert_eq!(list["department_id"][1]["id"], 7);
    let session = bench.jscode2session(login["code"].as_str().unwrap()).await;
    assert_eq!(session["openid"], mini);
    bench.stop().await;
}
