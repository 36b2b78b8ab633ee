use super::{
    super::{external_contact::*, group_chat::*},
    *,
};

#[test]
fn a_member_without_customers_has_an_empty_list() {
    let list = |body: &str| customers(read_response(body.as_bytes()));
    assert_eq!(list(r#"{"errcode":84061,"errmsg":"not external contact"}"#), Ok(vec![]));
    assert_eq!(
        list(r#"{"errcode":0,"external_userid":["wm1","wm2"]}"#).unwrap().len(),
        2
    );
    assert!(list(r#"{"errcode":48002,"external_userid":[]}"#).is_err());
    assert_eq!(query(&ListCustomers { userid: "u".into() }), "userid=u");
    assert_eq!(
        answer::<FollowingMembers>(r#"{"errcode":0,"follow_user":["a"]}"#).follow_user,
        ["a"]
    );
}

#[test]
fn a_customer_is_read_as_documented() {
    let call = GetCustomer {
        external_userid: "e".into(),
        cursor: Some("c".into()),
    };
    assert_eq!(query(&call), "external_userid=e&cursor=c");
    let found: CustomerAnswer = answer(
        r#"{"errcode":0,"errmsg":"ok","external_contact":{"external_userid":"HIDDEN","name":"HIDDEN","type":1,"gender":1,"unionid":"HIDDEN"},
        "follow_user":[{"userid":"HIDDEN","remark":"HIDDEN","description":"","createtime":1525779812,
        "tags":[{"group_name":"g","tag_name":"t","tag_id":"i","type":1},{"group_name":"g","tag_name":"p","type":2}],
        "remark_corp_name":"","remark_mobiles":["HIDDEN"],"state":"","add_way":1,"oper_userid":"HIDDEN"}],"next_cursor":""}"#,
    );
    assert_eq!(
        (found.follow_user[0].tags[1].tag_id.as_ref(), found.next_cursor.as_ref()),
        (None, None)
    );
    assert_eq!(found.follow_user[0].state, None);
    assert_hidden(&found);
}

#[test]
fn customers_of_several_members_come_with_one_follow_each() {
    let call = |members: usize, limit| GetCustomersOf {
        userid_list: vec!["u".into(); members],
        cursor: String::new(),
        limit,
    };
    assert_eq!(json(&call(1, 50)), r#"{"userid_list":["u"],"cursor":"","limit":50}"#);
    for (members, limit, good) in [
        (1, 1, true),
        (100, 100, true),
        (0, 1, false),
        (101, 1, false),
        (1, 0, false),
        (1, 101, false),
    ] {
        assert_eq!(call(members, limit).check().is_ok(), good, "{members} {limit}");
    }
    let page: CustomersOf = answer(
        r#"{"errcode":0,"external_contact_list":[{"external_contact":{"external_userid":"e","type":2},"follow_info":{"userid":"u","tag_id":["a"]}}],"next_cursor":"n","fail_info":{"unlicensed_userid_list":["v"]}}"#,
    );
    assert_eq!(page.external_contact_list[0].follow_info.tag_id, ["a"]);
    assert_eq!(page.fail_info.unlicensed_userid_list, ["v"]);
}

#[test]
fn notes_and_tags_change_something() {
    let remark = |length: usize| RemarkCustomer {
        userid: "u".into(),
        external_userid: "e".into(),
        remark: Some("字".repeat(length)),
        ..RemarkCustomer::default()
    };
    assert_eq!(
        json(&remark(1)),
        r#"{"userid":"u","external_userid":"e","remark":"字"}"#
    );
    assert!(remark(20).check().is_ok() && remark(21).check().is_err());
    assert!(
        RemarkCustomer {
            remark: None,
            ..remark(1)
        }
        .check()
        .is_err()
    );
    let tags = MarkTags {
        userid: "u".into(),
        external_userid: "e".into(),
        ..MarkTags::default()
    };
    assert!(tags.check().is_err());
    let tags = MarkTags {
        add_tag: vec!["t".into()],
        ..tags
    };
    assert_eq!(
        (json(&tags).as_str(), tags.check()),
        (r#"{"userid":"u","external_userid":"e","add_tag":["t"]}"#, Ok(()))
    );
}

#[test]
fn a_welcome_says_something() {
    let mut call = SendWelcome {
        welcome_code: "HIDDEN".into(),
        text: Some(WelcomeText {
            content: "你好".into()
        }),
        attachments: vec![Attachment::MiniProgram {
            miniprogram: AttachedMiniProgram {
                title: "t".into(),
                pic_media_id: "m".into(),
                appid: "a".into(),
                page: "p".into(),
            },
        }],
    };
    assert_eq!(
        json(&call),
        r#"{"welcome_code":"HIDDEN","text":{"content":"你好"},"attachments":[{"msgtype":"miniprogram","miniprogram":{"title":"t","pic_media_id":"m","appid":"a","page":"p"}}]}"#
    );
    assert_hidden(&call);
    assert_eq!(call.check(), Ok(()));
    call.attachments = vec![
        Attachment::Image {
            image: AttachedMedia { media_id: "m".into() }
        };
        10
    ];
    assert!(call.check().is_err());
    (call.attachments, call.text) = (vec![], None);
    assert!(call.check().is_err());
}

#[test]
fn group_chats_are_listed_and_read() {
    let mut call = ListGroupChats {
        limit: 1000,
        ..ListGroupChats::default()
    };
    assert_eq!(
        (json(&call).as_str(), call.check()),
        (r#"{"status_filter":0,"cursor":"","limit":1000}"#, Ok(()))
    );
    call.limit = 1001;
    assert!(call.check().is_err());
    let list: GroupChats = answer(r#"{"errcode":0,"group_chat_list":[{"chat_id":"c","status":0}],"next_cursor":"n"}"#);
    assert_eq!(list.group_chat_list[0].chat_id, "c");
    assert_eq!(
        json(&GetGroupChat {
            chat_id: "c".into(),
            need_name: 1
        }),
        r#"{"chat_id":"c","need_name":1}"#
    );
    let chat: GroupChatAnswer = answer(
        r#"{"errcode":0,"group_chat":{"chat_id":"c","name":"HIDDEN","owner":"HIDDEN","create_time":1572505490,"notice":"n","member_list":[{"userid":"HIDDEN","type":1,"join_time":1572505491,"join_scene":1,"invitor":{"userid":"HIDDEN"}}],"admin_list":[{"userid":"HIDDEN"}]}}"#,
    );
    assert_eq!(chat.group_chat.member_list[0].kind, 1);
    assert_hidden(&chat);
}
