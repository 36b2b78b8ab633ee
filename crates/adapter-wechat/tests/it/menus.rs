//! Menus on their way to WeChat and back.

use domain::wechat::menus::{Audience, Button, Menu, Platform, PublishedMenus, WantedConditional};
use ports::wechat::menus::MenuApi;
use ports::wechat::{RefusalKind, WechatFailure};

use crate::support::{Act, World};

fn menu() -> Menu {
    let view = Button {
        name: "官网 & <更多>".to_owned(),
        kind: Some("view".to_owned()),
        url: Some("https://example.com/?a=b&c=d".to_owned()),
        ..Button::default()
    };
    let group = Button {
        name: "更多".to_owned(),
        sub_buttons: vec![view],
        ..Button::default()
    };
    Menu { buttons: vec![group] }
}

const WRITTEN: &str =
    r#"[{"name":"更多","sub_button":[{"type":"view","name":"官网 & <更多>","url":"https://example.com/?a=b&c=d"}]}]"#;

#[tokio::test]
async fn a_menu_goes_out_as_raw_utf8_json() {
    let world = World::new().await;
    world.client.create("default", &menu()).await.unwrap();
    let call = &world.server.calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("POST", "/cgi-bin/menu/create")
    );
    assert_eq!(call.body, format!(r#"{{"button":{WRITTEN}}}"#));
}

#[tokio::test]
async fn a_conditional_menu_carries_its_rule_and_brings_back_its_id() {
    let world = World::new().await;
    world.platform.next([Act::json(r#"{"menuid":"208379533"}"#)]);
    let wanted = WantedConditional {
        audience: Audience {
            tag_id: Some(2),
            platform: Some(Platform::Android),
        },
        menu: menu(),
    };
    let id = world.client.add_conditional("default", &wanted).await.unwrap();
    assert_eq!(id, "208379533");
    let body = &world.server.calls()[0].body;
    let expected = format!(r#"{{"button":{WRITTEN},"matchrule":{{"tag_id":"2","client_platform_type":"2"}}}}"#);
    assert_eq!(body, &expected);
    world.client.delete_conditional("default", &id).await.unwrap();
    assert_eq!(world.server.calls()[1].body, r#"{"menuid":"208379533"}"#);
}

#[tokio::test]
async fn an_account_without_menus_is_no_failure() {
    let world = World::new().await;
    world
        .platform
        .next([Act::code(46003), Act::code(46003), Act::code(65301)]);
    let there = world.client.published("default").await.unwrap();
    assert_eq!(there, PublishedMenus::default());
    world.client.delete_all("default").await.unwrap();
    world.client.delete_conditional("default", "1").await.unwrap();
}

#[tokio::test]
async fn what_wechat_has_and_what_a_person_sees_is_read() {
    let world = World::new().await;
    let told = format!(r#"{{"menu":{{"button":{WRITTEN},"menuid":1}}}}"#);
    let seen = format!(r#"{{"button":{WRITTEN}}}"#);
    world.platform.next([Act::json(&told), Act::json(&seen)]);
    let there = world.client.published("default").await.unwrap();
    assert_eq!((there.menu, there.conditional.len()), (Some(menu()), 0));
    let matched = world.client.try_match("default", "oOPENID").await.unwrap();
    assert_eq!(matched, menu());
    assert_eq!(world.server.calls()[1].body, r#"{"user_id":"oOPENID"}"#);
}

#[tokio::test]
async fn a_menu_that_breaks_wechats_limits_is_refused_before_it_is_sent() {
    let world = World::new().await;
    let refused = world.client.create("default", &Menu::default()).await.unwrap_err();
    let kind = RefusalKind::Content;
    assert!(
        matches!(refused, WechatFailure::Refused { kind: found, .. } if found == kind),
        "{refused:?}"
    );
    assert!(world.server.calls().is_empty());
}
