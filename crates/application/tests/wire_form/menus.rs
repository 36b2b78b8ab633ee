//! Changes of menus.

use application::log_wire;
use domain::ids::{ConditionalMenuId, MenuBoardId};
use domain::wechat::menus::{Audience, BoardHappened, Button, ConditionalMenu, Menu, MenuBoard, Platform};
use uuid::Uuid;

use crate::check;

fn menu() -> Menu {
    let click = Button {
        name: "日历".to_owned(),
        kind: Some("click".to_owned()),
        key: Some("CALENDAR".to_owned()),
        ..Button::default()
    };
    let mini_program = Button {
        name: "小程序".to_owned(),
        kind: Some("miniprogram".to_owned()),
        url: Some("https://example.com/".to_owned()),
        app_id: Some("wx0000000000000000".to_owned()),
        page_path: Some("pages/index".to_owned()),
        ..Button::default()
    };
    let media = Button {
        name: "图".to_owned(),
        kind: Some("media_id".to_owned()),
        media_id: Some("MEDIA".to_owned()),
        ..Button::default()
    };
    let article = Button {
        name: "文".to_owned(),
        kind: Some("article_id".to_owned()),
        article_id: Some("ARTICLE".to_owned()),
        ..Button::default()
    };
    let group = Button {
        name: "更多".to_owned(),
        sub_buttons: vec![mini_program, media, article],
        ..Button::default()
    };
    Menu {
        buttons: vec![click, group],
    }
}

#[test]
fn changes_of_menus_keep_their_wire_form() {
    let id = |last: u128| Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + last);
    let now = "2026-12-01T00:00:00Z".parse().unwrap();
    let board = MenuBoard::open(MenuBoardId::from_uuid(id(6)), "default", now);
    let conditional = Box::new(ConditionalMenu {
        id: ConditionalMenuId::from_uuid(id(7)),
        name: "会员".to_owned(),
        audience: Audience {
            tag_id: Some(101),
            platform: Some(Platform::Ios),
        },
        menu: menu(),
    });
    let note = "WeChat refused (40018): invalid button name size".to_owned();
    let cases = [
        ("wechat_menu.edited", BoardHappened::Edited(menu())),
        (
            "wechat_menu.conditional_added",
            BoardHappened::ConditionalAdded(conditional.clone()),
        ),
        (
            "wechat_menu.conditional_changed",
            BoardHappened::ConditionalChanged(conditional.clone()),
        ),
        (
            "wechat_menu.conditional_removed",
            BoardHappened::ConditionalRemoved(conditional.id),
        ),
        (
            "wechat_menu.publish_requested",
            BoardHappened::PublishRequested { edition: 3 },
        ),
        ("wechat_menu.published", BoardHappened::Published { edition: 3 }),
        (
            "wechat_menu.publish_failed",
            BoardHappened::PublishFailed { edition: 3, note },
        ),
        ("wechat_menu.withdrawn", BoardHappened::Withdrawn),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::board_happened(&board, &happened));
    }
}
