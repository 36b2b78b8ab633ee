//! APIs the promises are about, each with a plain question.

use domain::attendance::PersonRef;
use domain::events::QrLifetime;
use domain::wechat::menus::{Audience, Button, Menu, WantedConditional};
use domain::wechat::mini_program::{CheckedKind, ContentScene, EnvVersion, LinkDraft, LinkKind, LinkLife};
use ports::wechat::WechatFailure;
use ports::wechat::login::LoginScope;
use ports::wechat::mini_program::TextToCheck;

use super::{ArticlesAsk, CorpAsk, MassAsk, MaterialsAsk, WechatWorld};

/// An API the promises are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// A customer-service text.
    Text,
    /// A template message.
    Template,
    /// A subscribe notification.
    Subscribe,
    /// A scene code.
    QrCode,
    /// A tag on a follower.
    Tag,
    /// Followers with a tag.
    TagMembers,
    /// The list of followers.
    Followers,
    /// Profiles of followers.
    Profiles,
    /// The menus that there are.
    Menus,
    /// A new default menu.
    Menu,
    /// A text of a Mini Program's visitor.
    TextCheck,
    /// A picture of a Mini Program's visitor.
    MediaCheck,
    /// A link to a Mini Program.
    Link,
    /// A Mini Program's login code.
    LoginCode,
    /// The code of a sign-in on a page.
    PageCode,
    /// Something about files.
    Materials(MaterialsAsk),
    /// Something about drafts and publications.
    Articles(ArticlesAsk),
    /// Something about mass messages.
    Mass(MassAsk),
    /// Something of WeCom.
    Corp(CorpAsk),
}

/// Whom or what a question is about.
#[derive(Debug)]
pub(super) struct Subject {
    /// Somebody.
    pub(super) person: PersonRef,
    /// WeChat's ids of what there must be for it.
    pub(super) named: Vec<String>,
}

impl Ask {
    /// The API's path at WeChat.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Text => "/cgi-bin/message/custom/send",
            Self::Template => "/cgi-bin/message/template/send",
            Self::Subscribe => "/cgi-bin/message/subscribe/bizsend",
            Self::QrCode => "/cgi-bin/qrcode/create",
            Self::Tag => "/cgi-bin/tags/members/batchtagging",
            Self::TagMembers => "/cgi-bin/user/tag/get",
            Self::Followers => "/cgi-bin/user/get",
            Self::Profiles => "/cgi-bin/user/info/batchget",
            Self::Menus => "/cgi-bin/menu/get",
            Self::Menu => "/cgi-bin/menu/create",
            Self::TextCheck => "/wxa/msg_sec_check",
            Self::MediaCheck => "/wxa/media_check_async",
            Self::Link => "/wxa/generate_urllink",
            Self::LoginCode => "/sns/jscode2session",
            Self::PageCode => "/sns/oauth2/access_token",
            Self::Materials(ask) => ask.path(),
            Self::Articles(ask) => ask.path(),
            Self::Mass(ask) => ask.path(),
            Self::Corp(ask) => ask.path(),
        }
    }

    /// Whether doing it twice harms nobody.
    #[must_use]
    pub const fn is_repeatable(self) -> bool {
        match self {
            Self::QrCode
            | Self::Tag
            | Self::TagMembers
            | Self::Followers
            | Self::Profiles
            | Self::Menus
            | Self::Menu
            | Self::TextCheck => true,
            Self::Text
            | Self::Template
            | Self::Subscribe
            | Self::MediaCheck
            | Self::Link
            | Self::LoginCode
            | Self::PageCode => false,
            Self::Materials(ask) => ask.is_repeatable(),
            Self::Articles(ask) => ask.is_repeatable(),
            Self::Mass(ask) => ask.is_repeatable(),
            Self::Corp(ask) => ask.is_repeatable(),
        }
    }

    /// Whether it is a Mini Program's.
    #[must_use]
    pub const fn is_of_mini_program(self) -> bool {
        matches!(self, Self::TextCheck | Self::MediaCheck | Self::Link | Self::LoginCode)
    }

    /// Every one.
    pub(super) fn every() -> impl Iterator<Item = Self> {
        Self::PLATFORM.into_iter().chain(CorpAsk::ALL.map(Self::Corp))
    }

    /// Those of official accounts and Mini Programs. Whose subject is made through other APIs comes before these, which
    /// may be held back once they failed.
    pub(super) const PLATFORM: [Self; 35] = [
        Self::Text,
        Self::Template,
        Self::Subscribe,
        Self::QrCode,
        Self::Tag,
        Self::TagMembers,
        Self::Followers,
        Self::Profiles,
        Self::Menus,
        Self::Menu,
        Self::TextCheck,
        Self::MediaCheck,
        Self::Link,
        Self::LoginCode,
        Self::PageCode,
        Self::Mass(MassAsk::Withdraw),
        Self::Mass(MassAsk::Look),
        Self::Mass(MassAsk::People),
        Self::Mass(MassAsk::Everybody),
        Self::Mass(MassAsk::Preview),
        Self::Mass(MassAsk::Speed),
        Self::Mass(MassAsk::SetSpeed),
        Self::Articles(ArticlesAsk::Withdraw),
        Self::Articles(ArticlesAsk::Publication),
        Self::Articles(ArticlesAsk::NewestArticles),
        Self::Articles(ArticlesAsk::Submit),
        Self::Articles(ArticlesAsk::UpdateDraft),
        Self::Articles(ArticlesAsk::DeleteDraft),
        Self::Articles(ArticlesAsk::NewestDrafts),
        Self::Articles(ArticlesAsk::AddDraft),
        Self::Materials(MaterialsAsk::Delete),
        Self::Materials(MaterialsAsk::Permanent),
        Self::Materials(MaterialsAsk::Temporary),
        Self::Materials(MaterialsAsk::ArticleImage),
        Self::Materials(MaterialsAsk::Counts),
    ];
}

