//! Duties towards a person's data: refresh it, delete it, or erase the person.

use crate::{hidden::hide_debug, inbound::node::Node};

/// A person changed what we may know. The person is [`Self::open_id`], not the sender of the push.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivacyEvent {
    /// What the person did.
    pub change: PrivacyChange,
    /// The person.
    pub open_id: String,
    /// The person across the accounts of one owner.
    pub union_id: Option<String>,
    /// The account's app id.
    pub app_id: Option<String>,
    /// What was withdrawn.
    pub revoked: Vec<RevokedInfo>,
    /// The plug-in the consent was given to.
    pub plugin_id: Option<String>,
    /// The person towards the plug-in.
    pub open_pid: Option<String>,
}

hide_debug!(PrivacyEvent);

/// What a person did about their data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivacyChange {
    /// `user_info_modified`: the profile changed or the platform cleaned it; fetch it anew.
    ProfileModified,
    /// `user_authorization_revoke`: consent was withdrawn; delete what it gave.
    ConsentWithdrawn,
    /// `user_authorization_cancellation`: the person closed their WeChat account; erase them.
    AccountClosed,
}

/// A number of `RevokeInfo`, the kind of data whose consent was withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevokedInfo {
    /// 1: the number plate.
    NumberPlate,
    /// 2: the address.
    Address,
    /// 3: invoices.
    Invoice,
    /// 4: Bluetooth.
    Bluetooth,
    /// 5: the microphone.
    Microphone,
    /// 6: nickname and avatar.
    NicknameAndAvatar,
    /// 7: the camera.
    Camera,
    /// 8: the phone number.
    PhoneNumber,
    /// 12: the step count.
    Steps,
    /// 13: the location.
    Location,
    /// 14: chosen pictures and videos.
    PickedMedia,
    /// 15: chosen files.
    PickedFile,
    /// 16: the e-mail address.
    Email,
    /// 18: a chosen place.
    PickedPlace,
    /// 19: the nickname, typed.
    TypedNickname,
    /// 20: the avatar, chosen.
    PickedAvatar,
    /// Another number.
    Other(u32),
}

impl RevokedInfo {
    /// The kind of data with that number.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        match number {
            1 => Self::NumberPlate,
            2 => Self::Address,
            3 => Self::Invoice,
            4 => Self::Bluetooth,
            5 => Self::Microphone,
            6 => Self::NicknameAndAvatar,
            7 => Self::Camera,
            8 => Self::PhoneNumber,
            12 => Self::Steps,
            13 => Self::Location,
            14 => Self::PickedMedia,
            15 => Self::PickedFile,
            16 => Self::Email,
            18 => Self::PickedPlace,
            19 => Self::TypedNickname,
            20 => Self::PickedAvatar,
            other => Self::Other(other),
        }
    }
}

/// `name` is in lower case. None when it is no event of this family or names no person.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<PrivacyEvent> {
    let change = match name {
        "user_info_modified" => PrivacyChange::ProfileModified,
        "user_authorization_revoke" => PrivacyChange::ConsentWithdrawn,
        "user_authorization_cancellation" => PrivacyChange::AccountClosed,
        _ => return None,
    };
    Some(PrivacyEvent {
        change,
        open_id: push.text("OpenID")?,
        union_id: push.text("UnionID"),
        app_id: push.text("AppID"),
        revoked: push
            .joined("RevokeInfo")
            .into_iter()
            .map(RevokedInfo::from_number)
            .collect(),
        plugin_id: push.text("PluginID"),
        open_pid: push.text("OpenPID"),
    })
}
