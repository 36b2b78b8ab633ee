//! From the platform's reports to ours. Numbers and words go back to how WeChat writes them: they are stored.

use domain::wechat::{
    CardTapped, ConsentGiven, CopyrightFinding, MassCopyright, MassReport, MediaVerdict, PrivacyKind, PrivacyNotice,
    PublishReport, Signal, SubscriptionReport,
};
use wechat_protocol::inbound::events::mass_send::{
    self, CopyrightCheck, CopyrightState, MassSendRefusal, MassSendReport, MassSendStatus,
};
use wechat_protocol::inbound::events::media_check::{MediaCheck, MediaCheckOutcome, Suggestion};
use wechat_protocol::inbound::events::privacy::{PrivacyChange, PrivacyEvent, RevokedInfo};
use wechat_protocol::inbound::events::publishing::{self, PublishStatus};
use wechat_protocol::inbound::events::subscription::{
    SubscriptionAnswer, SubscriptionChoice, SubscriptionDelivery, SubscriptionEvent,
};
use wechat_protocol::inbound::events::wecom_card::{CardEvent, CardTap};
use wechat_protocol::inbound::events::wecom_directory::{DirectoryChange, MemberChange};
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
        EventKind::Card(event) => card(event)?,
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
        copyright: report.copyright.map(copyright),
        articles: report
            .articles
            .into_iter()
            .map(|article| (article.index, article.url))
            .collect(),
    }
}

fn copyright(check: CopyrightCheck) -> MassCopyright {
    let finding = |found: mass_send::CopyrightFinding| CopyrightFinding {
        index: found.index,
        original_url: found.original_url,
        can_reprint: found.can_reprint,
        replaces_content: found.replaces_content,
        shows_source: found.shows_source,
    };
    MassCopyright {
        state: match check.state {
            CopyrightState::Original => 1,
            CopyrightState::SendableReprint => 2,
            CopyrightState::RefusedReprint => 3,
            CopyrightState::Other(number) => number,
            _ => 0,
        },
        findings: check.articles.into_iter().map(finding).collect(),
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

fn card(event: CardEvent) -> Option<Signal> {
    let tapped = |tap: CardTap, in_menu| {
        let selected = tap.selected.into_iter();
        Signal::CardTapped(CardTapped {
            task_id: tap.task_id,
            in_menu,
            key: tap.key,
            response_code: tap.response_code,
            selected: selected.map(|one| (one.question_key, one.option_ids)).collect(),
        })
    };
    Some(match event {
        CardEvent::Tapped(tap) => tapped(tap, false),
        CardEvent::Menu(tap) => tapped(tap, true),
        _ => return None,
    })
}

fn directory(change: DirectoryChange) -> Option<Signal> {
    let about_department = |change: &str, id| Signal::DirectoryChanged {
        change: change.to_owned(),
        user_id: None,
        new_user_id: None,
        department: Some(id),
        departments: Vec::new(),
    };
    Some(match change {
        DirectoryChange::MemberCreated(member) => about_member("create_user", *member),
        DirectoryChange::MemberUpdated(member) => about_member("update_user", *member),
        DirectoryChange::MemberDeleted { user_id } => about_member(
            "delete_user",
            MemberChange {
                user_id,
                ..MemberChange::default()
            },
        ),
        DirectoryChange::DepartmentCreated(department) => about_department("create_party", department.id),
        DirectoryChange::DepartmentUpdated(department) => about_department("update_party", department.id),
        DirectoryChange::DepartmentDeleted { id } => about_department("delete_party", id),
        DirectoryChange::TagUpdated(_) => Signal::DirectoryChanged {
            change: "update_tag".to_owned(),
            user_id: None,
            new_user_id: None,
            department: None,
            departments: Vec::new(),
        },
        _ => return None,
    })
}

fn about_member(change: &str, member: MemberChange) -> Signal {
    let departments = member.departments.into_iter();
    Signal::DirectoryChanged {
        change: change.to_owned(),
        user_id: Some(member.user_id),
        new_user_id: member.new_user_id,
        department: None,
        departments: departments.filter_map(|id| i64::try_from(id).ok()).collect(),
    }
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
