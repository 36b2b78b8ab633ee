use wechat_protocol::{
    EventKind,
    inbound::events::{
        customer_service::CustomerServiceEvent,
        mass_send::{
            ArticleUrl, CopyrightCheck, CopyrightFinding, CopyrightState, MassSendRefusal, MassSendReport,
            MassSendStatus,
        },
        menu::{MenuEvent, PicturePicker, ScanCode},
        publishing::{PublishReport, PublishStatus},
        verification::{VerificationEvent, VerificationRefusal},
    },
    scene::FollowSource,
};

use crate::{json, some, xml};

#[test]
fn a_follow_says_where_it_came_from() {
    let source = |key: &str| {
        let follow = xml(&format!(
            "<Event>subscribe</Event><EventKey><![CDATA[{key}]]></EventKey>"
        ));
        format!("{:?}", follow.follow_source().unwrap())
    };
    let expected = |source: FollowSource<'_>| format!("{source:?}");
    assert_eq!(source(""), expected(FollowSource::Plain));
    assert_eq!(source("qrscene_qrscene_1"), expected(FollowSource::Scene("qrscene_1")));
    assert_eq!(
        source("last_trade_no_42"),
        expected(FollowSource::Payment { trade_no: "42" })
    );
    assert_eq!(source("scanbarcode|6901|x"), expected(FollowSource::Barcode("6901|x")));
    assert_eq!(source("scanimage|7"), expected(FollowSource::Picture("7")));
    assert_eq!(source("qrscene_"), expected(FollowSource::Other("qrscene_")));
    assert_eq!(xml("<Event>unsubscribe</Event>").follow_source(), None);
}

