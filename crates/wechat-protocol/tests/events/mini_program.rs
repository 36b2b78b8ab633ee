use wechat_protocol::{
    EventKind,
    inbound::events::{
        customer_service::CustomerServiceEvent,
        media_check::{MediaCheck, MediaCheckDetail, MediaCheckOutcome, Suggestion, Verdict},
        mini_program::{PenaltyKind, ReviewEvent},
        privacy::{PrivacyChange, RevokedInfo},
        subscription::{SubscriptionAnswer, SubscriptionChoice, SubscriptionDelivery, SubscriptionEvent},
    },
};

use crate::{json, some, xml};

fn choice(template: &str, answer: SubscriptionAnswer, scene: Option<&str>) -> SubscriptionChoice {
    SubscriptionChoice {
        template_id: template.into(),
        answer,
        popup_scene: scene.map(Into::into),
    }
}

#[test]
fn answers_in_the_popup_come_wrapped_in_xml_and_bare_in_json() {
    let one = choice("t1", SubscriptionAnswer::Accepted, Some("0"));
    let two = choice("t2", SubscriptionAnswer::Rejected, Some("0"));
    let both = EventKind::Subscription(SubscriptionEvent::Answered(vec![one.clone(), two]));
    let entry = |template: &str, answer: &str| {
        format!(
            "<List><TemplateId>{template}</TemplateId><SubscribeStatusString>{answer}</SubscribeStatusString><PopupScene>0</PopupScene></List>"
        )
    };
    let wrapped = format!(
        "<Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent>{}{}</SubscribeMsgPopupEvent>",
        entry("t1", "accept"),
        entry("t2", "reject")
    );
    assert_eq!(xml(&wrapped), both);
    let object = |template: &str, answer: &str| {
        format!(r#"{{"TemplateId":"{template}","SubscribeStatusString":"{answer}","PopupScene":0}}"#)
    };
    let (first, second) = (object("t1", "accept"), object("t2", "reject"));
    let event = r#""Event":"subscribe_msg_popup_event","List""#;
    assert_eq!(json(&format!("{event}:[{first},{second}]")), both);
    let alone = EventKind::Subscription(SubscriptionEvent::Answered(vec![one]));
    assert_eq!(json(&format!("{event}:{first}")), alone);
    assert_eq!(json(&format!("{event}:[{first}]")), alone);
}

#[test]
fn changes_and_deliveries_of_subscribe_messages_are_read() {
    let changed = SubscriptionEvent::Changed(vec![choice("t", SubscriptionAnswer::Rejected, None)]);
    assert_eq!(
        xml(
            "<Event>subscribe_msg_change_event</Event><SubscribeMsgChangeEvent><List><TemplateId>t</TemplateId>\
             <SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>"
        ),
        EventKind::Subscription(changed)
    );
    let sent = EventKind::Subscription(SubscriptionEvent::Sent(vec![SubscriptionDelivery {
        template_id: "t".into(),
        msg_id: Some(9_007_199_254_740_993),
        error_code: 0,
        error_status: "success".into(),
    }]));
    let wrapped = "<Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent><List><TemplateId>t</TemplateId>\
                   <MsgID>9007199254740993</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent>";
    assert_eq!(xml(wrapped), sent);
    let bare = r#""Event":"subscribe_msg_sent_event","List":{"TemplateId":"t","MsgID":"9007199254740993","ErrorCode":"0","ErrorStatus":"success"}"#;
    assert_eq!(json(bare), sent);
}

#[test]
fn someone_opening_customer_service_is_read() {
    assert_eq!(
        json(r#""Event":"user_enter_tempsession","SessionFrom":"from-page""#),
        EventKind::CustomerService(CustomerServiceEvent::Entered {
            session_from: "from-page".into()
        })
    );
}

#[test]
fn the_person_of_a_privacy_event_is_its_open_id_and_stays_out_of_debug() {
    let fields = r#""OpenID":"o_person","UnionID":"u","AppID":"wx","RevokeInfo":"8","PluginID":"p","OpenPID":"op""#;
    let EventKind::Privacy(event) = json(&format!(r#""Event":"user_authorization_revoke",{fields}"#)) else {
        panic!("not privacy");
    };
    assert_eq!(
        (event.change, event.open_id.as_str()),
        (PrivacyChange::ConsentWithdrawn, "o_person")
    );
    assert_eq!(event.revoked, [RevokedInfo::PhoneNumber]);
    assert_eq!(
        (&event.union_id, &event.plugin_id, &event.open_pid),
        (&some("u"), &some("p"), &some("op"))
    );
    assert!(!format!("{event:?}").contains("o_person"));
    let change = |name: &str| match xml(&format!(
        "<Event>{name}</Event><OpenID>o</OpenID><RevokeInfo>13,99</RevokeInfo>"
    )) {
        EventKind::Privacy(event) => (event.change, event.revoked),
        other => panic!("{other:?}"),
    };
    let revoked = vec![RevokedInfo::Location, RevokedInfo::Other(99)];
    assert_eq!(
        change("user_info_modified"),
        (PrivacyChange::ProfileModified, revoked.clone())
    );
    assert_eq!(
        change("user_authorization_cancellation"),
        (PrivacyChange::AccountClosed, revoked)
    );
}

#[test]
fn every_number_of_withdrawn_data_has_a_name() {
    for number in [1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 18, 19, 20] {
        assert_ne!(RevokedInfo::from_number(number), RevokedInfo::Other(number));
    }
    assert_eq!(RevokedInfo::from_number(9), RevokedInfo::Other(9));
}

#[test]
fn verdicts_on_media_are_read_in_both_versions() {
    let verdict = |suggestion, label| {
        Some(Verdict {
            suggestion,
            label: Some(label),
        })
    };
    assert_eq!(
        json(
            r#""Event":"wxa_media_check","appid":"wx","trace_id":"tr","version":2,"errcode":0,"errmsg":"ok",
            "result":{"suggest":"risky","label":20001},
            "detail":[{"strategy":"content_model","errcode":0,"suggest":"risky","label":20001,"prob":90}]"#
        ),
        EventKind::MediaCheck(Box::new(MediaCheck {
            trace_id: "tr".into(),
            app_id: some("wx"),
            outcome: MediaCheckOutcome::Verdict {
                errcode: 0,
                errmsg: "ok".into(),
                verdict: verdict(Suggestion::Risky, 20001),
                details: vec![MediaCheckDetail {
                    strategy: "content_model".into(),
                    errcode: 0,
                    verdict: verdict(Suggestion::Risky, 20001),
                    probability: Some(90)
                }],
            },
        }))
    );
    let EventKind::MediaCheck(lost) =
        json(r#""Event":"wxa_media_check","trace_id":"tr","errcode":-1008,"errmsg":"download fail""#)
    else {
        panic!("not a verdict");
    };
    assert!(matches!(
        lost.outcome,
        MediaCheckOutcome::Verdict {
            errcode: -1008,
            verdict: None,
            ..
        }
    ));
    assert_eq!(
        xml(
            "<Event>wxa_media_check</Event><isrisky>1</isrisky><extra_info_json/><appid>wx</appid><trace_id>tr</trace_id>\
             <status_code>4294966288</status_code>"
        ),
        EventKind::MediaCheck(Box::new(MediaCheck {
            trace_id: "tr".into(),
            app_id: some("wx"),
            outcome: MediaCheckOutcome::Legacy {
                is_risky: true,
                status_code: 4_294_966_288,
                extra_info: None
            },
        }))
    );
}

#[test]
fn reviews_of_a_version_are_read() {
    assert_eq!(
        xml("<Event>weapp_audit_success</Event><SuccTime>7</SuccTime>"),
        EventKind::Review(ReviewEvent::Passed { at: Some(7) })
    );
    assert_eq!(
        xml("<Event>weapp_audit_fail</Event><FailTime>7</FailTime><Reason>r</Reason><ScreenShot>a|b</ScreenShot>"),
        EventKind::Review(ReviewEvent::Refused {
            at: Some(7),
            reason: "r".into(),
            screenshots: some("a|b")
        })
    );
    assert_eq!(
        xml("<Event>weapp_audit_delay</Event><DelayTime>7</DelayTime><Reason>r</Reason>"),
        EventKind::Review(ReviewEvent::Delayed {
            at: Some(7),
            reason: "r".into()
        })
    );
}

#[test]
fn a_penalty_opens_its_detail_and_takes_its_content_as_text_or_list() {
    let penalty = |content: &str, detail: &str| {
        let fields = format!(
            r#""Event":"wxa_punish_event","punish_id":"p1","appid":"wx","punish_time":1710000000,"event_type":10,
               "illegal_reason":"r","illegal_content":{content},"rule_name":"n","rule_url":"u","detail":{detail}"#
        );
        match json(&fields) {
            EventKind::Penalty(penalty) => penalty,
            other => panic!("{other:?}"),
        }
    };
    let listed = penalty(r#"["a","b"]"#, r#""{\"page\":[\"p/1\"],\"days\":7}""#);
    assert_eq!(
        (listed.kind, listed.illegal_content),
        (PenaltyKind::PageBanned, vec!["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(
        (listed.detail.text("page"), listed.detail.text("days")),
        (Some("p/1"), Some("7"))
    );
    assert_eq!(listed.punish_time, some("1710000000"));
    let plain = penalty(r#""a""#, r#""not json""#);
    assert_eq!(
        (plain.illegal_content, plain.detail_json),
        (vec!["a".to_owned()], some("not json"))
    );
    assert!(plain.detail.is_empty());
}
