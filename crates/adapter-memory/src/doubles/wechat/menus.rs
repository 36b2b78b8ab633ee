//! Menus at the fake WeChat.

use async_trait::async_trait;
use domain::wechat::menus::{Menu, PublishedConditional, PublishedMenus, WantedConditional};
use ports::wechat::menus::MenuApi;
use ports::wechat::{RefusalKind, WechatFailure};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// What the fake WeChat was asked about menus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuCall {
    /// What there is.
    Published,
    /// To replace the default menu.
    Create(Menu),
    /// To delete all.
    DeleteAll,
    /// To add a conditional menu.
    AddConditional(WantedConditional),
    /// To delete a conditional menu.
    DeleteConditional(String),
    /// What a person sees.
    TryMatch(String),
}

/// The menus of all accounts alike, and the number of the next conditional one.
#[derive(Debug, Default)]
pub(super) struct MenusThere {
    menus: PublishedMenus,
    numbers: u64,
}

impl FakeWechat {
    /// The menus as they are there now.
    #[must_use]
    pub fn menus(&self) -> PublishedMenus {
        lock(&self.script).menus.menus.clone()
    }

    /// Every call about menus so far, those that only look left out.
    #[must_use]
    pub fn menu_changes(&self) -> Vec<MenuCall> {
        let calls = self.calls().into_iter();
        calls
            .filter_map(|call| match call {
                WechatCall::Menu(MenuCall::Published | MenuCall::TryMatch(_)) => None,
                WechatCall::Menu(call) => Some(call),
                _ => None,
            })
            .collect()
    }

    /// Carries out what was asked; an unanswered call was carried out all the same.
    fn about_menus<T>(
        &self,
        call: MenuCall,
        change: impl FnOnce(&mut MenusThere) -> Result<T, WechatFailure>,
    ) -> Result<T, WechatFailure> {
        match self.answer(WechatCall::Menu(call)) {
            Ok(_) => change(&mut lock(&self.script).menus),
            Err(failure @ WechatFailure::Unanswered { .. }) => {
                let _ = change(&mut lock(&self.script).menus);
                Err(failure)
            }
            Err(failure) => Err(failure),
        }
    }
}

#[async_trait]
impl MenuApi for FakeWechat {
    async fn published(&self, _: &str) -> Result<PublishedMenus, WechatFailure> {
        self.about_menus(MenuCall::Published, |there| Ok(there.menus.clone()))
    }

    async fn create(&self, _: &str, menu: &Menu) -> Result<(), WechatFailure> {
        self.about_menus(MenuCall::Create(menu.clone()), |there| {
            there.menus.menu = Some(menu.clone());
            Ok(())
        })
    }

    async fn delete_all(&self, _: &str) -> Result<(), WechatFailure> {
        self.about_menus(MenuCall::DeleteAll, |there| {
            there.menus = PublishedMenus::default();
            Ok(())
        })
    }

    async fn add_conditional(&self, _: &str, menu: &WantedConditional) -> Result<String, WechatFailure> {
        self.about_menus(MenuCall::AddConditional(menu.clone()), |there| {
            if there.menus.menu.is_none() {
                return Err(refused(65_303, "there is no default menu"));
            }
            there.numbers += 1;
            let menu_id = there.numbers.to_string();
            there.menus.conditional.push(PublishedConditional {
                menu_id: menu_id.clone(),
                audience: menu.audience,
                menu: menu.menu.clone(),
            });
            Ok(menu_id)
        })
    }

    async fn delete_conditional(&self, _: &str, menu_id: &str) -> Result<(), WechatFailure> {
        self.about_menus(MenuCall::DeleteConditional(menu_id.to_owned()), |there| {
            there.menus.conditional.retain(|one| one.menu_id != menu_id);
            Ok(())
        })
    }

    async fn try_match(&self, _: &str, user: &str) -> Result<Menu, WechatFailure> {
        self.about_menus(MenuCall::TryMatch(user.to_owned()), |there| {
            let default = there.menus.menu.clone();
            default.ok_or_else(|| refused(46_003, "there is no menu"))
        })
    }
}

fn refused(code: i64, note: &str) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Content,
        note: note.to_owned(),
    }
}
