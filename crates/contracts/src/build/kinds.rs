//! What messages ask for.

use domain::wechat::{
    CardTapped, ConsentGiven, CopyrightFinding, IncomingKind, MassCopyright, MassReport, MediaVerdict, PrivacyKind,
    PrivacyNotice, PublishReport, Signal, SubscriptionReport,
};

/// One of every kind that must be noted.
#[must_use]
pub fn noted_kinds() -> Vec<IncomingKind> {
    let text = |text: &str| Some(text.to_owned());
    let signals = [
        Signal::Consents(vec![ConsentGiven {
            template_id: "t".to_owned(),
            accepted: true,
            in_dialog: false,
        }]),
        Signal::SubscriptionReports(vec![SubscriptionReport {
            template_id: "t".to_owned(),
            msg_id: u64::MAX.to_string(),
            error_code: -1,
            status: "失败".to_owned(),
        }]),
        Signal::MassReport(MassReport {
            msg_id: u64::MAX,
            status: "err(20008)".to_owned(),
            total: 5,
            filtered: 4,
            sent: 3,
            failed: 1,
            copyright: Some(MassCopyright {
                state: 2,
                findings: vec![CopyrightFinding {
                    index: 1,
                    original_url: text("https://example.com/原"),
                    can_reprint: true,
                    replaces_content: false,
                    shows_source: true,
                }],
            }),
            articles: vec![(1, "https://example.com/茶".to_owned())],
        }),
        Signal::PublishReport(PublishReport {
            publish_id: "p".to_owned(),
            status: 0,
            article_id: text("a"),
            articles: vec![(1, "https://example.com/茶".to_owned())],
            failed: vec![2],
        }),
        Signal::MediaChecked(MediaVerdict {
            trace_id: "t".to_owned(),
            error_code: -1008,
            suggest: "risky".to_owned(),
            label: 20002,
        }),
        Signal::CardTapped(CardTapped {
            task_id: "t".to_owned(),
            in_menu: true,
            key: "yes".to_owned(),
            response_code: text("r"),
            selected: vec![("q".to_owned(), vec!["一".to_owned()])],
        }),
        Signal::DirectoryChanged {
            change: "update_user".to_owned(),
            user_id: text("one"),
            new_user_id: None,
            department: Some(1),
            departments: vec![1, 7],
        },
        Signal::ExternalContactChanged {
            change: "add_external_contact".to_owned(),
            user_id: "one".to_owned(),
            external_user_id: "wm".to_owned(),
            welcome_code: text("w"),
            state: None,
        },
    ];
    let privacy = [PrivacyKind::Modified, PrivacyKind::Revoked, PrivacyKind::Cancelled].map(|kind| {
        Signal::Privacy(PrivacyNotice {
            kind,
            open_id: "o".to_owned(),
            revoked: vec![8, 6],
        })
    });
    let scan = IncomingKind::Scan {
        scene: "场景".to_owned(),
        followed: true,
    };
    let mut kinds = vec![scan, IncomingKind::Followed, IncomingKind::Unfollowed];
    kinds.extend(signals.into_iter().chain(privacy).map(IncomingKind::Signal));
    kinds
}
