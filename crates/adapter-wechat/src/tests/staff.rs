//! Messages to members, and members who sign in.

use std::sync::Arc;

use domain::wechat::wecom::message::{
    CardChange, MessageOptions, Recipient, RecipientKind, RecipientOutcome, Safe, StaffMessageKind,
};
use ports::wechat::wecom::{CardUpdateRequest, LoginWay, StaffLoginApi, StaffMessagesApi, StaffRequest, StaffVisitor};
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Act, World};
use super::wecom_app;
use crate::StaffLogin;

async fn world() -> World {
    let world = World::new().await;
    world.accounts.set(wecom_app("app", 1_000_002, "S1"));
    world
}

fn recipient(kind: RecipientKind, name: &str) -> Recipient {
    Recipient {
        id: Uuid::nil(),
        part: 1,
        kind,
        name: name.to_owned(),
        outcome: RecipientOutcome::Waiting,
    }
}

fn request<'a>(content: &'a str, recipients: &'a [Recipient], safe: Safe) -> StaffRequest<'a> {
    StaffRequest {
        kind: StaffMessageKind::TextCard,
        content,
        options: MessageOptions {
            safe,
            duplicate_check_seconds: 600,
        },
        recipients,
    }
}

#[tokio::test]
async fn a_message_is_composed_as_documented_and_sent_byte_for_byte() {
    let world = world().await;
    let recipients = [
        recipient(RecipientKind::User, "ZhangSan"),
        recipient(RecipientKind::User, "li\"si"),
        recipient(RecipientKind::Party, "2"),
        recipient(RecipientKind::Tag, "3"),
    ];
    let content = r#"{"title":"签到","z":1,"a":2.50}"#;
    let composed = world
        .client
        .compose("app", request(content, &recipients, Safe::Confidential))
        .await
        .unwrap();
    assert_eq!(
        composed,
        concat!(
            r#"{"touser":"ZhangSan|li\"si","toparty":"2","totag":"3","msgtype":"textcard","agentid":1000002,"#,
            r#""textcard":{"title":"签到","z":1,"a":2.50},"safe":1,"#,
            r#""enable_duplicate_check":1,"duplicate_check_interval":600}"#
        )
    );
    world.platform.next([Act::json(
        r#"{"errcode":0,"errmsg":"ok","invaliduser":"zhangsan","invalidparty":"2|9","invalidtag":"","unlicenseduser":"li","msgid":"M1"}"#,
    )]);
    let report = world.client.send("app", &composed).await.unwrap();
    assert_eq!(report.invalid_users, ["zhangsan"]);
    assert_eq!((report.invalid_parties.len(), report.invalid_tags.len()), (2, 0));
    assert_eq!(
        (report.unlicensed_users.len(), report.msg_id.as_deref()),
        (1, Some("M1"))
    );
    let calls = world.server.calls();
    let sent = calls.last().unwrap();
    assert_eq!(
        (sent.path.as_str(), sent.body.as_str()),
        ("/cgi-bin/message/send", composed.as_str())
    );
}

#[tokio::test]
async fn everyone_is_everyone() {
    let world = world().await;
    let everyone = [recipient(RecipientKind::Everyone, "")];
    let composed = world
        .client
        .compose("app", request("{}", &everyone, Safe::No))
        .await
        .unwrap();
    let composed: Value = serde_json::from_str(&composed).unwrap();
    assert_eq!(
        composed,
        json!({"touser": "@all", "msgtype": "textcard", "agentid": 1_000_002, "textcard": {},
               "enable_duplicate_check": 1, "duplicate_check_interval": 600})
    );
    let broken = world.client.compose("app", request("{", &everyone, Safe::No)).await;
    assert!(matches!(broken, Err(WechatFailure::Refused { .. })), "{broken:?}");
}

#[tokio::test]
async fn no_answer_is_never_taken_for_one_and_never_asked_for_twice() {
    let world = world().await;
    for act in [
        Act::Close,
        Act::Http(502, String::new()),
        Act::json("{}"),
        Act::json("[]"),
    ] {
        let before = sends(&world);
        world.platform.next([act]);
        let failure = world.client.send("app", "{}").await.unwrap_err();
        assert!(matches!(failure, WechatFailure::Unanswered { .. }), "{failure:?}");
        assert_eq!(sends(&world), before + 1);
    }
}

fn sends(world: &World) -> usize {
    let calls = world.server.calls();
    calls.iter().filter(|call| call.path == "/cgi-bin/message/send").count()
}

