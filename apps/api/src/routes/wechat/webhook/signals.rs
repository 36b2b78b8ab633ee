//! From the platform's reports to ours. Numbers and words go back to how WeChat writes them: they are stored.

use domain::wechat::{
    ConsentGiven, MassReport, MediaVerdict, PrivacyKind, PrivacyNotice, PublishReport, Signal, SubscriptionReport,
};
use wechat_protocol::inbound::events::mass_send::{MassSendRefusal, MassSendReport, MassSendStatus};
use wechat_protocol::inbound::events::media_check::{MediaCheck, MediaCheckOutcome, Suggestion};
use wechat_protocol::inbound::events::privacy::{PrivacyChange, PrivacyEvent, RevokedInfo};
use wechat_protocol::inbound::events::publishing::{self, PublishStatus};
use wechat_protocol::inbound::events::subscription::{
    SubscriptionAnswer, SubscriptionChoice, SubscriptionDelivery, SubscriptionEvent,
};
use wechat_protocol::inbound::events::wecom_directory::DirectoryChange;
use wechat_protocol::inbound::events::wecom_external::{ExternalContactChange, ExternalContactChangeKind};
use wechat_protocol::{EventKind, MessageKind};

/// The report in an event, if it is one.
pub fn signal_of(event: EventKind) -> Option<Signal> {
    Some(match event {
        EventKind::Subscription(event) => subscription(event)?,
        EventKind::MassSendJobFinish(report) => Signal::MassReport(mass(*report)),
        EventKind::PublishJobFinish(report) => Signal::PublishReport(published(report)),
        EventKind::Privacy(event) => Signal::Privacy(privacy(*event)),
        EventKind::MediaCheck(check) => Signal::MediaChecked(media(*check)),
        EventKind::Directory(change) => directory(change)?,
        EventKind::ExternalContact(change) => external(*change)?,
        _ => return None,
    })
}

/// Whom an event is about, where that is not its sender.
pub fn person_of(kind: &MessageKind) -> Option<String> {
    match kind {
        MessageKind::Event(EventKind::Privacy(event)) => Some(event.open_id.clone()),
        _ => None,
    }
}

fn subscription(event: SubscriptionEvent) -> Option<Signal> {
    let consents = |choices: Vec<SubscriptionChoice>, in_dialog| {
        let consent = |choice: SubscriptionChoice| ConsentGiven {
            template_id: choice.template_id,
            accepted: choice.answer == SubscriptionAnswer::Accepted,
            in_dialog,
        };
        Signal::Consents(choices.into_iter().map(consent).collect())
    };
    Some(match event {
        SubscriptionEvent::Answered(choices) => consents(choices, true),
        SubscriptionEvent::Changed(choices) => consents(choices, false),
        SubscriptionEvent::Sent(deliveries) => {
            Signal::SubscriptionReports(deliveries.into_iter().map(subscription_report).collect())
        }
        _ => return None,
    })
}

fn subscription_report(delivery: SubscriptionDelivery) -> SubscriptionReport {
    SubscriptionReport {
        template_id: delivery.template_id,
        msg_id: delivery.msg_id.map(|id| id.to_string()).unwrap_or_default(),
        error_code: delivery.error_code,
        status: delivery.error_status,
    }
}

fn mass(report: MassSendReport) -> MassReport {
    let status = match report.status {
        MassSendStatus::Success => "send success".to_owned(),
        MassSendStatus::Failed => "send fail".to_owned(),
        MassSendStatus::Refused(refusal) => format!("err({})", number_of_refusal(refusal)),
        MassSendStatus::Other(text) => text,
        _ => "unknown".to_owned(),
    };
    MassReport {
        msg_id: report.msg_id,
        status,
        total: report.total.unwrap_or_default(),
        filtered: report.filtered.unwrap_or_default(),
        sent: report.sent.unwrap_or_default(),
        failed: report.failed.unwrap_or_default(),
    }
}

/// The `N` of `err(N)`.
fn number_of_refusal(refusal: MassSendRefusal) -> u32 {
    const KNOWN: [u32; 14] = [
        10001, 20001, 20002, 20004, 20006, 20008, 20013, 21000, 22000, 30001, 30002, 30003, 40001, 40002,
    ];
    match refusal {
        MassSendRefusal::Other(number) => number,
        known => KNOWN
            .into_iter()
            .find(|number| MassSendRefusal::from_number(*number) == known)
            .unwrap_or_default(),
    }
}

