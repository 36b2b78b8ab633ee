use wechat_protocol::{
    EventKind,
    inbound::events::{
        wecom_app::{ApprovalSource, BatchJobResult, WeComAppEvent},
        wecom_card::{CardEvent, CardSelection},
        wecom_directory::{DepartmentChange, DirectoryChange, MemberChange, TagChange},
        wecom_external::{
            ExternalChatChange, ExternalChatChangeKind as Chat, ExternalContactChangeKind as Contact,
            ExternalTagChange, ExternalTagChangeKind as Tag,
        },
    },
};

use crate::{read, some, xml};

#[test]
fn the_events_of_a_menu_are_lower_case_here_and_known_all_the_same() {
    assert_eq!(
        xml("<Event>click</Event><EventKey>k</EventKey>"),
        EventKind::Click { key: "k".into() }
    );
    let location =
        xml("<Event>LOCATION</Event><Latitude>1</Latitude><Longitude>2</Longitude><AppType>wxwork</AppType>");
    assert!(matches!(location, EventKind::Location { app_type: Some(app), .. } if app == "wxwork"));
    assert_eq!(
        xml("<Event>enter_agent</Event><EventKey></EventKey>"),
        EventKind::WeComApp(WeComAppEvent::Entered { key: None })
    );
}

#[test]
fn batch_jobs_and_approvals_are_read() {
    assert_eq!(
        xml(
            "<Event>batch_job_result</Event><BatchJob><JobId>j</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode>\
             <ErrMsg>ok</ErrMsg></BatchJob>"
        ),
        EventKind::WeComApp(WeComAppEvent::BatchJob(BatchJobResult {
            job_id: "j".into(),
            job_type: "sync_user".into(),
            errcode: 0,
            errmsg: "ok".into()
        }))
    );
    let approval = xml(
        "<Event>sys_approval_change</Event><ApprovalInfo><SpNo>7</SpNo><Applyer><UserId>u</UserId></Applyer></ApprovalInfo>",
    );
    let EventKind::WeComApp(WeComAppEvent::Approval { source, info }) = approval else {
        panic!("not an approval");
    };
    assert_eq!((source, info.text("SpNo")), (ApprovalSource::System, Some("7")));
    assert_eq!(
        info.fields("Applyer").and_then(|applyer| applyer.text("UserId")),
        Some("u")
    );
}

#[test]
fn news_of_customer_service_comes_without_a_sender() {
    let message = read(
        "<xml><ToUserName>ww</ToUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>kf_msg_or_event</Event>\
         <Token>ticket</Token><OpenKfId>wk1</OpenKfId></xml>",
    );
    assert_eq!(message.from_user, "");
    let Some(EventKind::WeComApp(WeComAppEvent::CustomerServiceNews(news))) = message.as_event() else {
        panic!("not news");
    };
    assert_eq!((news.token.as_str(), news.open_kf_id.as_str()), ("ticket", "wk1"));
    assert!(!format!("{news:?}").contains("ticket"));
}

#[test]
fn taps_on_cards_say_what_was_chosen() {
    let tapped = xml(
        "<Event>template_card_event</Event><EventKey>submit</EventKey><TaskId>t</TaskId><CardType>multiple_interaction</CardType>\
         <ResponseCode>code</ResponseCode><AgentID>1</AgentID><SelectedItems><SelectedItem><QuestionKey>q1</QuestionKey>\
         <OptionIds><OptionId>a</OptionId><OptionId>b</OptionId></OptionIds></SelectedItem><SelectedItem><QuestionKey>q2</QuestionKey>\
         <OptionIds><OptionId>c</OptionId></OptionIds></SelectedItem></SelectedItems>",
    );
    let EventKind::Card(CardEvent::Tapped(tap)) = tapped else {
        panic!("not a tap");
    };
    let chosen = |question: &str, options: &[&str]| CardSelection {
        question_key: question.into(),
        option_ids: options.iter().map(|option| (*option).to_owned()).collect(),
    };
    assert_eq!(tap.selected, [chosen("q1", &["a", "b"]), chosen("q2", &["c"])]);
    assert_eq!((tap.task_id.as_str(), &tap.response_code), ("t", &some("code")));
    assert_eq!(format!("{tap:?}"), "CardTap(…)");
    let menu = xml("<Event>template_card_menu_event</Event><EventKey>k</EventKey><TaskId>t</TaskId>");
    assert!(matches!(menu, EventKind::Card(CardEvent::Menu(tap)) if tap.key == "k" && tap.selected.is_empty()));
    assert_eq!(
        xml("<Event>taskcard_click</Event><EventKey>k</EventKey><TaskId>t</TaskId>"),
        EventKind::Card(CardEvent::TaskCard {
            key: "k".into(),
            task_id: "t".into()
        })
    );
}

