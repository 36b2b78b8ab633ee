//! Customer-service messages of every type, and what else happens in a chat.

use domain::notifications::CustomMessage;
use domain::wechat::{Article, Music};
use ports::wechat::messaging::MessagingApi;
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use super::{own, path, sent, visitor, world};
use crate::support::{Act, person};

fn link() -> CustomMessage {
    CustomMessage::Link {
        title: own("年会"),
        description: own("明天"),
        url: own("https://example.com/e"),
        picture_url: own("https://example.com/p.png"),
    }
}

fn page() -> CustomMessage {
    CustomMessage::MiniProgramPage {
        title: own("年会"),
        app_id: own("wxfedcba9876543210"),
        path: own("pages/e?id=1"),
        thumb_media_id: own("THUMB"),
    }
}

fn video(thumb: &str, title: &str) -> CustomMessage {
    CustomMessage::Video {
        media_id: own("MEDIA"),
        thumb_media_id: own(thumb),
        title: own(title),
        description: own(title),
    }
}

/// Every message, with its type and content on the wire.
fn messages() -> Vec<(CustomMessage, Value)> {
    let picture = || json!({ "media_id": "MEDIA" });
    let music = Music {
        title: own("曲"),
        description: own("词"),
        url: own("https://example.com/m"),
        high_quality_url: own("https://example.com/h"),
        thumb_media_id: own("THUMB"),
    };
    let article = Article {
        title: own("年会"),
        description: own("明天"),
        picture_url: own("https://example.com/p.png"),
        url: own("https://example.com/e"),
    };
    let menu = CustomMessage::Menu {
        head: own("满意吗？"),
        answers: vec![(own("1"), own("满意")), (own("2"), own("不满意"))],
        tail: own("谢谢"),
    };
    let list = json!([{ "id": "1", "content": "满意" }, { "id": "2", "content": "不满意" }]);
    vec![
        (
            CustomMessage::Text(own("你好🎉")),
            json!({ "text": { "content": "你好🎉" } }),
        ),
        (
            CustomMessage::Image { media_id: own("MEDIA") },
            json!({ "image": picture() }),
        ),
        (
            CustomMessage::Voice { media_id: own("MEDIA") },
            json!({ "voice": picture() }),
        ),
        (
            video("THUMB", "片"),
            json!({ "video": { "media_id": "MEDIA", "thumb_media_id": "THUMB", "title": "片", "description": "片" } }),
        ),
        (
            video("", ""),
            json!({ "video": { "media_id": "MEDIA", "thumb_media_id": "MEDIA" } }),
        ),
        (
            CustomMessage::Music(music),
            json!({ "music": {
                "title": "曲", "description": "词", "musicurl": "https://example.com/m",
                "hqmusicurl": "https://example.com/h", "thumb_media_id": "THUMB",
            }}),
        ),
        (
            CustomMessage::News(article),
            json!({ "news": { "articles": [{
                "title": "年会", "description": "明天", "url": "https://example.com/e", "picurl": "https://example.com/p.png",
            }]}}),
        ),
        (
            CustomMessage::PublishedArticle {
                article_id: own("ARTICLE"),
            },
            json!({ "mpnewsarticle": { "article_id": "ARTICLE" } }),
        ),
        (
            menu,
            json!({ "msgmenu": { "head_content": "满意吗？", "list": list, "tail_content": "谢谢" } }),
        ),
        (
            CustomMessage::Card { card_id: own("CARD") },
            json!({ "wxcard": { "card_id": "CARD" } }),
        ),
        (
            link(),
            json!({ "link": {
                "title": "年会", "description": "明天", "url": "https://example.com/e", "thumb_url": "https://example.com/p.png",
            }}),
        ),
        (
            page(),
            json!({ "miniprogrampage": {
                "title": "年会", "appid": "wxfedcba9876543210", "pagepath": "pages/e?id=1", "thumb_media_id": "THUMB",
            }}),
        ),
    ]
}

#[tokio::test]
async fn every_message_of_an_official_account_has_its_documented_form() {
    let world = world().await;
    for (message, content) in messages() {
        for agent in [None, Some("kf2001@gh_test")] {
            world.client.send_custom(&person(), &message, agent).await.unwrap();
            let mut expected = content.clone();
            expected["msgtype"] = json!(content.as_object().unwrap().keys().next().unwrap());
            expected["touser"] = json!("oOPENID");
            if let Some(agent) = agent {
                expected["customservice"] = json!({ "kf_account": agent });
            }
            assert_eq!(sent(&world), expected, "{message:?}");
            assert_eq!(path(&world), "/cgi-bin/message/custom/send");
        }
    }
}

#[tokio::test]
async fn a_mini_program_sends_its_four_types_and_refuses_the_others_here() {
    let world = world().await;
    let page_here = json!({ "title": "年会", "pagepath": "pages/e?id=1", "thumb_media_id": "THUMB" });
    let mut accepted = 0;
    for (message, mut content) in messages() {
        let before = world.server.calls().len();
        let outcome = world.client.send_custom(&visitor(), &message, None).await;
        if !matches!(message.name(), "text" | "image" | "link" | "mini-program-page") {
            assert!(
                matches!(
                    &outcome,
                    Err(WechatFailure::Refused {
                        kind: RefusalKind::Content,
                        ..
                    })
                ),
                "{message:?}: {outcome:?}"
            );
            assert_eq!(world.server.calls().len(), before, "WeChat is not asked");
            continue;
        }
        outcome.unwrap();
        accepted += 1;
        if message.name() == "mini-program-page" {
            content["miniprogrampage"] = page_here.clone();
        }
        content["msgtype"] = json!(content.as_object().unwrap().keys().next().unwrap());
        content["touser"] = json!("oVISITOR");
        assert_eq!(sent(&world), content);
    }
    assert_eq!(accepted, 4);
}

#[tokio::test]
async fn typing_is_shown_and_hidden_at_either_product() {
    let world = world().await;
    for (to, path_there) in [
        (person(), "/cgi-bin/message/custom/typing"),
        (visitor(), "/cgi-bin/message/custom/business/typing"),
    ] {
        for (typing, command) in [(true, "Typing"), (false, "CancelTyping")] {
            world.client.show_typing(&to, typing).await.unwrap();
            assert_eq!(sent(&world), json!({ "touser": to.open_id, "command": command }));
            assert_eq!(path(&world), path_there);
        }
    }
}

#[tokio::test]
async fn a_person_is_handed_to_the_agent_named_or_to_the_least_busy_one() {
    let world = world().await;
    let online = r#"{"kf_online_list":[
        {"kf_account":"busy@gh","status":1,"kf_id":"1","accepted_case":3},
        {"kf_account":"idle@gh","status":1,"kf_id":"2","accepted_case":1}
    ]}"#;
    world.client.hand_over(&person(), Some("named@gh")).await.unwrap();
    assert_eq!(sent(&world), json!({ "kf_account": "named@gh", "openid": "oOPENID" }));
    world.platform.next([Act::json(online)]);
    world.client.hand_over(&person(), None).await.unwrap();
    assert_eq!(sent(&world), json!({ "kf_account": "idle@gh", "openid": "oOPENID" }));
    world.platform.next([Act::json(r#"{"kf_online_list":[]}"#)]);
    let nobody = world.client.hand_over(&person(), None).await;
    assert!(matches!(nobody, Err(WechatFailure::Later { .. })), "{nobody:?}");
}
