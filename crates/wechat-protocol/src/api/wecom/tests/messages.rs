use super::{super::message::*, *};

fn to(users: &[&str]) -> Recipients {
    Recipients::users(users.iter().copied())
}

fn text(content: &str) -> Message {
    Message::Text {
        content: content.into(),
    }
}

fn written(message: Message) -> String {
    let whole = json(&SendMessage::new(to(&["u"]), 1, message));
    let start = r#"{"touser":"u","msgtype":""#;
    whole.strip_prefix(start).unwrap().to_owned()
}

#[test]
fn a_message_is_written_with_joined_recipients() {
    let mut call = SendMessage::new(
        Recipients::Chosen {
            users: vec!["a".into(), "HIDDEN".into()],
            parties: vec![1, 2],
            tags: vec![3],
        },
        1,
        text("你好\n<a href=\"http://e.example\">链接</a>"),
    );
    call.safe = Safe::Confidential;
    call.enable_id_trans = true;
    call.duplicate_check = Some(1800);
    assert_eq!(
        json(&call),
        r#"{"touser":"a|HIDDEN","toparty":"1|2","totag":"3","msgtype":"text","agentid":1,"text":{"content":"你好\n<a href=\"http://e.example\">链接</a>"},"safe":1,"enable_id_trans":1,"enable_duplicate_check":1,"duplicate_check_interval":1800}"#
    );
    assert_eq!(call.check(), Ok(()));
    assert_hidden(&call);
    let everyone = SendMessage::new(Recipients::Everyone, 1, text("a"));
    assert!(json(&everyone).starts_with(r#"{"touser":"@all","msgtype":"text""#));
    const { assert!(!SendMessage::REPEATABLE) };
}

#[test]
fn each_message_stands_under_its_type() {
    let media_id = || "m".to_owned();
    assert_eq!(
        written(Message::Image { media_id: media_id() }),
        r#"image","agentid":1,"image":{"media_id":"m"}}"#
    );
    assert_eq!(
        written(Message::Video {
            media_id: media_id(),
            title: Some("t".into()),
            description: None
        }),
        r#"video","agentid":1,"video":{"media_id":"m","title":"t"}}"#
    );
    let card = Message::TextCard {
        title: "t".into(),
        description: "d".into(),
        url: "https://e.example".into(),
        btntxt: Some("更多".into()),
    };
    assert_eq!(
        written(card),
        r#"textcard","agentid":1,"textcard":{"title":"t","description":"d","url":"https://e.example","btntxt":"更多"}}"#
    );
    let notice = Message::MiniProgramNotice {
        appid: "wx1".into(),
        page: None,
        title: "会议室预订".into(),
        description: None,
        emphasis_first_item: Some(true),
        content_item: vec![ContentItem {
            key: "k".into(),
            value: "v".into(),
        }],
    };
    assert_eq!(
        written(notice),
        r#"miniprogram_notice","agentid":1,"miniprogram_notice":{"appid":"wx1","title":"会议室预订","emphasis_first_item":true,"content_item":[{"key":"k","value":"v"}]}}"#
    );
    let task = Message::TaskCard {
        title: "t".into(),
        description: "d".into(),
        url: None,
        task_id: "t1".into(),
        btn: vec![TaskButton {
            key: "k".into(),
            name: "n".into(),
            color: Some("red".into()),
            is_bold: true,
            ..TaskButton::default()
        }],
    };
    assert_eq!(
        written(task),
        r#"taskcard","agentid":1,"taskcard":{"title":"t","description":"d","task_id":"t1","btn":[{"key":"k","name":"n","color":"red","is_bold":true}]}}"#
    );
}

#[test]
fn recipients_are_counted() {
    let chosen = |users: usize, parties: usize, tags: usize| {
        let to = Recipients::Chosen {
            users: (0..users).map(|n| n.to_string()).collect(),
            parties: vec![1; parties],
            tags: vec![1; tags],
        };
        SendMessage::new(to, 1, text("a")).check().is_ok()
    };
    assert!(chosen(1000, 100, 100) && chosen(0, 1, 0) && chosen(0, 0, 1));
    assert!(!chosen(0, 0, 0) && !chosen(1001, 0, 0) && !chosen(1, 101, 0) && !chosen(1, 0, 101));
    for id in ["", "a|b", "@all"] {
        assert!(SendMessage::new(to(&[id]), 1, text("a")).check().is_err(), "{id}");
    }
}

#[test]
fn texts_are_limited_in_bytes() {
    for (content, good) in [("", false), ("a", true)] {
        assert_eq!(text(content).check().is_ok(), good);
    }
    // 682 characters of three bytes are 2046 bytes, 683 are 2049.
    assert_eq!(text(&"字".repeat(682)).check(), Ok(()));
    assert!(text(&"字".repeat(683)).check().is_err());
    let markdown = |length| {
        Message::Markdown {
            content: "a".repeat(length),
        }
        .check()
        .is_ok()
    };
    assert!(markdown(2048) && !markdown(2049));
    let video = |title: usize, description: usize| {
        let (title, description) = (Some("a".repeat(title)), Some("a".repeat(description)));
        Message::Video {
            media_id: "m".into(),
            title,
            description,
        }
        .check()
        .is_ok()
    };
    assert!(video(128, 512) && !video(129, 0) && !video(0, 513));
}

#[test]
fn a_text_card_has_limits_for_each_field() {
    let card = |title: usize, description: usize, url: &str, button: &str| {
        let card = Message::TextCard {
            title: "a".repeat(title),
            description: "a".repeat(description),
            url: url.into(),
            btntxt: Some(button.into()),
        };
        card.check().is_ok()
    };
    let longest = format!("https://{}", "a".repeat(2040));
    assert!(card(128, 512, &longest, "四个字的"));
    assert!(!card(129, 1, "https://a", "a") && !card(1, 513, "https://a", "a") && !card(1, 0, "https://a", "a"));
    assert!(
        !card(1, 1, "e.example", "a")
            && !card(1, 1, &format!("{longest}a"), "a")
            && !card(1, 1, "https://a", "五个字的话")
    );
}

#[test]
fn articles_are_one_to_eight_and_lead_somewhere() {
    let article = Article {
        title: "t".into(),
        url: Some("u".into()),
        ..Article::default()
    };
    for (count, good) in [(0, false), (1, true), (8, true), (9, false)] {
        let articles = vec![article.clone(); count];
        assert_eq!(Message::News { articles }.check().is_ok(), good, "{count}");
    }
    let nowhere = Article {
        title: "t".into(),
        ..Article::default()
    };
    let error = Message::News {
        articles: vec![article, nowhere],
    }
    .check()
    .unwrap_err();
    assert_eq!(error.to_string(), "articles[1].url or appid with pagepath: missing");
    let own = |author: usize, content: usize, digest: usize| {
        let article = MpArticle {
            title: "t".into(),
            thumb_media_id: "m".into(),
            author: Some("a".repeat(author)),
            content: "a".repeat(content),
            digest: Some("a".repeat(digest)),
            content_source_url: None,
        };
        Message::MpNews {
            articles: vec![article],
        }
        .check()
        .is_ok()
    };
    assert!(own(64, 666 * 1024, 512));
    assert!(!own(65, 1, 1) && !own(1, 666 * 1024 + 1, 1) && !own(1, 1, 513) && !own(1, 0, 1));
}

#[test]
fn notices_and_tasks_have_their_limits() {
    let notice = |title: usize, items: usize| Message::MiniProgramNotice {
        appid: "wx1".into(),
        page: None,
        title: "字".repeat(title),
        description: None,
        emphasis_first_item: None,
        content_item: vec![
            ContentItem {
                key: "k".into(),
                value: String::new()
            };
            items
        ],
    };
    for (title, items, good) in [
        (4, 10, true),
        (12, 0, true),
        (3, 1, false),
        (13, 1, false),
        (4, 11, false),
    ] {
        assert_eq!(notice(title, items).check().is_ok(), good, "{title} {items}");
    }
    assert!(SendMessage::new(Recipients::Everyone, 1, notice(4, 1)).check().is_err());
    let task = |id: &str, buttons: &[&str]| {
        let button = |key: &&str| TaskButton {
            key: (*key).into(),
            name: "n".into(),
            ..TaskButton::default()
        };
        let card = Message::TaskCard {
            title: "t".into(),
            description: "d".into(),
            url: None,
            task_id: id.into(),
            btn: buttons.iter().map(button).collect(),
        };
        card.check().is_ok()
    };
    assert!(task("a_-@9", &["a", "b"]) && task(&"a".repeat(128), &["a"]));
    assert!(!task("", &["a"]) && !task("a b", &["a"]) && !task(&"a".repeat(129), &["a"]));
    assert!(!task("t", &[]) && !task("t", &["a", "b", "c"]) && !task("t", &["a", "a"]));
}

#[test]
fn confidence_depends_on_the_type() {
    let news = || Message::News {
        articles: vec![Article {
            title: "t".into(),
            url: Some("u".into()),
            ..Article::default()
        }],
    };
    let with = |message: Message, safe| {
        SendMessage {
            safe,
            ..SendMessage::new(to(&["u"]), 1, message)
        }
        .check()
        .is_ok()
    };
    assert!(with(news(), Safe::No) && !with(news(), Safe::Confidential));
    assert!(with(text("a"), Safe::Confidential) && !with(text("a"), Safe::WithinCorp));
}

#[test]
fn the_duplicate_check_lasts_at_most_four_hours() {
    for (seconds, good) in [(0, false), (1, true), (14_400, true), (14_401, false)] {
        let call = SendMessage {
            duplicate_check: Some(seconds),
            ..SendMessage::new(to(&["u"]), 1, text("a"))
        };
        assert_eq!(call.check().is_ok(), good, "{seconds}");
    }
}

#[test]
fn success_may_be_partial_and_ids_come_back_in_lower_case() {
    let sent: SentMessage = answer(
        r#"{"errcode":0,"errmsg":"ok","invaliduser":"zhangsan|lisi","invalidparty":"7","invalidtag":"","unlicenseduser":"wangwu","msgid":"m","response_code":"r"}"#,
    );
    let asked: Vec<String> = ["ZhangSan", "LISI", "WangWu", "zhaoliu"].map(String::from).into();
    let deliveries: Vec<Delivery> = sent
        .deliveries(&asked)
        .into_iter()
        .map(|(_, delivery)| delivery)
        .collect();
    assert_eq!(
        deliveries,
        [
            Delivery::Invalid,
            Delivery::Invalid,
            Delivery::Unlicensed,
            Delivery::Sent
        ]
    );
    for (id, delivery) in sent.deliveries(&asked) {
        assert_eq!(sent.delivery(id), delivery);
    }
    assert!(!sent.is_complete());
    assert_eq!(
        (sent.invalidparty, sent.msgid.as_deref()),
        (vec!["7".to_owned()], Some("m"))
    );
    let whole: SentMessage = answer(r#"{"errcode":0,"errmsg":"ok","msgid":"m"}"#);
    assert!(whole.is_complete());
    assert_eq!(refusal::<SentMessage>(r#"{"errcode":81013,"invaliduser":"a"}"#), 81013);
}

#[test]
fn cards_are_changed_by_their_code() {
    let mut call = UpdateTemplateCard {
        userids: vec!["u".into()],
        partyids: vec![],
        tagids: vec![],
        atall: false,
        agentid: 1,
        response_code: "HIDDEN".into(),
        update: CardUpdate::Button {
            replace_name: "已同意".into(),
        },
    };
    assert_eq!(
        json(&call),
        r#"{"userids":["u"],"atall":0,"agentid":1,"response_code":"HIDDEN","button":{"replace_name":"已同意"}}"#
    );
    assert_hidden(&call);
    assert_eq!(call.check(), Ok(()));
    call.userids.clear();
    assert!(call.check().is_err());
    call.atall = true;
    assert_eq!(call.check(), Ok(()));
    call.userids = vec!["u".into(); 1001];
    assert!(call.check().is_err());
    assert_eq!(
        answer::<UpdatedMessage>(r#"{"errcode":0,"invaliduser":["a","b"]}"#)
            .invaliduser
            .len(),
        2
    );
}

#[test]
fn messages_are_recalled_marked_and_counted() {
    assert_eq!(json(&RecallMessage { msgid: "m".into() }), r#"{"msgid":"m"}"#);
    let call = UpdateTaskCard {
        userids: vec!["u".into()],
        agentid: 1,
        task_id: "t".into(),
        clicked_key: "k".into(),
    };
    assert_eq!(
        json(&call),
        r#"{"userids":["u"],"agentid":1,"task_id":"t","clicked_key":"k"}"#
    );
    assert_eq!(call.check(), Ok(()));
    let call = GetStatistics {
        time_type: StatisticsDay::Yesterday,
    };
    assert_eq!(json(&call), r#"{"time_type":1}"#);
    let counted: Statistics =
        answer(r#"{"errcode":0,"statistics":[{"agentid":1000002,"app_name":"应用1","count":101}]}"#);
    assert_eq!(counted.statistics[0].count, 101);
}
