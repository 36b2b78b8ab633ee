//! [`MenuApi`]: the menus of an official account.

use async_trait::async_trait;
use domain::wechat::menus::{
    Audience, Button, ButtonKind, Menu, Platform, PublishedConditional, PublishedMenus, WantedConditional,
};
use ports::wechat::menus::MenuApi;
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::menus as wire;
use wechat_protocol::api::official_account::menus::ButtonAction;

use crate::client::WechatClient;
use crate::failure::refused;

/// There is no menu.
const NO_MENU: i64 = 46_003;
/// There is no such conditional menu.
const NO_CONDITIONAL_MENU: i64 = 65_301;

#[async_trait]
impl MenuApi for WechatClient {
    async fn published(&self, account: &str) -> Result<PublishedMenus, WechatFailure> {
        match self.call(account, &wire::GetMenus).await {
            Ok(menus) => Ok(published(&menus)),
            Err(failure) if is_code(&failure, NO_MENU) => Ok(PublishedMenus::default()),
            Err(failure) => Err(failure),
        }
    }

    async fn create(&self, account: &str, menu: &Menu) -> Result<(), WechatFailure> {
        let call = wire::CreateMenu::new(written(&menu.buttons)?).map_err(unsound)?;
        self.call(account, &call).await.map(drop)
    }

    async fn delete_all(&self, account: &str) -> Result<(), WechatFailure> {
        done_unless(self.call(account, &wire::DeleteMenus).await.map(drop), NO_MENU)
    }

    async fn add_conditional(&self, account: &str, menu: &WantedConditional) -> Result<String, WechatFailure> {
        let rule = wire::MatchRule {
            tag_id: menu.audience.tag_id.map(|tag| tag.to_string()).unwrap_or_default(),
            client_platform_type: menu.audience.platform.map(|platform| match platform {
                Platform::Ios => wire::Platform::Ios,
                Platform::Android => wire::Platform::Android,
                Platform::Other => wire::Platform::Other,
            }),
        };
        let call = wire::AddConditionalMenu::new(written(&menu.menu.buttons)?, rule).map_err(unsound)?;
        Ok(self.call(account, &call).await?.menuid)
    }

    async fn delete_conditional(&self, account: &str, menu_id: &str) -> Result<(), WechatFailure> {
        let call = wire::DeleteConditionalMenu::new(wire::MenuId {
            menuid: menu_id.to_owned(),
        });
        done_unless(self.call(account, &call).await.map(drop), NO_CONDITIONAL_MENU)
    }

    async fn try_match(&self, account: &str, user: &str) -> Result<Menu, WechatFailure> {
        let seen = self.call(account, &wire::TryMenu::new(user)).await?;
        Ok(read(seen.buttons()))
    }
}

fn is_code(failure: &WechatFailure, wanted: i64) -> bool {
    matches!(failure, WechatFailure::Refused { code, .. } if *code == wanted)
}