fn published(report: publishing::PublishReport) -> PublishReport {
    PublishReport {
        publish_id: report.publish_id,
        status: match report.status {
            PublishStatus::Published => 0,
            PublishStatus::InProgress => 1,
            PublishStatus::OriginalityRefused => 2,
            PublishStatus::Failed => 3,
            PublishStatus::ReviewRefused => 4,
            PublishStatus::Deleted => 5,
            PublishStatus::Banned => 6,
            PublishStatus::Other(number) => i64::from(number),
            _ => -1,
        },
        article_id: report.article_id,
        articles: report.articles.into_iter().map(|one| (one.index, one.url)).collect(),
        failed: report.failed,
    }
}

fn privacy(event: PrivacyEvent) -> PrivacyNotice {
    PrivacyNotice {
        kind: match event.change {
            PrivacyChange::ProfileModified => PrivacyKind::Modified,
            PrivacyChange::ConsentWithdrawn => PrivacyKind::Revoked,
            PrivacyChange::AccountClosed => PrivacyKind::Cancelled,
        },
        open_id: event.open_id,
        revoked: event.revoked.into_iter().map(number_of_revoked).collect(),
    }
}

/// WeChat's number of a kind of data.
fn number_of_revoked(info: RevokedInfo) -> u32 {
    match info {
        RevokedInfo::Other(number) => number,
        known => (0..=20)
            .find(|number| RevokedInfo::from_number(*number) == known)
            .unwrap_or_default(),
    }
}

/// The first version of the interface knows two findings and calls a failed download 4294966288, -1008 as an unsigned
/// number.
fn media(check: MediaCheck) -> MediaVerdict {
    let (error_code, suggest, label) = match check.outcome {
        MediaCheckOutcome::Verdict { errcode, verdict, .. } => match verdict {
            Some(verdict) => (
                errcode,
                suggestion(verdict.suggestion),
                verdict.label.map_or(0, i64::from),
            ),
            None => (errcode, String::new(), 0),
        },
        MediaCheckOutcome::Legacy {
            is_risky, status_code, ..
        } => {
            let code = if status_code == 4_294_966_288 {
                -1_008
            } else {
                status_code
            };
            (code, if is_risky { "risky" } else { "pass" }.to_owned(), 0)
        }
    };
    MediaVerdict {
        trace_id: check.trace_id,
        error_code,
        suggest,
        label,
    }
}

fn suggestion(suggestion: Suggestion) -> String {
    match suggestion {
        Suggestion::Pass => "pass".to_owned(),
        Suggestion::Review => "review".to_owned(),
        Suggestion::Risky => "risky".to_owned(),
        Suggestion::Other(word) => word,
        _ => String::new(),
    }
}

fn directory(change: DirectoryChange) -> Option<Signal> {
    let signal = |change: &str, user_id, new_user_id, department| Signal::DirectoryChanged {
        change: change.to_owned(),
        user_id,
        new_user_id,
        department,
    };
    Some(match change {
        DirectoryChange::MemberCreated(member) => signal("create_user", Some(member.user_id), None, None),
        DirectoryChange::MemberUpdated(member) => signal("update_user", Some(member.user_id), member.new_user_id, None),
        DirectoryChange::MemberDeleted { user_id } => signal("delete_user", Some(user_id), None, None),
        DirectoryChange::DepartmentCreated(department) => signal("create_party", None, None, Some(department.id)),
        DirectoryChange::DepartmentUpdated(department) => signal("update_party", None, None, Some(department.id)),
        DirectoryChange::DepartmentDeleted { id } => signal("delete_party", None, None, Some(id)),
        DirectoryChange::TagUpdated(_) => signal("update_tag", None, None, None),
        _ => return None,
    })
}

fn external(change: ExternalContactChange) -> Option<Signal> {
    let word = match change.change {
        ExternalContactChangeKind::Added => "add_external_contact",
        ExternalContactChangeKind::HalfAdded => "add_half_external_contact",
        ExternalContactChangeKind::Edited => "edit_external_contact",
        ExternalContactChangeKind::Removed => "del_external_contact",
        ExternalContactChangeKind::RemovedByCustomer => "del_follow_user",
        ExternalContactChangeKind::TransferFailed => "transfer_fail",
        _ => return None,
    };
    Some(Signal::ExternalContactChanged {
        change: word.to_owned(),
        user_id: change.user_id,
        external_user_id: change.external_user_id,
        welcome_code: change.welcome_code,
        state: change.state,
    })
}
