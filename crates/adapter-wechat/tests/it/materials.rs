//! Files on their way to WeChat.

use domain::wechat::Product;
use domain::wechat::materials::MaterialKind;
use ports::wechat::materials::{MaterialFile, MaterialsApi, PermanentCopy, PermanentCounts};
use ports::wechat::{RefusalKind, WechatFailure};

use crate::support::{Act, World, account};

fn file(kind: MaterialKind, content_type: &'static str) -> MaterialFile {
    MaterialFile {
        kind,
        name: "春天.bin".to_owned(),
        content_type,
        title: "标题\"".to_owned(),
        introduction: "介绍".to_owned(),
        bytes: b"12345678".to_vec(),
    }
}

fn png() -> MaterialFile {
    file(MaterialKind::Image, "image/png")
}

async fn world(product: Product) -> World {
    let world = World::new().await;
    let mut setup = account();
    setup.product = product;
    setup.agent_id = (product == Product::WeCom).then_some(1_000_002);
    setup.generation = 2;
    world.accounts.set(setup);
    world
}

fn refused_here(failure: &WechatFailure) {
    assert!(matches!(failure, WechatFailure::Refused { code: 0, .. }), "{failure:?}");
}

#[tokio::test]
async fn a_temporary_copy_goes_out_under_its_kind() {
    for (product, kind, content_type) in [
        (Product::OfficialAccount, MaterialKind::Thumb, "image/jpeg"),
        (Product::MiniProgram, MaterialKind::Image, "image/gif"),
        (Product::WeCom, MaterialKind::File, "application/octet-stream"),
    ] {
        let world = world(product).await;
        let answer = r#"{"errcode":0,"type":"x","media_id":"M1","created_at":"1700000000"}"#;
        world.platform.next([Act::json(answer)]);
        let sent = world
            .client
            .upload_temporary("default", &file(kind, content_type))
            .await;
        assert_eq!(sent.as_deref(), Ok("M1"), "{product:?}");
        let call = &world.server.calls()[0];
        assert_eq!(call.path, "/cgi-bin/media/upload");
        assert!(call.query.ends_with(&format!("type={}", kind.name())), "{}", call.query);
        assert!(call.body.contains(&format!("Content-Type: {content_type}")));
        assert!(call.body.contains("name=\"media\"") && call.body.contains("12345678"));
    }
}

#[tokio::test]
async fn a_permanent_copy_brings_back_its_id_and_address() {
    let world = world(Product::OfficialAccount).await;
    world
        .platform
        .next([Act::json(r#"{"media_id":"P1","url":"http://mmbiz/1"}"#)]);
    let copy = world.client.upload_permanent("default", &png()).await.unwrap();
    let expected = PermanentCopy {
        media_id: "P1".to_owned(),
        url: Some("http://mmbiz/1".to_owned()),
    };
    assert_eq!(copy, expected);
    world.platform.next([Act::json(r#"{"media_id":"P2"}"#)]);
    let video = file(MaterialKind::Video, "video/mp4");
    world.client.upload_permanent("default", &video).await.unwrap();
    let calls = world.server.calls();
    assert_eq!(calls[0].path, "/cgi-bin/material/add_material");
    let description = r#"{"title":"标题\"","introduction":"介绍"}"#;
    assert!(calls[1].body.contains(description), "{}", calls[1].body);
}

#[tokio::test]
async fn a_permanent_copy_without_an_answer_may_be_there() {
    let world = world(Product::OfficialAccount).await;
    for act in [Act::Close, Act::Http(502, String::new())] {
        let before = world.server.calls().len();
        world.platform.next([act]);
        let failure = world.client.upload_permanent("default", &png()).await.unwrap_err();
        assert!(matches!(failure, WechatFailure::Unanswered { .. }), "{failure:?}");
        assert_eq!(world.server.calls().len(), before + 1, "it is not sent twice");
    }
}

#[tokio::test]
async fn a_picture_for_articles_brings_back_its_address() {
    for product in [Product::OfficialAccount, Product::WeCom] {
        let world = world(product).await;
        world
            .platform
            .next([Act::json(r#"{"errcode":0,"url":"http://mmbiz/a"}"#)]);
        let url = world.client.upload_article_image("default", &png()).await.unwrap();
        assert_eq!(url, "http://mmbiz/a");
        assert_eq!(world.server.calls()[0].path, "/cgi-bin/media/uploadimg");
    }
    let world = world(Product::OfficialAccount).await;
    let mut large = png();
    large.bytes = vec![0; 1024 * 1024];
    for wrong in [large, file(MaterialKind::Image, "image/gif")] {
        let failure = world.client.upload_article_image("default", &wrong).await.unwrap_err();
        assert!(
            matches!(
                failure,
                WechatFailure::Refused {
                    kind: RefusalKind::Content,
                    ..
                }
            ),
            "{failure:?}"
        );
    }
    assert!(world.server.calls().is_empty());
}

#[tokio::test]
async fn a_copy_that_is_gone_is_deleted() {
    let world = world(Product::OfficialAccount).await;
    world.client.delete_permanent("default", "P1").await.unwrap();
    assert_eq!(world.server.calls()[0].body, r#"{"media_id":"P1"}"#);
    world.platform.next([Act::code(40007)]);
    world.client.delete_permanent("default", "P1").await.unwrap();
    world.platform.next([Act::code(48001)]);
    let failure = world.client.delete_permanent("default", "P1").await.unwrap_err();
    assert!(matches!(failure, WechatFailure::Refused { code: 48001, .. }));
}

#[tokio::test]
async fn counts_are_read() {
    let world = world(Product::OfficialAccount).await;
    let answer = r#"{"voice_count":1,"video_count":"2","image_count":3,"news_count":4}"#;
    world.platform.next([Act::json(answer)]);
    let expected = PermanentCounts {
        image: 3,
        news: 4,
        voice: 1,
        video: 2,
    };
    assert_eq!(world.client.permanent_counts("default").await, Ok(expected));
}

#[tokio::test]
async fn what_a_product_does_not_have_is_refused_before_it_is_sent() {
    for product in [Product::MiniProgram, Product::WeCom] {
        let world = world(product).await;
        refused_here(&world.client.upload_permanent("default", &png()).await.unwrap_err());
        refused_here(&world.client.delete_permanent("default", "P1").await.unwrap_err());
        refused_here(&world.client.permanent_counts("default").await.unwrap_err());
        assert!(world.server.calls().is_empty());
    }
    let mini = world(Product::MiniProgram).await;
    refused_here(&mini.client.upload_article_image("default", &png()).await.unwrap_err());
    let wecom = world(Product::WeCom).await;
    let thumb = file(MaterialKind::Thumb, "image/jpeg");
    refused_here(&wecom.client.upload_temporary("default", &thumb).await.unwrap_err());
    let official = world(Product::OfficialAccount).await;
    let plain = file(MaterialKind::File, "application/pdf");
    refused_here(&official.client.upload_temporary("default", &plain).await.unwrap_err());
}