impl WechatWorld {
    /// Whom or what this can be asked about.
    pub(super) async fn subject(&self, ask: Ask) -> Subject {
        let named = match ask {
            Ask::Materials(ask) => self.named_files(ask).await,
            Ask::Articles(ask) => self.named_articles(ask).await,
            Ask::Mass(ask) => self.named_mass(ask).await,
            _ => Vec::new(),
        };
        let person = self.somebody(ask).await;
        Subject { person, named }
    }

    async fn somebody(&self, ask: Ask) -> PersonRef {
        match ask {
            Ask::Corp(ask) => self.corp_subject(ask).await,
            ask if ask.is_of_mini_program() => self.faults.visitor().await,
            _ => self.faults.follower().await,
        }
    }

    /// Asks it, with plain values.
    pub(super) async fn ask(&self, ask: Ask, about: &Subject) -> Result<(), WechatFailure> {
        match ask {
            Ask::Materials(ask) => self.ask_materials(ask, &about.named).await,
            Ask::Articles(ask) => self.ask_articles(ask, &about.named).await,
            Ask::Mass(ask) => self.ask_mass(ask, about).await,
            _ => self.ask_person(ask, &about.person).await,
        }
    }

    async fn ask_person(&self, ask: Ask, person: &PersonRef) -> Result<(), WechatFailure> {
        let account = &person.account;
        match ask {
            Ask::Text => self.say(person, "签到成功🎉").await,
            Ask::Template => self.notify(person).await.map(drop),
            Ask::Subscribe => self.remind(person).await.map(drop),
            Ask::QrCode => {
                let lifetime = QrLifetime::Temporary { seconds: 60 };
                self.api.create_qr_code(account, "活动_1", lifetime).await.map(drop)
            }
            Ask::Tag => self.api.tag_follower(person, 101).await,
            Ask::TagMembers => self.messages.tag_members(account, 2, None).await.map(drop),
            Ask::Followers => self.followers.list(account, None).await.map(drop),
            Ask::Profiles => {
                let asked = [person.open_id.clone()];
                self.followers.profiles(account, &asked).await.map(drop)
            }
            Ask::Menus => self.menus.published(account).await.map(drop),
            Ask::Menu => self.menus.create(account, &menu("日历")).await,
            Ask::LoginCode => {
                let code = self.faults.login_code(person).await;
                self.mini_program.login(account, &code).await.map(drop)
            }
            Ask::Corp(ask) => self.ask_corp(ask, person).await,
            Ask::PageCode => {
                let code = self.faults.page_code(person, LoginScope::Base).await;
                self.web_login
                    .exchange(account, LoginScope::Base, &code)
                    .await
                    .map(drop)
            }
            _ => self.ask_mini_program(ask, person).await,
        }
    }

    async fn ask_mini_program(&self, ask: Ask, person: &PersonRef) -> Result<(), WechatFailure> {
        match ask {
            Ask::TextCheck => self
                .mini_program
                .check_text(&text(person, "期待这次活动！"))
                .await
                .map(drop),
            Ask::MediaCheck => {
                let url = "https://files.example.com/1.png";
                let (kind, scene) = (CheckedKind::Image, ContentScene::Comment);
                self.mini_program.check_media(person, kind, scene, url).await.map(drop)
            }
            _ => self
                .mini_program
                .make_link(&person.account, &link(LinkKind::Link))
                .await
                .map(drop),
        }
    }
}

/// A menu with one button.
pub(super) fn menu(name: &str) -> Menu {
    Menu {
        buttons: vec![Button {
            name: name.to_owned(),
            kind: Some("click".to_owned()),
            key: Some(format!("KEY-{name}")),
            ..Button::default()
        }],
    }
}

/// A menu with one button, for those with a tag.
pub(super) fn menu_for(tag: i64, name: &str) -> WantedConditional {
    WantedConditional {
        audience: Audience {
            tag_id: Some(tag),
            platform: None,
        },
        menu: menu(name),
    }
}

/// Something that a visitor wrote.
pub(super) fn text(person: &PersonRef, content: &str) -> TextToCheck {
    TextToCheck {
        person: person.clone(),
        scene: ContentScene::Comment,
        content: content.to_owned(),
        title: None,
        nickname: None,
    }
}

/// A link to the start page, for three days.
pub(super) fn link(kind: LinkKind) -> LinkDraft {
    LinkDraft {
        kind,
        page: "pages/index".to_owned(),
        query: String::new(),
        version: EnvVersion::Release,
        life: LinkLife::Days(3),
    }
}
