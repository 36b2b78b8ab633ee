//! Mass messages.

use domain::wechat::Comments;
use domain::wechat::mass::Looked;
use ports::wechat::WechatFailure;
use ports::wechat::mass::{MassApi, MassPayload, MassRecipients, PreviewPayload, PreviewPerson};
use serde_json::{Value, json};

use super::support::{Act, World};

const TAKEN: &str = r#"{"errcode":0,"errmsg":"ok","msg_id":9007199254740993,"msg_data_id":206227730}"#;
const NAME: &str = "01h2k3.0";

fn sent(world: &World) -> (String, Value) {
    let calls = world.server.calls();
    let last = calls.last().unwrap();
    (last.path.clone(), serde_json::from_str(&last.body).unwrap())
}

fn text() -> MassPayload {
    MassPayload::Text("活动🎉".to_owned())
}

fn two() -> MassRecipients {
    MassRecipients::People(vec!["oOPENID1".to_owned(), "oOPENID2".to_owned()])
}

#[tokio::test]
async fn every_kind_goes_out_under_its_name() {
    let world = World::new().await;
    let media_id = || "MEDIA".to_owned();
    let images = |comments| MassPayload::Images {
        media_ids: vec![media_id()],
        recommend: Some("xxx".to_owned()),
        comments,
    };
    let image = |open, fans| json!({"media_ids": ["MEDIA"], "recommend": "xxx", "need_open_comment": open, "only_fans_can_comment": fans});
    let video = MassPayload::Video {
        media_id: media_id(),
        title: Some("T".to_owned()),
        description: None,
    };
    let articles = MassPayload::Articles {
        media_id: media_id(),
        send_reprints: true,
    };
    for (payload, msgtype, member, inner) in [
        (text(), "text", "text", json!({"content": "活动🎉"})),
        (images(Comments::Closed), "image", "images", image(0, 0)),
        (images(Comments::Everybody), "image", "images", image(1, 0)),
        (images(Comments::Followers), "image", "images", image(1, 1)),
        (
            MassPayload::Voice(media_id()),
            "voice",
            "voice",
            json!({"media_id": "MEDIA"}),
        ),
        (video, "mpvideo", "mpvideo", json!({"media_id": "MEDIA", "title": "T"})),
        (articles, "mpnews", "mpnews", json!({"media_id": "MEDIA"})),
    ] {
        world.platform.next([Act::json(TAKEN)]);
        let taken = world
            .client
            .send("default", &MassRecipients::Everybody, &payload, NAME)
            .await
            .unwrap();
        assert_eq!(
            (taken.msg_id, taken.msg_data_id),
            (9_007_199_254_740_993, Some(206_227_730))
        );
        let (path, body) = sent(&world);
        assert_eq!(path, "/cgi-bin/message/mass/sendall");
        assert_eq!((&body["msgtype"], &body[member]), (&json!(msgtype), &inner));
        assert_eq!(body["clientmsgid"], NAME);
        assert_eq!(body["send_ignore_reprint"], u8::from(msgtype == "mpnews"));
    }
}

#[tokio::test]
async fn every_audience_is_named_as_wechat_wants_it() {
    let world = World::new().await;
    for (recipients, path, member, inner) in [
        (
            MassRecipients::Everybody,
            "sendall",
            "filter",
            json!({"is_to_all": true}),
        ),
        (
            MassRecipients::Tag(2),
            "sendall",
            "filter",
            json!({"is_to_all": false, "tag_id": 2}),
        ),
        (two(), "send", "touser", json!(["oOPENID1", "oOPENID2"])),
    ] {
        world.platform.next([Act::json(TAKEN)]);
        world.client.send("default", &recipients, &text(), NAME).await.unwrap();
        let (called, body) = sent(&world);
        assert_eq!(
            (called, &body[member]),
            (format!("/cgi-bin/message/mass/{path}"), &inner)
        );
        assert!(!format!("{recipients:?}").contains("oOPENID"));
    }
    let one = MassRecipients::People(vec!["oOPENID1".to_owned()]);
    let before = world.server.calls().len();
    let failure = world.client.send("default", &one, &text(), NAME).await.unwrap_err();
    assert!(matches!(failure, WechatFailure::Refused { code: 0, .. }), "{failure:?}");
    assert_eq!(
        world.server.calls().len(),
        before,
        "what WeChat is sure to refuse is not sent"
    );
}

