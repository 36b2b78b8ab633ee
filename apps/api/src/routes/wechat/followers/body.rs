//! A follower as answers show them.

use application::wechat::Contact;
use domain::identity::UnionId;
use domain::ids::PersonId;
use domain::wechat::ContactWindow;
use domain::wechat::followers::Follower;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A follower (关注者). WeChat tells no name, picture, sex or place since 2021-12-27. Of somebody who left nothing but
/// the open id and the times is kept.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct FollowerBody {
    /// Its id.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000f1")]
    id: Uuid,
    /// Our name of the account.
    #[schema(example = "default")]
    account: String,
    /// The account's id of the person.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    open_id: String,
    /// Whether they follow.
    subscribed: bool,
    /// When they last followed, where that is known.
    subscribed_at: Option<Instant>,
    /// When they stopped.
    unsubscribed_at: Option<Instant>,
    /// Whether they are on the black list.
    blocked: bool,
    /// The person at all accounts of one Open Platform account.
    union_id: Option<String>,
    /// Their language.
    #[schema(example = "zh_CN")]
    language: Option<String>,
    /// What the account noted; may be empty.
    #[schema(example = "小王")]
    remark: String,
    /// Numbers of their tags.
    #[schema(example = json!([2, 100]))]
    tags: Vec<i64>,
    /// How they came, as WeChat writes it.
    #[schema(example = "ADD_SCENE_QR_CODE")]
    subscribe_scene: Option<String>,
    /// The number in the code they scanned.
    qr_scene: Option<String>,
    /// The text in the code they scanned.
    #[schema(example = "ne-019ad3a57c4b70008000000000000000")]
    qr_scene_str: Option<String>,
    /// When WeChat was last asked about them; `null`: not yet.
    profile_read_at: Option<Instant>,
}

impl From<&Follower> for FollowerBody {
    fn from(follower: &Follower) -> Self {
        let stored = follower.stored();
        let profile = &stored.profile;
        Self {
            id: stored.id.uuid(),
            account: stored.person.account.clone(),
            open_id: stored.person.open_id.clone(),
            subscribed: stored.subscribed,
            subscribed_at: profile.subscribed_at.map(Into::into),
            unsubscribed_at: stored.unsubscribed_at.map(Into::into),
            blocked: stored.blocked,
            union_id: profile.union_id.as_ref().map(UnionId::as_str).map(str::to_owned),
            language: profile.language.clone(),
            remark: profile.remark.as_str().to_owned(),
            tags: profile.tags.iter().copied().collect(),
            subscribe_scene: profile.subscribe_scene.clone(),
            qr_scene: profile.qr_scene.clone(),
            qr_scene_str: profile.qr_scene_str.clone(),
            profile_read_at: stored.profile_read_at.map(Into::into),
        }
    }
}

/// A follower, and how they can be reached.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct FollowerDetailsBody {
    /// The follower.
    #[serde(flatten)]
    follower: FollowerBody,
    /// The person, once they are known as one.
    person_id: Option<Uuid>,
    /// When they last wrote, tapped, scanned or followed.
    last_interaction_at: Option<Instant>,
    /// The window in which customer-service messages can be sent; `null`: they must act first.
    contact_window: Option<ContactWindowBody>,
}

/// A window in which customer-service messages can be sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContactWindowBody {
    /// Until when.
    open_until: Instant,
    /// How many more; 0: none until the person acts again.
    #[schema(example = 5)]
    remaining: u32,
    /// What opened it: `message`, `menu-tap`, `follow`, `scan` or `open-session`.
    #[schema(example = "message")]
    opened_by: &'static str,
}

impl From<ContactWindow> for ContactWindowBody {
    fn from(window: ContactWindow) -> Self {
        Self {
            open_until: window.open_until.into(),
            remaining: window.remaining,
            opened_by: window.opened_by.name(),
        }
    }
}

impl FollowerDetailsBody {
    /// A follower with who they are and how they can be reached.
    pub(super) fn new(follower: &Follower, person: Option<PersonId>, contact: Contact) -> Self {
        Self {
            follower: follower.into(),
            person_id: person.map(PersonId::uuid),
            last_interaction_at: contact.last_interaction_at.map(Into::into),
            contact_window: contact.window.map(Into::into),
        }
    }
}
