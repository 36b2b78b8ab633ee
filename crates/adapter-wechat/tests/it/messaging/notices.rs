//! Template messages and subscribe notifications.

use domain::notifications::Link;
use ports::wechat::messaging::{FilledTemplate, MessagingApi};
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use super::{own, path, sent, visitor, world};
use crate::support::{Act, notice, person};

fn leading(link: Link) -> FilledTemplate {
    FilledTemplate { link, ..notice() }
}

fn program() -> Link {
    Link::MiniProgram {
        app_id: own("wxfedcba9876543210"),
        path: own("pages/e?id=1"),
    }
}

#[tokio::test]
async fn a_tap_on_a_notice_leads_where_it_should() {
    let world = world().await;
    let to_page = Link::Page(own("https://example.com/e"));
    let form = |link: Value| {
        let mut form =
            json!({ "touser": "oOPENID", "template_id": "TPL", "data": { "thing1": { "value": "年会🎉" } } });
        form.as_object_mut().unwrap().extend(link.as_object().unwrap().clone());
        form
    };
    let to_program = json!({ "miniprogram": { "appid": "wxfedcba9876543210", "pagepath": "pages/e?id=1" } });
    for (link, expected) in [
        (Link::Nowhere, json!({})),
        (to_page.clone(), json!({ "url": "https://example.com/e" })),
        (program(), to_program.clone()),
    ] {
        world.client.send_filled(&person(), &leading(link), "ID").await.unwrap();
        let mut expected = form(expected);
        expected["client_msg_id"] = json!("ID");
        assert_eq!(sent(&world), expected);
    }
    for (link, expected) in [
        (Link::Nowhere, json!({})),
        (to_page, json!({ "page": "https://example.com/e" })),
        (program(), to_program),
    ] {
        world.client.send_subscribe(&person(), &leading(link)).await.unwrap();
        assert_eq!(sent(&world), form(expected));
        assert_eq!(path(&world), "/cgi-bin/message/subscribe/bizsend");
    }
}

#[tokio::test]
async fn a_subscribe_message_of_a_mini_program_opens_a_page_of_its_own() {
    let world = world().await;
    world
        .platform
        .next([Act::json(r#"{"errcode":0,"errmsg":"ok","msgid":9007199254740993}"#)]);
    let id = world
        .client
        .send_subscribe(&visitor(), &leading(program()))
        .await
        .unwrap();
    assert_eq!(id.as_deref(), Some("9007199254740993"));
    assert_eq!(path(&world), "/cgi-bin/message/subscribe/send");
    let body = sent(&world);
    assert_eq!(
        (&body["touser"], &body["template_id"], &body["page"], &body["data"]),
        (
            &json!("oVISITOR"),
            &json!("TPL"),
            &json!("pages/e?id=1"),
            &json!({ "thing1": { "value": "年会🎉" } })
        )
    );
    world.platform.next([Act::json("{}")]);
    let unclear = world.client.send_subscribe(&visitor(), &notice()).await.unwrap_err();
    assert!(matches!(unclear, WechatFailure::Unanswered { .. }), "{unclear:?}");
}

#[tokio::test]
async fn a_field_without_a_value_is_refused_here() {
    let world = world().await;
    let mut empty = notice();
    empty.fields[0].1.clear();
    for to in [person(), visitor()] {
        let refused = world.client.send_subscribe(&to, &empty).await;
        assert!(
            matches!(
                &refused,
                Err(WechatFailure::Refused {
                    kind: RefusalKind::Content,
                    ..
                })
            ),
            "{}: {refused:?}",
            to.account
        );
    }
    assert!(world.server.calls().is_empty());
}
