//! The report on a mass send (群发).

use crate::inbound::node::Node;

/// `MASSSENDJOBFINISH`. The counts are pushed slightly before the sending ends, so they are approximate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MassSendReport {
    /// The `msg_id` the sending returned.
    pub msg_id: u64,
    /// The outcome.
    pub status: MassSendStatus,
    /// Followers addressed.
    pub total: Option<u64>,
    /// Those left after filtering, to whom it is sent: `SentCount` + `ErrorCount`.
    pub filtered: Option<u64>,
    /// Those it reached.
    pub sent: Option<u64>,
    /// Those it did not reach.
    pub failed: Option<u64>,
    /// The check for originality of its articles.
    pub copyright: Option<CopyrightCheck>,
    /// Where its articles are.
    pub articles: Vec<ArticleUrl>,
}

/// The outcome of a mass send.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MassSendStatus {
    /// `send success`.
    Success,
    /// `send fail`.
    Failed,
    /// `err(N)`: refused for a reason.
    Refused(MassSendRefusal),
    /// Another outcome, as sent.
    Other(String),
}

/// Why a mass send was refused, the `N` of `err(N)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MassSendRefusal {
    /// 10001: advertising.
    Advertising,
    /// 20001: politics.
    Politics,
    /// 20002: pornography.
    Pornography,
    /// 20004: harm to society.
    Social,
    /// 20006: crime.
    Crime,
    /// 20008: fraud.
    Fraud,
    /// 20013: copyright.
    Copyright,
    /// 21000: another reason.
    Unspecified,
    /// 22000: accounts promoting each other.
    CrossPromotion,
    /// 30001: the check for originality failed, and the sender chose not to send reprints.
    OriginalityCheckFailed,
    /// 30002: judged not fit to be sent.
    NotSendable,
    /// 30003: judged a reprint, and the sender chose not to send reprints.
    Reprint,
    /// 40001: an administrator refused.
    AdministratorRefused,
    /// 40002: no administrator answered within 30 minutes.
    AdministratorSilent,
    /// Another number.
    Other(u32),
}

/// `CopyrightCheckResult`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyrightCheck {
    /// What follows for the whole.
    pub state: CopyrightState,
    /// The articles found to be reprints.
    pub articles: Vec<CopyrightFinding>,
}

/// `CheckState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CopyrightState {
    /// 1: no reprint; may be sent.
    Original,
    /// 2: a reprint; may be sent.
    SendableReprint,
    /// 3: a reprint; may not be sent.
    RefusedReprint,
    /// Another number; 0 when none was given.
    Other(u32),
}

/// What was found about one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyrightFinding {
    /// Its place in the message, from 1.
    pub index: u32,
    /// What the sender declared.
    pub declared: Option<u32>,
    /// What the platform found.
    pub audited: Option<u32>,
    /// The original it resembles.
    pub original_url: Option<String>,
    /// The original's kind.
    pub original_type: Option<u32>,
    /// Whether it may be reprinted.
    pub can_reprint: bool,
    /// Whether the content is replaced by the original's.
    pub replaces_content: bool,
    /// Whether the source is shown.
    pub shows_source: bool,
}

/// The address of an article that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleUrl {
    /// Its place in the message, from 1.
    pub index: u32,
    /// Its address.
    pub url: String,
}

impl MassSendStatus {
    /// Reads `Status`, in any case and with or without the space.
    #[must_use]
    pub fn parse(status: &str) -> Self {
        let folded: String = status.to_ascii_lowercase().split_whitespace().collect();
        let refusal = folded.strip_prefix("err(").and_then(|rest| rest.strip_suffix(')'));
        match (folded.as_str(), refusal.and_then(|number| number.parse().ok())) {
            ("sendsuccess", _) => Self::Success,
            ("sendfail", _) => Self::Failed,
            (_, Some(number)) => Self::Refused(MassSendRefusal::from_number(number)),
            _ => Self::Other(status.to_owned()),
        }
    }
}

impl MassSendRefusal {
    /// The refusal with that number.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        match number {
            10001 => Self::Advertising,
            20001 => Self::Politics,
            20002 => Self::Pornography,
            20004 => Self::Social,
            20006 => Self::Crime,
            20008 => Self::Fraud,
            20013 => Self::Copyright,
            21000 => Self::Unspecified,
            22000 => Self::CrossPromotion,
            30001 => Self::OriginalityCheckFailed,
            30002 => Self::NotSendable,
            30003 => Self::Reprint,
            40001 => Self::AdministratorRefused,
            40002 => Self::AdministratorSilent,
            other => Self::Other(other),
        }
    }
}

pub(super) fn read(push: Node<'_, '_>) -> Option<MassSendReport> {
    Some(MassSendReport {
        msg_id: push.number("MsgID")?,
        status: MassSendStatus::parse(&push.text("Status")?),
        total: push.number("TotalCount"),
        filtered: push.number("FilterCount"),
        sent: push.number("SentCount"),
        failed: push.number("ErrorCount"),
        copyright: push.child("CopyrightCheckResult").map(copyright),
        articles: push.child("ArticleUrlResult").map(article_urls).unwrap_or_default(),
    })
}

fn copyright(check: Node<'_, '_>) -> CopyrightCheck {
    CopyrightCheck {
        state: match check.number("CheckState").unwrap_or_default() {
            1 => CopyrightState::Original,
            2 => CopyrightState::SendableReprint,
            3 => CopyrightState::RefusedReprint,
            other => CopyrightState::Other(other),
        },
        articles: check
            .items("ResultList", "item")
            .into_iter()
            .filter_map(finding)
            .collect(),
    }
}

fn finding(item: Node<'_, '_>) -> Option<CopyrightFinding> {
    let flag = |name| item.number::<u32>(name).is_some_and(|flag| flag != 0);
    Some(CopyrightFinding {
        index: item.number("ArticleIdx")?,
        declared: item.number("UserDeclareState"),
        audited: item.number("AuditState"),
        original_url: item.text("OriginalArticleUrl"),
        original_type: item.number("OriginalArticleType"),
        can_reprint: flag("CanReprint"),
        replaces_content: flag("NeedReplaceContent"),
        shows_source: flag("NeedShowReprintSource"),
    })
}

fn article_urls(result: Node<'_, '_>) -> Vec<ArticleUrl> {
    let article = |item: Node<'_, '_>| {
        Some(ArticleUrl {
            index: item.number("ArticleIdx")?,
            url: item.text("ArticleUrl")?,
        })
    };
    result
        .items("ResultList", "item")
        .into_iter()
        .filter_map(article)
        .collect()
}
