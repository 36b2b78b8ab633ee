//! Typed identifiers: UUIDv7 newtypes that cannot be mistaken for one another.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::time::Timestamp;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a raw UUID.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The raw UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// An event people can register for (活动).
    EventId,
    /// A scene QR code of an event.
    QrCodeId,
    /// A way by which people come to us (渠道), with QR codes of its own.
    ChannelId,
    /// One person's registration for one event; also the id of the ticket.
    AttendeeId,
    /// One check-in.
    CheckInId,
    /// An account of ours at WeChat.
    AccountId,
    /// A stored WeChat message.
    MessageId,
    /// One notice to one person over one channel.
    DeliveryId,
    /// A person who signs in to the admin side.
    OperatorId,
    /// A code of a Mini Program.
    MiniProgramCodeId,
    /// A link that opens a Mini Program.
    MiniProgramLinkId,
    /// A check of what somebody wrote or uploaded.
    ContentCheckId,
    /// An entry of the event log.
    LogEntryId,
    /// A job that runs outside the request.
    JobId,
    /// A reply rule of an account.
    ReplyRuleId,
    /// The menus of an account.
    MenuBoardId,
    /// A conditional menu of an account.
    ConditionalMenuId,
    /// A template of a WeChat account, as we keep it.
    MessageTemplateId,
    /// A message to many (群发通知).
    BroadcastId,
    /// A person, under however many open ids.
    PersonId,
    /// A person as a follower of one official account.
    FollowerId,
    /// One full synchronisation of an account's followers.
    FollowerSyncId,
    /// One run that gives or takes a tag for many followers.
    TagRunId,
    /// A file of ours that WeChat shows (素材).
    MaterialId,
    /// Articles that are not published yet (草稿).
    DraftId,
    /// One publishing of a draft (发布).
    PublicationId,
    /// One mass message (群发).
    MassMessageId,
    /// A message of a WeCom application to members (应用消息).
    StaffMessageId,
    /// One change of a card for those who answered.
    CardUpdateId,
    /// One full synchronisation of a WeCom directory (通讯录).
    DirectorySyncId,
    /// One full synchronisation of external contacts (客户联系).
    ContactSyncId,
    /// A member of a WeCom corporation (成员), as we keep them.
    CorpMemberId,
    /// An external contact of WeCom members (外部联系人), as we keep them.
    ExternalContactId,
    /// The welcome message of a WeCom account (欢迎语).
    WelcomeMessageId,
}

impl MessageId {
    /// When the message was recorded, to the second: a UUIDv7 holds the instant it was made. The epoch for any other.
    #[must_use]
    pub fn made_at(self) -> Timestamp {
        let seconds = self.0.get_timestamp().map_or(0, |at| at.to_unix().0);
        Timestamp::from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}
