//! What external contacts ask of WeCom.

use async_trait::async_trait;
use domain::secret::Secret;
use domain::wechat::wecom::contacts::ContactFacts;

use crate::wechat::WechatFailure;

/// Most members in one call of [`ContactsApi::contacts_of`].
pub const USERS_AT_ONCE: u32 = 100;

/// Contacts of several members. Each comes with one relation; one contact may come several times.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactPage {
    /// Contacts, at most 100.
    pub contacts: Vec<ContactFacts>,
    /// Members who could not be asked about, for lack of a licence.
    pub unlicensed: u64,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// Whose contacts WeCom tells.
#[derive(Clone, PartialEq, Eq)]
pub enum ContactIds {
    /// These are the member's.
    Known(Vec<String>),
    /// WeCom does not tell of this member.
    Hidden,
}

/// What WeCom made of a welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WelcomeTaken {
    /// It took it.
    Sent,
    /// The contact was welcomed before (41051).
    SentBefore,
}

/// What comes with a welcome on its way; media as WeCom names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingAttachment {
    /// A picture.
    Image(String),
    /// A video.
    Video(String),
    /// A file.
    File(String),
    /// A card that leads to a page.
    Link {
        /// Its title.
        title: String,
        /// What it says.
        description: Option<String>,
        /// The page.
        url: String,
        /// The picture's address.
        picture_url: Option<String>,
    },
    /// A card that leads to a Mini Program.
    MiniProgram {
        /// Its title.
        title: String,
        /// The picture.
        picture: String,
        /// The Mini Program's app id.
        app_id: String,
        /// Its page.
        page: String,
    },
}

/// A welcome on its way to one contact.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingWelcome {
    /// Lets the contact be welcomed once.
    pub code: Secret,
    /// The text.
    pub text: Option<String>,
    /// At most 9.
    pub attachments: Vec<OutgoingAttachment>,
}

/// WeCom's API about external contacts. A failure MUST NOT be taken for an empty list, whatever lists its body holds.
/// Every call is bounded in time; all but [`Self::welcome`] may be repeated.
///
/// <https://developer.work.weixin.qq.com/document/path/92109>
#[async_trait]
pub trait ContactsApi: Send + Sync {
    /// The members who have customer contact.
    async fn users(&self, account: &str) -> Result<Vec<String>, WechatFailure>;

    /// The contacts of up to [`USERS_AT_ONCE`] members, the page that begins at `next`, or the first.
    async fn contacts_of(
        &self,
        account: &str,
        user_ids: &[String],
        next: Option<&str>,
    ) -> Result<ContactPage, WechatFailure>;

    /// The contacts of one member; none (84061) is an answer.
    async fn contact_ids(&self, account: &str, user_id: &str) -> Result<ContactIds, WechatFailure>;

    /// One contact with all relations; `None`: nobody whom the application may ask about knows them.
    async fn contact(&self, account: &str, external_user_id: &str) -> Result<Option<ContactFacts>, WechatFailure>;

    /// Welcomes a contact: within 20 s (41050 later), once for each code.
    async fn welcome(&self, account: &str, welcome: &OutgoingWelcome) -> Result<WelcomeTaken, WechatFailure>;
}
