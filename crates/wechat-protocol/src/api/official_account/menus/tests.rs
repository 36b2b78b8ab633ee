use super::*;
use crate::api::Unit;
use crate::api::official_account::testing::{answer, json, refusal};

fn click(name: &str, key: &str) -> Button {
    Button::new(name, ButtonAction::Click { key: key.into() })
}

fn view(url: &str) -> Button {
    Button::new("v", ButtonAction::View { url: url.into() })
}

fn faults(buttons: Vec<Button>) -> Vec<MenuFault> {
    match CreateMenu::new(buttons) {
        Ok(_) => vec![],
        Err(MenuFaults(faults)) => faults,
    }
}

/// Where, which field, counted in what, and how much.
fn first(buttons: Vec<Button>) -> Option<(ButtonPlace, String, Unit, u64, u64)> {
    let fault = faults(buttons).into_iter().next()?;
    match fault.rule {
        MenuRule::OutOfBounds(e) => Some((fault.place, e.field.into_owned(), e.unit, *e.allowed.end(), e.actual)),
        other => panic!("{other}"),
    }
}

#[test]
fn the_documented_menu_is_written_as_documented() {
    let mini = ButtonAction::MiniProgram {
        appid: "wx286b93c14bbf93aa".into(),
        pagepath: "pages/lunar/index".into(),
        url: "http://mp.weixin.qq.com".into(),
    };
    let search = ButtonAction::View {
        url: "http://www.soso.com/".into(),
    };
    let below = vec![
        Button::new("搜索", search),
        Button::new("wxa", mini),
        click("赞一下我们", "V1001_GOOD"),
    ];
    let menu = CreateMenu::new(vec![
        click("今日歌曲", "V1001_TODAY_MUSIC"),
        Button::new("菜单", ButtonAction::SubMenu(below)),
    ]);
    assert_eq!(
        json(&menu.unwrap()),
        r#"{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC"},{"name":"菜单","sub_button":[{"type":"view","name":"搜索","url":"http://www.soso.com/"},{"type":"miniprogram","name":"wxa","url":"http://mp.weixin.qq.com","appid":"wx286b93c14bbf93aa","pagepath":"pages/lunar/index"},{"type":"click","name":"赞一下我们","key":"V1001_GOOD"}]}]}"#
    );
}

#[test]
fn every_kind_is_read_back_as_it_was_written() {
    let key = || "k".to_owned();
    let media_id = key;
    let article_id = key;
    for action in [
        ButtonAction::Click { key: key() },
        ButtonAction::View { url: "http://e".into() },
        ButtonAction::MiniProgram {
            appid: key(),
            pagepath: key(),
            url: "http://e".into(),
        },
        ButtonAction::ScanCodePush { key: key() },
        ButtonAction::ScanCodeWait { key: key() },
        ButtonAction::PhotoFromCamera { key: key() },
        ButtonAction::PhotoOrAlbum { key: key() },
        ButtonAction::PhotoFromAlbum { key: key() },
        ButtonAction::Location { key: key() },
        ButtonAction::Media { media_id: media_id() },
        ButtonAction::ViewLimited { media_id: media_id() },
        ButtonAction::Article {
            article_id: article_id(),
        },
        ButtonAction::ViewArticle {
            article_id: article_id(),
        },
        ButtonAction::SubMenu(vec![click("a", "b")]),
    ] {
        let button = Button::new("n", action);
        assert_eq!(faults(vec![button.clone()]), []);
        let read: ReadButton = serde_json::from_str(&serde_json::to_string(&button).unwrap()).unwrap();
        assert_eq!(read.to_button(), Some(button));
    }
}

#[test]
fn names_and_keys_are_counted_in_bytes_at_both_sides_of_the_limit() {
    use ButtonPlace::{Menu, Sub, Top};
    let below = |buttons| vec![Button::new("m", ButtonAction::SubMenu(buttons))];
    assert_eq!(
        first(vec![click("五个字可以了", "k")]),
        Some((Top(0), "name".into(), Unit::Bytes, 16, 18))
    );
    assert_eq!(first(vec![click("五个字可以a", "k")]), None);
    assert_eq!(first(below(vec![click(&"字".repeat(20), "k")])), None);
    let long = below(vec![click("a", "k"), click(&"字".repeat(21), "k")]);
    assert_eq!(first(long), Some((Sub(0, 1), "name".into(), Unit::Bytes, 60, 63)));
    assert_eq!(first(vec![click("n", &"k".repeat(128))]), None);
    assert_eq!(
        first(vec![click("n", &"k".repeat(129))]),
        Some((Top(0), "key".into(), Unit::Bytes, 128, 129))
    );
    let url = |length: usize| vec![view(&format!("http://e/{}", "u".repeat(length - 9)))];
    assert_eq!(first(url(1024)), None);
    assert_eq!(first(url(1025)), Some((Top(0), "url".into(), Unit::Bytes, 1024, 1025)));
    assert_eq!(first(vec![click("n", "k"); 3]), None);
    assert_eq!(
        first(vec![click("n", "k"); 4]),
        Some((Menu, "button".into(), Unit::Items, 3, 4))
    );
    assert_eq!(first(vec![]), Some((Menu, "button".into(), Unit::Items, 3, 0)));
    assert_eq!(first(below(vec![click("n", "k"); 5])), None);
    assert_eq!(
        first(below(vec![click("n", "k"); 6])),
        Some((Top(0), "sub_button".into(), Unit::Items, 5, 6))
    );
}

