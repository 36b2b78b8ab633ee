//! What the platform reports, apart from what people say: nobody waits for an answer, but somebody must take note.

/// A report of the platform about people, messages or content.
#[derive(Clone, PartialEq, Eq)]
pub enum Signal {
    /// The person accepted or refused subscription messages (`subscribe_msg_popup_event`, `…_change_event`).
    Consents(Vec<ConsentGiven>),
    /// Subscription messages arrived or did not (`subscribe_msg_sent_event`).
    SubscriptionReports(Vec<SubscriptionReport>),
    /// A mass message is done (`MASSSENDJOBFINISH`).
    MassReport(MassReport),
    /// A publication is done (`PUBLISHJOBFINISH`).
    PublishReport(PublishReport),
    /// Somebody changed a profile, withdrew consent or closed the account; WeChat's rules ask for deletion
    /// (`user_info_modified`, `user_authorization_revoke`, `user_authorization_cancellation`).
    Privacy(PrivacyNotice),
    /// A medium was checked (`wxa_media_check`).
    MediaChecked(MediaVerdict),
    /// A member answered on a card of a WeCom application (`template_card_event`, `template_card_menu_event`).
    CardTapped(CardTapped),
    /// The directory of a WeCom corporation changed (`change_contact`).
    DirectoryChanged {
        /// `create_user`, `update_party` and so on.
        change: String,
        /// The member it is about.
        user_id: Option<String>,
        /// The member's new id.
        new_user_id: Option<String>,
        /// The department it is about.
        department: Option<u64>,
        /// The member's departments, where the event names them.
        departments: Vec<i64>,
    },
    /// A customer relation of a WeCom member changed (`change_external_contact`).
    ExternalContactChanged {
        /// `add_external_contact`, `del_follow_user` and so on.
        change: String,
        /// The member.
        user_id: String,
        /// The customer.
        external_user_id: String,
        /// The code that lets the member greet the customer within 20 s.
        welcome_code: Option<String>,
        /// The `state` of the contact code that was scanned.
        state: Option<String>,
    },
}

impl std::fmt::Debug for Signal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Signal {
    /// The stable name of its kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Consents(_) => "consents",
            Self::SubscriptionReports(_) => "subscription_reports",
            Self::MassReport(_) => "mass_report",
            Self::PublishReport(_) => "publish_report",
            Self::Privacy(_) => "privacy",
            Self::MediaChecked(_) => "media_checked",
            Self::CardTapped(_) => "card_tapped",
            Self::DirectoryChanged { .. } => "directory_changed",
            Self::ExternalContactChanged { .. } => "external_contact_changed",
        }
    }
}

/// One template that a person accepted or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentGiven {
    /// The template.
    pub template_id: String,
    /// Whether it was accepted. One acceptance of a one-time template allows one message.
    pub accepted: bool,
    /// Whether it was an answer to a dialog; otherwise a change in the person's settings, which only ever refuses.
    pub in_dialog: bool,
}

/// What became of one subscription message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionReport {
    /// The template.
    pub template_id: String,
    /// WeChat's message id.
    pub msg_id: String,
    /// 0 when it arrived.
    pub error_code: i64,
    /// WeChat's word for it.
    pub status: String,
}

/// What became of a mass message. WeChat counts shortly before the end, so the numbers are approximate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassReport {
    /// WeChat's message id.
    pub msg_id: u64,
    /// `send success`, `send fail` or `err(N)`.
    pub status: String,
    /// People it was meant for.
    pub total: u64,
    /// Of these, people who may receive it.
    pub filtered: u64,
    /// Of these, people who received it.
    pub sent: u64,
    /// Of these, people for whom it failed.
    pub failed: u64,
    /// The check for originality of its articles.
    pub copyright: Option<MassCopyright>,
    /// Addresses of its articles by position, from 1.
    pub articles: Vec<(u32, String)>,
}

/// What the check for originality (原创校验) of a mass message found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassCopyright {
    /// 1 no reprint, 2 a reprint that may be sent, 3 a reprint that may not.
    pub state: u32,
    /// The articles found to be reprints.
    pub findings: Vec<CopyrightFinding>,
}

/// What was found about one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyrightFinding {
    /// Its place, from 1.
    pub index: u32,
    /// The original it resembles.
    pub original_url: Option<String>,
    /// Whether it may be reprinted.
    pub can_reprint: bool,
    /// Whether the original's content takes its place.
    pub replaces_content: bool,
    /// Whether the source is shown.
    pub shows_source: bool,
}

/// What became of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishReport {
    /// The publication.
    pub publish_id: String,
    /// 0 done, 1 under way, 2 originality refused, 3 failed, 4 refused by the platform, 5 deleted, 6 banned.
    pub status: i64,
    /// The published article.
    pub article_id: Option<String>,
    /// Addresses by position, from 1.
    pub articles: Vec<(u32, String)>,
    /// Positions that failed.
    pub failed: Vec<u32>,
}

/// A duty to change or delete personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivacyNotice {
    /// What happened.
    pub kind: PrivacyKind,
    /// The person's open id, which is not the sender's.
    pub open_id: String,
    /// WeChat's numbers of the data withdrawn; empty means all.
    pub revoked: Vec<u32>,
}

/// Kinds of [`PrivacyNotice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivacyKind {
    /// The profile changed: read it anew.
    Modified,
    /// Consent was withdrawn: delete what it covered.
    Revoked,
    /// The account was closed: delete everything.
    Cancelled,
}

/// What a check of a medium found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaVerdict {
    /// Names the check; may arrive before the answer that named it.
    pub trace_id: String,
    /// 0 when it was checked; -1008 when the medium could not be fetched.
    pub error_code: i64,
    /// `pass`, `review` or `risky`.
    pub suggest: String,
    /// WeChat's number of the finding; 100 is normal.
    pub label: i64,
}

/// A member's answer on a card; the sender is the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardTapped {
    /// Names the card.
    pub task_id: String,
    /// Whether it was the menu in the corner.
    pub in_menu: bool,
    /// The key of the button.
    pub key: String,
    /// Lets the card be changed, once and for 24 hours.
    pub response_code: Option<String>,
    /// What was chosen: question and options.
    pub selected: Vec<(String, Vec<String>)>,
}
