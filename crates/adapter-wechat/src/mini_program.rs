//! [`MiniProgramApi`] over typed calls.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::PhoneNumber;
use domain::secret::Secret;
use domain::time::Timestamp;
use domain::wechat::mini_program::{
    CheckedKind, CodeKind, ContentFinding, ContentScene, ContentVerdict, EnvVersion, LinkDraft, LinkKind, LinkLife,
    MiniProgramCode,
};
use ports::wechat::mini_program::{CodePicture, LinkState, MiniProgramApi, MiniProgramLogin, TextToCheck};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::Media;
use wechat_protocol::api::mini_program::code::{Color, CreateQrCode, GetCode, GetUnlimitedCode, Look};
use wechat_protocol::api::mini_program::content_check::{self, CheckMedia, CheckText, CheckedMedia, Scene, Version2};
use wechat_protocol::api::mini_program::link::{
    Expiry, GenerateScheme, GenerateUrlLink, LinkInfo, Page, QueryScheme, QueryUrlLink,
};
use wechat_protocol::api::mini_program::person::GetPhoneNumber;
use wechat_protocol::api::mini_program::session::{CheckSession, CodeToSession};
use wechat_protocol::api::mini_program::{self as api};
use wechat_protocol::mini_program::SessionKey;

use crate::client::WechatClient;
use crate::failure::refused;

/// WeChat's code for a session key that does not hold any more.
const SESSION_ENDED: i64 = 87_009;

#[async_trait]
impl MiniProgramApi for WechatClient {
    async fn login(&self, account: &str, code: &str) -> Result<MiniProgramLogin, WechatFailure> {
        let call = {
            let account = self.account(account).await?;
            let setup = account.setup();
            CodeToSession {
                appid: setup.app_id.clone(),
                secret: setup.secrets.app_secret.expose().to_owned(),
                js_code: code.to_owned(),
            }
        };
        let session = self.call(account, &call).await?;
        Ok(MiniProgramLogin {
            open_id: session.openid,
            session_key: Secret::new(session.session_key),
            union_id: session.unionid,
        })
    }

