//! What a message asks for, as stored: JSON. Names and shapes outlive renames in the domain.

use domain::wechat::{
    CardTapped, ConsentGiven, IncomingKind, MediaVerdict, PrivacyKind, PrivacyNotice, PublishReport, Signal,
    SubscriptionReport,
};
use ports::StoreError;
use serde::{Deserialize, Serialize};

use super::mass::MassReportJson;
use super::mirrored::mirrored;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum IntentJson {
    Scan {
        scene: String,
        followed: bool,
    },
    Followed,
    Unfollowed,
    MenuKey {
        key: String,
    },
    Text,
    TemplateReport {
        msg_id: u64,
        delivered: bool,
        status: String,
    },
    Signal(SignalJson),
    Other,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SignalJson {
    Consents(Vec<ConsentJson>),
    SubscriptionReports(Vec<SubscriptionReportJson>),
    MassReport(MassReportJson),
    PublishReport(PublishReportJson),
    Privacy {
        kind: PrivacyKindJson,
        open_id: String,
        revoked: Vec<u32>,
    },
    MediaChecked(MediaVerdictJson),
    CardTapped(CardTappedJson),
    DirectoryChanged {
        change: String,
        user_id: Option<String>,
        new_user_id: Option<String>,
        department: Option<u64>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        departments: Vec<i64>,
    },
    ExternalContactChanged {
        change: String,
        user_id: String,
        external_user_id: String,
        welcome_code: Option<String>,
        state: Option<String>,
    },
}

#[derive(Serialize, Deserialize)]
struct ConsentJson {
    template_id: String,
    accepted: bool,
    in_dialog: bool,
}

#[derive(Serialize, Deserialize)]
struct SubscriptionReportJson {
    template_id: String,
    msg_id: String,
    error_code: i64,
    status: String,
}

#[derive(Serialize, Deserialize)]
struct PublishReportJson {
    publish_id: String,
    status: i64,
    article_id: Option<String>,
    articles: Vec<(u32, String)>,
    failed: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct MediaVerdictJson {
    trace_id: String,
    error_code: i64,
    suggest: String,
    label: i64,
}

#[derive(Serialize, Deserialize)]
struct CardTappedJson {
    task_id: String,
    in_menu: bool,
    key: String,
    response_code: Option<String>,
    selected: Vec<(String, Vec<String>)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PrivacyKindJson {
    Modified,
    Revoked,
    Cancelled,
}

pub(super) fn intent_to_json(kind: &IncomingKind) -> Result<String, StoreError> {
    crate::log::to_json(&match kind.clone() {
        IncomingKind::Scan { scene, followed } => IntentJson::Scan { scene, followed },
        IncomingKind::Followed => IntentJson::Followed,
        IncomingKind::Unfollowed => IntentJson::Unfollowed,
        IncomingKind::MenuKey { key } => IntentJson::MenuKey { key },
        IncomingKind::Text => IntentJson::Text,
        IncomingKind::TemplateReport {
            msg_id,
            delivered,
            status,
        } => IntentJson::TemplateReport {
            msg_id,
            delivered,
            status,
        },
        IncomingKind::Signal(signal) => IntentJson::Signal(signal.into()),
        IncomingKind::Other => IntentJson::Other,
    })
}

/// `None` when the text is broken.
pub(super) fn intent_from_json(text: &str) -> Option<IncomingKind> {
    Some(match serde_json::from_str(text).ok()? {
        IntentJson::Scan { scene, followed } => IncomingKind::Scan { scene, followed },
        IntentJson::Followed => IncomingKind::Followed,
        IntentJson::Unfollowed => IncomingKind::Unfollowed,
        IntentJson::MenuKey { key } => IncomingKind::MenuKey { key },
        IntentJson::Text => IncomingKind::Text,
        IntentJson::TemplateReport {
            msg_id,
            delivered,
            status,
        } => IncomingKind::TemplateReport {
            msg_id,
            delivered,
            status,
        },
        IntentJson::Signal(signal) => IncomingKind::Signal(signal.into()),
        IntentJson::Other => IncomingKind::Other,
    })
}

impl From<Signal> for SignalJson {
    fn from(signal: Signal) -> Self {
        match signal {
            Signal::Consents(all) => Self::Consents(all.into_iter().map(Into::into).collect()),
            Signal::SubscriptionReports(all) => Self::SubscriptionReports(all.into_iter().map(Into::into).collect()),
            Signal::MassReport(report) => Self::MassReport(report.into()),
            Signal::PublishReport(report) => Self::PublishReport(report.into()),
            Signal::Privacy(PrivacyNotice { kind, open_id, revoked }) => Self::Privacy {
                kind: kind.into(),
                open_id,
                revoked,
            },
            Signal::MediaChecked(verdict) => Self::MediaChecked(verdict.into()),
            Signal::CardTapped(tapped) => Self::CardTapped(tapped.into()),
            Signal::DirectoryChanged {
                change,
                user_id,
                new_user_id,
                department,
                departments,
            } => Self::DirectoryChanged {
                change,
                user_id,
                new_user_id,
                department,
                departments,
            },
            Signal::ExternalContactChanged {
                change,
                user_id,
                external_user_id,
                welcome_code,
                state,
            } => Self::ExternalContactChanged {
                change,
                user_id,
                external_user_id,
                welcome_code,
                state,
            },
        }
    }
}

impl From<SignalJson> for Signal {
    fn from(json: SignalJson) -> Self {
        match json {
            SignalJson::Consents(all) => Self::Consents(all.into_iter().map(Into::into).collect()),
            SignalJson::SubscriptionReports(all) => {
                Self::SubscriptionReports(all.into_iter().map(Into::into).collect())
            }
            SignalJson::MassReport(report) => Self::MassReport(report.into()),
            SignalJson::PublishReport(report) => Self::PublishReport(report.into()),
            SignalJson::Privacy { kind, open_id, revoked } => Self::Privacy(PrivacyNotice {
                kind: kind.into(),
                open_id,
                revoked,
            }),
            SignalJson::MediaChecked(verdict) => Self::MediaChecked(verdict.into()),
            SignalJson::CardTapped(tapped) => Self::CardTapped(tapped.into()),
            SignalJson::DirectoryChanged {
                change,
                user_id,
                new_user_id,
                department,
                departments,
            } => Self::DirectoryChanged {
                change,
                user_id,
                new_user_id,
                department,
                departments,
            },
            SignalJson::ExternalContactChanged {
                change,
                user_id,
                external_user_id,
                welcome_code,
                state,
            } => Self::ExternalContactChanged {
                change,
                user_id,
                external_user_id,
                welcome_code,
                state,
            },
        }
    }
}

impl From<PrivacyKind> for PrivacyKindJson {
    fn from(kind: PrivacyKind) -> Self {
        match kind {
            PrivacyKind::Modified => Self::Modified,
            PrivacyKind::Revoked => Self::Revoked,
            PrivacyKind::Cancelled => Self::Cancelled,
        }
    }
}

impl From<PrivacyKindJson> for PrivacyKind {
    fn from(kind: PrivacyKindJson) -> Self {
        match kind {
            PrivacyKindJson::Modified => Self::Modified,
            PrivacyKindJson::Revoked => Self::Revoked,
            PrivacyKindJson::Cancelled => Self::Cancelled,
        }
    }
}

mirrored! {
    ConsentGiven, ConsentJson { template_id, accepted, in_dialog }
    SubscriptionReport, SubscriptionReportJson { template_id, msg_id, error_code, status }
    PublishReport, PublishReportJson { publish_id, status, article_id, articles, failed }
    MediaVerdict, MediaVerdictJson { trace_id, error_code, suggest, label }
    CardTapped, CardTappedJson { task_id, in_menu, key, response_code, selected }
}