#[tokio::test]
async fn refusals_say_what_can_be_done() {
    let world = world().await;
    world.platform.next([Act::code(81_013)]);
    let nobody = world.client.send("app", "{}").await.unwrap_err();
    let is_about_recipients = matches!(
        nobody,
        WechatFailure::Refused {
            code: 81_013,
            kind: RefusalKind::Recipient,
            ..
        }
    );
    assert!(is_about_recipients, "{nobody:?}");
    world.platform.next([Act::code(45_009)]);
    let often = world.client.send("app", "{}").await.unwrap_err();
    let waits_a_minute =
        matches!(often, WechatFailure::Later { code: Some(45_009), after: Some(after), .. } if after.as_secs() == 60);
    assert!(waits_a_minute, "{often:?}");
    let foreign = world.client.send("default", "{}").await.unwrap_err();
    assert!(
        matches!(
            foreign,
            WechatFailure::Refused {
                kind: RefusalKind::Configuration,
                ..
            }
        ),
        "{foreign:?}"
    );
}

#[tokio::test]
async fn a_message_is_taken_back_and_a_card_changed_by_one_who_answered() {
    let world = world().await;
    world.client.recall("app", "M1").await.unwrap();
    let sent = |world: &World| -> Value { serde_json::from_str(&world.server.calls().last().unwrap().body).unwrap() };
    assert_eq!(sent(&world), json!({"msgid": "M1"}));
    let change = |change| CardUpdateRequest {
        user_id: "ZhangSan",
        response_code: "CODE",
        change,
    };
    let text = CardChange::ButtonText("已确认".to_owned());
    assert_eq!(world.client.update_card("app", change(&text)).await, Ok(true));
    assert_eq!(
        sent(&world),
        json!({"userids": ["ZhangSan"], "agentid": 1_000_002, "response_code": "CODE",
               "button": {"replace_name": "已确认"}})
    );
    let card = CardChange::Card(r#"{"card_type":"text_notice"}"#.to_owned());
    world
        .platform
        .next([Act::json(r#"{"errcode":0,"invaliduser":["zhangsan"]}"#)]);
    assert_eq!(world.client.update_card("app", change(&card)).await, Ok(false));
    assert_eq!(sent(&world)["template_card"], json!({"card_type": "text_notice"}));
    assert!(!format!("{:?} {text:?}", change(&card)).contains("ZhangSan"));
}

#[tokio::test]
async fn staff_are_sent_to_wecoms_pages() {
    let world = world().await;
    let client = Arc::new(world.client);
    let back = "https://a.example/v2/wecom/login/callback";
    let real = StaffLogin::new(Arc::clone(&client), "https://open.weixin.qq.com");
    let simulated = StaffLogin::new(client, "http://127.0.0.1:9/");
    let encoded = "https%3A%2F%2Fa.example%2Fv2%2Fwecom%2Flogin%2Fcallback";
    assert_eq!(
        real.address("app", LoginWay::Inside, back, "s1").await.unwrap(),
        format!(
            "https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww0123456789abcdef&redirect_uri={encoded}\
             &response_type=code&scope=snsapi_base&state=s1&agentid=1000002#wechat_redirect"
        )
    );
    let code = format!(
        "/wwlogin/sso/login?login_type=CorpApp&appid=ww0123456789abcdef&agentid=1000002&redirect_uri={encoded}&state=s1"
    );
    assert_eq!(
        real.address("app", LoginWay::Code, back, "s1").await.unwrap(),
        format!("https://login.work.weixin.qq.com{code}")
    );
    assert_eq!(
        simulated.address("app", LoginWay::Code, back, "s1").await.unwrap(),
        format!("http://127.0.0.1:9{code}")
    );
    assert!(real.address("default", LoginWay::Code, back, "s1").await.is_err());
}

#[tokio::test]
async fn members_are_told_from_outsiders() {
    let world = world().await;
    world.platform.next([
        Act::json(r#"{"errcode":0,"userid":"ZhangSan"}"#),
        Act::json(r#"{"errcode":0,"openid":"oX","external_userid":"wmX"}"#),
        Act::json(r#"{"errcode":0}"#),
        Act::code(40_029),
    ]);
    let login = StaffLogin::new(Arc::new(world.client), "http://127.0.0.1:9");
    let member = login.visitor("app", "C1").await.unwrap();
    assert_eq!(
        member,
        StaffVisitor::Member {
            user_id: "ZhangSan".to_owned()
        }
    );
    assert!(!format!("{member:?}").contains("Zhang"));
    for _ in 0..2 {
        assert_eq!(login.visitor("app", "C2").await.unwrap(), StaffVisitor::Outsider);
    }
    let used = login.visitor("app", "C3").await.unwrap_err();
    assert!(
        matches!(
            used,
            WechatFailure::Refused {
                code: 40_029,
                kind: RefusalKind::Consent,
                ..
            }
        ),
        "{used:?}"
    );
}