    async fn check_session(&self, person: &PersonRef, session_key: &Secret) -> Result<bool, WechatFailure> {
        // WeChat gave the key; one that is none of its keys holds no session.
        let Ok(key) = SessionKey::parse(session_key.expose()) else {
            return Ok(false);
        };
        let call = CheckSession::new(&person.open_id, &key);
        match self.call(&person.account, &call).await {
            Ok(_) => Ok(true),
            Err(WechatFailure::Refused {
                code: SESSION_ENDED, ..
            }) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    async fn phone_number(&self, account: &str, code: &str) -> Result<PhoneNumber, WechatFailure> {
        let call = GetPhoneNumber { code: code.to_owned() };
        let info = self.call(account, &call).await?.phone_info;
        PhoneNumber::new(&info.country_code, &info.pure_phone_number).map_err(|error| WechatFailure::Unanswered {
            note: error.to_string(),
        })
    }

    async fn make_code(&self, code: &MiniProgramCode) -> Result<CodePicture, WechatFailure> {
        let account = &code.account;
        let media = match code.kind {
            CodeKind::Unlimited => {
                let call = unlimited(code);
                call.check().map_err(unsound)?;
                self.call(account, &call).await?
            }
            CodeKind::Limited => {
                let call = GetCode {
                    path: code.page.clone(),
                    look: look(code),
                };
                call.check().map_err(unsound)?;
                self.call(account, &call).await?
            }
            CodeKind::Square => {
                let call = CreateQrCode {
                    path: code.page.clone(),
                    width: Some(code.look.width),
                };
                call.check().map_err(unsound)?;
                self.call(account, &call).await?
            }
        };
        Ok(picture(media))
    }

    async fn make_link(&self, account: &str, draft: &LinkDraft) -> Result<String, WechatFailure> {
        let page = Page {
            path: draft.page.clone(),
            query: draft.query.clone(),
            env_version: version(draft.version),
        };
        let expiry = match draft.life {
            LinkLife::Days(days) => Expiry::AfterDays(days),
            LinkLife::Until(end) => Expiry::At(end.unix_seconds()),
        };
        match draft.kind {
            LinkKind::Scheme => {
                let call = GenerateScheme { page, expiry };
                Ok(self.call(account, &call).await?.openlink)
            }
            LinkKind::Link => {
                let call = GenerateUrlLink {
                    page,
                    expiry,
                    cloud_base: None,
                };
                Ok(self.call(account, &call).await?.url_link)
            }
        }
    }

    async fn link_state(&self, account: &str, kind: LinkKind, url: &str) -> Result<LinkState, WechatFailure> {
        let url = url.to_owned();
        let info = match kind {
            LinkKind::Scheme => self.call(account, &QueryScheme { scheme: url }).await?.scheme_info,
            LinkKind::Link => {
                let call = QueryUrlLink { url_link: url };
                self.call(account, &call).await?.url_link_info
            }
        };
        Ok(state(info))
    }

    async fn check_text(&self, text: &TextToCheck) -> Result<ContentFinding, WechatFailure> {
        let mut call = CheckText::new(&text.person.open_id, scene(text.scene), &text.content);
        call.title.clone_from(&text.title);
        call.nickname.clone_from(&text.nickname);
        call.check().map_err(unsound)?;
        match self.call(&text.person.account, &call).await {
            // No result at all is no leave to show it.
            Ok(check) => Ok(check
                .result
                .map_or(ContentFinding::of_wechat(ContentVerdict::Review, None), |verdict| {
                    ContentFinding::of_wechat(suggestion(verdict.suggest), verdict.label)
                })),
            Err(WechatFailure::Refused {
                code: content_check::RISKY_CONTENT,
                ..
            }) => Ok(ContentFinding::of_wechat(ContentVerdict::Risky, None)),
            Err(failure) => Err(failure),
        }
    }

    async fn check_media(
        &self,
        person: &PersonRef,
        kind: CheckedKind,
        appears: ContentScene,
        url: &str,
    ) -> Result<String, WechatFailure> {
        let media_type = match kind {
            CheckedKind::Image => CheckedMedia::Image,
            CheckedKind::Audio => CheckedMedia::Audio,
            CheckedKind::Text => return Err(refused(RefusalKind::Content, "a text is no medium")),
        };
        let call = CheckMedia {
            media_url: url.to_owned(),
            media_type,
            version: Version2,
            scene: scene(appears),
            openid: person.open_id.clone(),
        };
        call.check().map_err(unsound)?;
        Ok(self.call(&person.account, &call).await?.trace_id)
    }
}

fn unsound(error: impl std::fmt::Display) -> WechatFailure {
    refused(RefusalKind::Content, error.to_string())
}

fn unlimited(code: &MiniProgramCode) -> GetUnlimitedCode {
    GetUnlimitedCode {
        scene: code.scene.clone().unwrap_or_default(),
        page: Some(code.page.clone()).filter(|page| !page.is_empty()),
        check_path: Some(code.check_page),
        look: look(code),
    }
}

fn look(code: &MiniProgramCode) -> Look {
    Look {
        width: Some(code.look.width),
        auto_color: None,
        line_color: code.look.line_color.map(|color| Color {
            r: color.0,
            g: color.1,
            b: color.2,
        }),
        is_hyaline: code.look.transparent.then_some(true),
        env_version: Some(version(code.version)),
    }
}

/// By what the file is: WeChat labels some pictures as text.
fn picture(media: Media) -> CodePicture {
    let is_png = media.bytes.starts_with(b"\x89PNG");
    let content_type = if is_png { "image/png" } else { "image/jpeg" };
    CodePicture {
        content_type: content_type.to_owned(),
        bytes: media.bytes,
    }
}

fn state(info: LinkInfo) -> LinkState {
    LinkState {
        page: info.path,
        query: info.query,
        version: info.env_version,
        expires_at: info
            .expire_time
            .filter(|seconds| *seconds > 0)
            .map(Timestamp::from_unix_seconds),
    }
}

const fn version(version: EnvVersion) -> api::EnvVersion {
    match version {
        EnvVersion::Release => api::EnvVersion::Release,
        EnvVersion::Trial => api::EnvVersion::Trial,
        EnvVersion::Develop => api::EnvVersion::Develop,
    }
}

const fn scene(scene: ContentScene) -> Scene {
    match scene {
        ContentScene::Profile => Scene::Profile,
        ContentScene::Comment => Scene::Comment,
        ContentScene::Forum => Scene::Forum,
        ContentScene::SocialLog => Scene::SocialLog,
    }
}

const fn suggestion(suggestion: content_check::Suggestion) -> ContentVerdict {
    match suggestion {
        content_check::Suggestion::Pass => ContentVerdict::Pass,
        content_check::Suggestion::Risky => ContentVerdict::Risky,
        content_check::Suggestion::Review | content_check::Suggestion::Unknown => ContentVerdict::Review,
    }
}
