//! What the product asks of WeChat for a Mini Program.

use std::fmt;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::PhoneNumber;
use domain::secret::Secret;
use domain::time::Timestamp;
use domain::wechat::mini_program::{CheckedKind, ContentFinding, ContentScene, LinkDraft, LinkKind, MiniProgramCode};

use crate::wechat::WechatFailure;

/// What a login code gave. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct MiniProgramLogin {
    /// WeChat's id of the person in this Mini Program.
    pub open_id: String,
    /// The session key, base64 text. It must reach neither the client nor a log.
    pub session_key: Secret,
    /// WeChat's id of the person at every account of the same Open Platform account.
    pub union_id: Option<String>,
}

impl fmt::Debug for MiniProgramLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MiniProgramLogin(…)")
    }
}

/// The picture of a code.
#[derive(Clone, PartialEq, Eq)]
pub struct CodePicture {
    /// `image/png` or `image/jpeg`.
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for CodePicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodePicture({}, {} bytes)", self.content_type, self.bytes.len())
    }
}

/// What WeChat says of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    /// The page it opens.
    pub page: String,
    /// Its query.
    pub query: String,
    /// `release`, `trial` or `develop`.
    pub version: String,
    /// When it stops working; `None` when WeChat names no end.
    pub expires_at: Option<Timestamp>,
}

/// A text to be checked. `Debug` shows the scene only.
#[derive(Clone, PartialEq, Eq)]
pub struct TextToCheck {
    /// The writer; must have visited the Mini Program within the last two hours (61010).
    pub person: PersonRef,
    /// Where it is to appear.
    pub scene: ContentScene,
    /// The text, 1 to 2500 characters.
    pub content: String,
    /// Its title.
    pub title: Option<String>,
    /// The writer's nickname.
    pub nickname: Option<String>,
}

impl fmt::Debug for TextToCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextToCheck({}, …)", self.scene.name())
    }
}

/// WeChat's API for Mini Programs, as far as the product calls it. Every call is bounded in time.
#[async_trait]
pub trait MiniProgramApi: Send + Sync {
    /// Exchanges the code of `wx.login`. A code works once: MUST NOT be repeated, whatever became of the call.
    async fn login(&self, account: &str, code: &str) -> Result<MiniProgramLogin, WechatFailure>;

    /// Whether a session key still holds (87009 means that it does not).
    async fn check_session(&self, person: &PersonRef, session_key: &Secret) -> Result<bool, WechatFailure>;

    /// Exchanges the code of the phone-number button, which works once within five minutes.
    async fn phone_number(&self, account: &str, code: &str) -> Result<PhoneNumber, WechatFailure>;

    /// Makes the picture of a code.
    async fn make_code(&self, code: &MiniProgramCode) -> Result<CodePicture, WechatFailure>;

    /// Makes a link from a checked draft; answers its address.
    async fn make_link(&self, account: &str, draft: &LinkDraft) -> Result<String, WechatFailure>;

    /// What a link opens, and until when.
    async fn link_state(&self, account: &str, kind: LinkKind, url: &str) -> Result<LinkState, WechatFailure>;

    /// Checks a text.
    async fn check_text(&self, text: &TextToCheck) -> Result<ContentFinding, WechatFailure>;

    /// Has a medium checked; answers the name of the check, under which the verdict comes within 30 minutes.
    async fn check_media(
        &self,
        person: &PersonRef,
        kind: CheckedKind,
        scene: ContentScene,
        url: &str,
    ) -> Result<String, WechatFailure>;
}