#[tokio::test]
async fn a_repetition_gives_the_first_number_and_a_refusal_its_code() {
    let world = World::new().await;
    world.platform.next([Act::json(
        r#"{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":34182}"#,
    )]);
    let taken = world.client.send("default", &two(), &text(), NAME).await.unwrap();
    assert_eq!((taken.msg_id, taken.msg_data_id), (34_182, None));
    for code in [89_504, 89_505, 45_028, 40_007] {
        world.platform.next([Act::code(code)]);
        let failure = world.client.send("default", &two(), &text(), NAME).await.unwrap_err();
        assert!(
            matches!(failure, WechatFailure::Refused { code: told, .. } if told == code),
            "{failure:?}"
        );
    }
    // Whatever could not be read may have been taken: it is told as "later" without a code of WeChat's.
    for act in [Act::Close, Act::Http(502, String::new()), Act::json(r#"{"errcode":0}"#)] {
        world.platform.next([act]);
        let failure = world.client.send("default", &two(), &text(), NAME).await.unwrap_err();
        assert!(
            matches!(failure, WechatFailure::Later { code: None, .. }),
            "{failure:?}"
        );
    }
}

#[tokio::test]
async fn a_preview_names_one_person_and_is_never_repeated() {
    let world = World::new().await;
    let by_id = PreviewPerson::OpenId("oOPENID".to_owned());
    let by_name = PreviewPerson::WechatName("示例".to_owned());
    let media = || "MEDIA".to_owned();
    for (person, payload, expected) in [
        (
            &by_id,
            PreviewPayload::Image(media()),
            json!({"touser": "oOPENID", "msgtype": "image", "image": {"media_id": "MEDIA"}}),
        ),
        (
            &by_name,
            PreviewPayload::Video(media()),
            json!({"towxname": "示例", "msgtype": "mpvideo", "mpvideo": {"media_id": "MEDIA"}}),
        ),
        (
            &by_name,
            PreviewPayload::Articles(media()),
            json!({"towxname": "示例", "msgtype": "mpnews", "mpnews": {"media_id": "MEDIA"}}),
        ),
    ] {
        world
            .platform
            .next([Act::json(r#"{"errcode":0,"errmsg":"preview success","msg_id":34182}"#)]);
        assert_eq!(world.client.preview("default", person, &payload).await, Ok(34_182));
        assert_eq!(sent(&world).1, expected);
    }
    let before = world.server.calls().len();
    world.platform.next([Act::Close]);
    let text = PreviewPayload::Text("a".to_owned());
    let failure = world.client.preview("default", &by_id, &text).await.unwrap_err();
    assert!(matches!(failure, WechatFailure::Unanswered { .. }), "{failure:?}");
    assert_eq!(world.server.calls().len(), before + 1);
}

#[tokio::test]
async fn it_is_taken_back_looked_at_and_slowed_down() {
    let world = World::new().await;
    world.client.withdraw("default", 7, None).await.unwrap();
    assert_eq!(sent(&world).1, json!({"msg_id": 7}));
    world.client.withdraw("default", 7, Some(2)).await.unwrap();
    assert_eq!(sent(&world).1, json!({"msg_id": 7, "article_idx": 2}));
    for (status, looked) in [
        ("SEND_SUCCESS", Looked::Sent),
        ("SENDING", Looked::UnderWay),
        ("SEND_FAIL", Looked::NotSent),
        ("DELETE", Looked::Withdrawn),
        ("PAUSED", Looked::UnderWay),
    ] {
        let answer = format!(r#"{{"msg_id":7,"msg_status":"{status}"}}"#);
        world.platform.next([Act::json(&answer)]);
        assert_eq!(world.client.look("default", 7).await, Ok(looked), "{status}");
    }
    world.platform.next([Act::json(r#"{"speed":3,"realspeed":30}"#)]);
    let speed = world.client.speed("default").await.unwrap();
    assert_eq!((speed.level, speed.per_minute), (3, 300_000));
    world.client.set_speed("default", 4).await.unwrap();
    assert_eq!(sent(&world).1, json!({"speed": 4}));
    assert!(world.client.set_speed("default", 5).await.is_err());
}