/// What shall be gone and is gone already is done.
fn done_unless(outcome: Result<(), WechatFailure>, gone_already: i64) -> Result<(), WechatFailure> {
    match outcome {
        Err(failure) if is_code(&failure, gone_already) => Ok(()),
        outcome => outcome,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn unsound(faults: wire::MenuFaults) -> WechatFailure {
    refused(RefusalKind::Content, faults.to_string())
}

fn written(buttons: &[Button]) -> Result<Vec<wire::Button>, WechatFailure> {
    let button = |button: &Button| {
        let action = if button.sub_buttons.is_empty() {
            action_of(button).ok_or_else(|| refused(RefusalKind::Content, "a button without a type WeChat knows"))?
        } else {
            ButtonAction::SubMenu(written(&button.sub_buttons)?)
        };
        Ok(wire::Button::new(&button.name, action))
    };
    buttons.iter().map(button).collect()
}

fn action_of(button: &Button) -> Option<ButtonAction> {
    let text = |field: &Option<String>| field.as_deref().unwrap_or_default().trim().to_owned();
    let (key, url, media_id, article_id) = (
        text(&button.key),
        text(&button.url),
        text(&button.media_id),
        text(&button.article_id),
    );
    Some(match ButtonKind::from_name(button.kind.as_deref()?)? {
        ButtonKind::Click => ButtonAction::Click { key },
        ButtonKind::View => ButtonAction::View { url },
        ButtonKind::MiniProgram => ButtonAction::MiniProgram {
            appid: text(&button.app_id),
            pagepath: text(&button.page_path),
            url,
        },
        ButtonKind::ScanCodePush => ButtonAction::ScanCodePush { key },
        ButtonKind::ScanCodeWait => ButtonAction::ScanCodeWait { key },
        ButtonKind::TakePicture => ButtonAction::PhotoFromCamera { key },
        ButtonKind::TakeOrChoosePicture => ButtonAction::PhotoOrAlbum { key },
        ButtonKind::ChoosePicture => ButtonAction::PhotoFromAlbum { key },
        ButtonKind::Location => ButtonAction::Location { key },
        ButtonKind::Media => ButtonAction::Media { media_id },
        ButtonKind::ViewLimited => ButtonAction::ViewLimited { media_id },
        ButtonKind::Article => ButtonAction::Article { article_id },
        ButtonKind::ArticleViewLimited => ButtonAction::ViewArticle { article_id },
    })
}

fn published(menus: &wire::Menus) -> PublishedMenus {
    let mut conditional: Vec<_> = menus.conditionalmenu.iter().map(published_conditional).collect();
    // WeChat's numbers ascend with time; the order of its list is not documented.
    conditional.sort_by_key(|one| one.menu_id.parse::<u64>().unwrap_or(u64::MAX));
    PublishedMenus {
        menu: Some(read(&menus.menu.button)),
        conditional,
    }
}

fn published_conditional(one: &wire::MenuWithRule) -> PublishedConditional {
    let rule = &one.matchrule;
    PublishedConditional {
        menu_id: one.menuid.clone(),
        audience: Audience {
            tag_id: rule.tag_id.parse().ok(),
            platform: rule.client_platform_type.map(|platform| match platform {
                wire::Platform::Ios => Platform::Ios,
                wire::Platform::Android => Platform::Android,
                _ => Platform::Other,
            }),
        },
        menu: read(&one.button),
    }
}

fn read(buttons: &[wire::ReadButton]) -> Menu {
    Menu {
        buttons: buttons.iter().map(read_button).collect(),
    }
}

fn read_button(button: &wire::ReadButton) -> Button {
    let stated = |text: &String| (!text.is_empty()).then(|| text.clone());
    Button {
        name: button.name.clone(),
        kind: stated(&button.kind),
        key: stated(&button.key),
        url: stated(&button.url),
        media_id: stated(&button.media_id),
        app_id: stated(&button.appid),
        page_path: stated(&button.pagepath),
        article_id: stated(&button.article_id),
        sub_buttons: button.sub_button.iter().map(read_button).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A menu as WeChat tells of it, in the forms its answers have.
    const TOLD: &str = r#"{"menu":{"button":[
        {"type":"click","name":"日历","key":"CALENDAR","sub_button":[]},
        {"name":"更多","sub_button":[{"type":"view","name":"官网","url":"https://example.com","sub_button":[]}]}
    ],"menuid":208396938},"conditionalmenu":[
        {"button":[{"type":"click","name":"b","key":"B"}],"matchrule":{"client_platform_type":"2"},"menuid":"10"},
        {"button":[{"type":"click","name":"a","key":"A"}],"matchrule":{"group_id":101},"menuid":9}
    ]}"#;

    #[test]
    fn what_wechat_tells_is_read_oldest_first() {
        let there = published(&serde_json::from_str(TOLD).unwrap());
        let menu = there.menu.unwrap();
        assert_eq!(menu.buttons[0].key.as_deref(), Some("CALENDAR"));
        assert_eq!(menu.buttons[0].url, None);
        assert_eq!(menu.buttons[1].kind, None);
        assert_eq!(
            menu.buttons[1].sub_buttons[0].url.as_deref(),
            Some("https://example.com")
        );
        let ids: Vec<_> = there.conditional.iter().map(|one| one.menu_id.as_str()).collect();
        assert_eq!(ids, ["9", "10"]);
        assert_eq!(there.conditional[0].audience.tag_id, Some(101));
        assert_eq!(there.conditional[1].audience.platform, Some(Platform::Android));
    }

    #[test]
    fn what_was_written_is_the_same_when_it_is_told() {
        for (kind, name) in ButtonKind::NAMES {
            let filled = |field: &str, text: &str| kind.needs().contains(&field).then(|| text.to_owned());
            let button = Button {
                name: "按钮".to_owned(),
                kind: Some(name.to_owned()),
                key: filled("key", "K"),
                url: filled("url", "https://example.com"),
                media_id: filled("mediaId", "M"),
                app_id: filled("appId", "wx0000000000000000"),
                page_path: filled("pagePath", "pages/index"),
                article_id: filled("articleId", "A"),
                sub_buttons: Vec::new(),
            };
            let sent = serde_json::to_value(written(std::slice::from_ref(&button)).unwrap()).unwrap();
            let told: Vec<wire::ReadButton> = serde_json::from_value(sent).unwrap();
            assert_eq!(read(&told).buttons, [button], "{name}");
        }
    }

    #[test]
    fn a_button_without_a_type_is_refused_before_it_is_sent() {
        let bare = Button {
            name: "a".to_owned(),
            ..Button::default()
        };
        assert!(matches!(written(&[bare]), Err(WechatFailure::Refused { .. })));
    }
}