fn directory(change: &str, fields: &str) -> EventKind {
    xml(&format!(
        "<Event>change_contact</Event><ChangeType>{change}</ChangeType>{fields}"
    ))
}

#[test]
fn changes_of_members_are_read() {
    let fields = "<UserID>u</UserID><NewUserID>v</NewUserID><Name>测试成员</Name><Department>1,2,3</Department>\
                  <IsLeaderInDept>1,0,0</IsLeaderInDept><DirectLeader>a,b</DirectLeader><Gender>1</Gender><Status>1</Status>\
                  <ExtAttr><Item><Name>n</Name><Text><Value>x</Value></Text></Item></ExtAttr>";
    let EventKind::Directory(DirectoryChange::MemberUpdated(member)) = directory("update_user", fields) else {
        panic!("not an update");
    };
    assert_eq!((member.user_id.as_str(), &member.new_user_id), ("u", &some("v")));
    assert_eq!(
        (member.departments.as_slice(), member.leads.as_slice()),
        (&[1, 2, 3][..], &[true, false, false][..])
    );
    assert_eq!(
        (member.direct_leaders.as_slice(), member.gender),
        (&["a".to_owned(), "b".to_owned()][..], Some(1))
    );
    assert_eq!(
        member.extra.fields("Item").and_then(|item| item.text("Name")),
        Some("n")
    );
    assert_eq!(format!("{member:?}"), "MemberChange(…)");
    let bare = MemberChange {
        user_id: "u".into(),
        departments: vec![1],
        ..MemberChange::default()
    };
    assert_eq!(
        directory("create_user", "<UserID>u</UserID><Department>1</Department>"),
        EventKind::Directory(DirectoryChange::MemberCreated(Box::new(bare)))
    );
    assert_eq!(
        directory("delete_user", "<UserID>u</UserID>"),
        EventKind::Directory(DirectoryChange::MemberDeleted { user_id: "u".into() })
    );
}

#[test]
fn changes_of_departments_and_tags_are_read() {
    let department = DepartmentChange {
        id: 2,
        name: some("n"),
        parent_id: Some(1),
        order: Some(5),
    };
    assert_eq!(
        directory(
            "create_party",
            "<Id>2</Id><Name>n</Name><ParentId>1</ParentId><Order>5</Order>"
        ),
        EventKind::Directory(DirectoryChange::DepartmentCreated(department))
    );
    assert!(matches!(
        directory("update_party", "<Id>2</Id>"),
        EventKind::Directory(DirectoryChange::DepartmentUpdated(change)) if change.name.is_none()
    ));
    assert_eq!(
        directory("delete_party", "<Id>2</Id>"),
        EventKind::Directory(DirectoryChange::DepartmentDeleted { id: 2 })
    );
    assert_eq!(
        directory(
            "update_tag",
            "<TagId>1</TagId><AddUserItems>a,b</AddUserItems><DelUserItems></DelUserItems><AddPartyItems>1,2</AddPartyItems>"
        ),
        EventKind::Directory(DirectoryChange::TagUpdated(TagChange {
            tag_id: 1,
            members_added: vec!["a".into(), "b".into()],
            members_removed: vec![],
            departments_added: vec![1, 2],
            departments_removed: vec![],
        }))
    );
}

