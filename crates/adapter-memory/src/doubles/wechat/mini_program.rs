//! A Mini Program platform that does as it is told, and client data that hides nothing.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::PhoneNumber;
use domain::secret::Secret;
use domain::time::Timestamp;
use domain::wechat::mini_program::{
    CheckedKind, ContentFinding, ContentScene, ContentVerdict, LinkDraft, LinkKind, MiniProgramCode,
};
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{
    ClientData, ClientDataFault, ClientProfile, CodePicture, LinkState, MiniProgramApi, MiniProgramLogin,
    SealedClientData, SignedRawData, TextToCheck,
};

use super::{FakeWechat, WechatCall};

/// What WeChat was asked for a Mini Program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MiniProgramCall {
    /// To exchange a login code.
    Login {
        /// The code.
        code: String,
    },
    /// Whether a session key holds.
    CheckSession {
        /// Whose.
        person: PersonRef,
        /// The key.
        session_key: Secret,
    },
    /// To exchange the code of the phone-number button.
    PhoneNumber {
        /// The code.
        code: String,
    },
    /// To make a code.
    MakeCode(MiniProgramCode),
    /// To make a link.
    MakeLink(LinkDraft),
    /// What a link opens.
    LinkState {
        /// The link.
        url: String,
    },
    /// To check a text.
    CheckText(TextToCheck),
    /// To check a medium.
    CheckMedia {
        /// Where it is.
        url: String,
    },
}

impl FakeWechat {
    fn mini(&self, call: MiniProgramCall) -> Result<usize, WechatFailure> {
        self.answer(WechatCall::MiniProgram(call))
    }
}

/// The code `ann` is that of the person `m-ann`, `ann+u` tells the union id `u` as well. Session keys are numbered by
/// call and always hold. Texts pass; one with `risky` in it is risky. Checks of media are named
/// `trace-1` and so on, by call.
#[async_trait]
impl MiniProgramApi for FakeWechat {
    async fn login(&self, _account: &str, code: &str) -> Result<MiniProgramLogin, WechatFailure> {
        let number = self.mini(MiniProgramCall::Login { code: code.to_owned() })?;
        let (name, union_id) = match code.split_once('+') {
            Some((name, union_id)) => (name, Some(union_id.to_owned())),
            None => (code, None),
        };
        Ok(MiniProgramLogin {
            open_id: format!("m-{name}"),
            session_key: Secret::new(format!("session-key-{number}")),
            union_id,
        })
    }

    async fn check_session(&self, person: &PersonRef, session_key: &Secret) -> Result<bool, WechatFailure> {
        let checked = self.mini(MiniProgramCall::CheckSession {
            person: person.clone(),
            session_key: session_key.clone(),
        });
        match checked {
            Err(WechatFailure::Refused { code: 87009, .. }) => Ok(false),
            checked => checked.map(|_| true),
        }
    }

    async fn phone_number(&self, _account: &str, code: &str) -> Result<PhoneNumber, WechatFailure> {
        self.mini(MiniProgramCall::PhoneNumber { code: code.to_owned() })?;
        PhoneNumber::new("86", "13000000000").map_err(|error| WechatFailure::Unanswered {
            note: error.to_string(),
        })
    }

    async fn make_code(&self, code: &MiniProgramCode) -> Result<CodePicture, WechatFailure> {
        self.mini(MiniProgramCall::MakeCode(code.clone()))?;
        Ok(CodePicture {
            content_type: "image/png".to_owned(),
            bytes: b"\x89PNG\r\n\x1a\n".to_vec(),
        })
    }

    async fn make_link(&self, _account: &str, draft: &LinkDraft) -> Result<String, WechatFailure> {
        let number = self.mini(MiniProgramCall::MakeLink(draft.clone()))?;
        Ok(match draft.kind {
            LinkKind::Scheme => format!("weixin://dl/business/?t=fake{number}"),
            LinkKind::Link => format!("https://wxaurl.cn/fake{number}"),
        })
    }

    async fn link_state(&self, _account: &str, _kind: LinkKind, url: &str) -> Result<LinkState, WechatFailure> {
        self.mini(MiniProgramCall::LinkState { url: url.to_owned() })?;
        Ok(LinkState {
            page: "pages/index".to_owned(),
            query: String::new(),
            version: "release".to_owned(),
            expires_at: None,
        })
    }

    async fn check_text(&self, text: &TextToCheck) -> Result<ContentFinding, WechatFailure> {
        self.mini(MiniProgramCall::CheckText(text.clone()))?;
        Ok(if text.content.contains("risky") {
            ContentFinding::of_wechat(ContentVerdict::Risky, Some(20_001))
        } else {
            ContentFinding::of_wechat(ContentVerdict::Pass, Some(100))
        })
    }

    async fn check_media(
        &self,
        _person: &PersonRef,
        _kind: CheckedKind,
        _scene: ContentScene,
        url: &str,
    ) -> Result<String, WechatFailure> {
        let number = self.mini(MiniProgramCall::CheckMedia { url: url.to_owned() })?;
        Ok(format!("trace-{number}"))
    }
}

/// Client data in plain text, for tests: `app id|content`, which opens when `iv` is the session key.
///
/// The content of a phone number is its number in China, that of a profile the open id and, after a comma, the union id.
/// Raw data is signed by the session key itself.
pub struct PlainClientData;

impl PlainClientData {
    fn open<'a>(session_key: &Secret, app_id: &str, data: &'a SealedClientData) -> Result<&'a str, ClientDataFault> {
        let parts = data.encrypted_data.split_once('|').ok_or(ClientDataFault)?;
        if parts.0 == app_id && data.iv == session_key.expose() {
            Ok(parts.1)
        } else {
            Err(ClientDataFault)
        }
    }
}

impl ClientData for PlainClientData {
    fn open_phone_number(
        &self,
        session_key: &Secret,
        app_id: &str,
        data: &SealedClientData,
        _now: Timestamp,
    ) -> Result<PhoneNumber, ClientDataFault> {
        let number = Self::open(session_key, app_id, data)?;
        PhoneNumber::new("86", number).map_err(|_| ClientDataFault)
    }

    fn open_profile(
        &self,
        session_key: &Secret,
        app_id: &str,
        raw: &SignedRawData,
        data: &SealedClientData,
        _now: Timestamp,
    ) -> Result<ClientProfile, ClientDataFault> {
        let content = Self::open(session_key, app_id, data)?;
        if raw.signature != session_key.expose() {
            return Err(ClientDataFault);
        }
        let (open_id, union_id) = match content.split_once(',') {
            Some((open_id, union_id)) => (open_id, Some(union_id.to_owned())),
            None => (content, None),
        };
        Ok(ClientProfile {
            open_id: Some(open_id.to_owned()),
            union_id,
            nick_name: Some("微信用户".to_owned()),
            avatar_url: None,
        })
    }
}
