use super::*;

fn json(message: CustomMessage, kf_account: Option<&str>) -> String {
    let request = CustomSendRequest {
        touser: "o".into(),
        message,
        kf_account: kf_account.map(Into::into),
    };
    serde_json::to_string(&request).unwrap()
}

#[test]
fn chinese_and_emoji_are_written_raw() {
    let written = json(
        CustomMessage::Text {
            content: "签到成功🎉\u{2028}<a>&".into(),
        },
        None,
    );
    assert_eq!(
        written,
        "{\"touser\":\"o\",\"msgtype\":\"text\",\"text\":{\"content\":\"签到成功🎉\u{2028}<a>&\"}}"
    );
    assert!(!written.contains("\\u"));
}

#[test]
fn each_message_stands_under_its_type() {
    let news = CustomMessage::News {
        articles: vec![NewsArticle {
            title: "t".into(),
            ..NewsArticle::default()
        }],
    };
    assert_eq!(
        json(news, Some("a@gh")),
        r#"{"touser":"o","msgtype":"news","news":{"articles":[{"title":"t","description":"","url":"","picurl":""}]},"customservice":{"kf_account":"a@gh"}}"#
    );
    let menu = CustomMessage::MsgMenu {
        head_content: "h".into(),
        list: vec![MenuItem {
            id: "1".into(),
            content: "满意".into(),
        }],
        tail_content: "t".into(),
    };
    assert_eq!(
        json(menu, None),
        r#"{"touser":"o","msgtype":"msgmenu","msgmenu":{"head_content":"h","list":[{"id":"1","content":"满意"}],"tail_content":"t"}}"#
    );
    let card = CustomMessage::WxCard {
        card_id: "123dsdajkasd231jhksad".into(),
    };
    assert_eq!(
        json(card, None),
        r#"{"touser":"o","msgtype":"wxcard","wxcard":{"card_id":"123dsdajkasd231jhksad"}}"#
    );
    let link = CustomMessage::Link {
        title: "t".into(),
        description: "d".into(),
        url: "http://u".into(),
        thumb_url: "http://p".into(),
    };
    assert_eq!(
        json(link, None),
        r#"{"touser":"o","msgtype":"link","link":{"title":"t","description":"d","url":"http://u","thumb_url":"http://p"}}"#
    );
    let video = CustomMessage::Video {
        media_id: "m".into(),
        thumb_media_id: "p".into(),
        title: None,
        description: None,
    };
    assert!(json(video, None).ends_with(r#""video":{"media_id":"m","thumb_media_id":"p"}}"#));
}
#[test]
fn a_news_message_has_one_article() {
    for (count, good) in [(0, false), (1, true), (2, false)] {
        let request = CustomSendRequest {
            touser: "HIDDEN".into(),
            message: CustomMessage::News {
                articles: vec![NewsArticle::default(); count],
            },
            kf_account: None,
        };
        assert_eq!(request.check().is_ok(), good, "{count}");
        assert!(!format!("{request:?}").contains("HIDDEN"));
    }
}

#[test]
fn typing_begins_and_ends() {
    use crate::api::official_account::testing::json;
    assert_eq!(json(&CustomTyping::begin("o")), r#"{"touser":"o","command":"Typing"}"#);
    assert_eq!(
        json(&CustomTyping::end("o")),
        r#"{"touser":"o","command":"CancelTyping"}"#
    );
}