#[test]
fn changes_of_customers_are_read_and_hide_the_welcome_code() {
    let kinds = [
        ("add_external_contact", Contact::Added),
        ("add_half_external_contact", Contact::HalfAdded),
        ("edit_external_contact", Contact::Edited),
        ("del_external_contact", Contact::Removed),
        ("del_follow_user", Contact::RemovedByCustomer),
        ("transfer_fail", Contact::TransferFailed),
    ];
    for (name, expected) in kinds {
        let event = xml(&format!(
            "<Event>change_external_contact</Event><ChangeType>{name}</ChangeType><UserID>u</UserID><ExternalUserID>w</ExternalUserID>\
             <State>s</State><WelcomeCode>welcome</WelcomeCode><Source>DELETE_BY_TRANSFER</Source><FailReason>customer_refused</FailReason>"
        ));
        let EventKind::ExternalContact(change) = event else {
            panic!("not a customer");
        };
        assert_eq!((change.change, change.external_user_id.as_str()), (expected, "w"));
        assert_eq!((&change.state, &change.welcome_code), (&some("s"), &some("welcome")));
        assert_eq!(
            (&change.source, &change.fail_reason),
            (&some("DELETE_BY_TRANSFER"), &some("customer_refused"))
        );
        assert!(!format!("{change:?}").contains("welcome"));
    }
}

#[test]
fn changes_of_groups_and_tags_of_customers_are_read() {
    let chat = |fields: &str| match xml(&format!(
        "<Event>change_external_chat</Event><ChatId>c</ChatId>{fields}"
    )) {
        EventKind::ExternalChat(change) => change,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        chat(
            "<ChangeType>update</ChangeType><UpdateDetail>add_member</UpdateDetail><JoinScene>3</JoinScene><MemChangeCnt>10</MemChangeCnt>"
        ),
        ExternalChatChange {
            chat_id: "c".into(),
            change: Chat::MembersAdded,
            join_scene: Some(3),
            quit_scene: None,
            members_changed: Some(10)
        }
    );
    let kinds = [
        ("del_member", Chat::MembersRemoved),
        ("change_owner", Chat::OwnerChanged),
        ("change_name", Chat::NameChanged),
        ("change_notice", Chat::NoticeChanged),
        ("new_detail", Chat::Updated("new_detail".into())),
    ];
    for (detail, expected) in kinds {
        let fields = format!("<ChangeType>update</ChangeType><UpdateDetail>{detail}</UpdateDetail>");
        assert_eq!(chat(&fields).change, expected);
    }
    assert_eq!(chat("<ChangeType>create</ChangeType>").change, Chat::Created);
    assert_eq!(chat("<ChangeType>dismiss</ChangeType>").change, Chat::Dismissed);
    for (name, expected) in [
        ("create", Tag::Created),
        ("update", Tag::Updated),
        ("delete", Tag::Deleted),
        ("shuffle", Tag::Reordered),
    ] {
        let fields = format!(
            "<Event>change_external_tag</Event><Id>g</Id><TagType>tag_group</TagType><ChangeType>{name}</ChangeType><StrategyId>1</StrategyId>"
        );
        let change = ExternalTagChange {
            id: "g".into(),
            is_group: true,
            change: expected,
            strategy_id: some("1"),
        };
        assert_eq!(xml(&fields), EventKind::ExternalTag(change));
    }
}

#[test]
fn unknown_changes_and_events_are_kept_whole() {
    for event in [
        "change_contact",
        "change_external_contact",
        "living_status_change",
        "share_agent_change",
    ] {
        let read = xml(&format!(
            "<Event>{event}</Event><ChangeType>new_change</ChangeType><UserID>u</UserID>"
        ));
        let EventKind::Other { fields, .. } = read else {
            panic!("{event} is known");
        };
        assert_eq!(
            (fields.text("ChangeType"), fields.text("UserID")),
            (Some("new_change"), Some("u"))
        );
    }
}
