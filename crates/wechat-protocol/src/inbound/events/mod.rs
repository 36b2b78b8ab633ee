//! The kinds of event, by family.

pub mod customer_service;
pub mod mass_send;
pub mod media_check;
pub mod menu;
pub mod mini_program;
pub mod privacy;
pub mod publishing;
pub mod subscription;
pub mod verification;
pub mod wecom_app;
pub mod wecom_card;
pub mod wecom_directory;
pub mod wecom_external;

mod families;
mod template_status;

use super::{fields::Fields, raw::RawFields};
use crate::{
    parse_error::ParseError,
    scene::{self, FollowSource},
};
use customer_service::CustomerServiceEvent;
use mass_send::MassSendReport;
use media_check::MediaCheck;
use menu::MenuEvent;
use mini_program::{Penalty, ReviewEvent};
use privacy::PrivacyEvent;
use publishing::PublishReport;
use subscription::SubscriptionEvent;
use verification::VerificationEvent;
use wecom_app::WeComAppEvent;
use wecom_card::CardEvent;
use wecom_directory::DirectoryChange;
use wecom_external::{ExternalChatChange, ExternalContactChange, ExternalTagChange};

pub(super) use families::has_no_sender;
pub use template_status::TemplateStatus;

/// Something that happened. Names are matched in any case: the platform has spelled the same event both ways.
/// `Debug` shows the kind alone.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum EventKind {
    /// Someone followed the account, or joined the range of a WeCom app.
    Subscribe {
        /// The scene of the code they scanned; none for a plain follow.
        scene: Option<String>,
        /// The ticket of that code.
        ticket: Option<String>,
        /// `EventKey` as sent; see [`EventKind::follow_source`].
        event_key: Option<String>,
    },
    /// Someone left the account, or the range of a WeCom app. No answer reaches them, and the platform asks for their data to be deleted.
    Unsubscribe,
    /// A follower scanned a scene code.
    Scan {
        /// The scene, which never carries a prefix here.
        scene: String,
        /// The ticket of the code.
        ticket: Option<String>,
    },
    /// A menu button with a key.
    Click {
        /// The key.
        key: String,
    },
    /// A menu button that opens a page.
    View {
        /// The page's address.
        url: String,
        /// The personalised menu's id.
        menu_id: Option<String>,
    },
    /// The outcome of a template message.
    TemplateSendJobFinish {
        /// The `msgid` its sending returned.
        msg_id: u64,
        /// The outcome.
        status: TemplateStatus,
    },
    /// Where a follower is, reported on entering the conversation or every five seconds.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Metres.
        precision: Option<f64>,
        /// The client it comes from, in WeCom: `wxwork`, or none for WeChat.
        app_type: Option<String>,
    },
    /// A menu button that brings more than a key or a page.
    Menu(MenuEvent),
    /// The outcome of a mass send.
    MassSendJobFinish(Box<MassSendReport>),
    /// The outcome of publishing a draft.
    PublishJobFinish(PublishReport),
    /// What people allow, and what became of a subscribe message.
    Subscription(SubscriptionEvent),
    /// A session with human customer service.
    CustomerService(CustomerServiceEvent),
    /// A person's data must be refreshed, deleted or erased.
    Privacy(Box<PrivacyEvent>),
    /// The account's own verification.
    Verification(VerificationEvent),
    /// The verdict on media sent to content security.
    MediaCheck(Box<MediaCheck>),
    /// The review of a Mini Program's version.
    Review(ReviewEvent),
    /// A penalty for a Mini Program.
    Penalty(Box<Penalty>),
    /// WeCom: what happens around an app.
    WeComApp(WeComAppEvent),
    /// WeCom: a tap on a card.
    Card(CardEvent),
    /// WeCom: the directory changed.
    Directory(DirectoryChange),
    /// WeCom: a customer came, changed or went.
    ExternalContact(Box<ExternalContactChange>),
    /// WeCom: a group with customers changed.
    ExternalChat(ExternalChatChange),
    /// WeCom: the tags for customers changed.
    ExternalTag(ExternalTagChange),
    /// An event this crate has no type for, or one that lacks what its type needs. Acknowledge it.
    Other {
        /// `Event` as sent.
        event: String,
        /// `EventKey` as sent; none when empty.
        event_key: Option<String>,
        /// `MsgID` of the reports on jobs.
        msg_id: Option<u64>,
        /// `OpenID` of events about a person whom the sender does not name, such as a withdrawn authorization.
        open_id: Option<String>,
        /// Everything the push says.
        fields: RawFields,
    },
}

impl EventKind {
    pub(super) fn read(event: &str, fields: &Fields<'_>) -> Result<Self, ParseError> {
        let name = event.to_ascii_lowercase();
        Ok(match name.as_str() {
            "subscribe" => Self::subscribe(fields),
            "unsubscribe" => Self::Unsubscribe,
            "scan" => Self::Scan {
                scene: fields.name("EventKey")?,
                ticket: fields.optional("Ticket"),
            },
            "click" => Self::Click {
                key: fields.name("EventKey")?,
            },
            "view" => Self::View {
                url: fields.name("EventKey")?,
                menu_id: fields.optional("MenuId"),
            },
            "templatesendjobfinish" => Self::TemplateSendJobFinish {
                msg_id: fields.number("MsgID")?,
                status: TemplateStatus::parse(&fields.name("Status")?),
            },
            "location" => Self::Location {
                latitude: fields.decimal("Latitude")?,
                longitude: fields.decimal("Longitude")?,
                precision: fields.optional_number("Precision")?,
                app_type: fields.optional("AppType"),
            },
            other => families::read(other, fields.node()).unwrap_or_else(|| Self::other(event, fields)),
        })
    }

    /// Where a new follower came from; none when this is no follow.
    #[must_use]
    pub fn follow_source(&self) -> Option<FollowSource<'_>> {
        match self {
            Self::Subscribe { event_key, .. } => Some(FollowSource::parse(event_key.as_deref())),
            _ => None,
        }
    }

    /// The `MsgID` of a report on a job, which the job's request returned.
    #[must_use]
    pub fn job_id(&self) -> Option<u64> {
        match self {
            Self::TemplateSendJobFinish { msg_id, .. } => Some(*msg_id),
            Self::MassSendJobFinish(report) => Some(report.msg_id),
            Self::Other { msg_id, .. } => *msg_id,
            _ => None,
        }
    }

    fn subscribe(fields: &Fields<'_>) -> Self {
        let event_key = fields.optional("EventKey");
        let scene = event_key.as_deref().and_then(scene::from_subscribe).map(str::to_owned);
        Self::Subscribe {
            scene,
            ticket: fields.optional("Ticket"),
            event_key,
        }
    }

    fn other(event: &str, fields: &Fields<'_>) -> Self {
        Self::Other {
            event: event.to_owned(),
            event_key: fields.optional("EventKey"),
            // An unknown event may use the name for something else than a number.
            msg_id: fields.optional_number("MsgID").ok().flatten(),
            open_id: fields.optional("OpenID"),
            fields: fields.node().raw(),
        }
    }
}
