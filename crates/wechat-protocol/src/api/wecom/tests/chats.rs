use super::{
    super::{agent::*, appchat::*, card::*, menu::*, message::*, robot::*},
    *,
};

#[test]
fn an_app_is_read_and_changed() {
    assert_eq!(query(&GetAgent { agentid: 7 }), "agentid=7");
    let agent: Agent = answer(
        r#"{"errcode":0,"agentid":1000005,"name":"HR","square_logo_url":"u","description":"d","allow_userinfos":{"user":[{"userid":"HIDDEN"}]},"allow_partys":{"partyid":[1]},"allow_tags":{"tagid":[1,2]},"close":0,"redirect_domain":"e.example","report_location_flag":0,"isreportenter":1,"home_url":"h"}"#,
    );
    assert_eq!(
        (agent.close, agent.isreportenter, agent.allow_tags.tagid.len()),
        (false, true, 2)
    );
    assert_hidden(&agent);
    let call = SetAgent {
        agentid: 1,
        name: Some("n".into()),
        ..SetAgent::default()
    };
    assert_eq!(json(&call), r#"{"agentid":1,"name":"n"}"#);
}

fn click(name: &str) -> MenuButton {
    MenuButton {
        kind: Some("click".into()),
        name: name.into(),
        key: Some("k".into()),
        ..MenuButton::default()
    }
}

#[test]
fn a_menu_names_its_app_in_the_query_only() {
    let call = CreateMenu {
        agentid: 7,
        button: vec![click("今日")],
    };
    assert_eq!(
        (query(&call).as_str(), json(&call).as_str()),
        ("agentid=7", r#"{"button":[{"type":"click","name":"今日","key":"k"}]}"#)
    );
    assert_eq!(call.check(), Ok(()));
    let menu: Menu = answer(
        r#"{"errcode":0,"button":[{"name":"a","sub_button":[{"type":"view","name":"b","url":"u","sub_button":[]}]}]}"#,
    );
    assert_eq!(menu.button[0].sub_button[0].url.as_deref(), Some("u"));
    assert_eq!(
        (GetMenu::PATH, DeleteMenu::PATH),
        ("/cgi-bin/menu/get", "/cgi-bin/menu/delete")
    );
}

#[test]
fn a_menu_has_three_times_five_buttons_on_two_levels() {
    let good = |button: Vec<MenuButton>| CreateMenu { agentid: 1, button }.check().is_ok();
    assert!(good(vec![click("a"); 3]) && !good(vec![click("a"); 4]) && !good(vec![]));
    assert!(good(vec![click(&"a".repeat(16))]) && !good(vec![click(&"a".repeat(17))]));
    let above = |below: MenuButton, count| MenuButton {
        name: "a".into(),
        sub_button: vec![below; count],
        ..MenuButton::default()
    };
    assert!(good(vec![above(click(&"a".repeat(40)), 5)]) && !good(vec![above(click("a"), 6)]));
    assert!(!good(vec![above(click(&"a".repeat(41)), 1)]) && !good(vec![above(above(click("a"), 1), 1)]));
    assert!(
        !good(vec![MenuButton {
            key: None,
            ..click("a")
        }]) && !good(vec![MenuButton {
            kind: None,
            ..click("a")
        }])
    );
    let view = |length| MenuButton {
        kind: Some("view".into()),
        url: Some("u".repeat(length)),
        ..click("a")
    };
    assert!(good(vec![view(1024)]) && !good(vec![view(1025)]));
}

#[test]
fn a_chat_of_an_app_has_two_to_2000_members() {
    let chat = |members: usize| CreateAppChat {
        name: Some("群".into()),
        userlist: (0..members).map(|n| n.to_string()).collect(),
        ..CreateAppChat::default()
    };
    for (members, good) in [(1, false), (2, true), (2000, true), (2001, false)] {
        assert_eq!(chat(members).check().is_ok(), good, "{members}");
    }
    assert_eq!(json(&chat(2)), r#"{"name":"群","userlist":["0","1"]}"#);
    assert!(
        CreateAppChat {
            owner: Some("stranger".into()),
            ..chat(2)
        }
        .check()
        .is_err()
    );
    assert!(
        CreateAppChat {
            chatid: Some("a-b".into()),
            ..chat(2)
        }
        .check()
        .is_err()
    );
    assert!(
        CreateAppChat {
            name: Some("字".repeat(51)),
            ..chat(2)
        }
        .check()
        .is_err()
    );
    assert_eq!(answer::<CreatedAppChat>(r#"{"errcode":0,"chatid":"c"}"#).chatid, "c");
    let update = UpdateAppChat {
        chatid: "c".into(),
        add_user_list: vec!["u".into()],
        ..UpdateAppChat::default()
    };
    assert_eq!(
        (json(&update).as_str(), update.check()),
        (r#"{"chatid":"c","add_user_list":["u"]}"#, Ok(()))
    );
    let chat: AppChatAnswer =
        answer(r#"{"errcode":0,"chat_info":{"chatid":"c","name":"n","owner":"HIDDEN","userlist":["HIDDEN"]}}"#);
    assert_hidden(&chat);
}

#[test]
fn a_chat_of_an_app_takes_no_cards() {
    let send = |message| SendToAppChat {
        chatid: "c".into(),
        message,
        safe: false,
    };
    let text = send(Message::Text {
        content: "HIDDEN".into(),
    });
    assert_eq!(
        json(&text),
        r#"{"chatid":"c","msgtype":"text","text":{"content":"HIDDEN"},"safe":0}"#
    );
    assert_hidden(&text);
    assert_eq!(text.check(), Ok(()));
    let card = Message::TemplateCard(Box::new(TemplateCard::TextNotice(TextNotice::default())));
    assert!(send(card).check().is_err());
}

#[test]
fn a_robot_is_spoken_to_by_its_key() {
    let call = SendToRobot {
        key: "HIDDEN".into(),
        message: RobotMessage::Text {
            content: "大家好".into(),
            mentioned_list: vec!["@all".into()],
            mentioned_mobile_list: vec![],
        },
    };
    assert_eq!(query(&call), "key=HIDDEN");
    assert_eq!(
        json(&call),
        r#"{"msgtype":"text","text":{"content":"大家好","mentioned_list":["@all"]}}"#
    );
    assert_eq!(SendToRobot::AUTH, Auth::Credentials);
    assert_hidden(&call);
    let image = SendToRobot {
        key: "k".into(),
        message: RobotMessage::image(b"abc"),
    };
    assert_eq!(
        json(&image),
        r#"{"msgtype":"image","image":{"base64":"YWJj","md5":"900150983cd24fb0d6963f7d28e17f72"}}"#
    );
}

#[test]
fn what_a_robot_writes_is_limited() {
    let markdown = |length| {
        RobotMessage::Markdown {
            content: "a".repeat(length),
        }
        .check()
        .is_ok()
    };
    assert!(markdown(4096) && !markdown(4097) && !markdown(0));
    let text = |length| {
        let content = "a".repeat(length);
        RobotMessage::Text {
            content,
            mentioned_list: vec![],
            mentioned_mobile_list: vec![],
        }
        .check()
        .is_ok()
    };
    assert!(text(2048) && !text(2049));
    let image = |size| RobotMessage::image(&vec![0; size]).check().is_ok();
    assert!(image(2 * 1024 * 1024) && !image(2 * 1024 * 1024 + 1) && !image(0));
    let card = RobotMessage::TemplateCard(Box::new(TemplateCard::VoteInteraction(VoteInteraction::default())));
    assert_eq!(card.check().unwrap_err().to_string(), "card_type: a notice");
}

#[test]
fn a_robot_has_media_of_its_own() {
    let bytes = vec![0; 2 * 1024 * 1024 + 1];
    let call = |is_voice, size: usize| UploadToRobot {
        key: "HIDDEN".into(),
        is_voice,
        file: Upload::media("a.amr", "audio/amr", &bytes[..size]),
    };
    assert_eq!(query(&call(false, 6)), "key=HIDDEN&type=file");
    assert!(call(true, 2 * 1024 * 1024).check().is_ok() && call(true, 2 * 1024 * 1024 + 1).check().is_err());
    assert!(call(false, 2 * 1024 * 1024 + 1).check().is_ok() && call(false, 5).check().is_err());
    assert_hidden(&call(false, 6));
    assert_eq!(
        answer::<RobotMedia>(r#"{"errcode":0,"media_id":"m","created_at":"1380000000"}"#).created_at,
        Some(1_380_000_000)
    );
}