#[test]
fn all_faults_are_told_with_their_places() {
    let deep = Button::new("m", ButtonAction::SubMenu(vec![click("n", "k")]));
    let menu = vec![
        click("", ""),
        view("javascript:alert(1)"),
        Button::new("m", ButtonAction::SubMenu(vec![deep])),
    ];
    let text = CreateMenu::new(menu).unwrap_err().to_string();
    assert_eq!(
        text,
        "button 1: name: 0 bytes, allowed are 1 to 16; button 1: key: 0 bytes, allowed are 1 to 128; \
         button 2: the address must begin with http:// or https://; \
         button 3.1: a button below another cannot have buttons"
    );
}

#[test]
fn menus_for_some_people_are_written_and_checked() {
    let rule = MatchRule {
        tag_id: "2".into(),
        client_platform_type: Some(Platform::Android),
    };
    let menu = AddConditionalMenu::new(vec![click("n", "k")], rule.clone()).unwrap();
    assert_eq!(
        json(&menu),
        r#"{"button":[{"type":"click","name":"n","key":"k"}],"matchrule":{"tag_id":"2","client_platform_type":"2"}}"#
    );
    let no_rule = AddConditionalMenu::new(vec![click("n", "k")], MatchRule::default()).unwrap_err();
    assert_eq!(no_rule.0[0].rule, MenuRule::NoRule);
    let links = |count: usize| {
        let below = (0..count)
            .map(|n| view(&format!("https://h{n}.example/a?b:8")))
            .collect();
        AddConditionalMenu::new(vec![Button::new("m", ButtonAction::SubMenu(below))], rule.clone())
    };
    assert!(links(3).is_ok());
    assert!(links(4).is_err());
}

#[test]
fn menus_are_read_as_documented() {
    let menus = answer::<GetMenus>(
        r#"{"menu":{"button":[{"type":"click","name":"今日歌曲","key":"V1001","sub_button":[]}],"menuid":208396938},
            "conditionalmenu":[{"button":[],"matchrule":{"group_id":2,"client_platform_type":1},"menuid":"208396993"}]}"#,
    );
    assert_eq!(menus.menu.menuid, "208396938");
    assert_eq!(menus.conditionalmenu[0].matchrule.tag_id, "2");
    assert_eq!(
        menus.conditionalmenu[0].matchrule.client_platform_type,
        Some(Platform::Ios)
    );
    assert_eq!(
        refusal::<GetMenus>(r#"{"errcode":46003,"errmsg":"menu no exist"}"#),
        46003
    );
    let id = answer::<AddConditionalMenu>(r#"{"menuid":"208379533"}"#);
    assert_eq!(json(&DeleteConditionalMenu::new(id)), r#"{"menuid":"208379533"}"#);
    assert_eq!(json(&TryMenu::new("weixin")), r#"{"user_id":"weixin"}"#);
    for body in [r#"{"button":[{"name":"n"}]}"#, r#"{"menu":{"button":{"name":"n"}}}"#] {
        assert_eq!(answer::<TryMenu>(body).buttons()[0].name, "n");
    }
}

#[test]
fn the_current_menu_has_its_own_shape() {
    let menu = answer::<GetCurrentMenu>(
        r#"{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"button","sub_button":{"list":[
            {"type":"view","name":"view_url","url":"http://www.qq.com"},
            {"type":"news","name":"news","value":"KQb_w_Tiz","news_info":{"list":[{"title":"MULTI_NEWS","author":"JIMZHENG",
              "digest":"text","show_cover":0,"cover_url":"http://c","content_url":"http://a","source_url":""}]}}]}},
            {"type":"text","name":"text","value":"This is text!"}]}}"#,
    );
    assert!(menu.is_menu_open);
    let below = &menu.selfmenu_info.button[0].sub_button;
    assert_eq!(below[1].news_info[0].title, "MULTI_NEWS");
    assert_eq!(
        below[0].to_button(),
        Some(Button::new(
            "view_url",
            ButtonAction::View {
                url: "http://www.qq.com".into()
            }
        ))
    );
    assert_eq!(menu.selfmenu_info.button[0].to_button(), None);
}