#[test]
fn menu_buttons_bring_pages_codes_pictures_and_places() {
    assert_eq!(
        xml("<Event>view_miniprogram</Event><EventKey>pages/a?b=1</EventKey><MenuId>3</MenuId>"),
        EventKind::Menu(MenuEvent::ViewMiniProgram {
            path: "pages/a?b=1".into(),
            menu_id: some("3")
        })
    );
    let scan = ScanCode {
        key: "k".into(),
        scan_type: "qrcode".into(),
        result: "签到:1".into(),
    };
    let info = "<EventKey>k</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult><![CDATA[签到:1]]></ScanResult></ScanCodeInfo>";
    assert_eq!(
        xml(&format!("<Event>scancode_push</Event>{info}")),
        EventKind::Menu(MenuEvent::ScanPushed(scan.clone()))
    );
    assert_eq!(
        xml(&format!("<Event>SCANCODE_WAITMSG</Event>{info}")),
        EventKind::Menu(MenuEvent::ScanAwaiting(scan))
    );
    let info = "<EventKey>k</EventKey><SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>a</PicMd5Sum></item>\
                <item><PicMd5Sum>b</PicMd5Sum></item></PicList></SendPicsInfo>";
    for (name, picker) in [
        ("pic_sysphoto", PicturePicker::Camera),
        ("pic_photo_or_album", PicturePicker::CameraOrAlbum),
        ("pic_weixin", PicturePicker::WeChatAlbum),
    ] {
        let expected = MenuEvent::Pictures {
            picker,
            key: "k".into(),
            count: 2,
            md5: vec!["a".into(), "b".into()],
        };
        assert_eq!(
            xml(&format!("<Event>{name}</Event>{info}")),
            EventKind::Menu(expected.clone())
        );
        let listed = r#""EventKey":"k","SendPicsInfo":{"Count":"2","PicList":[{"PicMd5Sum":"a"},{"PicMd5Sum":"b"}]}"#;
        assert_eq!(
            json(&format!(r#""Event":"{name}",{listed}"#)),
            EventKind::Menu(expected)
        );
    }
    assert_eq!(
        xml(
            "<Event>location_select</Event><EventKey>k</EventKey><SendLocationInfo><Location_X>23.5</Location_X>\
             <Location_Y>113.5</Location_Y><Scale>15</Scale><Label>l</Label><Poiname/></SendLocationInfo><AppType>wxwork</AppType>"
        ),
        EventKind::Menu(MenuEvent::Place {
            key: "k".into(),
            latitude: 23.5,
            longitude: 113.5,
            scale: Some(15.0),
            label: "l".into(),
            name: String::new(),
            app_type: some("wxwork")
        })
    );
}

#[test]
fn a_mass_send_is_reported_with_its_counts_and_findings() {
    let read = xml(
        "<Event>MASSSENDJOBFINISH</Event><MsgID>3147483651</MsgID><Status>send success</Status><TotalCount>100</TotalCount>\
         <FilterCount>80</FilterCount><SentCount>75</SentCount><ErrorCount>5</ErrorCount>\
         <CopyrightCheckResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx><UserDeclareState>0</UserDeclareState>\
         <AuditState>2</AuditState><OriginalArticleUrl>http://o</OriginalArticleUrl><OriginalArticleType>1</OriginalArticleType>\
         <CanReprint>1</CanReprint><NeedReplaceContent>1</NeedReplaceContent><NeedShowReprintSource>0</NeedShowReprintSource></item>\
         </ResultList><CheckState>2</CheckState></CopyrightCheckResult>\
         <ArticleUrlResult><Count>2</Count><ResultList><item><ArticleIdx>1</ArticleIdx><ArticleUrl>http://1</ArticleUrl></item>\
         <item><ArticleIdx>2</ArticleIdx><ArticleUrl>http://2</ArticleUrl></item></ResultList></ArticleUrlResult>",
    );
    let url = |index, url: &str| ArticleUrl { index, url: url.into() };
    let expected = MassSendReport {
        msg_id: 3_147_483_651,
        status: MassSendStatus::Success,
        total: Some(100),
        filtered: Some(80),
        sent: Some(75),
        failed: Some(5),
        copyright: Some(CopyrightCheck {
            state: CopyrightState::SendableReprint,
            articles: vec![CopyrightFinding {
                index: 1,
                declared: Some(0),
                audited: Some(2),
                original_url: some("http://o"),
                original_type: Some(1),
                can_reprint: true,
                replaces_content: true,
                shows_source: false,
            }],
        }),
        articles: vec![url(1, "http://1"), url(2, "http://2")],
    };
    assert_eq!(read.job_id(), Some(3_147_483_651));
    assert_eq!(read, EventKind::MassSendJobFinish(Box::new(expected)));
}

#[test]
fn refusals_of_a_mass_send_are_told_apart() {
    use MassSendRefusal as Why;
    let expected = [
        (10001, Why::Advertising),
        (20001, Why::Politics),
        (20002, Why::Pornography),
        (20004, Why::Social),
        (20006, Why::Crime),
        (20008, Why::Fraud),
        (20013, Why::Copyright),
        (21000, Why::Unspecified),
        (22000, Why::CrossPromotion),
        (30001, Why::OriginalityCheckFailed),
        (30002, Why::NotSendable),
        (30003, Why::Reprint),
        (40001, Why::AdministratorRefused),
        (40002, Why::AdministratorSilent),
        (7, Why::Other(7)),
    ];
    for (number, why) in expected {
        assert_eq!(
            MassSendStatus::parse(&format!("err({number})")),
            MassSendStatus::Refused(why)
        );
    }
    assert_eq!(MassSendStatus::parse("sendsuccess"), MassSendStatus::Success);
    assert_eq!(MassSendStatus::parse("Send Fail"), MassSendStatus::Failed);
    assert_eq!(MassSendStatus::parse("err(x)"), MassSendStatus::Other("err(x)".into()));
}

#[test]
fn publishing_is_reported_with_its_id_as_number_or_string() {
    let failed = PublishReport {
        publish_id: "2247503051".into(),
        status: PublishStatus::OriginalityRefused,
        article_id: None,
        articles: vec![],
        failed: vec![1, 2],
    };
    assert_eq!(
        xml(
            "<Event>PUBLISHJOBFINISH</Event><PublishEventInfo><publish_id>2247503051</publish_id>\
             <publish_status>2</publish_status><fail_idx>1</fail_idx><fail_idx>2</fail_idx></PublishEventInfo>"
        ),
        EventKind::PublishJobFinish(failed.clone())
    );
    for id in ["2247503051", r#""2247503051""#] {
        let fields = format!(
            r#""Event":"PUBLISHJOBFINISH","PublishEventInfo":{{"publish_id":{id},"publish_status":2,"fail_idx":[1,2]}}"#
        );
        assert_eq!(json(&fields), EventKind::PublishJobFinish(failed.clone()));
    }
    assert_eq!(
        xml(
            "<Event>PUBLISHJOBFINISH</Event><PublishEventInfo><publish_id>9</publish_id><publish_status>0</publish_status>\
             <article_id>A</article_id><article_detail><count>1</count><item><idx>1</idx><article_url>http://a</article_url>\
             </item></article_detail></PublishEventInfo>"
        ),
        EventKind::PublishJobFinish(PublishReport {
            publish_id: "9".into(),
            status: PublishStatus::Published,
            article_id: some("A"),
            articles: vec![ArticleUrl {
                index: 1,
                url: "http://a".into()
            }],
            failed: vec![],
        })
    );
}

#[test]
fn sessions_with_agents_are_read() {
    let session = |name: &str, fields: &str| xml(&format!("<Event>{name}</Event>{fields}"));
    assert_eq!(
        session("kf_create_session", "<KfAccount>a@gh</KfAccount>"),
        EventKind::CustomerService(CustomerServiceEvent::Created { account: "a@gh".into() })
    );
    assert_eq!(
        session("kf_close_session", "<KfAccount>a@gh</KfAccount>"),
        EventKind::CustomerService(CustomerServiceEvent::Closed { account: "a@gh".into() })
    );
    assert_eq!(
        session(
            "kf_switch_session",
            "<FromKfAccount>a@gh</FromKfAccount><ToKfAccount>b@gh</ToKfAccount>"
        ),
        EventKind::CustomerService(CustomerServiceEvent::Switched {
            from: "a@gh".into(),
            to: "b@gh".into()
        })
    );
}

#[test]
fn the_accounts_own_verification_is_read() {
    let expires_at = 1_710_000_000;
    let ends = |name: &str| xml(&format!("<Event>{name}</Event><ExpiredTime>1710000000</ExpiredTime>"));
    let verified = |event| EventKind::Verification(event);
    assert_eq!(
        ends("qualification_verify_success"),
        verified(VerificationEvent::QualificationVerified { expires_at })
    );
    assert_eq!(
        ends("naming_verify_success"),
        verified(VerificationEvent::NameVerified { expires_at })
    );
    assert_eq!(
        ends("annual_renew"),
        verified(VerificationEvent::RenewalDue { expires_at })
    );
    assert_eq!(
        ends("verify_expired"),
        verified(VerificationEvent::Expired { expires_at })
    );
    let refused = |name: &str| {
        xml(&format!(
            "<Event>{name}</Event><FailTime>7</FailTime><FailReason>r</FailReason>"
        ))
    };
    let refusal = VerificationRefusal {
        failed_at: 7,
        reason: "r".into(),
    };
    assert_eq!(
        refused("qualification_verify_fail"),
        verified(VerificationEvent::QualificationRefused(refusal.clone()))
    );
    assert_eq!(
        refused("naming_verify_fail"),
        verified(VerificationEvent::NameRefused(refusal))
    );
}

#[test]
fn a_known_event_that_lacks_its_parts_is_kept_whole() {
    for name in [
        "scancode_push",
        "pic_weixin",
        "location_select",
        "MASSSENDJOBFINISH",
        "PUBLISHJOBFINISH",
        "subscribe_msg_sent_event",
        "kf_create_session",
        "user_info_modified",
        "annual_renew",
        "wxa_media_check",
        "wxa_punish_event",
        "batch_job_result",
        "template_card_event",
        "change_contact",
        "change_external_contact",
        "change_external_chat",
        "change_external_tag",
        "kf_msg_or_event",
    ] {
        let EventKind::Other { event, fields, .. } = xml(&format!("<Event>{name}</Event><New>kept</New>")) else {
            panic!("{name} lacks what its type needs");
        };
        assert_eq!((event.as_str(), fields.text("New")), (name, Some("kept")));
    }
}
